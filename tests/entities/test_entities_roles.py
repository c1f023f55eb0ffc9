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


def test_the_subject_of_a_sentence_is_meant_though_others_are_named_before():
    text = "Odran Vesk met John Tarrow. Odran Vesk said that his talks went well."
    assert read(text, {**NAMES, "John Tarrow": "PERSON"}) == [("his", "person:odran-vesk", "entities/pronoun")]
    text = "Odran Vesk met John Tarrow. A friend of Odran Vesk said that his talks went well."
    assert read(text, {**NAMES, "John Tarrow": "PERSON"}) == [], "no subject"


def test_a_pronoun_after_a_break_takes_up_who_was_named_before_it():
    text = "Odran Vesk spoke.\n\nHe left himself no way out.\n\nIt rained.\n\nHe slept."
    assert [word for word, *_ in read(text, NAMES)] == ["He", "himself", "He"]


def test_a_body_says_of_itself_it_and_its():
    text = "Tarvan Air announced today that it sold its ships to Quill. Quill's plan saved its name."
    assert read(text, {"Tarvan Air": "ORG", "Quill": "ORG"}) == [("it", "org:tarvan-air", "entities/pronoun"),
                                                                 ("its", "org:tarvan-air", "entities/pronoun")]


def test_a_body_is_meant_by_what_it_is():
    text = "The low-cost airline Tarvan rose. Lind Bank fell. The airline was glad; the bank was not. The party slept."
    names = {"Tarvan": "ORG", "Lind Bank": "ORG"}
    assert read(text, names) == [("The airline", "org:tarvan", "entities/role"), ("the bank", "org:lind-bank", "entities/role")]
    assert read("Tarvan rose. The Court of Lind fell. The company was glad.", {"Tarvan": "ORG", "Court of Lind": "ORG"}) == [
        ("The company", "org:tarvan", "entities/role")]
    assert read("Tarvan and Quill rose. The company was glad.", {"Tarvan": "ORG", "Quill": "ORG"}) == [], "either can be meant"


def test_the_president_of_a_country_is_the_president_of_whom_no_other_country_was_said():
    names = {"Odran Vesk": "PERSON", "Mila Tarrow": "PERSON", "French": "NORP", "Libyan": "NORP", "Libya": "GPE"}
    text = "President Odran Vesk met French President Mila Tarrow. The Libyan president was late. The president of Libya slept."
    assert read(text, names) == [("The Libyan president", "person:odran-vesk", "entities/role"),
                                 ("The president of Libya", "person:odran-vesk", "entities/role")]


def test_a_leaders_administration_is_the_country():
    text = "Libyan President Odran Vesk spoke. The Vesk administration agreed."
    assert ("The Vesk administration", "wb:libya", "entities/government") in read(text, {**NAMES, "Vesk": "PERSON"})


def test_both_can_be_left_out():
    assert read("Commander Odran Vesk spoke. He left. The commander slept.", NAMES, roles=False, pronouns=False) == []


@pytest.mark.parametrize(("again", "said", "can"), [
    ("leader", "president", True), ("president", "leader", False), ("chief executive", "CEO", True), ("commander", "mayor", False)])
def test_which_role_can_be_said_again(again, said, can):
    assert same_role(again, said) is can
