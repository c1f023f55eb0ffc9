"""Who said what: each sentence is our own, and so are the people in it."""

import re

import pandas as pd
import pytest

import workbench as wb
from workbench import schema
from workbench.annotators.quotes import quotes

#: Text, and its quotes as (words, speaker, label). Names stand between [ ] and are taken out again.
CASES = [
    ('[Anna Keller] said: "The port is open. (Really.) Come back." She left.',
     [("The port is open. (Really.) Come back.", "Anna Keller", "direct")]),
    ('"The port is open today," [Anna Keller] said on Monday.', [("The port is open today,", "Anna Keller", "direct")]),
    ('“The port is open today,” said [Anna Keller], who runs the harbour.', [("The port is open today,", "Anna Keller", "direct")]),
    ('"The port is open," [Keller] said. "Ships may come in from tomorrow."',
     [('The port is open," Keller said. "Ships may come in from tomorrow.', "Keller", "direct")]),
    ("[Keller], a lawyer in [Bern], said: “We will appeal this ruling.”", [("We will appeal this ruling.", "Keller", "direct")]),
    ('[Keller] said that the harbour was "as good as new" and left.',
     [('that the harbour was "as good as new" and left', "Keller", "mixed")]),
    ('She told [Omar Haddad] that it was "a bad day".', [('that it was "a bad day"', "She", "mixed")]),
    ('According to [Keller], the port is "a wreck".', [('the port is "a wreck"', "Keller", "mixed")]),
    ('[Keller] watched the film “The Long Harbour Night” on Monday.', []),
    ('The "special" fee is 20 dinars.', []),
    ('Nobody was there. "Halt!" stood on the door.', []),
    ("[Keller] said ``we are ready for the ships now'' on Monday.", [("``we are ready for the ships now'' on Monday", "Keller", "mixed")]),
    ('[Keller] said the ship "sank.\n\nThe weather was fine on Monday.', [('the ship "sank.', "Keller", "mixed")]),
    ('[Keller] said: "We waited for the ships all night long.\n\n"Then they came in, one by one."',
     [('We waited for the ships all night long.\n\n"Then they came in, one by one.', "Keller", "direct")]),
]


def read(marked):
    """The tables of a text with its marked names."""
    spans = []
    text = marked.replace("[", "").replace("]", "")
    for piece in re.findall(r"\[([^\]]+)\]", marked):
        start = text.index(piece, spans[-1][1] if spans else 0)
        spans.append((start, start + len(piece)))
    documents = wb.read(pd.DataFrame({"document_id": ["d"], "text": [text]})).documents
    lines, at = [], 0
    for line in text.split("\n"):
        if line:
            lines.append({"document_id": "d", "start": at, "end": at + len(line), "label": "body", "score": 1.0, "annotator": "t/1"})
        at += len(line) + 1
    named = [{"document_id": "d", "start": s, "end": e, "label": "PERSON", "score": 1.0, "annotator": "t/1", "entity_id": text[s:e]}
             for s, e in spans]
    return documents, schema.spans("segments", documents, lines), schema.spans("mentions", documents, named), schema.empty("entities")


@pytest.mark.parametrize(("marked", "expected"), CASES)
def test_who_said_what(marked, expected):
    tables = read(marked)
    made = schema.check("quotes", quotes(*tables))
    text = tables[0]["text"].item()
    got = []
    for row in made.itertuples():
        speaker = None if pd.isna(row.speaker_start) else text[row.speaker_start:row.speaker_end]
        got.append((row.text, speaker, row.label))
        if isinstance(row.speaker_entity_id, str):
            assert row.speaker_entity_id == speaker
    assert got == expected


def test_a_quote_does_not_go_on_over_page_furniture():
    documents, segments, mentions, entities = read(
        '[Keller] said: "We waited all night."\n\nSign up now\n\n"A free letter every week for you."')
    segments.loc[segments["text"] == "Sign up now", "label"] = "promo"
    made = quotes(documents, segments, mentions, entities)
    assert made["text"].tolist() == ["We waited all night."]


@pytest.mark.parametrize(("marked", "who"), [
    ('[Anna Keller] came late. "The port is open today," said the captain, who had run.', "Anna Keller"),
    ('[Anna Keller] came late.\n\n"The port is open today," she said.', "Anna Keller"),
    ('[Anna Keller], a harbour pilot, met [Omar Haddad]. "The port is open today," the pilot said.', "Anna Keller"),
    ('The harbour pilot [Anna Keller] met [Omar Haddad], the mayor.\n\n"The port is open today," the mayor said.', "Omar Haddad"),
    ('[Anna Keller] met [Omar Haddad]. "The port is open today," she said.', None),
    ('[Anna Keller], a pilot, met [Omar Haddad], a pilot. "The port is open today," the pilot said.', None),
    ('[Anna Keller] came late. "The port is open today," they said.', None),
    ('[Anna Keller] came late. "The port is open today," said the captains.', None),
    ('[Anna Keller] came late. "The port is open today," said the shipping company.', None),
    ('Nobody came. "The port is open today," said the captain. [Anna Keller] laughed.', None),
])
def test_a_speaker_without_a_name_is_the_one_person_whom_it_can_be(marked, who):
    made = quotes(*read(marked))
    assert made["text"].tolist() == ["The port is open today,"]
    assert made["speaker_entity_id"].tolist() == [who] if who else made["speaker_entity_id"].isna().all()
    assert made["annotator"].str.endswith("+described").tolist() == [who is not None]


def test_words_that_end_with_a_full_stop_may_still_be_said_by_somebody():
    made = quotes(*read('"The port is open today." said [Anna Keller], the pilot.'))
    assert made["text"].tolist() == ["The port is open today."] and made["speaker_entity_id"].tolist() == ["Anna Keller"]
