"""Which place a name means: features of each candidate in the company of a document's other names, and a linear ranker.

Names compete within a document: each name has candidates, each candidate a vector of features, and a softmax over the
candidates of one name gives its probabilities. Two passes: the first knows the place alone and what stands beside the name, the
second also how well a candidate fits what the other names most likely mean.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.knowledge.gazetteer import ADMIN1, ADMIN2, CITY, COUNTRY, OTHER, REGION, Gazetteer

ALONE = ("population", "relative", "country", "admin1", "admin2", "region", "capital", "other_name", "most_populous", "of_qualifier",
         "not_of_qualifier", "container", "container_of_unknown", "home_country", "not_home_country", "near_home", "home_state",
         "main_city", "large_abroad", "hint", "not_hint", "domain", "village", "near_home_size")
TOGETHER = ("same_country", "same_admin1", "near", "near_most", "contained", "contains", "country_named", "country_not_named",
            "near_village", "admin_contained", "share_of_countries")
#: A candidate that is not a place of the name but what the text says it lies in.
CONTAINER = 9
MOST = 40
_EARTH_KM = 6371.0


@dataclass(frozen=True)
class Home:
    """Where an outlet is at home: degrees, index of the country code (-1 unknown), and how sure that is, 0 to 1."""

    latitude: float = float("nan")
    longitude: float = float("nan")
    country: int = -1
    admin1: int = -1
    sure: float = 0.0
    domain: int = -1


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
        Shape (c,): MAIN, OTHER, SHORT or CONTAINER.
    count
        Shape (n,): how often each name stands in the document.
    qualifier
        Shape (n,): row of the place that the name is qualified by ("Tripoli, Libya"), -1 where there is none.
    hint
        Shape (n,): the kind that words beside the name say ("the city of", "county"), -1 where they say none.
    """

    name: np.ndarray
    row: np.ndarray
    how: np.ndarray
    count: np.ndarray
    qualifier: np.ndarray
    hint: np.ndarray


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


def gather(gazette: Gazetteer, names: Sequence[str], fixed: Sequence[int], count: np.ndarray, qualifier: np.ndarray,
           hint: np.ndarray) -> Candidates:
    """Candidates of folded names: at most MOST a name, main names and populous places first.

    Parameters
    ----------
    names
        Folded.
    fixed
        Row of the only candidate of each name where that is known, else -1.
    """
    fixed = np.asarray(fixed)
    which, rows, how = gazette.find(names, folded=True)
    place = np.arange(len(which)) - np.searchsorted(which, which)
    inside = (qualifier[which] >= 0) & within(gazette, rows, np.maximum(qualifier[which], 0))
    keep = ((place < MOST) | inside) & (fixed[which] == -1)
    sure, contained = np.flatnonzero(fixed >= 0), np.flatnonzero((qualifier >= 0) & (fixed == -1))
    name = np.concatenate([which[keep], sure, contained])
    order = np.argsort(name, kind="stable")
    row = np.concatenate([rows[keep], fixed[sure], qualifier[contained]])
    how = np.concatenate([how[keep], np.zeros(len(sure), int), np.full(len(contained), CONTAINER)])
    return Candidates(name[order], row[order].astype("int64"), how[order], count, qualifier, hint)


def alone(gazette: Gazetteer, c: Candidates, home: Home) -> np.ndarray:
    """Features of each candidate by itself, shape (c, len(ALONE))."""
    kind, population = gazette.kind[c.row], gazette.population[c.row].astype(float)
    container = c.how == CONTAINER
    size = np.log10(1 + population) / 7 * ~container
    most = np.zeros(len(c.count))
    np.maximum.at(most, c.name, size)
    qualifier = c.qualifier[c.name]
    qualified = qualifier >= 0
    inside = qualified & (within(gazette, c.row, np.where(qualified, qualifier, 0)) | (c.row == qualifier))
    rest = np.bincount(c.name, ~container, minlength=len(c.count))[c.name]
    country = gazette.country[c.row]
    at_home = (country == home.country) & (home.country >= 0)
    near = np.zeros(len(c.row))
    if home.sure > 0:
        near = np.exp(-kilometres(gazette.latitude[c.row], gazette.longitude[c.row], home.latitude, home.longitude) / 100) * home.sure
        near *= (kind != COUNTRY) & (kind != REGION)
    state = (gazette.admin1[c.row] == home.admin1) & (home.admin1 >= 0)
    hint = c.hint[c.name]
    hinted = (hint >= 0) & ~container
    local = (kind == CITY) | (kind == ADMIN2)
    return np.column_stack([
        size, size - most[c.name], kind == COUNTRY, kind == ADMIN1, kind == ADMIN2, kind == REGION, gazette.capital[c.row] & ~container,
        c.how == OTHER, (size >= most[c.name]) & (size > 0), inside & ~container, qualified & ~inside, container, container & (rest == 0),
        at_home * home.sure, (home.country >= 0) & ~at_home & local, near, state * home.sure, (kind == CITY) & (population >= 500_000),
        (population >= 1_000_000) & ~at_home & local, hinted & (hint == kind), hinted & (hint != kind),
        (country == home.domain) & (home.domain >= 0), local & (population < 3_000), near * size,
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
    if not len(c.row):
        return np.zeros((0, len(TOGETHER)))
    kind = gazette.kind[c.row]
    order = np.lexsort((-probability, c.name))
    rank = np.arange(len(order)) - np.searchsorted(c.name[order], c.name[order])
    top = order[rank < 3]
    other = (c.name[:, None] != c.name[None, top]) * probability[None, top]
    rows, tops = c.row[:, None], c.row[None, top]
    kinds = gazette.kind[tops]
    local = (kinds != COUNTRY) & (kinds != REGION)
    same_country = ((gazette.country[rows] == gazette.country[tops]) & (kinds != REGION)) * other
    same_admin1 = (((gazette.admin1[rows] == gazette.admin1[tops]) & (gazette.admin1[rows] >= 0)) | (gazette.admin1[rows] == tops)
                   | (rows == gazette.admin1[tops])) * other
    distance = kilometres(gazette.latitude[rows], gazette.longitude[rows], gazette.latitude[tops], gazette.longitude[tops])
    near = np.exp(-distance / 80) * other * local
    total = np.maximum(1.0, len(c.count) - 1)
    holds = within(gazette, rows, tops) * other
    spot = (kind != COUNTRY) & (kind != REGION)
    countries = named[gazette.country[c.row]] * (kind != REGION)
    small = gazette.population[c.row] < 3_000
    return np.column_stack([
        same_country.sum(1) / total, np.minimum(same_admin1.sum(1), 4) / 4, np.minimum(near.sum(1), 4) / 4 * spot, near.max(1) * spot,
        np.minimum(holds.sum(1), 2) / 2, np.minimum((within(gazette, tops, rows) * other).sum(1), 3) / 3,
        np.minimum(np.log1p(countries) / 2, 1.5) * (kind != COUNTRY), (countries == 0) & (kind != COUNTRY) & (named.sum() > 0),
        np.minimum(near.sum(1), 4) / 4 * small, (holds * (kinds != COUNTRY)).max(1), countries / max(1.0, named.sum()) * (kind != COUNTRY),
    ]).astype(float)


def softmax(score: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    """Probabilities within each group, shape (c,)."""
    top = np.full(groups, -np.inf)
    np.maximum.at(top, group, score)
    weight = np.exp(score - top[group])
    return weight / np.bincount(group, weight, minlength=groups)[group]


def prior(base: np.ndarray, c: Candidates, weights: Mapping[str, Mapping[str, float]]) -> np.ndarray:
    """Probability of each candidate by the first pass, shape (c,)."""
    return softmax(base @ np.array([weights["alone"].get(name, 0.0) for name in ALONE]), c.name, len(c.count))


def rank(gazette: Gazetteer, c: Candidates, named: np.ndarray, home: Home, weights: Mapping[str, Mapping[str, float]]) -> np.ndarray:
    """Probability of each candidate, shape (c,)."""
    base = alone(gazette, c, home)
    chance = prior(base, c, weights)
    last = np.array([weights["both"].get(name, 0.0) for name in ALONE + TOGETHER])
    for _ in range(2):
        chance = softmax(np.hstack([base, together(gazette, c, chance, named)]) @ last, c.name, len(c.count))
    return chance
