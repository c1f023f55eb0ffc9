"""Decisions as data: made, kept, applied, undone, and never applied to the wrong words."""

import json

import pandas as pd
import pytest

import workbench as wb
from workbench import corrections, schema
from workbench.corpus import Corpus

TEXT = "Ann Tarrow met Bo Lind in Ostrava. Tarrow praised Lind. A. Tarrow left for Brno."


def span(text, words, label, entity, nth=0, document="d0"):
    at = -1
    for _ in range(nth + 1):
        at = text.index(words, at + 1)
    return {"document_id": document, "start": at, "end": at + len(words), "label": label, "entity_id": entity, "score": 0.9,
            "annotator": "test"}


@pytest.fixture
def corpus():
    documents = schema.conform("documents", pd.DataFrame({
        "document_id": ["d0", "d1"], "text": [TEXT, "Lind spoke in Brno."], "url": ["http://a.example/0", "http://a.example/1"],
        "date_basis": "none", "date_confidence": 0.0, "text_sha256": ""}))
    mentions = schema.spans("mentions", documents, [
        span(TEXT, "Ann Tarrow", "PERSON", "person:ann-tarrow"), span(TEXT, "Tarrow", "PERSON", "person:ann-tarrow", 1),
        span(TEXT, "A. Tarrow", "PERSON", "person:a-tarrow"), span(TEXT, "Bo Lind", "PERSON", "person:bo-lind"),
        span(TEXT, "Lind", "PERSON", "person:bo-lind", 1), span(TEXT, "Ostrava", "GPE", "gpe:ostrava"),
        span(TEXT, "Brno", "GPE", "gpe:brno"), span("Lind spoke in Brno.", "Lind", "PERSON", "person:bo-lind", document="d1"),
        span("Lind spoke in Brno.", "Brno", "GPE", "gpe:brno", document="d1")])
    names = {"person:ann-tarrow": "Ann Tarrow", "person:a-tarrow": "A. Tarrow", "person:bo-lind": "Bo Lind", "gpe:ostrava": "Ostrava",
             "gpe:brno": "Brno"}
    entities = schema.conform("entities", pd.DataFrame([
        {"entity_id": k, "name": v, "label": k.split(":")[0].upper(), "aliases": "", "origin": "corpus"}
        for k, v in sorted(names.items())]))
    toponyms = schema.spans("toponyms", documents, [
        {**span(TEXT, "Ostrava", "literal", None), "place_id": "gn:1", "mention_id": "d0#char=26,33"}])
    places = schema.conform("places", pd.DataFrame([
        {"place_id": "gn:1", "name": "Ostrava", "latitude": 49.8, "longitude": 18.3},
        {"place_id": "gn:2", "name": "Brno", "latitude": 49.2, "longitude": 16.6}]))
    return Corpus({"documents": documents, "mentions": mentions, "entities": entities, "toponyms": toponyms, "places": places})


def counts(corpus):
    return corpus.mentions["entity_id"].value_counts().to_dict()


def same(one, other):
    for table in set(one) | set(other):
        pd.testing.assert_frame_equal(one.table(table), other.table(table), obj=table)


def test_merge_and_undo(corpus):
    merge = corrections.merge(corpus, ["person:ann-tarrow", "person:a-tarrow"], creator="ada")
    got = corrections.apply(corpus, [merge])
    assert counts(got)["person:ann-tarrow"] == 3
    assert "person:a-tarrow" not in set(got.entities["entity_id"])
    assert got.entities.set_index("entity_id").loc["person:ann-tarrow", ["aliases", "origin"]].tolist() == ["A. Tarrow", "analyst"]
    back = corrections.undo(merge, creator="ada")
    same(corrections.apply(corpus, [merge, back]), corpus)
    same(corrections.apply(corpus, [merge, back, corrections.undo(back, creator="ada")]), got)


def test_split_moves_forms_to_an_entity_of_their_own(corpus):
    split = corrections.split(corpus, "person:bo-lind", ["Lind"], name="Eva Lind")
    got = corrections.apply(corpus, split)
    assert counts(got)["person:eva-lind"] == 2 and counts(got)["person:bo-lind"] == 1
    single = corrections.split(corpus, "person:bo-lind", mentions=["d1#char=0,4"], name="Eva Lind")
    assert counts(corrections.apply(corpus, single))["person:eva-lind"] == 1


def test_what_was_merged_and_split_off_again_is_one_of_its_own(corpus):
    merge = corrections.merge(corpus, ["person:ann-tarrow", "person:bo-lind"])
    split = corrections.split(corrections.apply(corpus, merge), "person:ann-tarrow", ["Bo Lind", "Lind"])
    now = corrections.apply(corpus, [merge, split])
    assert counts(now) == counts(corpus)
    got = corrections.apply(corpus, [merge, split, corrections.rename(now, "person:bo-lind", "Bohumil Lind")])
    assert got.entities.set_index("entity_id")["name"][["person:ann-tarrow", "person:bo-lind"]].tolist() == ["Ann Tarrow", "Bohumil Lind"]


def test_rename_retype_reject(corpus):
    made = [corrections.rename(corpus, "person:bo-lind", "Bohumil Lind"), corrections.retype(corpus, "gpe:brno", "ORG"),
            corrections.reject(corpus, "gpe:ostrava"), corrections.reject(corpus, "d1#char=0,4")]
    got = corrections.apply(corpus, made)
    people = got.entities.set_index("entity_id")
    assert people.loc["person:bo-lind", ["name", "aliases"]].tolist() == ["Bohumil Lind", "Bo Lind"]
    assert people.loc["gpe:brno", "label"] == "ORG"
    assert set(got.mentions.loc[got.mentions["entity_id"] == "gpe:brno", "label"]) == {"ORG"}
    assert "gpe:ostrava" not in counts(got) and "gpe:ostrava" not in people.index
    assert counts(got)["person:bo-lind"] == 2


def test_add_and_reassign(corpus):
    at = TEXT.index("praised")
    made = [corrections.add(corpus, "d0", at, at + 7, "EVENT", name="The praise"),
            corrections.reassign(corpus, "d1#char=0,4", name="Eva Lind")]
    got = corrections.apply(corpus, made).check_spans()
    assert counts(got)["event:the-praise"] == 1 and counts(got)["person:eva-lind"] == 1
    same(corrections.apply(got, made), got)


def test_dates_and_places(corpus):
    made = [corrections.set_date(corpus, "d1", "2019-04-24"),
            corrections.move_place(corpus, "d0#char=26,33", place_id="gn:2", creator="ada")]
    got = corrections.apply(corpus, made)
    assert got.documents.loc[1, ["date_published", "date_basis"]].tolist() == [pd.Timestamp("2019-04-24"), "analyst"]
    assert got.toponyms[["place_id", "reason"]].values.tolist() == [["gn:2", "moved by ada"]]
    whole = corrections.move_place(corpus, "gn:1", latitude=51.0, longitude=17.0, name="Another Ostrava")
    assert corrections.apply(corpus, whole).toponyms["place_id"].iloc[0].startswith("wb:another-ostrava@")


def test_after_an_edit_it_finds_its_words_or_is_an_orphan(corpus):
    reject = corrections.reject(corpus, "d0#char=35,41")  # the second Tarrow
    documents = corpus.documents.copy()
    documents.loc[0, "text"] = "Updated at noon. " + TEXT
    documents.loc[0, "document_id"] = "new"
    moved = corpus.mentions[corpus.mentions["document_id"] == "d0"].assign(document_id="new")
    moved[["start", "end"]] += 17
    edited = Corpus({"documents": documents, "mentions": schema.spans("mentions", documents, moved), "entities": corpus.entities})
    got = corrections.apply(edited, reject)
    assert len(got.mentions) == len(edited.mentions) - 1
    assert "new#char=52,58" not in set(got.mentions["span_id"])
    documents.loc[0, "text"] = "Nothing of it is left. Tarrow slept."
    gone = Corpus({"documents": documents, "mentions": schema.empty("mentions")})
    got = corrections.apply(gone, reject)
    assert got.problems["reason"].str.contains("orphan").all() and len(got.problems) == 1
    assert corrections.log([reject], gone)["state"].tolist() == ["orphan"]


def test_two_analysts_contradict_each_other_and_are_told(corpus):
    one = corrections.rename(corpus, "person:bo-lind", "B. Lind", creator="ada")
    two = corrections.rename(corpus, "person:bo-lind", "Bohumil Lind", creator="bert")
    got = corrections.apply(corpus, [one, two])
    assert got.entities.set_index("entity_id").loc["person:bo-lind", "name"] == "Bo Lind"
    assert "ada: Bo Lind is called B. Lind" in got.problems["detail"].iloc[0]
    settled = corrections.apply(corpus, [one, two, corrections.undo(one, creator="bert")])
    assert settled.entities.set_index("entity_id").loc["person:bo-lind", "name"] == "Bohumil Lind"


def test_the_file_is_one_line_each_and_survives_a_torn_line(corpus, tmp_path):
    path = tmp_path / "corrections.jsonl"
    first = wb.correct(corpus, "rename", "person:bo-lind", "Bo", path=path, creator="ada")
    with open(path, "ab") as file:
        file.write(b'{"id": "urn:sha256:torn", "bo')
    second = wb.correct(corpus, "rename", "gpe:brno", "Brunn", path=path, creator="ada")
    assert [d["id"] for d in corrections.read(path)] == [first["id"], second["id"]]
    assert json.loads(path.read_text(encoding="utf8").split("\n")[0]) == first
    assert corrections.apply(corpus, path).problems["reason"].tolist() == ["line 2 is no correction"]
    assert corrections.log(path)["what"].tolist() == ["Bo Lind is called Bo", "Brno is called Brunn"]


def test_unknown_things_are_named(corpus):
    with pytest.raises(KeyError, match="no entity 'nobody'"):
        corrections.rename(corpus, "nobody", "Somebody")
    with pytest.raises(KeyError, match="there are merge, split"):
        wb.correct(corpus, "explode")
    with pytest.raises(ValueError, match="there are PERSON"):
        corrections.retype(corpus, "gpe:brno", "TOWN")
