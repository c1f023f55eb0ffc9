"""Which place a name means: features of each candidate in the company of a document's other names, and a linear ranker.

Names compete within a document: each name has candidates, each candidate a vector of features, and a softmax over the
candidates of one name gives its probabilities. Two passes: the first knows the place alone and what stands beside the name, the
second also how well a candidate fits what the other names most likely mean. Many documents go through together: one is little work in
many calls.
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
    """Candidates of all names of one document, or of several (:func:`joined`), flat.

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
    document
        Shape (n,): number of the document that each name stands in; sorted.
    """

    name: np.ndarray
    row: np.ndarray
    how: np.ndarray
    count: np.ndarray
    qualifier: np.ndarray
    hint: np.ndarray
    group: np.ndarray
    document: np.ndarray


def joined(some: Sequence[Candidates]) -> Candidates:
    """The candidates of several documents, each of one, numbered by their order."""
    names = np.array([len(c.count) for c in some])
    before = np.cumsum(names) - names
    groups = np.cumsum([0, *(c.group.max(initial=-1) + 1 for c in some)])
    parts = {part: np.concatenate([getattr(c, part) for c in some]) for part in ("row", "how", "count", "qualifier", "hint")}
    return Candidates(name=np.concatenate([c.name + first for c, first in zip(some, before, strict=True)]),
                      group=np.concatenate([c.group + first for c, first in zip(some, groups[:-1], strict=True)]),
                      document=np.repeat(np.arange(len(some)), names), **parts)


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
    fixed = np.asarray(fixed, int)
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
    group = np.array([numbers.setdefault(key or f" {k}", len(numbers)) for k, key in enumerate(names)], int)
    return Candidates(name[order], row[order].astype("int64"), how[order], count, qualifier, hint, group, np.zeros(len(names), int))


def alone(gazette: Gazetteer, c: Candidates, homes: Sequence[Home]) -> np.ndarray:
    """Features of each candidate by itself, shape (c, len(ALONE)); ``homes`` are the documents'."""
    at, parts = c.document[c.name], ("latitude", "longitude", "country", "admin1", "sure", "domain")
    latitude, longitude, country_of_home, state_of_home, sure, domain = (np.array([getattr(h, part) for h in homes])[at] for part in parts)
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
    at_home = (country == country_of_home) & (country_of_home >= 0)
    near = np.zeros(len(c.row))
    some = np.flatnonzero((sure > 0) & (kind != COUNTRY) & (kind != REGION))
    away = kilometres(gazette.latitude[c.row[some]], gazette.longitude[c.row[some]], latitude[some], longitude[some])
    near[some] = np.exp(-away / 100) * sure[some]
    state = (gazette.admin1[c.row] == state_of_home) & (state_of_home >= 0)
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
        "home_country": at_home * sure, "not_home_country": (country_of_home >= 0) & ~at_home & local, "near_home": near,
        "near_home_size": near * size, "home_state": state * sure, "large_abroad": (population >= 1_000_000) & ~at_home & local,
        "domain": (country == domain) & (domain >= 0), "fame": fame * (kind == CITY),
        "most_famed": (kind == CITY) & (fame >= famed), "less_famed": (fame - famed) * (kind == CITY),
    }
    return np.column_stack([columns[name] for name in ALONE]).astype(float)


def together(gazette: Gazetteer, c: Candidates, probability: np.ndarray, named: np.ndarray) -> np.ndarray:
    """Features of each candidate among the likely meanings of its document's other names, shape (c, len(TOGETHER)).

    Parameters
    ----------
    probability
        Shape (c,): from the first pass.
    named
        Shape (documents, number of country codes): how often each country, or its people, is named.
    """
    if not len(c.row):
        return np.zeros((0, len(TOGETHER)))
    kind, document = gazette.kind[c.row], c.document[c.name]
    order = np.lexsort((-probability, c.name))
    rank = np.arange(len(order)) - np.searchsorted(c.name[order], c.name[order])
    top = order[rank < 3]
    one, two = _pairs(document, document[top])  # each candidate with the likely ones of its document; of one there are always some
    two, first = top[two], np.searchsorted(one, np.arange(len(c.row)))
    row, other, kinds = c.row[one], c.row[two], gazette.kind[c.row[two]]
    alike = c.group[c.name[one]] == c.group[c.name[two]]
    chance = ~alike * probability[two]
    local = (kinds != COUNTRY) & (kinds != REGION)
    same_country = (gazette.country[row] == gazette.country[other]) & (kinds != REGION)
    state, states = gazette.admin1[row], gazette.admin1[other]
    same_admin1 = ((state == states) & (state >= 0)) | (state == other) | (row == states)
    distance = kilometres(gazette.latitude[row], gazette.longitude[row], gazette.latitude[other], gazette.longitude[other])
    near = np.exp(-distance / 80) * chance * local
    holds, lies = within(gazette, row, other) * chance, within(gazette, other, row) * chance
    told = (alike & (c.name[one] != c.name[two]) & (row == other) & (c.qualifier[c.name[two]] >= 0)) * probability[two]
    same_country, same_admin1, nearness, held, holding = (
        np.add.reduceat(part, first) for part in (same_country * chance, same_admin1 * chance, near, holds, lies))
    nearest, division, told = (np.maximum.reduceat(part, first) for part in (near, holds * (kinds != COUNTRY), told))
    names = np.bincount(c.document, minlength=len(named))[document]
    total, spot = np.maximum(1.0, names - 1), (kind != COUNTRY) & (kind != REGION)
    countries, all_countries = named[document, gazette.country[c.row]] * (kind != REGION), named.sum(1)[document]
    small = gazette.population[c.row] < 3_000
    return np.column_stack([
        same_country / total, np.minimum(same_admin1, 4) / 4, np.minimum(nearness, 4) / 4 * spot, nearest * spot,
        np.minimum(held, 2) / 2, np.minimum(holding, 3) / 3,
        np.minimum(np.log1p(countries) / 2, 1.5) * (kind != COUNTRY), (countries == 0) & (kind != COUNTRY) & (all_countries > 0),
        np.minimum(nearness, 4) / 4 * small, division, countries / np.maximum(1.0, all_countries) * (kind != COUNTRY),
        told, same_admin1 / total, nearness / total * spot, (same_country < 0.1) & spot & (names > 1) & (countries == 0),
    ]).astype(float)


def _pairs(one: np.ndarray, two: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Numbers of all pairs of equal values from two sorted arrays, those of the first in order."""
    left, right = np.searchsorted(two, one, "left"), np.searchsorted(two, one, "right")
    count = right - left
    return np.repeat(np.arange(len(one)), count), np.arange(count.sum()) - np.repeat(np.cumsum(count) - count - left, count)


def softmax(score: np.ndarray, group: np.ndarray, groups: int) -> np.ndarray:
    """Probabilities within each group, shape (c,)."""
    top = np.full(groups, -np.inf)
    np.maximum.at(top, group, score)
    weight = np.exp(score - top[group])
    return weight / np.bincount(group, weight, minlength=groups)[group]


def prior(base: np.ndarray, c: Candidates, weights: Mapping[str, Mapping[str, float]]) -> np.ndarray:
    """Probability of each candidate by the first pass, shape (c,)."""
    return softmax(_weighed(base, ALONE, weights["alone"]), c.name, len(c.count))


def _weighed(features: np.ndarray, names: Sequence[str], weights: Mapping[str, float]) -> np.ndarray:
    """The weighted sum of each row, by itself: a product of matrices rounds by how many rows there are, and equals then fall otherwise."""
    return (features * np.array([weights.get(name, 0.0) for name in names])).sum(1)


def rank(gazette: Gazetteer, c: Candidates, named: np.ndarray, homes: Sequence[Home],
         weights: Mapping[str, Mapping[str, float]]) -> np.ndarray:
    """Probability of each candidate, shape (c,); ``named`` and ``homes`` as in :func:`together` and :func:`alone`."""
    base = alone(gazette, c, homes)
    chance = prior(base, c, weights)
    for _ in range(2):
        features = np.hstack([base, together(gazette, c, chance, named)])
        chance = softmax(_weighed(features, ALONE + TOGETHER, weights["both"]), c.name, len(c.count))
    return chance
