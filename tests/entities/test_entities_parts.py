"""Who is meant does not depend on how a corpus is cut, in which order its articles stand, or whether it is in memory or in a folder."""

import random
from dataclasses import replace
from functools import cache

import pandas as pd
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import workbench as wb
from workbench import engine, schema, store
from workbench.annotators import ANNOTATORS

COUNT = 18
#: Sentences, each with its names and what they are taken for. Some names are left unseen, at random.
SENTENCES = (
    ("Anna Keller told the council that the bridge is closed.", {"Anna Keller": "PERSON"}),
    ("Keller did not say when it opens again.", {"Keller": "PERSON"}),
    ("Mr. Keller had asked for it in vain.", {"Keller": "PERSON"}),
    ("Bruno Keller, the Norwegian minister, came late.", {"Bruno Keller": "PERSON", "Norwegian": "NORP"}),
    ("The minister thanked everybody. He left at noon.", {}),
    ("Khalifa Haftar met the general Olga Brandt.", {"Khalifa Haftar": "PERSON", "Olga Brandt": "PERSON"}),
    ("Brandt and Hifter shook hands.", {"Brandt": "PERSON", "Hifter": "PERSON"}),
    ("General Brandt said that she was content.", {"Brandt": "PERSON"}),
    ("The Valley Harbour Authority (VHA) paid for the repairs.", {"Valley Harbour Authority": "ORG", "VHA": "ORG"}),
    ("VHA gave no reason.", {"VHA": "ORG"}),
    ("Workers of the Harbour Authority stayed at home.", {"Harbour Authority": "ORG"}),
    ("A speaker of Mintra Airlines Corp. confirmed it.", {"Mintra Airlines Corp.": "ORG"}),
    ("Mintra Airlines has denied it so far.", {"Mintra Airlines": "ORG"}),
    ("The Norwegian government in Oslo is silent.", {"Norwegian": "NORP", "Oslo": "GPE"}),
    ("A note of the US Treasury was found.", {"US Treasury": "ORG"}),
    ("The Treasury Department has it again.", {"Treasury Department": "ORG"}),
    ("The Treasury paid at last.", {"Treasury": "ORG"}),
    ("Mintra is a town in Norway.", {"Mintra": "GPE", "Norway": "GPE"}),
    ("Olga Brandt, the mayor of Mintra, was there.", {"Olga Brandt": "PERSON", "Mintra": "GPE"}),
    ("The mayor of Mintra was asked about the Kellers.", {"Mintra": "GPE", "Kellers": "PERSON"}),
)


def written(seed: int) -> wb.Corpus:
    """A corpus of a few sentences an article, with the mentions of their names."""
    chance = random.Random(seed)
    texts, rows = [], []
    for n in range(COUNT):
        text = ""
        for sentence, names in chance.sample(SENTENCES, k=chance.randint(2, 6)):
            for name, label in names.items():
                start = len(text) + sentence.index(name)
                if chance.random() < 0.85:
                    rows.append({"document_id": f"d{n:02d}", "start": start, "end": start + len(name), "label": label,
                                 "score": chance.choice([0.7, 0.9, 0.95]), "annotator": "test"})
            text += sentence + " "
        texts.append(text.strip())
    corpus = wb.read(pd.DataFrame({"document_id": [f"d{n:02d}" for n in range(COUNT)], "text": texts}))
    return corpus.replace(segments=schema.empty("segments"), mentions=schema.spans("mentions", corpus.documents, rows))


def run(corpus, order, block: int) -> dict:
    documents = corpus.documents.iloc[list(order)].reset_index(drop=True)
    made = engine.run(replace(ANNOTATORS["entities"], block=block), corpus.replace(documents=documents), {}, progress=False)
    return {table: made[table].sort_values(schema.TABLES[table].key, ignore_index=True) for table in ("entities", "mentions")}


@settings(max_examples=8, deadline=None, phases=(Phase.explicit, Phase.generate))  # a corpus says little more when it is smaller
@given(st.integers(0, 10_000), st.permutations(range(COUNT)), st.integers(2, COUNT - 1))
def test_the_same_people_in_any_cut_and_order(seed, order, block):
    corpus = written(seed)
    whole = run(corpus, range(COUNT), COUNT)
    for table, rows in run(corpus, order, block).items():
        assert_frame_equal(rows, whole[table])


@cache
def some() -> pd.DataFrame:
    return pd.concat([run(written(seed), range(COUNT), COUNT)["mentions"] for seed in range(12)])


def test_the_corpora_of_these_tests_need_all_of_the_corpus():
    """Names missed, surnames and short names told by other articles only, roles and pronouns: what a part alone could not know."""
    found = some()
    assert {"entities/again", "entities/role", "entities/pronoun", "entities/government"} <= set(found["annotator"])
    reasons = " ".join(found["reason"].dropna().unique())
    for words in ("surname that one person of the corpus has", "surname that several people of the corpus have", "acronym in brackets",
                  "the only one in the corpus", "short for", "surname of a person of the document", "others share it"):
        assert words in reasons, words


def test_a_folder_gives_what_memory_gives(tmp_path):
    corpus = written(5)
    whole = run(corpus, range(COUNT), COUNT)
    wb.save(corpus, tmp_path / "saved", part_size=5)
    wb.annotate(tmp_path / "saved", "entities", progress=False)
    assert len(store.files.manifest_of(tmp_path / "saved")["parts"]) == 4
    loaded = wb.load(tmp_path / "saved")
    for table, rows in whole.items():
        assert_frame_equal(loaded[table].sort_values(schema.TABLES[table].key, ignore_index=True), rows, check_dtype=False)
