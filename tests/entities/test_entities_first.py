"""Who is meant: the authority, full names, acronyms and short names, each guarded by kind."""

import pandas as pd
import pytest

from workbench import schema
from workbench.annotators.entities import entities


def world(*texts: str, **labels: str):
    """Documents of these texts, with a mention wherever a name of `labels` stands (underscores are spaces); the longest wins."""
    documents = schema.conform("documents", pd.DataFrame({
        "document_id": [f"d{k}" for k in range(len(texts))], "text": list(texts), "date_basis": "none", "date_confidence": 0.0,
        "text_sha256": ""}))
    rows = []
    for document_id, text in zip(documents["document_id"], texts, strict=True):
        used: set[int] = set()
        for name, label in sorted(((n.replace("_", " "), k) for n, k in labels.items()), key=lambda p: -len(p[0])):
            at = text.find(name)
            while at >= 0:
                if not used & set(range(at, at + len(name))):
                    used |= set(range(at, at + len(name)))
                    rows.append({"document_id": document_id, "start": at, "end": at + len(name), "label": label, "score": 0.9,
                                 "annotator": "test"})
                at = text.find(name, at + 1)
    return documents, schema.empty("segments"), schema.spans("mentions", documents, rows)


def meant(*texts: str, **labels: str) -> list[dict]:
    """For each document, name -> entity_id."""
    made, found = entities(*world(*texts, **labels))
    schema.check("entities", made)
    schema.check("mentions", found)
    assert set(found["entity_id"].dropna()) == set(made["entity_id"])
    return [dict(zip(part["text"], part["entity_id"], strict=True)) for _, part in found.groupby("document_id", sort=False)]


def test_the_authority_knows_spellings():
    (got,) = meant("Hifter met Sergey Lavrov. Khalifa Haftar left.", Hifter="PERSON", Sergey_Lavrov="PERSON", Khalifa_Haftar="PERSON")
    assert got == {"Hifter": "wb:khalifa-haftar", "Sergey Lavrov": "wb:sergei-lavrov", "Khalifa Haftar": "wb:khalifa-haftar"}


def test_a_surname_is_its_bearers_within_the_document_even_when_mislabelled():
    (got,) = meant("Jane Quillfeather spoke. Quillfeather's office agreed. Ms. Quillfeather left.",
                   Jane_Quillfeather="PERSON", Quillfeather="ORG")
    assert set(got.values()) == {"person:jane-quillfeather"}


def test_two_bearers_of_a_surname_never_merge_by_it():
    got = meant("Ann Tarrow spoke.", "Bob Tarrow spoke.", "Tarrow spoke.", Ann_Tarrow="PERSON", Bob_Tarrow="PERSON", Tarrow="PERSON")
    assert got[0]["Ann Tarrow"] != got[1]["Bob Tarrow"]
    assert pd.isna(got[2]["Tarrow"])


def test_a_surname_with_one_bearer_in_the_corpus_is_that_bearer():
    got = meant("Ann Tarrow spoke.", "Tarrow spoke.", Ann_Tarrow="PERSON", Tarrow="PERSON")
    assert got[1]["Tarrow"] == "person:ann-tarrow"


def test_an_acronym_in_brackets_or_by_its_letters():
    (got,) = meant("The Harbour Workers Union (HWU) met. The HWU voted.", Harbour_Workers_Union="ORG", HWU="ORG")
    assert got["HWU"] == got["Harbour Workers Union"] == "org:harbour-workers-union"


def test_a_body_without_its_country_is_the_one_that_has_it():
    (got,) = meant("The Libyan Harbour Guard and the Harbour Guard for Acquisition met. The Harbour Guard left.",
                   Libyan_Harbour_Guard="ORG", Harbour_Guard_for_Acquisition="ORG", Harbour_Guard="ORG")
    assert got["Harbour Guard"] == got["Libyan Harbour Guard"] != got["Harbour Guard for Acquisition"]


def test_the_authoritys_bearer_of_a_surname_stays_where_another_is_named_only_later():
    got = meant("Trump spoke. Trump left with Quilla Trump.", "Quilla Trump spoke. Trump left.", Trump="PERSON", Quilla_Trump="PERSON")
    assert [part["Trump"] for part in got] == ["wb:donald-trump", "person:quilla-trump"]


def test_a_name_that_other_articles_have_is_found_where_it_was_missed():
    documents, segments, mentions = world(
        "Zana Horvik spoke.", "Zana Horvik left.", "A word from Zana Horvik came.", "The Zana Horvik Prize.", Zana_Horvik="PERSON")
    seen = mentions[mentions["document_id"].isin(["d0", "d1"])]
    _, found = entities(documents, segments, seen)
    more = found[found["annotator"] == "entities/again"]
    assert more[["document_id", "text", "entity_id"]].values.tolist() == [["d2", "Zana Horvik", "person:zana-horvik"]]
    furniture = schema.spans("segments", documents, [{"document_id": "d2", "start": 0, "end": 29, "label": "promo", "score": 1.0,
                                                      "annotator": "test"}])
    assert len(entities(documents, furniture, seen)[1]) == 2, "never from furniture"


def test_kinds_are_guarded():
    (got,) = meant("Jordan Pike flew to Jordan. Pike slept.", Jordan_Pike="PERSON", Jordan="GPE", Pike="PERSON")
    assert got["Jordan"] == "wb:jordan"
    assert got["Pike"] == "person:jordan-pike"


def test_a_people_keeps_its_kind_and_is_linked_to_its_country():
    made, found = entities(*world("Libyan troops left Libya, as European ones did.", Libyan="NORP", Libya="GPE", European="NORP"))
    assert found["label"].tolist() == ["NORP", "GPE", "NORP"]
    assert found["entity_id"].tolist() == ["wb:libya", "wb:libya", "wb:european"]
    assert made.set_index("entity_id")["label"].to_dict() == {"wb:libya": "GPE", "wb:european": "NORP"}


def test_no_mentions_no_entities():
    made, found = entities(*world("Nothing here."))
    assert made.empty and found.empty
    schema.check("entities", made)
    schema.check("mentions", found)


def test_a_users_authority_wins(tmp_path):
    own = tmp_path / "own.csv"
    own.write_text("entity_id,name,label,aliases\nme:ann,Ann Tarrow,PERSON,The Heron\n", encoding="utf8")
    made, found = entities(*world("The Heron spoke; Ann Tarrow is her name.", The_Heron="ORG", Ann_Tarrow="PERSON"), authority=own)
    assert set(found["entity_id"]) == {"me:ann"}
    assert made["name"].tolist() == ["Ann Tarrow"]


def test_the_same_input_gives_the_same_rows_in_any_order_of_documents():
    texts = ["Ann Tarrow of the Harbour Workers Union (HWU).", "Tarrow and the HWU.", "Bo Lind spoke. Lind left."]
    labels = {"Ann_Tarrow": "PERSON", "Tarrow": "PERSON",
              "Harbour_Workers_Union": "ORG", "HWU": "ORG", "Bo_Lind": "PERSON", "Lind": "PERSON"}
    documents, segments, mentions = world(*texts, **labels)
    first = entities(documents, segments, mentions)
    turned = entities(documents[::-1].reset_index(drop=True), segments, mentions[::-1].reset_index(drop=True))
    pd.testing.assert_frame_equal(first[0], turned[0])
    pd.testing.assert_series_equal(first[1].set_index("span_id")["entity_id"].sort_index(),
                                   turned[1].set_index("span_id")["entity_id"].sort_index())


@pytest.mark.parametrize("label", ["", "actor"])
def test_a_strange_label_in_a_users_file_is_said(tmp_path, label):
    own = tmp_path / "own.csv"
    own.write_text(f"entity_id,name,label\nme:a,Ann Tarrow,{label}\n", encoding="utf8")
    if label:
        with pytest.raises(ValueError, match="own.csv has the label 'actor'"):
            entities(*world("Ann Tarrow", Ann_Tarrow="PERSON"), authority=own)
    else:
        assert entities(*world("Ann Tarrow", Ann_Tarrow="PERSON"), authority=own)[0]["label"].tolist() == ["PERSON"]


def test_a_second_run_gives_the_rows_of_the_first():
    import workbench as wb

    text = "Libyan commander Khalifa Haftar flew to Moscow. The commander said he would return. Haftar met the Russian government."
    once = wb.annotate(wb.read(pd.DataFrame({"text": [text]})), "entities", progress=False)
    assert once.mentions["annotator"].str.startswith("entities/").any()
    twice = wb.annotate(once, "entities", progress=False)
    for table in ("mentions", "entities"):
        pd.testing.assert_frame_equal(twice[table], once[table])
