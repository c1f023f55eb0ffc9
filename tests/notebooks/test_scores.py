"""The scores count what they say they count."""

import json
from pathlib import Path

import pandas as pd
import pytest

from workbench import schema
from workbench.classroom import scores
from workbench.corpus import Corpus

TEXT = "Ada Ray in Oran\nOn Friday Ray left Oran.\nRead more"
GOLD = {
    "file": "a.txt", "text": TEXT, "headline": "Ada Ray in Oran", "story": "one", "date_published_true": "2021-01-02",
    "segments": [{"start": 0, "end": 15, "role": "headline"}, {"start": 16, "end": 40, "role": "body"},
                 {"start": 41, "end": 50, "role": "related"}],
    "actors": {"Ada Ray": [[0, 7], [26, 29]]}, "never_a_name": [],
    "places": {"Oran": {"latitude": 35.7, "longitude": -0.64, "area": False, "spans": [[11, 15], [35, 39]]}},
    "times_given_the_true_date": [{"span": [19, 25], "label": "DATE", "value": "2021-01-01", "date_from": "2021-01-01",
                                   "date_to": "2021-01-01"}],
    "quotes": [],
}


def spans(table, documents, rows):
    return schema.spans(table, documents, [{"document_id": "a", "score": 1.0, "annotator": "t", **row} for row in rows])


def corpus(text=TEXT, *, roles=("headline", "body", "related"), actor=("x", "x"), where=(35.7, -0.64), value="2021-01-01"):
    shift = text.index("Ada")
    documents = schema.conform("documents", pd.DataFrame({
        "document_id": ["a"], "source_path": ["a.txt"], "text": [text], "headline": ["Ada Ray in Oran"], "date_basis": "none",
        "date_confidence": 0.0, "text_sha256": ""}))
    cuts = [(0, 15), (16, 40), (41, 50)]
    return Corpus({
        "documents": documents,
        "segments": spans("segments", documents, [{"start": a + shift, "end": b + shift, "label": r}
                                                  for (a, b), r in zip(cuts, roles, strict=True)]),
        "mentions": spans("mentions", documents, [{"start": a + shift, "end": b + shift, "label": "PERSON", "entity_id": e}
                                                  for (a, b), e in zip([(0, 7), (26, 29)], actor, strict=True) if e]),
        "toponyms": spans("toponyms", documents, [{"start": 11 + shift, "end": 15 + shift, "label": "literal", "place_id": "p"},
                                                  {"start": 35 + shift, "end": 39 + shift, "label": "literal", "place_id": "p"}]),
        "times": spans("times", documents, [{"start": 19 + shift, "end": 25 + shift, "label": "DATE", "value": value}]),
        "entities": schema.conform("entities", pd.DataFrame({"entity_id": ["x", "y"], "name": ["Ada Ray", "Eve Ray"], "label": "PERSON",
                                                             "origin": "corpus"})),
        "places": schema.conform("places", pd.DataFrame({"place_id": ["p"], "name": ["Oran"], "latitude": [where[0]],
                                                         "longitude": [where[1]]})),
        "stories": pd.DataFrame({"document_id": ["a"], "story_id": ["a"], "is_lead": [True]}),
    })


def test_all_right_is_one():
    assert (scores.score(corpus(), [GOLD])["score"] == 1).all()


def test_a_page_rendered_with_more_around_it_is_found_by_its_words():
    assert (scores.score(corpus("Menu\n\n" + TEXT), [GOLD])["score"] == 1).all()


def test_another_article_is_left_out():
    other = corpus("Ada Ray in Oran\nOn Monday Ray left Oran.\nRead more")
    with pytest.raises(ValueError, match="none of the 1 articles"):
        scores.score(other, [GOLD])
    assert scores.findings(other, [GOLD]).empty


@pytest.mark.parametrize(("change", "task", "score"), [
    ({"roles": ("headline", "body", "body")}, "roles", 39 / 48),
    ({"roles": ("headline", "body", "nav")}, "roles", 1.0),
    ({"actor": ("x", "y")}, "actors", 2 / 3),
    ({"actor": ("x", None)}, "actors", 2 / 3),
    ({"actor": ("x", "y")}, "names", 0.5),
    ({"actor": ("x", None)}, "names", 2 / 3),
    ({"where": (35.7, 10.0)}, "places", 0.0),
    ({"value": "2021-01-08"}, "times", 0.0),
])
def test_what_is_wrong_costs(change, task, score):
    assert scores.score(corpus(**change), [GOLD]).loc[task, "score"] == pytest.approx(score)


def test_an_article_that_is_not_there_is_counted():
    assert scores.score(corpus(), [GOLD, GOLD | {"file": "b.txt"}]).loc["articles", "score"] == 0.5


def test_a_miss_says_what_was_wanted_and_what_was_found():
    row = scores.misses(corpus(value="2021-01-08"), [GOLD], "times").iloc[0]
    assert (row["text"], row["gold"], row["found"]) == ("Friday", "2021-01-01", "2021-01-08")
    with pytest.raises(KeyError, match="there are roles"):
        scores.misses(corpus(), [GOLD], "colours")


def test_the_true_date_can_be_put_in():
    made = scores.dated(corpus(), [GOLD]).documents.iloc[0]
    assert made["date_published"] == pd.Timestamp("2021-01-02") and made["date_basis"] == "analyst"


def test_gold_is_read_from_a_folder(tmp_path):
    with pytest.raises(FileNotFoundError, match="no gold"):
        scores.read_gold(tmp_path)
    (tmp_path / "a.json").write_text(json.dumps(GOLD), encoding="utf8")
    assert scores.read_gold(tmp_path) == [GOLD]


def test_b_cubed_is_that_of_the_benchmark():
    bench = Path(__file__).resolve().parents[3] / "shared" / "bench" / "scoring.py"
    if not bench.exists():
        pytest.skip("the benchmark lies beside the repository (../shared/bench) and is absent here")
    import importlib.util

    spec = importlib.util.spec_from_file_location("bench_scoring", bench)
    scoring = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(scoring)
    wanted, got = list("aaabbcca"), list("xxyyzzzx")
    assert scores._b_cubed(wanted, got)[0] == pytest.approx(scoring.b_cubed([(wanted, got)])["b_cubed_f1"])
