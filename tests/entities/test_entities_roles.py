"""Roles and pronouns: only where the document says who is meant, marked as such, and never in place of a name."""

import pandas as pd
import pytest

from workbench import schema
from workbench.annotators.entities import entities
from workbench.knowledge.roles import same_role


def read(text: str, names: dict[str, str], **options) -> list[tuple[str, str, str]]:
    """(words, entity_id, annotator) of every mention that is no name."""
    documents = schema.conform("documents", pd.DataFrame({
        "document_id": ["d"], "text": [text], "date_basis": "none", "date_confidence": 0.0, "text_sha256": ""}))
    rows = []
    for name, label in names.items():
        at = text.find(name)
        while at >= 0:
            rows.append({"document_id": "d", "start": at, "end": at + len(name), "label": label, "score": 0.9,
                         "annotator": "mentions/test"})
            at = text.find(name, at + 1)
    mentions = schema.spans("mentions", documents, rows)
    made, found = entities(documents, schema.empty("segments"), mentions, **options)
    schema.check("mentions", found)
    schema.check_spans("mentions", found, documents)
    assert set(found["entity_id"].dropna()) <= set(made["entity_id"])
    more = found[found["annotator"].str.startswith("entities/")]
    return list(zip(more["text"], more["entity_id"], more["annotator"], strict=True))


NAMES = {"Odran Vesk": "PERSON", "Libyan": "NORP", "Mila Tarrow": "PERSON", "Russian": "NORP"}


def test_a_role_said_before_the_name_is_that_persons_later():
    text = "Libyan commander Odran Vesk flew in. Mila Tarrow, the mayor, waited. The Libyan commander was late. The mayor left."
    assert read(text, NAMES, pronouns=False) == [("The Libyan commander", "person:odran-vesk", "entities/role"),
                                                 ("The mayor", "person:mila-tarrow", "entities/role")]


def test_a_role_of_another_country_or_of_nobody_is_nobodys():
    assert read("Libyan commander Odran Vesk flew in. The Russian commander was late. The president slept.", NAMES, pronouns=False) == []


def test_the_words_of_a_title_are_no_mention_of_their_own():
    assert read("The commander, Odran Vesk, spoke. Libyan commander Odran Vesk left.", NAMES, pronouns=False) == []


def test_a_government_is_its_country_even_when_only_its_people_is_named():
    assert read("The Russian government refused.", NAMES) == [("The Russian government", "wb:russia", "entities/government")]


def test_a_pronoun_only_where_one_person_can_be_meant():
    assert read("Odran Vesk spoke. He left.", NAMES) == [("He", "person:odran-vesk", "entities/pronoun")]
    assert read("Odran Vesk met Quill. He left.", {**NAMES, "Quill": "ORG"}) == [("He", "person:odran-vesk", "entities/pronoun")]
    assert read("Odran Vesk met John Tarrow. He left.", {**NAMES, "John Tarrow": "PERSON"}) == []
    assert read("Forces loyal to Odran Vesk followed him.", NAMES) == []


def test_both_can_be_left_out():
    assert read("Commander Odran Vesk spoke. He left. The commander slept.", NAMES, roles=False, pronouns=False) == []


@pytest.mark.parametrize(("again", "said", "can"), [
    ("leader", "president", True), ("president", "leader", False), ("chief executive", "CEO", True), ("commander", "mayor", False)])
def test_which_role_can_be_said_again(again, said, can):
    assert same_role(again, said) is can
