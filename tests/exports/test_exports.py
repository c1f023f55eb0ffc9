"""Exports parse with libraries that are not ours, and hold the same counts as the tables."""

import html
import io
import json
import zipfile
from datetime import date
from xml.etree import ElementTree as ET

import pandas as pd
import pytest

import workbench as wb
from workbench import exports, schema
from workbench.selection import Selection

HOSTILE = "Al <b>\"Haftar\" & 'Sons'</b> \x0b {100%}_$#~^\\"


@pytest.fixture(scope="module")
def corpus():
    made = wb.read(pd.DataFrame({
        "document_id": ["a", "b", "c"], "text": ["Haftar met Sarraj in Tripoli.", "Haftar in Moscow, then Tripoli.", "Nobody, nowhere."],
        "headline": ["A meeting", HOSTILE, None], "publisher": ["P & Q", None, "R"], "byline": ["Ann Other; Bo Else", None, None],
        "date_published": ["2019-04-24", None, "2020-01-01"], "url": ["https://example.org/a?x={1}", None, None]}))
    spans = [("a", 0, 6, "PERSON", "h"), ("a", 11, 17, "PERSON", "s"), ("b", 0, 6, "PERSON", "h")]
    places = [("a", 21, 28, "t", "literal"), ("b", 10, 16, "m", "literal"), ("b", 23, 30, "t", "literal"), ("c", 0, 6, None, "literal"),
              ("c", 8, 15, "m", "associative")]
    rows = [{"document_id": d, "start": s, "end": e, "label": label, "score": 0.9, "annotator": "t/1", "entity_id": i}
            for d, s, e, label, i in spans]
    named = [{"document_id": d, "start": s, "end": e, "label": label, "score": 0.9, "annotator": "t/1", "place_id": i, "reason": "told",
              "alternatives": "[]"} for d, s, e, i, label in places]
    return made.replace(
        mentions=schema.spans("mentions", made.documents, rows), toponyms=schema.spans("toponyms", made.documents, named),
        entities=pd.DataFrame({"entity_id": ["h", "s"], "name": [HOSTILE, "Sarraj"], "label": "PERSON", "origin": "corpus"}),
        places=pd.DataFrame({"place_id": ["t", "m"], "name": ["Tripoli", "Moscow"], "latitude": [32.9, 55.75], "longitude": [13.2, 37.6]}))


def written(corpus, tmp_path, name):
    return exports.export(corpus, tmp_path / name, filters=[{"table": "mentions"}], creator="an analyst").read_bytes()


def test_geojson(corpus, tmp_path):
    made = json.loads(written(corpus, tmp_path, "x.geojson"))
    assert {f["properties"]["name"]: f["properties"]["mentions"] for f in made["features"]} == {"Tripoli": 2, "Moscow": 1}
    assert made["features"][0]["geometry"] == {"type": "Point", "coordinates": [13.2, 32.9]}
    assert made["provenance"]["filters"] == [{"table": "mentions"}]
    assert made["provenance"]["creator"] == "an analyst"


def test_kml(corpus, tmp_path):
    marks = ET.fromstring(written(corpus, tmp_path, "x.kml")).findall(".//{*}Placemark")
    assert {m.find("{*}name").text: m.find(".//{*}Data[@name='mentions']/{*}value").text for m in marks} == {"Tripoli": "2", "Moscow": "1"}


def test_gexf(corpus, tmp_path):
    root = ET.fromstring(written(corpus, tmp_path, "x.gexf"))
    nodes = {n.get("id"): n.find(".//{*}attvalue[@for='mentions']").get("value") for n in root.iterfind(".//{*}node")}
    assert nodes == {"h": "2", "s": "1"}
    assert [(e.get("source"), e.get("target"), e.get("weight")) for e in root.iterfind(".//{*}edge")] == [("h", "s", "1")]


def test_bibtex_keeps_braces_in_balance(corpus, tmp_path):
    text = written(corpus, tmp_path, "x.bib").decode()
    assert text.count("@article{") == 3
    assert "note = {undated}" in text
    assert "author = {Ann Other and Bo Else}" in text
    bare = text.replace("\\{", "").replace("\\}", "")
    assert bare.count("{") == bare.count("}")


def test_csl_json(corpus, tmp_path):
    items = json.loads(written(corpus, tmp_path, "x.csl.json"))
    assert items[0]["issued"] == {"date-parts": [[2019, 4, 24]]}
    assert "issued" not in items[1]
    assert items[1]["title"] == HOSTILE


def test_web_annotations_find_their_words(corpus, tmp_path):
    made = json.loads(written(corpus, tmp_path, "x.jsonld"))
    texts = dict(zip(corpus.documents["document_id"], corpus.documents["text"], strict=True))
    assert made["total"] == len(made["items"]) == 8
    for item in made["items"]:
        position, quote = item["target"]["selector"]
        text = texts[item["id"].split(":")[3].split("#")[0]]
        assert text[position["start"]:position["end"]] == quote["exact"]
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in text


def test_a_data_package_reads_back(corpus, tmp_path):
    archive = zipfile.ZipFile(io.BytesIO(written(corpus, tmp_path, "x.zip")))
    told = json.loads(archive.read("datapackage.json"))
    for resource in told["resources"]:
        frame = pd.read_csv(archive.open(resource["path"]))
        assert list(frame.columns) == [f["name"] for f in resource["schema"]["fields"]]
        assert len(frame) == len(corpus[resource["name"]])
    assert pd.read_csv(archive.open("documents.csv"))["text"].tolist() == corpus.documents["text"].tolist()


def test_a_report_holds_what_the_tables_hold_and_asks_for_nothing(corpus, tmp_path):
    text = written(corpus, tmp_path, "x.html").decode()
    assert "default-src 'none'" in text
    assert "Tripoli" in text and "an analyst" in text
    assert "<b>" not in text.split("</style>")[-1].split("<script")[0]
    assert len(text) < 5_000_000
    rows = 3 + 3  # mentions, and placed literal toponyms
    assert f"{rows} sentences" in text


def test_a_table_says_what_it_is_in_a_second_file(corpus, tmp_path):
    view = Selection().where(actor="Sarraj")
    made = exports.export(corpus, tmp_path / "x.csv", view=view, creator="an analyst")
    frame = pd.read_csv(made)
    assert frame["text"].tolist() == ["Sarraj"] and len(frame) == len(view.evidence(corpus))
    told = json.loads((tmp_path / "x.csv-metadata.json").read_text(encoding="utf8"))
    assert [column["name"] for column in told["tableSchema"]["columns"]] == list(frame.columns)
    assert told["workbench:provenance"]["filters"][0]["value"] == ["Sarraj"] and told["workbench:provenance"]["creator"] == "an analyst"


@pytest.mark.parametrize("ending", list(exports.FORMATS))
def test_a_view_is_written_with_what_it_was_chosen_by(corpus, ending):
    """Who, when, from what, with which versions and filters stands in every file, or in the one beside it."""
    view = Selection().where(place="Moscow", by="articles")
    made = exports.make(corpus, f"view{ending}", view=view, creator="an analyst")
    name, content = list(made.items())[-1]
    if ending == ".zip":
        content = zipfile.ZipFile(io.BytesIO(content)).read("datapackage.json")
    text = html.unescape(content.decode()).replace("\\", "")
    part = view.apply(corpus)
    assert len(part.documents) == 1 and exports.digest(part) in text
    for told in ("an analyst", "news-workbench", "t/1", "Moscow", "place_id", date.today().strftime("%Y-%m")):
        assert told in text, f"{name} does not say {told}"
    assert exports.digest(corpus) not in text


def test_independent_libraries_read_the_same_counts(corpus, tmp_path):
    """GDAL, networkx, pybtex and html5lib, where they are installed."""
    pyogrio, networkx = pytest.importorskip("pyogrio"), pytest.importorskip("networkx")
    bibliography, html5lib = pytest.importorskip("pybtex.database"), pytest.importorskip("html5lib")
    for ending in exports.FORMATS:
        exports.export(corpus, tmp_path / f"x{ending}")
    for ending in (".geojson", ".kml"):
        meta, _, _, columns = pyogrio.raw.read(tmp_path / f"x{ending}")
        assert sum(map(int, columns[list(meta["fields"]).index("mentions")])) == 3 and len(columns[0]) == 2
    graph = networkx.read_gexf(tmp_path / "x.gexf")
    assert dict(graph.nodes(data="mentions")) == {"h": 2, "s": 1} and [w for *_, w in graph.edges(data="weight")] == [1.0]
    assert len(bibliography.parse_file(tmp_path / "x.bib").entries) == len(corpus.documents)
    parser = html5lib.HTMLParser()
    parser.parse((tmp_path / "x.html").read_text(encoding="utf8"))
    assert parser.errors == []


def test_an_unknown_ending_lists_the_known(corpus, tmp_path):
    with pytest.raises(ValueError, match="geojson"):
        exports.export(corpus, tmp_path / "x.xyz")


def test_the_digest_knows_articles_not_their_order(corpus):
    turned = corpus.replace(documents=corpus.documents.iloc[::-1])
    assert exports.digest(turned) == exports.digest(corpus)
    assert exports.digest(corpus.part(["a"])) != exports.digest(corpus)


def test_an_empty_corpus_exports_empty_files(tmp_path):
    empty = wb.read(pd.DataFrame({"text": []}))
    for ending in exports.FORMATS:
        assert exports.export(empty, tmp_path / f"x{ending}").stat().st_size
