"""Damaged files of every kind: whatever comes, the rest is read, the damage is said, and it does not take long."""

import gzip
import io
import json
import tarfile
import time
import zipfile

import ftfy
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import workbench as wb
from workbench import schema
from workbench.readers.intake.decoding import suspects

STORY = "The ferry between Port Alma and the islands was halted on Tuesday, said Captain Ada Moor — “no boats”, Łódź."
PAGE = (f'<!DOCTYPE html><html lang="en"><head><title>Ferry halts</title><script type="application/ld+json">{{"@type":"NewsArticle",'
        f'"headline":"Ferry halts","author":[{{"name":"Ada"}}],"datePublished":"2019-04-24"}}</script></head><body><h1>Ferry halts</h1>'
        f'<div class="article"><p class="articleParagraph">{STORY}</p><p>{STORY}</p></div><table><tr><td>1<td>2</table></body></html>')
HELD = json.dumps({"title": "Ferry halts", "html": f"<p>{STORY}</p>" * 8})
DRAWN = (f"<html><head><title>Ferry halts</title></head><body><div>Loading</div><script>push([1,{json.dumps(HELD)}])</script>"
         f"<script>state={HELD}</script></body></html>")
ROWS = [{"title": "Ferry", "text": f"{STORY} {k}", "date": "2019-04-24", "html": ""} for k in range(3)]


def files() -> dict[str, bytes]:
    """A small sound file of each kind."""
    table, packed, word, tape = io.BytesIO(), io.BytesIO(), io.BytesIO(), io.BytesIO()
    pd.DataFrame(ROWS).to_parquet(table)
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", STORY)
        archive.writestr("b.html", PAGE)
    with zipfile.ZipFile(word, "w") as archive:
        archive.writestr("word/document.xml", '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
                                              f"<w:p><w:r><w:t>{STORY}</w:t></w:r></w:p></w:body></w:document>")
    with tarfile.open(fileobj=tape, mode="w") as archive:
        info = tarfile.TarInfo("a.txt")
        info.size = len(STORY.encode())
        archive.addfile(info, io.BytesIO(STORY.encode()))
    http = f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n{PAGE}".encode()
    warc = (f"WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: https://a.example/1\r\n"
            f"Content-Type: application/http; msgtype=response\r\nContent-Length: {len(http)}\r\n\r\n").encode() + http + b"\r\n\r\n"
    return {
        "a.txt": STORY.encode() * 5, "b.html": PAGE.encode(), "c.csv": pd.DataFrame(ROWS).to_csv(index=False).encode(),
        "d.json": json.dumps({"articles": ROWS}).encode(), "e.jsonl": "\n".join(map(json.dumps, ROWS)).encode(),
        "f.parquet": table.getvalue(),
        "g.rss": f"<rss><channel><title>G</title><item><title>x</title><description>{STORY}</description></item></channel></rss>".encode(),
        "h.warc": warc, "i.docx": word.getvalue(), "j.zip": packed.getvalue(), "k.tar": tape.getvalue(),
        "l.txt.gz": gzip.compress(STORY.encode()),
        "m.mhtml": ("From: <Saved by x>\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=X\n\n--X\n"
                    f"Content-Type: text/html\n\n{PAGE}\n--X--\n").encode(),
        "n.html": DRAWN.encode(),
    }


FILES = files()
ODD = (b"\x00", b"\xff\xfe", b"<" * 300, b"{" * 300, b"&#x110000;", b"\xed\xa0\x80", b'"', b"\r")


@pytest.mark.parametrize("name", FILES)
def test_sound_files_are_read(tmp_path, name):
    (tmp_path / name).write_bytes(FILES[name])
    assert len(wb.read(tmp_path / name).documents) >= 1


@pytest.mark.parametrize("name", FILES)
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_damaged_files_never_raise(tmp_path, name, data):
    raw = bytearray(FILES[name])
    for _ in range(data.draw(st.integers(1, 8))):
        at = data.draw(st.integers(0, max(0, len(raw) - 1)))
        kind = data.draw(st.sampled_from(("byte", "cut", "drop", "double", "insert")))
        if kind == "byte" and raw:
            raw[at] = data.draw(st.integers(0, 255))
        elif kind == "cut":
            del raw[at:]
        elif kind == "drop":
            del raw[at:at + data.draw(st.integers(1, 60))]
        elif kind == "double":
            raw[at:at] = raw[at:at + 200]
        else:
            raw[at:at] = data.draw(st.sampled_from(ODD))
    (tmp_path / "good.txt").write_text("A good file beside it.", encoding="utf8")
    (tmp_path / name).write_bytes(bytes(raw))
    started = time.monotonic()
    corpus = wb.read(tmp_path, progress=False)
    assert time.monotonic() - started < 20
    assert "A good file beside it." in set(corpus.documents["text"])
    for table in corpus:
        schema.check(table, corpus[table])
    corpus.check_spans()


@pytest.mark.parametrize("raw", [
    b"<div>" * 50_000, b"[" * 200_000, b'{"a":' * 100_000, b"<html>" + b"<b>x" * 20_000, b"<rss>" * 30_000, b"\xef\xbb\xbf", b"PK\x03\x04",
    b"\x1f\x8b", b"PAR1PAR1", b"WARC/1.0\r\n", b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=X\n\n",
    b'"' * 100_000, b",\n" * 50_000, b"a," * 100_000, b"word " * 200_000, b"x" * 2_000_000, b"\n" * 500_000, b"A b. " * 100_000,
    b'<script>"' + b'\\"' * 500_000, b"<script>" + b'"some string or other",' * 100_000, b"1) May 9, 2019 at 6:34 am " * 20_000,
], ids=range(21))
@pytest.mark.parametrize("ending", [".txt", ".html", ".json", ".csv", ".xml"])
def test_odd_shapes_take_little_time(tmp_path, raw, ending):
    (tmp_path / f"a{ending}").write_bytes(raw)
    started = time.process_time()
    corpus = wb.annotate(wb.read(tmp_path, progress=False), "segments", progress=False)
    assert time.process_time() - started < 30
    assert len(corpus.documents) + len(corpus.problems) >= 1


BEYOND = "ÃÂâ€™œž°Ð×Ø²¹¼½Ô�‚Ä√≈∂вЂГўВΒΓβ€Ά¢£§©«»“”‘’•–—…ß\u0080\u009d\xa0\xad│╔▀ﬁ항海שاไ😀\uf8ff\n ab,?!."


@settings(max_examples=400, deadline=None, derandomize=True)
@given(st.lists(st.one_of(st.text(BEYOND, max_size=5), st.sampled_from(["the ferry was late ", " " * 30, "\n"])), max_size=12).map("".join))
def test_mojibake_is_looked_for_only_where_it_can_be(text):
    assert ftfy.is_bad(suspects(text)) == ftfy.is_bad(text)
