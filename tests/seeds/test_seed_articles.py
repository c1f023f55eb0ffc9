"""The seed articles: made from their sources, resting on facts, honest about what is invented."""

import csv
import importlib.util
import json
import re
from pathlib import Path

import pytest

import workbench as wb

ROOT = Path(__file__).resolve().parents[2]
SEEDS, GOLDEN = ROOT / "seeds", ROOT / "tests" / "golden"
SHARED = ROOT.parent / "shared" / "seeds"


def read_gold(collection):
    return {path.stem: json.loads(path.read_text(encoding="utf8")) for path in sorted((GOLDEN / collection / "gold").glob("*.json"))}


GOLD, CASE = read_gold("seeds"), read_gold("case")
ALL = [("seeds", stem) for stem in GOLD] + [("case", stem) for stem in CASE]

_spec = importlib.util.spec_from_file_location("golden_make", GOLDEN / "make.py")
make = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(make)


@pytest.mark.parametrize(("collection", "stem"), ALL)
def test_the_gold_is_made_from_the_source(collection, stem):
    made = make.article(GOLDEN / collection / "sources" / f"{stem}.txt")
    assert {"seeds": GOLD, "case": CASE}[collection][stem] == made, "run python tests/golden/make.py"


@pytest.mark.parametrize("collection", make.ARTICLES)
def test_the_files_are_made_from_the_sources_and_nothing_else_is_there(collection):
    made, folder = make.files(list({"seeds": GOLD, "case": CASE}[collection].values())), make.ARTICLES[collection]
    assert {path.stem for path in make.sources(collection)} == set({"seeds": GOLD, "case": CASE}[collection])
    assert {path.name for path in folder.iterdir()} - {"README.md"} == set(made)
    for name, content in made.items():
        assert (folder / name).read_text(encoding="utf8") == content, f"{name}: run python tests/golden/make.py"


def test_all_are_read_and_the_readme_is_not():
    corpus = wb.read(SEEDS)
    assert sorted(corpus.documents["source_path"].unique()) == sorted({gold["file"] for gold in GOLD.values()})
    assert len(corpus.problems) == 0


@pytest.mark.parametrize("gold", GOLD.values(), ids=GOLD)
def test_every_page_says_that_its_newspaper_is_invented(gold):
    text = gold["text"]
    assert re.search(r"\binvented\b|\binventé|\binventat", text)


@pytest.mark.parametrize("gold", GOLD.values(), ids=GOLD)
def test_nobody_is_quoted(gold):
    text = gold["text"]
    article = [text[s["start"]:s["end"]] for s in gold["segments"] if s["role"] in make.ARTICLE]
    assert not re.search('["“”«»„]', " ".join(article))


def test_every_article_rests_on_facts_that_are_listed():
    with (GOLDEN / "seeds" / "facts.csv").open(encoding="utf8", newline="") as file:
        rows = {row["article"]: row for row in csv.DictReader(file)}
    for gold in GOLD.values():
        assert rows[gold["stem"]]["fact_dates"] == "; ".join(gold["facts"]) and gold["facts"]
        assert rows[gold["stem"]]["checked_against"]


def test_what_else_they_mention_is_listed_and_nothing_is_listed_in_vain():
    listed = make.checked_against("background.csv")
    assert {day for gold in GOLD.values() for day in gold["background"]} == set(listed)


def test_the_facts_are_the_shared_ones():
    if not SHARED.exists():
        pytest.skip("the list of facts lies beside the repository (../shared/seeds) and is absent here")
    with (SHARED / "libya_russia_facts.csv").open(encoding="utf8", newline="") as file:
        known = {row["date"]: row["checked_against"] for row in csv.DictReader(file)}
    assert make.checked_against() == known


def test_no_sentence_is_taken_from_the_real_page():
    if not SHARED.exists():
        pytest.skip("the real page lies beside the repository (../shared/seeds) and is absent here")
    page = next(SHARED.glob("000_*.txt")).read_text(encoding="utf8")

    def runs(text, size=9):
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[k:k + size]) for k in range(len(words) - size + 1)}

    for gold in GOLD.values():
        shared = runs(page) & runs(gold["text"])
        assert not shared, f"{gold['stem']}: {shared}"


def test_the_gold_knows_the_troubles_of_real_scrapes():
    undated = [g for g in GOLD.values() if g["date_published_in_text"] is None]
    assert len({g["publisher"] for g in GOLD.values()}) >= 4
    assert len(undated) >= 5 and len(GOLD) - len(undated) >= 5
    spelt = " ".join(g["text"] for g in GOLD.values())
    assert all(name in spelt for name in ("Haftar", "Hifter", "Sarraj", "Serraj", "Gaddafi", "Gadhafi"))
    for gold in GOLD.values():
        text = gold["text"]
        outside = [s for s in gold["segments"] if s["role"] not in make.ARTICLE]
        assert any(re.search("Tripoli|Moscow|Sirte|Benghazi|Valletta|Riga|Stuttgart", text[s["start"]:s["end"]]) for s in outside)


def test_the_case_is_invented_speaks_and_holds_its_plot():
    assert len(CASE) == 40
    assert all(re.search("invented|not exist", gold["text"]) for gold in CASE.values())
    speakers = {q["speaker_actor"] for gold in CASE.values() for q in gold["quotes"]}
    assert len(speakers) >= 10 and {"Mara Arlen", "Tomas Arlen"} <= speakers
    copies = [gold for gold in CASE.values() if gold["story"] == "007-lost-at-sea"]
    assert len(copies) == 6 and len({gold["publisher"] for gold in copies}) == 4


@pytest.mark.parametrize(("collection", "stem"), ALL)
def test_quotes_and_times_of_the_gold_stand_in_the_text(collection, stem):
    gold = {"seeds": GOLD, "case": CASE}[collection][stem]
    for quote in gold["quotes"]:
        assert gold["text"][quote["content"][0] - 1] == '"' == gold["text"][quote["content"][1]]
        assert quote["speaker"] is not None
    for time in gold["times_given_the_true_date"]:
        assert gold["text"][slice(*time["span"])].strip()
