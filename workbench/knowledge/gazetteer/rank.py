"""Which place a name means: features of each candidate in the company of a document's other names, and a linear ranker.

Names compete within a document: each name has candidates, each candidate a vector of features, and a softmax over the
candidates of one name gives its probabilities. Two passes: the first knows the place alone and what stands beside the name, the
second also how well a candidate fits what the other names most likely mean.
"""

import json
from dataclasses import dataclass
from functools import cache

import numpy as np

from workbench.knowledge.gazetteer import ADMIN1, ADMIN2, CITY, COUNTRY, HERE, OTHER, REGION, SHORT, Gazetteer

ALONE = ("population", "country", "admin1", "admin2", "region", "capital", "other_name", "short_name", "most_populous", "of_qualifier",
         "not_of_qualifier", "known_only", "home_country", "near_home", "main_city")
TOGETHER = ("same_country", "same_admin1", "near", "contained", "contains", "country_named")
MOST = 40
_EARTH_KM = 6371.0


@dataclass(frozen=True)
class Candidates:
    """Candidates of all names of one document, flat.

    Attributes
    ----------
    name
        Shape (c,): which name (0 to n - 1) each candidate belongs to; sorted.
    row
        Shape (c,): the place in the gazetteer.
    how
        Shape (c,): MAIN, OTHER or SHORT.
    count
        Shape (n,): how often each name stands in the document.
    qualifier
        Shape (n,): row of the place that the name is qualified by ("Tripoli, Libya"), -1 where there is none.
    """

    name: np.ndarray
    row: np.ndarray
    how: np.ndarray
    count: np.ndarray
    qualifier: np.ndarray


def within(gazette: Gazetteer, inner: np.ndarray, outer: np.ndarray) -> np.ndarray:
    """Whether places lie in others: broadcast over rows. A country contains its cities, a division its cities."""
    kind = gazette.kind[outer]
    in_country = (kind == COUNTRY) & (gazette.country[inner] == gazette.country[outer])
    in_division = ((kind == ADMIN1) & (gazette.admin1[inner] == outer)) | ((kind == ADMIN2) & (gazette.admin2[inner] == outer))
    return (in_country | in_division) & (inner != outer)


def kilometres(latitude, longitude, other_latitude, other_longitude) -> np.ndarray:
    """Great-circle distance (haversine), broadcast; degrees in, kilometres out."""
    a, b, c, d = (np.radians(np.asarray(x, dtype=float)) for x in (latitude, longitude, other_latitude, other_longitude))
    h = np.sin((c - a) / 2) ** 2 + np.cos(a) * np.cos(c) * np.sin((d - b) / 2) ** 2
    return 2 * _EARTH_KM * np.arcsin(np.sqrt(np.minimum(1.0, h)))


def alone(gazette: Gazetteer, c: Candidates, home: tuple[float, float, int] | None = None) -> np.ndarray:
    """Features of each candidate by itself, shape (c, len(ALONE))."""
    kind, population = gazette.kind[c.row], gazette.population[c.row].astype(float)
    size = np.log10(1 + population) / 7
    most = np.zeros(len(c.count))
    np.maximum.at(most, c.name, size)
    qualifier = c.qualifier[c.name]
    qualified = qualifier >= 0
    inside = qualified & within(gazette, c.row, np.where(qualified, qualifier, 0))
    candidates = np.bincount(c.name, minlength=len(c.count))[c.name]
    at_home = np.zeros(len(c.row))
    near_home = np.zeros(len(c.row))
    if home is not None:
        at_home = (gazette.country[c.row] == home[2]).astype(float)
        near_home = np.exp(-kilometres(gazette.latitude[c.row], gazette.longitude[c.row], home[0], home[1]) / 150) * (kind != COUNTRY)
    return np.column_stack([
        size, kind == COUNTRY, kind == ADMIN1, kind == ADMIN2, kind == REGION, gazette.capital[c.row], c.how == OTHER, c.how == SHORT,
        (size >= most[c.name]) & (size > 0), inside, qualified & ~inside, candidates == 1, at_home, near_home,
        (kind == CITY) & (population >= 500_000),
    ]).astype(float)


def together(gazette: Gazetteer, c: Candidates, probability: np.ndarray, named: np.ndarray) -> np.ndarray:
    """Features of each candidate among the likely meanings of the other names, shape (c, len(TOGETHER)).

    Parameters
    ----------
    probability
        Shape (c,): from the first pass.
    named
        Shape (number of country codes,): how often each country, or its people, is named.
    """
    kind = gazette.kind[c.row]
    order = np.lexsort((-probability, c.name))
    rank = np.arange(len(order)) - np.searchsorted(c.name[order], c.name[order])
    top = order[rank < 3]
    other = (c.name[:, None] != c.name[None, top]) * probability[None, top]
    rows, tops = c.row[:, None], c.row[None, top]
    local = (gazette.kind[tops] != COUNTRY) & (gazette.kind[tops] != REGION)
    same_country = ((gazette.country[rows] == gazette.country[tops]) & (gazette.kind[tops] != REGION)) * other
    same_admin1 = ((gazette.admin1[rows] == gazette.admin1[tops]) & (gazette.admin1[rows] >= 0)) * other
    distance = kilometres(gazette.latitude[rows], gazette.longitude[rows], gazette.latitude[tops], gazette.longitude[tops])
    near = np.exp(-distance / 100) * other * local
    total = np.maximum(1.0, len(c.count) - 1)
    return np.column_stack([
        same_country.sum(1) / total, np.minimum(same_admin1.sum(1), 3) / 3, np.minimum(near.sum(1), 3) / 3 * (kind != COUNTRY),
        np.minimum((within(gazette, rows, tops) * other).sum(1), 2) / 2,
        np.minimum((within(gazette, tops, rows) * other).sum(1), 3) / 3,
        np.log1p(named[gazette.country[c.row]]) / 3 * (kind != COUNTRY),
    ]).astype(float)


def softmax(score: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    """Probabilities within each group, shape (c,)."""
    top = np.full(groups, -np.inf)
    np.maximum.at(top, group, score)
    weight = np.exp(score - top[group])
    return weight / np.bincount(group, weight, minlength=groups)[group]


@cache
def weights() -> dict[str, dict[str, float]]:
    """The packaged weights: for the passes ``alone`` and ``both``, feature -> weight."""
    return json.loads((HERE / "toponym_model.json").read_text(encoding="utf8"))["rank"]


def rank(gazette: Gazetteer, c: Candidates, named: np.ndarray, home: tuple[float, float, int] | None = None) -> np.ndarray:
    """Probability of each candidate, shape (c,)."""
    first, both = weights()["alone"], weights()["both"]
    base = alone(gazette, c, home)
    prior = softmax(base @ np.array([first[name] for name in ALONE]), c.name, len(c.count))
    fit = together(gazette, c, prior, named)
    score = base @ np.array([both[name] for name in ALONE]) + fit @ np.array([both[name] for name in TOGETHER])
    return softmax(score, c.name, len(c.count))


def gather(gazette: Gazetteer, names: list[str], count: np.ndarray, qualifier: np.ndarray, keep=None) -> Candidates:
    """Candidates of names, at most MOST a name, main names and populous places first; names without one have none."""
    which, rows, how = gazette.find(names)
    place = np.arange(len(which)) - np.searchsorted(which, which)
    inside = (qualifier[which] >= 0) & within(gazette, rows, np.maximum(qualifier[which], 0))
    chosen = (place < MOST) | inside
    if keep is not None:
        chosen &= keep(which, rows, how)
    return Candidates(which[chosen], rows[chosen], how[chosen], count, qualifier)
