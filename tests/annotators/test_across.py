"""Annotators that look across documents give the same rows whatever the cut and the order of the corpus."""

import random
from dataclasses import replace
from functools import cache

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

import workbench as wb
from workbench import engine, schema
from workbench.annotators import ANNOTATORS

COUNT = 24
ACROSS = [name for name, step in ANNOTATORS.items() if step.passes]
WORDS = [a + b for a in ("bri", "dar", "fol", "gan", "hul", "kre", "mor", "pel") for b in ("den", "fit", "lo", "mat", "nor", "sel")]
TOWNS = ["Springfield", "Peoria", "Decatur", "Champaign"]


def article(n: int) -> str:
    """An invented article; every sixth is a copy of the one before, cut short; a paper repeats its furniture and a paragraph."""
    if n % 6 == 5:
        return article(n - 1)[:1000]
    chance = random.Random(n)
    said = "\n".join(f"The {' '.join(chance.choices(WORDS, k=24))} of {chance.choice(TOWNS)}." for _ in range(5))
    town, number = TOWNS[n % 4], 20 + n
    return (f"Council of {town} votes on bridge number {number}\n\n"
            f"{town.upper()} (Invented Wire) - Mayor Anna Keller{n % 5} told {number} people on Monday that the old bridge near "
            f"{TOWNS[(n + 1) % 4]} closes in week {number}, and that Peter Lund{n % 5} of the Harbour Authority had asked for it in vain.\n"
            f"\"We had {number} letters about it and read all of them aloud,\" said Olga Brandt{n % 4}, who chairs the council of {town}.\n"
            f"{said}\n"
            "The river has flooded the valley in four of the last nine years, and the state has paid for none of the repairs so far.\n\n"
            f"Subscribe to The {town} Bugle today\nRead more\nA line of this paper that stands under every story it prints\n")


@cache
def corpus():
    frame = pd.DataFrame({
        "document_id": [f"d{n:02d}" for n in range(COUNT)], "text": [article(n) for n in range(COUNT)],
        "publisher": [f"The {TOWNS[n % 4]} Bugle" if n % 3 else None for n in range(COUNT)],
        "date_published": [None if n % 4 == 2 else f"2019-04-{1 + n:02d}" for n in range(COUNT)]})
    return wb.annotate(wb.read(frame), progress=False)


def run(name: str, documents: list[str], block: int):
    """The annotator's tables, from inputs as they were before it, in the given order and cut."""
    step, whole = ANNOTATORS[name], corpus()
    given = whole.part(documents)
    given = given.replace(documents=given.documents.set_index("document_id").loc[documents].reset_index())
    if name == "segments":
        given = wb.read(given.documents[["document_id", "text", "publisher", "date_published"]])
    made = engine.run(replace(step, block=block), given, {}, progress=False)
    return {table: made[table].sort_values(schema.TABLES[table].key, ignore_index=True) for table in step.makes}


@cache
def whole(name: str):
    return run(name, corpus().documents["document_id"].tolist(), COUNT)


@pytest.mark.parametrize("name", ACROSS)
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.permutations(range(COUNT)), st.integers(1, COUNT - 1))
def test_the_same_rows_in_any_cut_and_order(name, order, block):
    for table, rows in run(name, [f"d{n:02d}" for n in order], block).items():
        assert_frame_equal(rows, whole(name)[table])


def test_what_is_looked_for_across_documents_is_there():
    """The corpus of these tests has lines that repeat, copies, undated articles with neighbours, and outlets with a home."""
    found = corpus()
    assert (found.segments["annotator"] == "segments/repetition").sum() > 10
    assert (~found.stories["is_lead"]).sum() == COUNT // 6
    assert {"neighbour", "company"} & set(found.date_evidence["kind"])
    assert len(found.outlets)
