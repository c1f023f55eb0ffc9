"""Tables keep their declarations, and spans say what stands in the text."""

import pandas as pd
import pytest

from workbench import schema


@pytest.mark.parametrize("table", schema.TABLES)
def test_an_empty_table_keeps_its_declaration(table):
    schema.check(table, schema.empty(table))


def documents():
    frame = pd.DataFrame({"document_id": ["a", "b"], "text": ["In Tripoli.", "In Moscow."], "text_sha256": "x",
                          "date_basis": "none", "date_confidence": 0.0})
    return schema.conform("documents", frame)


def test_spans_fill_text_and_id_and_sort_by_document_and_place():
    rows = [{"document_id": "b", "start": 3, "end": 9, "label": "GPE", "score": 1.0, "annotator": "t"},
            {"document_id": "a", "start": 3, "end": 10, "label": "GPE", "score": 1.0, "annotator": "t"}]
    made = schema.check("mentions", schema.spans("mentions", documents(), rows))
    assert made["text"].tolist() == ["Tripoli", "Moscow"]
    assert made["span_id"].tolist() == ["a#char=3,10", "b#char=3,9"]
    schema.check_spans("mentions", made, documents())


def test_a_lying_span_is_named():
    rows = [{"document_id": "a", "start": 3, "end": 10, "label": "GPE", "score": 1.0, "annotator": "t"}]
    made = schema.spans("mentions", documents(), rows).assign(text="Benghazi")
    with pytest.raises(schema.SchemaError, match="'Benghazi'"):
        schema.check_spans("mentions", made, documents())


@pytest.mark.parametrize(("change", "word"), [
    ({"label": "CITY"}, "allowed are"), ({"score": None}, "required"), ({"start": "x"}, "int64"), ({"span_id": "same"}, "unique"),
])
def test_a_broken_table_says_what_is_wrong(change, word):
    rows = [{"document_id": d, "start": 3, "end": 9, "label": "GPE", "score": 1.0, "annotator": "t"} for d in "ab"]
    broken = schema.spans("mentions", documents(), rows).assign(**change)
    with pytest.raises(schema.SchemaError, match=word):
        schema.check("mentions", schema.conform("mentions", broken))


def test_an_unknown_table_lists_the_known():
    with pytest.raises(schema.SchemaError, match="mentions"):
        schema.declared("mention")
