"""Which place a name means: features of each candidate in the company of a document's other names, and a linear ranker.

Names compete within a document: each name has candidates, each candidate a vector of features, and a softmax over the
candidates of one name gives its probabilities. Two passes: the first knows the place alone and what stands beside the name, the
second also how well a candidate fits what the other names most likely mean.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.knowledge.gazetteer import ADMIN1, ADMIN2, CITY, COUNTRY, OTHER, REGION, Gazetteer
from workbench.knowledge.gazetteer.spelling import part_of

ALONE = (
    "population", "relative", "country", "admin1", "admin2", "region", "capital", "other_name", "part", "most_populous",
    "of_qualifier", "not_of_qualifier", "container", "container_of_unknown", "home_country", "not_home_country", "near_home",
    "home_state", "main_city", "large_abroad", "hint", "not_hint", "domain", "village", "near_home_size", "fame", "most_famed",
    "less_famed",
)
TOGETHER = ("same_country", "same_admin1", "near", "near_most", "contained", "contains", "country_named", "country_not_named",
            "near_village", "admin_contained", "share_of_countries", "same_name", "share_admin1", "near_share", "alone_in_country")
#: A candidate that is not a place of the name but what the text says it lies in.
CONTAINER = 9
#: A candidate whose name is only part of the words: "South Arlington", and Arlington.
PART = 8
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
        Shape (c,): MAIN, OTHER, PART or CONTAINER.
    count
        Shape (n,): how often each name stands in the document.
    qualifier
        Shape (n,): row of the place that the name is qualified by ("Tripoli, Libya"), -1 where there is none.
    group
        Shape (n,): number of the name as folded; equal for "Paris" and for "Paris, Texas" in one document.
    hint
        Shape (n,): the kind that words beside the name say ("the city of", "county"), -1 where they say none.
    """

    name: np.ndarray
    row: np.ndarray
    how: np.ndarray
    count: np.ndarray
    qualifier: np.ndarray
    hint: np.ndarray
    group: np.ndarray


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
    unknown = np.setdiff1d(np.flatnonzero(fixed == -1), which)
    shorter = {int(k): part_of(names[k]) for k in unknown}
    shorter = {k: name for k, name in shorter.items() if name}
    if shorter:
        at, more, by = gazette.find(list(shorter.values()), folded=True)
        which = np.concatenate([which, np.array(list(shorter))[at]])
        order = np.argsort(which, kind="stable")
        which, rows, how = which[order], np.concatenate([rows, more])[order], np.concatenate([how, np.full(len(by), PART)])[order]
    place = np.arange(len(which)) - np.searchsorted(which, which)
    inside = (qualifier[which] >= 0) & within(gazette, rows, np.maximum(qualifier[which], 0))
    keep = ((place < MOST) | inside) & (fixed[which] == -1)
    sure, contained = np.flatnonzero(fixed >= 0), np.flatnonzero((qualifier >= 0) & (fixed == -1))
    name = np.concatenate([which[keep], sure, contained])
    order = np.argsort(name, kind="stable")
    row = np.concatenate([rows[keep], fixed[sure], qualifier[contained]])
    how = np.concatenate([how[keep], np.zeros(len(sure), int), np.full(len(contained), CONTAINER)])
    numbers: dict[str, int] = {}
    group = np.array([numbers.setdefault(key or f" {k}", len(numbers)) for k, key in enumerate(names)])
    return Candidates(name[order], row[order].astype("int64"), how[order], count, qualifier, hint, group)


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
    fame = np.where(kind == CITY, gazette.fame[c.row], 32.0) / 64 * ~container
    famed = np.zeros(len(c.count))
    np.maximum.at(famed, c.name, fame * (kind == CITY))
    famed = famed[c.name]
    columns = {
        "population": size, "relative": size - most[c.name], "most_populous": (size >= most[c.name]) & (size > 0),
        "main_city": (kind == CITY) & (population >= 500_000), "village": local & (population < 3_000),
        "country": kind == COUNTRY, "admin1": kind == ADMIN1, "admin2": kind == ADMIN2, "region": kind == REGION,
        "capital": gazette.capital[c.row] & ~container, "other_name": c.how == OTHER, "part": c.how == PART,
        "of_qualifier": inside & ~container, "not_of_qualifier": qualified & ~inside, "container": container,
        "container_of_unknown": container & (rest == 0), "hint": hinted & (hint == kind), "not_hint": hinted & (hint != kind),
        "home_country": at_home * home.sure, "not_home_country": (home.country >= 0) & ~at_home & local, "near_home": near,
        "near_home_size": near * size, "home_state": state * home.sure, "large_abroad": (population >= 1_000_000) & ~at_home & local,
        "domain": (country == home.domain) & (home.domain >= 0), "fame": fame * (kind == CITY),
        "most_famed": (kind == CITY) & (fame >= famed), "less_famed": (fame - famed) * (kind == CITY),
    }
    return np.column_stack([columns[name] for name in ALONE]).astype(float)


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
    rows, tops = c.row[:, None], c.row[None, top]
    alike = c.group[c.name][:, None] == c.group[c.name[top]][None]
    other = ~alike * probability[None, top]
    told = (alike & (c.name[:, None] != c.name[None, top]) & (rows == tops)) * (c.qualifier[c.name[top]] >= 0) * probability[None, top]
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
        told.max(1), same_admin1.sum(1) / total, near.sum(1) / total * spot,
        (same_country.sum(1) < 0.1) & spot & (len(c.count) > 1) & (countries == 0),
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
