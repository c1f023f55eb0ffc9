"""How candidates for names of places are scored, by a linear model in two passes, and chosen among where they overlap."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import repeat

from workbench.knowledge.gazetteer.spelling import fold


@dataclass(slots=True)
class Name:
    """A stretch of text that may name a place.

    ``row`` is the place where the words themselves fix it (an abbreviation, a word for a people), -1 where it is open and
    -2 - k for the k-th of the user's own places. ``known`` is whether the gazetteer has the name.
    """

    start: int
    end: int
    first: int
    last: int
    key: str
    row: int = -1
    demonym: bool = False
    known: bool = True
    mention: str | None = None
    label: str | None = None
    qualifier: int = -1
    score: float = 0.0
    features: list[str] = field(default_factory=list)


def score(names: list[Name], weights: Mapping[str, float]) -> None:
    """Set each name's score: the sum of the weights of its features, in log-odds."""
    known = weights.get
    for name in names:
        name.score = sum(map(known, name.features, repeat(0.0)))
        if "VETO" in name.features:
            name.score -= 9.0


def reconsider(names: list[Name], text: str, mentions: list[tuple[int, int, str, str]]) -> None:
    """Add to each name's features what the article says elsewhere: how the same name was judged, and who bears it."""
    judged: dict[str, list[float]] = {}
    said: dict[str, list[str | None]] = {}
    for name in names:
        if "VETO" not in name.features:
            judged.setdefault(name.key, []).append(name.score)
            said.setdefault(name.key, []).append(name.label)
    persons: dict[str, set[tuple[int, int]]] = {}
    for start, end, label, _ in mentions:
        if label == "PERSON":
            for word in text[start:end].split():
                persons.setdefault(fold(word.removesuffix("'s").removesuffix("’s")), set()).add((start, end))
    for name in names:
        same = judged.get(name.key, [])
        rest = sorted(same, reverse=True)
        if name.score in rest:
            rest.remove(name.score)
        best = bucket(rest[0]) if rest else "none"
        label = name.label or "0"
        name.features += [f"same={best}", f"own={bucket(name.score)}", f"own={bucket(name.score)}same={best}", f"times={min(len(same), 4)}",
                          f"same={best}L={label}"]
        others = [other for other in said.get(name.key, []) if other in ("GPE", "LOC")]
        elsewhere = len(others) - (label in ("GPE", "LOC"))
        name.features.append(f"gpe={min(elsewhere, 2)}L={label}")
        if any(end <= name.start or start >= name.end for start, end in persons.get(name.key, ())):
            name.features += ["person", f"personown={bucket(name.score)}", "personL=" + label]
    spans = sorted(names, key=lambda n: n.start)
    for k, name in enumerate(spans):
        for other in spans[max(0, k - 8):k + 9]:
            if other.start >= name.end:
                break
            if other is not name and other.end > name.start:
                inner = other.start >= name.start and other.end <= name.end
                name.features.append(f"{'has' if inner else 'in'}={bucket(other.score)}")


def bucket(value: float) -> str:
    """A log-odds score as one of nine coarse steps."""
    return str(max(-4, min(4, round(value))))


def choose(names: list[Name], threshold: float) -> list[Name]:
    """The names to keep: best first, none overlapping a better one, in order of place."""
    kept: list[Name] = []
    for name in sorted((n for n in names if n.score > threshold), key=lambda n: (-n.score, n.start, -n.end)):
        if not any(name.start < other.end and name.end > other.start for other in kept):
            kept.append(name)
    return sorted(kept, key=lambda n: n.start)


def probability(value: float) -> float:
    """Log-odds to probability."""
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, value))))
