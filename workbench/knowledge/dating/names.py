"""Names that stand for a time: who held an office when, since when a word has been in use, when a yearly event took place.

They come from ``names.csv`` and from a table of the user's own in the same form: ``pattern,kind,from,to,what``. ``pattern`` is the
words, case counts; ``kind`` is ``office`` (the name, with its title, belongs to these days), ``since`` (nobody wrote this before)
or ``event`` (something that happened on these days, one row each time).
"""

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from pathlib import Path

_COLUMNS = ("pattern", "kind", "from", "to", "what")


@dataclass(frozen=True)
class Named:
    """A name and the days that it allows an article to be written in."""

    pattern: str
    kind: str
    date_from: date | None
    date_to: date | None
    what: str


def rows(table: Sequence[dict]) -> tuple[Named, ...]:
    """Named times from rows with the columns ``pattern kind from to what``.

    Raises
    ------
    ValueError
        If a column is absent, or a kind is not known.
    """
    made = []
    for row in table:
        absent = [c for c in _COLUMNS[:4] if c not in row]
        if absent or row["kind"] not in ("office", "since", "event"):
            raise ValueError(f"a dated name needs {', '.join(_COLUMNS)} and a kind of office, since or event; got {row}")
        days = [date.fromisoformat(str(row[c])[:10]) if row[c] and str(row[c]) not in ("nan", "NaT") else None for c in ("from", "to")]
        made.append(Named(str(row["pattern"]), row["kind"], *days, str(row.get("what") or row["pattern"])))
    return tuple(made)


def load(source: object) -> tuple[Named, ...]:
    """Dated names of a user's own: a CSV file, a DataFrame, or rows."""
    if isinstance(source, str | Path):
        with Path(source).expanduser().open(encoding="utf-8-sig", newline="") as file:
            return rows(list(csv.DictReader(file)))
    return rows(source.to_dict("records") if hasattr(source, "to_dict") else list(source))


@cache
def packaged() -> tuple[Named, ...]:
    """The names that travel with the package."""
    with resources.files("workbench.knowledge.dating").joinpath("names.csv").open(encoding="utf8") as file:
        return rows(list(csv.DictReader(file)))


@cache
def _matcher(named: tuple[Named, ...]) -> tuple[re.Pattern, dict[str, list[Named]]]:
    by: dict[str, list[Named]] = {}
    for one in named:
        by.setdefault(one.pattern, []).append(one)
    words = sorted(by, key=len, reverse=True)
    return re.compile(r"\b(?<![Ff]ormer )(?<![Ee]x-)(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in words) + r")\b"), by


def found(text: str, stretches: Sequence[tuple[int, int]], make: Callable, named: tuple[Named, ...] | None = None) -> list:
    """Clues of kind ``name``, the first place of each name.

    Several rows of one pattern, terms of an office or years of an event, make one clue with several spans.
    """
    pattern, by = _matcher(packaged() if named is None else named)
    made, seen = [], set()
    for start, end in stretches:
        for match in pattern.finditer(text, start, end):
            words = " ".join(match.group().split())
            if words in seen:
                continue
            seen.add(words)
            made.append(make(by[words][0].kind, match.start(), match.end(), spans=tuple((one.date_from, one.date_to) for one in by[words])))
    return made
