"""Feeds, archived pages, exports of news databases and packed files, each made here in the shape that the world writes them."""

import gzip
import io
import json
import re
import tarfile
import zipfile

import pandas as pd
import pytest

import workbench as wb
from workbench import schema
from workbench.readers.intake import opening

STORY = "The ferry between Port Alma and the islands was halted on Tuesday after waves of six metres hit the outer harbour."
MORE = "Captain Ada Moor said that nobody had been hurt, and that the boats would stay in port until the storm had passed."
PAGE = f"""<!DOCTYPE html><html lang="en"><head><title>Ferry halts | The Gull</title>
<script type="application/ld+json">{{"@type": "NewsArticle", "headline": "Ferry halts", "datePublished": "2019-04-24T10:00:00+03:00",
"author": [{{"@type": "Person", "name": "Ada Low"}}], "publisher": {{"name": "The Gull"}}}}</script></head>
<body><nav><a href="/">Home</a> <a href="/w">World</a></nav><article><h1>Ferry halts</h1><p>{STORY}</p><p>{MORE}</p></article>
<footer><a href="/c">Contact us</a></footer></body></html>"""


def one(corpus):
    assert len(corpus.documents) == 1, corpus.problems.to_dict("records")
    schema.check_spans("markup", corpus.table("markup"), corpus.documents)
    return corpus.documents.iloc[0]


def test_json_ld_gives_the_metadata_of_a_page(tmp_path):
    (tmp_path / "a.html").write_text(PAGE, encoding="utf8")
    row = one(wb.read(tmp_path))
    assert (row["headline"], row["byline"], row["publisher"], row["in_language"]) == ("Ferry halts", "Ada Low", "The Gull", "en")
    assert str(row["date_published"]) == "2019-04-24 10:00:00" and row["date_basis"] == "metadata"


def test_what_a_page_hides_is_not_read_but_what_it_streams_is(tmp_path):
    hidden = f"<div hidden><p>Nobody sees this.</p></div><div hidden id='S:0'><h1>Ferry halts</h1><p>{STORY}</p></div>"
    (tmp_path / "a.html").write_text(f"<html><body>{hidden}</body></html>", encoding="utf8")
    assert one(wb.read(tmp_path))["text"] == f"Ferry halts\n\n{STORY}"


def test_each_piece_of_metadata_says_where_it_came_from(tmp_path):
    (tmp_path / "a.html").write_text(PAGE, encoding="utf8")
    (tmp_path / "b.csv").write_text(f"pubDate,body,source\n2019-04-24,{STORY},The Tern\n", encoding="utf8")
    corpus = wb.read(tmp_path)
    stated = corpus.provenance.merge(corpus.documents[["document_id", "source_path"]]).set_index(["source_path", "column"])["origin"]
    page = stated["a.html"].to_dict()
    assert {"JSON-LD headline", "title", "h1"} <= set(page.pop("headline").split(", "))
    assert page == {"byline": "JSON-LD author", "publisher": "JSON-LD publisher", "date_published": "JSON-LD datePublished"}
    assert stated["b.csv"].to_dict() == {"publisher": "column source", "date_published": "column pubDate"}


def test_a_declared_encoding_is_used(tmp_path):
    page = PAGE.replace("<head>", '<head><meta charset="iso-8859-2">').replace("Port Alma", "Łódź").encode("iso-8859-2")
    (tmp_path / "a.html").write_bytes(page)
    assert "between Łódź and" in one(wb.read(tmp_path))["text"]


@pytest.mark.parametrize("name", ["no-such", "idna", "punycode", "undefined", "hex"])
def test_a_declared_encoding_that_is_none_of_texts_loses_nothing(tmp_path, name):
    page = PAGE.replace("<head>", f'<head><meta charset="{name}">').replace("Port Alma", "Málaga")
    (tmp_path / "a.html").write_bytes(page.encode("cp1252"))
    text = one(wb.read(tmp_path))["text"]
    assert re.search(r"between M.laga and", text), text


def test_rss_and_atom(tmp_path):
    (tmp_path / "a.xml").write_text(f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
        xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>The Gull</title><link>https://gull.example</link>
        <item><title>Ferry halts</title><link>https://gull.example/1</link><pubDate>Wed, 24 Apr 2019 10:00:00 +0300</pubDate>
        <dc:creator>Ada Low</dc:creator><description>Short.</description>
        <content:encoded><![CDATA[<p>{STORY}</p><p>{MORE}</p>]]></content:encoded></item>
        <item><title>Empty</title></item></channel></rss>""", encoding="utf8")
    (tmp_path / "b.atom").write_text(f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Tern</title><entry><title>Ferry sails</title>
        <link rel="alternate" href="https://tern.example/2"/><published>2019-04-25T09:00:00Z</published>
        <author><name>Ben Low</name></author>
        <summary>{MORE}</summary></entry></feed>""", encoding="utf8")
    corpus = wb.read(tmp_path)
    rows = corpus.documents
    assert rows["publisher"].tolist() == ["The Gull", "The Tern"] and rows["headline"].tolist() == ["Ferry halts", "Ferry sails"]
    assert rows["text"].tolist() == [f"{STORY}\n\n{MORE}", MORE] and rows["byline"].tolist() == ["Ada Low", "Ben Low"]
    assert rows["url"].tolist() == ["https://gull.example/1", "https://tern.example/2"]
    assert rows["date_published"].astype(str).tolist() == ["2019-04-24 10:00:00", "2019-04-25 09:00:00"]
    assert corpus.problems["reason"].tolist() == ["no text"]


def test_entities_are_not_expanded(tmp_path):
    (tmp_path / "secret.txt").write_text("top secret", encoding="utf8")
    bomb = "".join(f'<!ENTITY e{k} "{f"&e{k - 1};" * 10}">' for k in range(1, 10))
    (tmp_path / "a.rss").write_text(f"""<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "laugh">{bomb}
        <!ENTITY file SYSTEM "{(tmp_path / 'secret.txt').as_uri()}">]>
        <rss><channel><item><title>x</title><description>{STORY} &e9; &file;</description></item></channel></rss>""", encoding="utf8")
    corpus = wb.read(tmp_path / "a.rss")
    assert "laugh" not in "".join(corpus.documents["text"]) and "secret" not in "".join(corpus.documents["text"])


def warc(*pages):
    records = []
    for url, status, kind, body in pages:
        http = f"HTTP/1.1 {status}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n".encode() + body
        head = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: {url}\r\nWARC-Date: 2019-04-24T10:00:00Z\r\n"
                f"WARC-Record-ID: <urn:uuid:0000-{len(records)}>\r\nContent-Type: application/http; msgtype=response\r\n"
                f"Content-Length: {len(http)}\r\n\r\n")
        records.append(head.encode() + http + b"\r\n\r\n")
    return b"".join(records)


def test_warc_pages_carry_their_address(tmp_path):
    raw = warc(("https://gull.example/1", "200 OK", "text/html; charset=utf-8", PAGE.encode()),
               ("https://gull.example/x.png", "200 OK", "image/png", b"\x89PNG"),
               ("https://gull.example/gone", "404 Not Found", "text/html", b"<html><body>gone</body></html>"))
    (tmp_path / "a.warc").write_bytes(raw)
    (tmp_path / "b.warc.gz").write_bytes(gzip.compress(raw))
    corpus = wb.read(tmp_path)
    assert one(corpus)["url"] == "https://gull.example/1" and one(corpus)["headline"] == "Ferry halts"
    assert corpus.problems["reason"].tolist() == ["the same article as a.warc"]


def test_mhtml(tmp_path):
    (tmp_path / "a.mhtml").write_text(
        "From: <Saved by Blink>\nSnapshot-Content-Location: https://gull.example/1\nMIME-Version: 1.0\n"
        'Content-Type: multipart/related; type="text/html"; boundary="XX"\n\n--XX\nContent-Type: text/html\n'
        "Content-Transfer-Encoding: quoted-printable\nContent-Location: https://gull.example/1\n\n"
        + PAGE.replace("=", "=3D") + "\n--XX\nContent-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0=\n--XX--\n",
        encoding="utf8")
    row = one(wb.read(tmp_path))
    assert row["url"] == "https://gull.example/1" and STORY in row["text"]


NEXIS = ["Documents (2)", "1. Ferry halts", "Ferry halts after storm", "The Gull", "April 24, 2019 Wednesday", "Copyright 2019 The Gull",
         "Section: NEWS; Pg. 3", "Length: 40 words", "Byline: By Ada Low", "Body", STORY, MORE, "Load-Date: April 25, 2019",
         "End of Document", "Ferry sails again", "The Tern", "25 April 2019", "Byline: Ben Low", "Body", MORE, "Classification",
         "Subject: Ferries", "End of Document"]


def docx(paragraphs):
    body = "".join(f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>" for text in paragraphs)
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
                                              f"<w:body>{body}</w:body></w:document>")
    return made.getvalue()


@pytest.mark.parametrize("name", ["export.docx", "export.html"])
def test_nexis_exports_hold_several_articles(tmp_path, name):
    page = "<html><body>" + "".join(f"<p>{text}</p>" for text in NEXIS) + "</body></html>"
    (tmp_path / name).write_bytes(docx(NEXIS) if name.endswith("docx") else page.encode())
    rows = wb.read(tmp_path).documents
    assert rows["headline"].tolist() == ["Ferry halts after storm", "Ferry sails again"]
    assert rows["publisher"].tolist() == ["The Gull", "The Tern"] and rows["byline"].tolist() == ["Ada Low", "Ben Low"]
    assert rows["date_published"].astype(str).tolist() == ["2019-04-24", "2019-04-25"]
    assert rows["text"][0] == f"Ferry halts after storm\n\n{STORY}\n\n{MORE}" and "Ferries" not in rows["text"][1]


def test_a_plain_word_document_is_one_article(tmp_path):
    (tmp_path / "a.docx").write_bytes(docx(["Ferry halts", STORY]))
    assert one(wb.read(tmp_path))["text"] == f"Ferry halts\n{STORY}"


def test_factiva_exports_hold_several_articles(tmp_path):
    article = """<div class="article enArticle"><div id="hd"><span class="enHeadline">{title}</span></div>
        <div class="author">By Ada Low</div>
        <div>123 words</div><div>24 April 2019</div><div>10:15</div><div>The Gull</div><div>GULL</div><div>English</div>
        <p class="articleParagraph enarticleParagraph">{text}</p><p>Document GULL000020190424ef4o00001</p></div>"""
    page = "".join(article.format(title=title, text=text) for title, text in (("Ferry halts", STORY), ("Ferry sails", MORE)))
    (tmp_path / "a.html").write_text(f"<html><body>{page}</body></html>", encoding="utf8")
    rows = wb.read(tmp_path).documents
    assert rows["headline"].tolist() == ["Ferry halts", "Ferry sails"] and set(rows["publisher"]) == {"The Gull"}
    assert set(rows["byline"]) == {"Ada Low"} and set(rows["date_published"].astype(str)) == {"2019-04-24"}
    assert rows["text"].tolist() == [f"Ferry halts\n\n{STORY}", f"Ferry sails\n\n{MORE}"]


def packed():
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deep.txt", MORE)
    return {"a/one.txt": STORY.encode(), "../../evil.txt": b"An evil name is only a name.", "two.txt.gz": gzip.compress(b"Two boats."),
            "inner.zip": inner.getvalue(), "__MACOSX/._one.txt": b"junk", "bad.txt": bytes(range(32)) * 9}


def test_zip_and_tar_are_read_like_folders(tmp_path):
    with zipfile.ZipFile(tmp_path / "z.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for name, raw in packed().items():
            archive.writestr(name, raw)
    for name, mode in (("t.tar", "w"), ("u.tar.gz", "w:gz"), ("v.tgz", "w:gz")):
        with tarfile.open(tmp_path / name, mode) as archive:
            for member, raw in packed().items():
                info = tarfile.TarInfo(member)
                info.size = len(raw)
                archive.addfile(info, io.BytesIO(raw))
            link = tarfile.TarInfo("link.txt")
            link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
            archive.addfile(link)
    for name in ("z.zip", "t.tar", "u.tar.gz", "v.tgz"):
        corpus = wb.read(tmp_path / name)
        assert set(corpus.documents["text"]) == {STORY, "An evil name is only a name.", "Two boats.", MORE}, corpus.problems["detail"]
        assert {path.removeprefix(name) for path in corpus.documents["source_path"]} == {
            "/a/one.txt", "/evil.txt", "/two.txt.gz", "/inner.zip/deep.txt"}
        assert len(corpus.problems) == 1 and corpus.problems["source_path"][0] == f"{name}/bad.txt"
    assert not (tmp_path.parent / "evil.txt").exists()


def test_bombs_are_refused(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("zeros.txt", b"0" * (1 << 24))
        archive.writestr("good.txt", STORY)
    corpus = wb.read(tmp_path / "bomb.zip")
    assert corpus.documents["text"].tolist() == [STORY] and "grows" in corpus.problems["reason"][0]
    monkeypatch.setattr(opening, "_FREE", 1 << 16)
    monkeypatch.setattr(opening, "_GROWTH", 10)
    (tmp_path / "bomb.txt.gz").write_bytes(gzip.compress(b"0" * (1 << 24)))
    assert "measure" in wb.read(tmp_path / "bomb.txt.gz").problems["reason"][0]
    deep = STORY.encode()
    for _ in range(opening.DEEPEST + 3):
        deep = gzip.compress(deep)
    (tmp_path / "deep.txt.gz").write_bytes(deep)
    assert "packed more than" in wb.read(tmp_path / "deep.txt.gz").problems["reason"][0]


def test_tables_may_hold_pages(tmp_path):
    (tmp_path / "a.jsonl").write_text(json.dumps({"url": "https://gull.example/9", "html": PAGE}) + "\n", encoding="utf8")
    row = one(wb.read(tmp_path))
    assert row["headline"] == "Ferry halts" and row["url"] == "https://gull.example/9"


def test_reading_into_a_folder_gives_the_same_documents(tmp_path, monkeypatch):
    monkeypatch.setattr("workbench.readers.PART", 3)
    rows = [{"text": f"{STORY} Number {k}.", "date": f"2019-04-{k + 10}"} for k in range(8)] + [{"text": ""}]
    (tmp_path / "a.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf8")
    (tmp_path / "b.html").write_text(PAGE, encoding="utf8")
    folder = wb.read([tmp_path / "a.jsonl", tmp_path / "b.html"], into=tmp_path / "corpus")
    corpus, whole = wb.load(folder), wb.read([tmp_path / "a.jsonl", tmp_path / "b.html"])
    by_id = [frame.sort_values("document_id", ignore_index=True) for frame in (corpus.documents, whole.documents)]
    pd.testing.assert_frame_equal(*by_id)
    pd.testing.assert_frame_equal(corpus.problems, whole.problems)
    pd.testing.assert_frame_equal(corpus.markup.reset_index(drop=True), whole.markup)
    assert len(list((folder / "documents").iterdir())) == 3
    monkeypatch.setattr("workbench.readers.PART_LETTERS", 1)
    assert len(list((wb.read(tmp_path / "a.jsonl", into=tmp_path / "small") / "documents").iterdir())) == 8, "long texts make small parts"
    empty = wb.read(pd.DataFrame({"text": [""]}), into=tmp_path / "empty")
    assert wb.load(empty).documents.empty and len(wb.load(empty).problems) == 1
