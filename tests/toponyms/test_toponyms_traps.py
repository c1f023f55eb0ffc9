"""A control list of traps: namesakes, persons, teams, newspapers, months. Each sentence is read as an article of its own."""

from pathlib import Path

import pandas as pd
import pytest

import workbench as wb
from workbench.knowledge.gazetteer import gazetteer

TRAPS = pd.read_csv(Path(__file__).parent / "traps.csv")


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    """The traps with what the workbench says, ``-`` where it draws nothing."""
    gazette = gazetteer()
    names = {gazette.place_id(row): gazette.name(row) for row in range(len(gazette.id))}
    documents = pd.DataFrame({"document_id": [f"trap{k:03d}" for k in range(len(TRAPS))], "text": TRAPS["text"]})
    found = wb.annotate(wb.read(documents), "toponyms", progress=False).toponyms
    said = []
    for k, trap in enumerate(TRAPS.itertuples()):
        rows = found[found["document_id"] == f"trap{k:03d}"]
        at = trap.text.rindex(trap.word)
        over = rows[(rows["start"] < at + len(trap.word)) & (rows["end"] > at) & rows["place_id"].notna()]
        said.append(names.get(over["place_id"].iloc[0], over["place_id"].iloc[0]) if len(over) else "-")
    return TRAPS.assign(said=said)


def test_at_least_nine_of_ten_traps_are_seen_through(answers):
    wrong = answers[answers["said"] != answers["place"]]
    share = 1 - len(wrong) / len(answers)
    print(f"\n{share:.3f} of {len(answers)} traps right; the others:")
    print("\n".join(f"  {r.word}: {r.said}, not {r.place} | {r.text}" for r in wrong.itertuples()))
    assert len(answers) >= 80 and share >= 0.9


@pytest.mark.parametrize("word, place", [("Moscow", "-"), ("ambassador", "-"), ("European", "Europe"), ("Washington", "-")])
def test_what_users_complain_of_never_happens(answers, word, place):
    some = answers[(answers["word"] == word) & (answers["place"] == place)]
    assert len(some) and (some["said"] == place).all()
