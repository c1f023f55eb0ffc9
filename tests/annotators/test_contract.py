"""What every annotator owes: the declared tables, spans that do not lie, the same rows each time and whatever the partition."""

from functools import cache

import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import workbench as wb
from workbench import registry, schema
from workbench.annotators import ANNOTATORS
from workbench.pipeline import plan

NAMES = list(ANNOTATORS)
STORY = (
    "Port of Misrata reopens after week of fighting\n\n"
    "MISRATA, Libya (Reuters) - The port of Misrata reopened on Wednesday, three days after shelling stopped, the Harbour Authority "
    "(HA) said. Anna Keller, who heads the HA, said ships from Malta and Turkey would dock in early May.\n\n"
    'Keller said: "We are open. (Really.) Come back." She was speaking in Tripoli.\u00a0\n\n'
    "Sign up for our free newsletter\nRead more"
)
TRICKY = [
    STORY,
    "One line about Moscow on Monday",
    "   \n\n\t In Paris, Texas, it rained on 3 March 2020.  \n",
    "\ufeffCafé de\u0301ja\u0300 vu in Zürich — “unbalanced quote. Naïve Łódź, 東京 and 🇱🇾 Libya\u200b on 24/04/2019",
    "مرحبا من طرابلس\nHello from Benghazi, Libya.\n",
    "A" * 3000 + "\n" + "word " * 2000,
    "NAIROBI, Kenya (AP) _ Thousands of labourers on Saturday protested tax\nrises imposed by their government, which they said was\n"
    "failing to provide basic services. The march began at noon in\nNairobi and ended peacefully.",
    "<script>alert('Tripoli')</script> ${Moscow} `Rome` & \"Bern\" said so last week.",
    STORY.replace("Misrata", "Sirte"),
    "Copyright 2019 The Sirte Gulf Courier (an invented newspaper)\n" + STORY,
]


def frame_of(texts):
    dates = [None if n % 3 == 0 else "2019-04-24" for n in range(len(texts))]
    return pd.DataFrame({"document_id": [f"doc{n}" for n in range(len(texts))], "text": texts, "date_published": dates,
                         "publisher": ["The Sirte Gulf Courier" if n % 2 else None for n in range(len(texts))]})


@cache
def tricky(name):
    return wb.annotate(wb.read(frame_of(TRICKY)), name, progress=False)


@pytest.mark.parametrize("name", NAMES)
def test_tables_keep_their_declaration_and_spans_say_what_stands_there(name):
    corpus = tricky(name)
    assert corpus.table("problems").empty, corpus.problems["detail"].tolist()
    for table in ANNOTATORS[name].makes:
        schema.check(table, corpus[table])
    corpus.check_spans()


@pytest.mark.parametrize("name", NAMES)
def test_texts_come_through_unaltered(name):
    assert tricky(name).documents["text"].tolist() == TRICKY


@pytest.mark.parametrize("name", NAMES)
def test_scores_lie_between_0_and_1_and_annotators_are_named(name):
    for table in ANNOTATORS[name].makes:
        frame = tricky(name)[table]
        if "score" in frame:
            assert frame["score"].between(0, 1).all()
        if "annotator" in frame:
            assert frame["annotator"].str.contains("/").all()


@pytest.mark.parametrize("name", NAMES)
def test_twice_is_the_same(name):
    again = wb.annotate(wb.read(frame_of(TRICKY)), name, progress=False)
    for table in ANNOTATORS[name].makes:
        assert_frame_equal(tricky(name)[table], again[table])


@pytest.mark.parametrize("name", NAMES)
def test_no_documents_no_rows(name):
    made = wb.annotate(wb.read(frame_of([])), name, progress=False)
    for table in ANNOTATORS[name].makes:
        assert made[table].empty


def apart(name, corpus):
    """The annotator alone run on each document by itself, its inputs as they were made for all."""
    step = ANNOTATORS[name]
    made = []
    for document_id in corpus.documents["document_id"]:
        part = corpus.part([document_id])
        result = step.load()(*(part.table(t) for t in (*step.needs, *step.optional)))
        made.append((result,) if isinstance(result, pd.DataFrame) else result)
    return {table: pd.concat([m[k] for m in made], ignore_index=True) for k, table in enumerate(step.makes)}


@pytest.mark.parametrize("name", [n for n in NAMES if ANNOTATORS[n].scope == "document"])
def test_parts_give_the_rows_of_the_whole(name):
    corpus = tricky(name)
    for table, rows in apart(name, corpus).items():
        key = schema.TABLES[table].key
        rows = schema.conform(table, rows).drop_duplicates(key).sort_values(key, ignore_index=True)
        assert_frame_equal(rows, corpus[table].sort_values(key, ignore_index=True))


@pytest.mark.parametrize("name", NAMES)
def test_order_of_documents_does_not_matter(name):
    turned = wb.annotate(wb.read(frame_of(TRICKY).iloc[::-1]), name, progress=False)
    for table in ANNOTATORS[name].makes:
        key = schema.TABLES[table].key
        assert_frame_equal(tricky(name)[table].sort_values(key, ignore_index=True), turned[table].sort_values(key, ignore_index=True))


@pytest.mark.parametrize("name", NAMES)
def test_names_and_times_are_read_from_the_article_alone(name):
    made = [t for t in ANNOTATORS[name].makes if t in ("mentions", "toponyms", "times", "quotes")]
    corpus = tricky(name)
    for table in made:
        both = corpus[table].merge(corpus.segments[["document_id", "start", "end", "label"]], on="document_id", suffixes=("", "_segment"))
        inside = both[(both["start"] < both["end_segment"]) & (both["end"] > both["start_segment"])]
        assert set(inside["label_segment"]) <= set(schema.ARTICLE_LABELS)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.text(st.characters(codec="utf-8"), min_size=1, max_size=300), min_size=1, max_size=3))
@example(["|"])
def test_any_text_is_annotated_without_an_error(texts):
    corpus = wb.annotate(wb.read(pd.DataFrame({"text": texts})), progress=False)
    assert not corpus.problems["reason"].str.contains("failed").any(), corpus.problems["detail"].tolist()
    corpus.check_spans()


def test_a_plan_runs_what_is_needed_first_and_no_more():
    assert [a.name for a in plan(["toponyms"])] == ["segments", "mentions", "outlets", "toponyms"]
    assert [a.name for a in plan(["toponyms"], present=["documents", "segments", "mentions", "outlets"])] == ["toponyms"]


def test_an_unknown_annotator_lists_the_known():
    with pytest.raises(KeyError, match="mentions"):
        wb.annotate(wb.read(frame_of(["Hello."])), "tooponyms")


def test_registered_functions_exist_and_take_what_is_declared():
    for annotator in ANNOTATORS.values():
        assert isinstance(annotator, registry.Annotator)
        assert callable(annotator.load())
        assert set(annotator.needs) | set(annotator.makes) | set(annotator.optional) <= set(schema.TABLES)
