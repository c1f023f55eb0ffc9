"""Recognition, literal or associative, and outlets' homes, in our own words."""

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import workbench as wb
from workbench import schema
from workbench.annotators import toponyms
from workbench.annotators.toponyms import judge
from workbench.annotators.toponyms.judge import Name, choose
from workbench.annotators.toponyms.literal import literal
from workbench.annotators.toponyms.outlets import homes, outlet_of, outlets
from workbench.annotators.toponyms.recognise import grams, words
from workbench.build.linear import logistic, minimise, softmax_choice
from workbench.knowledge.gazetteer import HERE, gazetteer, model, read_table


def said(text: str) -> set[str]:
    """The runs of words that may be a name."""
    return {text[s:e] for _, _, s, e in grams(text, words(text, 0, len(text)), frozenset({"Calif."}))}


def test_runs_of_words_keep_small_words_and_dots_of_saints():
    assert {"Rio de Janeiro", "Rio", "Janeiro"} <= said("in Rio de Janeiro today")
    assert {"St. Louis", "Louis"} <= said("near St. Louis.")
    assert "Fresno, Calif." not in said("Fresno, Calif. is hot") and "Calif." in said("Fresno, Calif. is hot")
    assert {"People's Republic of China", "St. John's"} <= said("the People's Republic of China and St. John's")
    assert "Tripoli He" not in said("They left Tripoli. He stayed.")


def test_possessives_are_not_part_of_a_word():
    assert [w.text for w in words("Libya's men", 0, 11)] == ["Libya", "men"]


def test_of_overlapping_names_the_surer_is_kept():
    names = [Name(0, 8, 0, 1, "new york", score=2.0), Name(4, 8, 1, 1, "york", score=1.0), Name(10, 15, 2, 2, "paris", score=-3.0)]
    assert [n.key for n in choose(names, -0.9)] == ["new york"]


def test_scores_are_sums_of_weights_and_a_veto_ends_it():
    name = Name(0, 5, 0, 0, "paris", features=["a", "b", "unknown"])
    judge.score([name], {"a": 1.0, "b": 0.5})
    assert name.score == 1.5
    name.features.append("VETO")
    judge.score([name], {"a": 1.0, "b": 0.5})
    assert name.score < -5


def meaning(text: str, word: str) -> str:
    at = text.index(word)
    return literal(text, Name(at, at + len(word), 0, 0, word.casefold(), label="GPE"), model()["literal"])


def test_a_place_is_literal_and_a_government_is_not():
    assert meaning("He was born in Moscow and raised there.", "Moscow") == "literal"
    assert meaning("Three men were found near Aleppo on Friday.", "Aleppo") == "literal"
    assert meaning("Talks failed because Washington refused to sign.", "Washington") == "associative"
    assert literal("Libyan men", Name(0, 6, 0, 0, "libyan", demonym=True), {}) == "associative"


def test_what_else_is_read_beside_an_article_changes_nothing_in_it(monkeypatch):
    corpus = wb.annotate(wb.read(Path(__file__).resolve().parents[2] / "seeds", progress=False), "mentions", progress=False)
    articles = corpus.documents, corpus.segments, corpus.mentions
    together, _ = toponyms.toponyms(*articles)
    monkeypatch.setattr(toponyms, "_TOGETHER", 1)
    pd.testing.assert_frame_equal(toponyms.toponyms(*articles)[0], together)
    assert len(together) > 100


def test_an_outlets_home_is_told_from_its_articles():
    texts = ["A fire in Decatur spread to Taylorville.", "Police in Taylorville and Springfield met in Decatur.",
             "Schools in Springfield, Decatur and Jacksonville closed; Illinois pays."]
    documents = pd.DataFrame({"document_id": ["a", "b", "c"], "text": texts, "publisher": "The Prairie Bugle", "url": None})
    whole = [{"document_id": d, "start": 0, "end": len(t), "label": "body", "score": 1.0, "annotator": "test/test"}
             for d, t in zip("abc", texts, strict=True)]
    found = outlets(documents, schema.spans("segments", documents, whole))
    schema.check("outlets", found)
    assert found["outlet"].tolist() == ["the prairie bugle"] and found["country_code"].tolist() == ["US"]
    assert abs(found["latitude"].iloc[0] - 39.8) < 1 and abs(found["longitude"].iloc[0] + 89.3) < 1.2
    home = homes(gazetteer(), documents, found)[0]
    assert gazetteer().names[home.admin1] == "Illinois" and home.sure > 0.2
    assert homes(gazetteer(), documents, None)[0].sure == 0


def test_an_outlet_is_its_host_and_a_known_one_needs_no_article():
    documents = pd.DataFrame({"document_id": ["a"], "text": ["Nothing."], "publisher": ["X"], "url": ["https://www.lfpress.com/a/b"]})
    assert outlet_of(documents) == ["lfpress.com"]
    found = outlets(documents, schema.empty("segments"))
    assert found["reason"].tolist() == ["London, Canada: known outlet"]
    assert outlets(schema.empty("documents"), schema.empty("segments")).empty


def test_a_user_tells_where_an_outlet_is_at_home(tmp_path):
    documents = pd.DataFrame({"document_id": ["a", "b"], "text": ["Nothing.", "Rain."], "publisher": ["The Daily Decatur", "X"],
                              "url": [None, "https://www.lfpress.com/a"]})
    file = tmp_path / "homes.csv"
    file.write_text("outlet,latitude,longitude\nThe Daily Decatur,34.6,-86.98\nwww.lfpress.com,48.85,2.35\n", encoding="utf8")
    found = outlets(documents, schema.empty("segments"), homes=file).set_index("outlet")
    assert found.loc["the daily decatur", "reason"] == "Decatur, Alabama: told by you"
    assert found.loc["lfpress.com", "country_code"] == "FR", "what the user says goes before what is packaged"
    with pytest.raises(ValueError, match="lacking latitude"):
        outlets(documents, schema.empty("segments"), homes=pd.DataFrame({"outlet": ["a"], "longitude": [1.0]}))
    with pytest.raises(ValueError, match="degrees"):
        outlets(documents, schema.empty("segments"), homes=pd.DataFrame({"outlet": ["a"], "latitude": [100.0], "longitude": [1.0]}))


def test_logistic_regression_finds_what_matters():
    rows = [["b", "x"]] * 40 + [["b"]] * 40
    weights = logistic(rows, np.array([1.0] * 36 + [0.0] * 4 + [1.0] * 4 + [0.0] * 36), penalty=0.01)
    assert weights["b"] == pytest.approx(np.log(4 / 36), abs=0.05) and weights["x"] == pytest.approx(2 * np.log(9), abs=0.1)


def test_the_choice_among_candidates_is_learned():
    features = np.array([[1.0], [0.0]] * 30)
    right = np.array([True, False] * 20 + [False, True] * 10)
    weight = softmax_choice(features, np.repeat(np.arange(30), 2), right, np.ones(30), penalty=1e-6)
    assert weight[0] == pytest.approx(np.log(2), abs=0.01)


def test_the_minimum_is_found():
    assert minimise(lambda x: (((x - 3) ** 2).sum(), 2 * (x - 3)), np.zeros(4)) == pytest.approx(np.full(4, 3.0), abs=1e-3)


def test_hand_written_tables_hold_together():
    regions, divisions, countries = read_table("regions"), read_table("divisions"), read_table("countries")
    assert len(regions) + len(divisions) >= 1000 and len(countries) == 250
    for line in (*regions, *divisions, *countries):
        assert abs(float(line["latitude"])) <= 90 and abs(float(line["longitude"])) <= 180, line["name"]
    codes = {line["code"] for line in countries}
    assert all(line["country_code"] in codes | {""} for line in (*regions, *divisions))
    assert {line["feature_class"] for line in regions} <= set("LHTSAPRUV")


def test_the_package_stays_small():
    assert sum(path.stat().st_size for path in HERE.iterdir() if path.is_file()) < 15e6
