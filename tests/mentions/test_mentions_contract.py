"""The names annotator: what it reads, what it never reads, and what it says of names that it knows."""

import pandas as pd
import pytest

from workbench import schema
from workbench.annotators.mentions import MODELS, mentions
from workbench.readers import read

HEADLINE = "Haftar visits Moscow again"
BODY = ("Khalifa Haftar flew to Moscow on Monday. Officers of the Libyan National Army (LNA) met Sergei Lavrov's deputy.\n\n"
        "The LNA said that Haftar's visit was short. The United Nations Security Council did not comment.")
PROMO = "Subscribe to the Tripoli Gazette and support Angela Merkel today"


def page(*parts: tuple[str, str]) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Documents and segments of one page made of (role, text)."""
    text = "\n\n".join(part for _, part in parts)
    documents = read(pd.DataFrame({"text": [text]})).documents
    rows, at = [], 0
    for label, part in parts:
        rows.append({"document_id": documents["document_id"].iloc[0], "start": at, "end": at + len(part), "label": label,
                     "score": 1.0, "annotator": "test"})
        at += len(part) + 2
    return documents, schema.spans("segments", documents, rows)


@pytest.fixture(scope="module", params=MODELS)
def model(request):
    if request.param == "spacy":
        pytest.importorskip("spacy", reason="spaCy is an alternative that need not be installed")
    return request.param


def named(table: pd.DataFrame, text: str) -> list[str]:
    return table.loc[table["text"] == text, "label"].tolist()


def test_people_organisations_and_places_are_found(model):
    found = mentions(*page(("headline", HEADLINE), ("body", BODY)), model=model)
    schema.check("mentions", found)
    assert named(found, "Khalifa Haftar") == ["PERSON"]
    assert named(found, "Haftar") == ["PERSON", "PERSON"], "headline and possessive, without the 's"
    assert named(found, "Libyan National Army") == ["ORG"]
    assert named(found, "LNA") == ["ORG", "ORG"], "an acronym counts where its name stands beside it"
    assert named(found, "Sergei Lavrov") == ["PERSON"]
    assert named(found, "United Nations Security Council") == ["ORG"], "without the article, in one piece"


def test_furniture_is_never_read(model):
    documents, segments = page(("promo", PROMO), ("body", BODY), ("nav", "Angela Merkel"), ("related", "Kofi Annan in Ghana"))
    found = mentions(documents, segments, model=model)
    furniture = segments[segments["label"] != "body"]
    for row in furniture.itertuples():
        assert not ((found["start"] < row.end) & (found["end"] > row.start)).any()
    assert len(found)


def test_offsets_are_true_and_nothing_overlaps(model):
    documents, segments = page(("headline", HEADLINE), ("caption", "Angela Merkel in Berlin"), ("body", BODY))
    found = mentions(documents, segments, model=model)
    schema.check_spans("mentions", found, documents)
    assert (found["start"].to_numpy()[1:] >= found["end"].to_numpy()[:-1]).all()


def test_no_name_crosses_from_one_role_into_another(model):
    documents, segments = page(("caption", "A crowd cheers Angela"), ("body", "Merkel did not come. Moscow"),
                               ("caption", "Square is seen from above."))
    found = mentions(documents, segments, model=model)
    for row in found.itertuples():
        assert ((segments["start"] <= row.start) & (segments["end"] >= row.end)).any(), row.text


def test_parts_give_the_rows_of_the_whole_in_any_company(model):
    documents, segments = zip(*(page(("headline", HEADLINE), ("body", BODY)), page(("body", "Kofi Annan spoke in Accra to the BBC.")),
                                page(("body", "nothing here"))), strict=True)
    whole = mentions(pd.concat(documents, ignore_index=True), pd.concat(segments, ignore_index=True), model=model)
    apart = pd.concat([mentions(d, s, model=model) for d, s in zip(documents, segments, strict=True)], ignore_index=True)
    pd.testing.assert_frame_equal(whole.drop(columns="score"), apart.drop(columns="score"))
    assert (whole["score"] - apart["score"]).abs().max() < 0.02


def test_nothing_gives_nothing(model):
    documents, segments = page(("body", BODY))
    assert mentions(documents.iloc[:0], segments.iloc[:0], model=model).equals(schema.empty("mentions"))
    assert len(mentions(documents, segments.iloc[:0], model=model)) == 0


def test_hostile_and_odd_text_does_not_raise(model):
    for text in ("\u200b\u00ad", "\U0001f600 " * 50, "A" * 5000, "'s", "the", "((((", "\u0130stanbul \u0130ZM\u0130R", "x\x00y Paris"):
        documents, segments = page(("body", text))
        schema.check_spans("mentions", mentions(documents, segments, model=model), documents)


def test_an_unknown_model_names_those_there_are():
    with pytest.raises(KeyError, match="spacy"):
        mentions(*page(("body", BODY)), model="bigger")
