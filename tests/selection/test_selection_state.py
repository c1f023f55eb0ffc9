"""The one state: clauses, history, JSON, code, and what a mistyped name says."""

import json

import pandas as pd
import pytest

from workbench import schema
from workbench.corpus import Corpus
from workbench.selection import Clause, Selection


@pytest.fixture(scope="module")
def corpus():
    """Three articles: two dated, one not; Mira Tal is named in two of them, by two names."""
    texts = {"a": "Mira Tal met the Harbour Board in Lorn.\nShe left Lorn.", "b": "Tal spoke.",
             "c": "The Harbour Board said nothing in Quay."}
    documents = schema.conform("documents", pd.DataFrame({
        "document_id": list(texts), "text": list(texts.values()), "publisher": ["Gull", "Gull", "Tern"], "text_sha256": "",
        "date_published": pd.to_datetime(["2020-05-01 09:30", "2020-06-02 00:00", None]), "date_basis": ["metadata", "metadata", "none"],
        "date_confidence": [1.0, 1.0, 0.0]}))

    def spans(table, rows, *names):
        heads = ("document_id", "start", "end", "label", *names)
        return schema.spans(table, documents, [dict(zip(heads, row, strict=True), score=1.0, annotator="test/hand") for row in rows])

    return Corpus({
        "documents": documents,
        "segments": spans("segments", [(d, 0, len(t), "body") for d, t in texts.items()]),
        "mentions": spans("mentions", [("a", 0, 8, "PERSON", "mt"), ("a", 17, 30, "ORG", "hb"), ("b", 0, 3, "PERSON", "mt"),
                                       ("c", 4, 17, "ORG", "hb")], "entity_id"),
        "toponyms": spans("toponyms", [("a", 34, 38, "literal", "wb:1"), ("a", 49, 53, "literal", "wb:1"), ("c", 34, 38, "literal", None)],
                          "place_id"),
        "entities": pd.DataFrame({"entity_id": ["mt", "hb"], "name": ["Mira Tal", "Harbour Board"], "label": ["PERSON", "ORG"],
                                  "aliases": ["Tal|M. Tal", None], "origin": "corpus"}),
        "places": pd.DataFrame({"place_id": ["wb:1"], "name": ["Lorn"], "latitude": [1.0], "longitude": [2.0], "country_code": ["XX"]}),
    })


def test_names_aliases_and_identifiers_mean_the_same_actor(corpus):
    ids = [set(Selection().where(actor=name).documents(corpus)["document_id"]) for name in ("mt", "Mira Tal", "mira tal", "m. tal")]
    assert ids == [{"a", "b"}] * 4


def test_a_name_nobody_bears_is_said_with_the_nearest(corpus):
    with pytest.raises(LookupError, match="Mira Tall.*near: Mira Tal"):
        Selection().where(actor="Mira Tall").evidence(corpus)
    assert not Selection().where(actor="Mira Tall").mask(corpus, strict=False).any()


def test_dates_are_inclusive_and_leave_the_undated_out(corpus):
    assert list(Selection().where(after="2020-05-01", before="2020-05-01").documents(corpus)["document_id"]) == ["a"]
    assert list(Selection().where(before="2030-01-01").documents(corpus)["document_id"]) == ["a", "b"]
    assert list(Selection().where(undated=True).documents(corpus)["document_id"]) == ["c"]


def test_clauses_on_any_table(corpus):
    def ids(*clauses, **words):
        return list(Selection().where(*clauses, **words).documents(corpus)["document_id"])

    assert ids(Clause("kind", "entities", "label", "in", "ORG")) == ["a", "c"]
    assert ids(country="XX") == ["a"] and ids(place="Lorn") == ["a"]
    assert ids(Clause("words", "mentions", "text", "contains", "board")) == ["a", "c"]
    assert ids(Clause("sure", "documents", "date_confidence", "between", (0.5, None))) == ["a", "b"]
    assert ids(publisher=["Tern", "Gull"], text="spoke") == ["b"]


def test_evidence_is_the_sentence_around_the_name_and_nothing_more(corpus):
    rows = Selection().where(actor="Mira Tal").evidence(corpus)
    assert list(rows["sentence"]) == ["Mira Tal met the Harbour Board in Lorn.", "Tal spoke."]
    rows = pd.concat([rows, Selection().where(place="Lorn").evidence(corpus)])
    assert list(rows["sentence"].iloc[2:]) == ["Mira Tal met the Harbour Board in Lorn.", "She left Lorn."]
    for row in rows.itertuples():
        assert row.sentence[row.start - row.sentence_start:row.end - row.sentence_start] == row.text
    assert len(Selection().where(place="Lorn", by="articles").evidence(corpus)) == 1
    limited = Selection().evidence(corpus, limit=2)
    assert len(limited) == 2 and limited.attrs["total"] == 4


def test_the_selected_corpus_holds_only_its_articles(corpus):
    part = Selection().where(place="Lorn").apply(corpus)
    assert list(part.documents["document_id"]) == ["a"] and set(part.mentions["document_id"]) == {"a"}


def test_back_and_forward_through_history(corpus):
    view = Selection().where(actor="mt")
    view.where(place="Lorn").where(by="articles").without("actor")
    assert (view.past, view.future) == (4, 0)
    assert [str(view.back()) for _ in range(4)][-1] == "Selection: everything" and view.by == "mentions"
    assert view.forward().clause("actor").value == ("mt",) and view.future == 3
    view.where(text="x")
    assert view.future == 0, "a new step after going back drops what lay ahead"


def test_a_change_is_told_once():
    view, told = Selection(), []
    view.observe(lambda change: told.append(change["new"]), names=["clauses"])
    view.where(actor="a", place="b", after="2020-01-01")
    view.where(actor="a")
    assert len(told) == 1


def test_json_and_code_make_the_same_view(corpus):
    view = Selection().where(Clause("sure", "documents", "date_confidence", "between", (0.5, 1.0)), actor=["mt", "hb"], after="2020-01-01",
                             text="it's \"so\"", by="stories")
    again = Selection.from_json(view.to_json())
    assert again.clauses == view.clauses and again.by == "stories" and again.fingerprint(corpus) == view.fingerprint(corpus)
    assert json.loads(view.to_json())["workbench_view"] == 1 and len(view.to_json()) < 1000
    for made in (view, Selection(), Selection().where(undated=True), Selection().where(before="2021-02-03", publisher="Gull")):
        import workbench as wb

        space = {"wb": wb}
        exec("view = " + made.code(), space)  # the test's own text: that what is copied runs
        assert space["view"].clauses == made.clauses and space["view"].by == made.by


def test_a_fingerprint_is_of_the_articles_not_of_their_order(corpus):
    turned = corpus.replace(documents=corpus.documents.iloc[::-1])
    view = Selection().where(publisher="Gull")
    assert view.fingerprint(turned) == view.fingerprint(corpus) != Selection().fingerprint(corpus)


@pytest.mark.parametrize(("clause", "words"), [
    (("a", "nothing", "x", "in", ("b",)), "no table 'nothing'"), (("a", "documents", "x", "in", ("b",)), "no column 'x'; it has"),
    (("a", "documents", "url", "is", ("b",)), "no op 'is'; there are in, between, contains"),
    (("a", "documents", "url", "in", ()), "one value or more"), (("a", "documents", "text", "contains", " "), "some words"),
    (("a", "documents", "date_published", "between", ("2020-02-01", "2020-01-01")), "earlier first"),
    (("a", "documents", "date_published", "between", (None, None)), "one of them may be None"),
])
def test_an_impossible_clause_says_why(clause, words):
    with pytest.raises(ValueError, match=words):
        Clause(*clause)


def test_an_unknown_word_lists_the_known_ones():
    with pytest.raises(TypeError, match="actor, place, .*not 'colour'"):
        Selection().where(colour="red")


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"workbench_view": 2}', '{"workbench_view": 1, "by": "x", "clauses": []}',
                                  '{"workbench_view": 1, "by": "mentions", "clauses": [{"source": "a"}]}'])
def test_what_is_no_selection_is_refused(text):
    with pytest.raises(ValueError):
        Selection.from_json(text)


def test_a_corpus_without_annotations_or_articles():
    bare = Corpus({"documents": schema.empty("documents")})
    assert len(Selection().evidence(bare)) == 0 and len(Selection().articles(bare)) == 0
