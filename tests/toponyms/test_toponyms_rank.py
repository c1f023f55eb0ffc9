"""The ranker and its parts, on names and places that anyone can check."""

import numpy as np
import pytest

from workbench.knowledge.gazetteer import ADMIN1, CITY, COUNTRY, gazetteer, model
from workbench.knowledge.gazetteer import rank as ranking
from workbench.knowledge.gazetteer.rank import Home
from workbench.knowledge.gazetteer.spelling import bare, fold, part_of


def place(name: str, kind: int, code: str, state: str | None = None) -> int:
    """The row of the most populous place of a name, kind, country and state."""
    gazette = gazetteer()
    _, rows, _ = gazette.find([name])
    fits = [r for r in rows if gazette.kind[r] == kind and gazette.country_codes[gazette.country[r]] == code
            and (state is None or gazette.names[gazette.admin1[r]] == state)]
    return int(max(fits, key=lambda r: gazette.population[r]))


def best(names: list[str], *, qualifier: dict[str, int] | None = None, home: Home | None = None) -> dict[str, str]:
    """What each name means in the company of the others."""
    gazette = gazetteer()
    folded = [fold(name) for name in names]
    n = len(names)
    qualifiers = np.array([(qualifier or {}).get(name, -1) for name in names])
    c = ranking.gather(gazette, folded, [-1] * n, np.ones(n, int), qualifiers, np.full(n, -1))
    named = np.zeros(len(gazette.country_codes))
    for row in c.row[gazette.kind[c.row] == COUNTRY]:
        named[gazette.country[row]] += 1
    chance = ranking.rank(gazette, c, named[None], [home or Home()], model()["rank"])
    assert np.allclose(np.bincount(c.name, chance), 1)
    return {name: gazette.name(int(c.row[c.name == k][np.argmax(chance[c.name == k])])) for k, name in enumerate(names)}


def test_distances_are_great_circles():
    assert ranking.kilometres(0, 0, 0, 180) == pytest.approx(np.pi * 6371, rel=1e-6)
    assert ranking.kilometres(51.5, -0.12, 48.86, 2.35) == pytest.approx(343, abs=5)


def test_a_country_holds_its_cities_and_not_itself():
    gazette = gazetteer()
    libya, tripoli, other = place("Libya", COUNTRY, "LY"), place("Tripoli", CITY, "LY"), place("Tripoli", CITY, "LB")
    assert ranking.within(gazette, np.array([tripoli, other, libya]), np.array([libya] * 3)).tolist() == [True, False, False]


def test_softmax_sums_to_one_in_each_group():
    got = ranking.softmax(np.array([1.0, 1.0, 1000.0]), np.array([0, 0, 1]), 2)
    assert got.tolist() == [0.5, 0.5, 1.0]


def test_company_and_qualifiers_decide():
    assert best(["Moscow", "Boise", "Idaho"])["Moscow"] == "Moscow, Idaho"
    assert best(["Moscow", "Kazan"])["Moscow"] == "Moscow, Russia"
    assert best(["Paris", "Texas"], qualifier={"Paris": place("Texas", ADMIN1, "US")})["Paris"] == "Paris, Texas"


def test_the_outlets_home_decides_where_nothing_else_does():
    gazette = gazetteer()
    city = place("Springfield", CITY, "US", "Ohio")
    home = Home(float(gazette.latitude[city]), float(gazette.longitude[city]), int(gazette.country[city]), int(gazette.admin1[city]), 1.0)
    assert best(["Springfield"], home=home)["Springfield"] == "Springfield, Ohio"


def test_no_names_no_candidates():
    c = ranking.gather(gazetteer(), [], [], np.zeros(0, int), np.zeros(0, int), np.zeros(0, int))
    assert len(c.name) == 0 and len(ranking.rank(gazetteer(), c, np.zeros((1, 300)), [Home()], model()["rank"])) == 0


@pytest.mark.parametrize("name, short", [("Helmand Province", "Helmand"), ("Province of Bari", "Bari"), ("State of Kano", "Kano"),
                                         ("Rome", None)])
def test_generic_words_come_off(name, short):
    assert bare(name) == short


def test_part_of_a_name():
    names = ("south arlington", "oaxaca state", "north", "tripoli", "west x")
    assert [part_of(name) for name in names] == ["arlington", "oaxaca", None, None, None]


def test_every_weight_belongs_to_a_feature_and_there_are_some_for_each():
    weights = model()["rank"]
    assert set(weights["alone"]) == set(ranking.ALONE)
    assert set(weights["both"]) == set(ranking.ALONE + ranking.TOGETHER)
