"""How likely each day is, given the clues: chances of offsets between a clue and the day of writing, counted on dated news.

Each clue is taken as drawn at some offset from the day of writing, "two days before" or "in the same year"; the chances of the
offsets are counted (``workbench/build/dating.py``) and travel as ``offsets.csv``. Clues of one kind repeat each other, so that n
of them count as the square root of n. A share of every chance stays with "no relation at all", and vague clues, which hang together
in ways not counted here, are flattened (``SOFT``), so that what is claimed to hold in nine of ten holds in nine of ten.
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from importlib import resources

import numpy as np

from workbench.knowledge.dating.clues import Clue

#: First offset of each bucket, in days, years or months; the last entry ends the last bucket.
BUCKETS = {
    "days": (-3650, -365, -90, -30, -7, -3, -2, -1, 0, 1, 2, 3, 4, 8, 15, 31, 91, 183, 366, 1826, 18250),
    "years": (-30, -4, -2, -1, 0, 1, 2, 3, 4, 5, 9, 16, 41),
    "months": (-6, -5, -4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6),
    "weekdays": (0, 1, 2, 3, 4, 5, 6, 7),
}
#: kind of clue -> unit of its offsets.
UNITS = {"printed": "days", "dateline": "days", "full date": "days", "day": "days", "dated weekday": "days", "weekday": "weekdays",
         "month": "months", "year": "years", "year of two": "years", "year of many": "years", "month of year": "days", "address": "days",
         "neighbour": "days"}
#: Clues that tell of a year; without one of them nothing is concluded.
TELL_YEARS = {"printed", "full date", "month of year", "year", "year of two", "year of many", "dated weekday", "address", "office", "event",
              "neighbour"}
#: The first and last day that anything may be dated to, where the caller does not say.
FIRST, LAST = date(1950, 1, 1), date(2035, 12, 31)
#: Share of each chance that the clue has nothing to do with the day of writing.
ASTRAY = 0.03
#: Exponent of a clue's chances: of those that name days, and of all the others.
TEMPER = {"printed": 1.0, "dateline": 1.0, "dated weekday": 1.0, "full date": 1.0, "company": 1.0}
SOFT = 0.9
#: How likely a name is used outside the days that it stands for: before, after.
OUTSIDE = {"office": (0.02, 0.15), "since": (0.004, 1.0), "event": (0.05, 0.2)}
#: The chance that an interval is cut to; a little more than the nine in ten that it must hold.
HOLD = 0.93
#: How likely an undated article is from the time of the dated ones that it came with.
COMPANY = 0.93
#: An event is news from so many days before it to so many after.
NEWS = (-7, 10)


@dataclass(frozen=True)
class Dated:
    """What the clues allow.

    Attributes
    ----------
    day
        The most likely day, None where no clue tells of a year.
    confidence
        The chance of that day and the two beside it, 0 to 1.
    date_from, date_to
        The shortest run of days that holds 90 in 100.
    """

    day: date | None
    confidence: float
    date_from: date | None
    date_to: date | None


@cache
def tables() -> dict[tuple[str, bool], np.ndarray]:
    """(kind, ahead) -> chance of each bucket, per unit of offset."""
    counts: dict[tuple[str, bool], dict[int, float]] = defaultdict(dict)
    with resources.files("workbench.knowledge.dating").joinpath("offsets.csv").open(encoding="utf8") as file:
        for row in csv.DictReader(file):
            counts[row["kind"], row["ahead"] == "1"][int(row["offset"])] = float(row["count"])
    return {key: density(key[0], found) for key, found in counts.items()}


def density(kind: str, counts: dict[int, float]) -> np.ndarray:
    """Chance per unit of offset in each bucket, from weighted counts by the bucket's first offset."""
    edges = np.array(BUCKETS[UNITS[kind]], dtype=float)
    found = np.array([counts.get(int(edge), 0.0) for edge in edges[:-1]]) + 0.15
    return found / found.sum() / np.diff(edges)


def bucket(kind: str, offset: np.ndarray | float) -> np.ndarray:
    """Number of the bucket that each offset falls into; far offsets into the outermost ones."""
    edges = BUCKETS[UNITS[kind]]
    return np.clip(np.searchsorted(edges, offset, side="right") - 1, 0, len(edges) - 2)


@dataclass(frozen=True)
class Calendar:
    """The days of a window, as arrays of shape (days,)."""

    first: int
    ordinal: np.ndarray
    year: np.ndarray
    month: np.ndarray
    weekday: np.ndarray


@cache
def window(first: date, last: date) -> Calendar:
    """Every day from first to last."""
    days = np.arange(np.datetime64(first, "D"), np.datetime64(last, "D") + 1)
    ordinal = days.astype("int64") + date(1970, 1, 1).toordinal()
    months = days.astype("datetime64[M]").astype("int64")
    return Calendar(first.toordinal(), ordinal, months // 12 + 1970, months % 12 + 1, (ordinal - 1) % 7 + 1)


def offsets(clue: Clue, kind: str, days: Calendar) -> np.ndarray:
    """Offset of every day of the window from a clue: positive where the day is later. Shape (days,)."""
    if kind == "weekday":
        return (days.weekday - clue.weekday) % 7
    if UNITS[kind] == "years":
        return days.year - clue.year
    if kind == "month":
        return (days.month - clue.month + 6) % 12 - 6
    if clue.date_from is not None:
        return days.ordinal - clue.date_from.toordinal()
    occurs = _occurrences(clue.month, clue.day, clue.weekday, int(days.year[0]), int(days.year[-1]))
    if not len(occurs):
        return np.full(len(days.ordinal), 10_000)
    at = np.clip(np.searchsorted(occurs, days.ordinal), 1, len(occurs) - 1) if len(occurs) > 1 else np.zeros(len(days.ordinal), dtype=int)
    before, after = days.ordinal - occurs[at - 1 if len(occurs) > 1 else at], days.ordinal - occurs[at]
    return np.where(np.abs(before) <= np.abs(after), before, after)


@cache
def _occurrences(month: int, day: int, weekday: int | None, first: int, last: int) -> np.ndarray:
    found = []
    for year in range(first - 1, last + 2):
        try:
            one = date(year, month, day)
        except ValueError:
            continue
        if weekday is None or one.isoweekday() == weekday:
            found.append(one.toordinal())
    return np.array(found, dtype="int64")


def telling(clues: Iterable[Clue]) -> list[tuple[str, Clue, float]]:
    """The clues that count, each with the kind that it is counted as and its weight.

    Of full dates, months and years that are past the latest alone counts, of years to come the first; where several recent years
    are named the latest is nearer. A day beside its weekday also tells the year.
    """
    by: dict[str, list[Clue]] = defaultdict(list)
    for clue in clues:
        kind = "dated weekday" if clue.kind == "day" and clue.weekday else clue.kind
        if clue.kind == "dateline" and clue.year is None and clue.weekday:
            by["dated weekday"].append(clue)
        by[kind].append(clue)
    made = []
    full, named = by.pop("full date", []), by.pop("year", [])
    _latest(made, "full date", [c for c in full if not c.ahead])
    _latest(made, "month of year", [c for c in named if c.month and not c.ahead])
    years = [c for c in (*named, *full, *by.get("dateline", []), *by.get("printed", [])) if c.year and FIRST.year <= c.year <= LAST.year]
    past, ahead = [c for c in years if not c.ahead], [c for c in years if c.ahead]
    recent = {c.year for c in past if c.year > max(p.year for p in past) - 12}
    _latest(made, "year" if len(recent) < 2 else "year of two" if len(recent) == 2 else "year of many", past)
    if ahead:
        made.append(("year", min(ahead, key=lambda c: (c.year, c.start or 0)), 1.0))
    share = 1 / len(made) ** 0.5 if made else 1.0  # they repeat each other
    made = [(kind, clue, share) for kind, clue, _ in made]
    for kind, some in by.items():
        if kind in ("dateline", "printed"):
            some = some[:1]
        distinct = list({(c.month, c.day, c.weekday, c.ahead, c.date_from, c.spans): c for c in reversed(some)}.values())
        made += [(kind, clue, 1 / len(distinct) ** 0.5) for clue in distinct[:8]]
    return made


def _latest(made: list, kind: str, some: list[Clue]) -> None:
    if some:
        made.append((kind, max(some, key=lambda c: (c.year, c.date_from or FIRST, -(c.start or 0))), 1.0))


def of(clues: Sequence[tuple[str, Clue, float]], first: date = FIRST, last: date = LAST, *, known: dict | None = None) -> np.ndarray:
    """The chance of each day from first to last, shape (days,), summing to one.

    Parameters
    ----------
    clues
        (kind, clue, weight), as ``telling`` gives them.
    known
        Chances of offsets to use instead of the packaged ones.
    """
    days, known = window(first, last), tables() if known is None else known
    total = np.zeros(len(days.ordinal))
    for kind, clue, weight in clues:
        total += weight * log_chance(kind, clue, days, known)
    total = np.exp(total - total.max())
    return total / total.sum()


def log_chance(kind: str, clue: Clue, days: Calendar, known: dict | None = None) -> np.ndarray:
    """Natural logarithm of the chance of a clue given each day of the window, flattened, up to a constant. Shape (days,)."""
    temper = TEMPER.get(kind, SOFT)
    if kind in OUTSIDE or kind == "company":
        return temper * np.log(_allowed(kind, clue, days))
    known = tables() if known is None else known
    chance = known.get((kind, clue.ahead), known.get((kind, False)))
    if chance is None:
        return np.zeros(len(days.ordinal))
    edges = BUCKETS[UNITS[kind]]
    found = chance[bucket(kind, offsets(clue, kind, days))]
    return temper * np.log((1 - ASTRAY) * found + ASTRAY / (edges[-1] - edges[0]))


def _allowed(kind: str, clue: Clue, days: Calendar) -> np.ndarray:
    if kind == "company":
        (start, end), = clue.spans
        inside = (days.ordinal >= start.toordinal()) & (days.ordinal <= end.toordinal())
        count = np.array([max(1, (~inside).sum()), max(1, inside.sum())])
        return np.where(inside, COMPANY / count[1], (1 - COMPANY) / count[0])
    before, after = OUTSIDE[kind]
    early, late = NEWS if kind == "event" else (0, 0)
    starts = [days.first if a is None else a.toordinal() + early for a, _ in clue.spans]
    ends = [10 ** 7 if b is None else b.toordinal() + late for _, b in clue.spans]
    inside = np.zeros(len(days.ordinal), dtype=bool)
    for start, end in zip(starts, ends, strict=True):
        inside |= (days.ordinal >= start) & (days.ordinal <= end)
    return np.where(inside, 1.0, np.where(days.ordinal < min(starts), before, after))


def conclude(chance: np.ndarray, first: date = FIRST) -> Dated:
    """The most likely day, how sure it is, and the shortest run of days with 90 in 100."""
    best = int(chance.argmax())
    sure = float(chance[max(0, best - 1):best + 2].sum())
    total = np.concatenate([[0.0], np.cumsum(chance)])
    ends = np.searchsorted(total, total[:-1] + HOLD - 1e-9)
    lengths = np.where(ends < len(total), ends - np.arange(len(ends)), len(total) * 2)
    start = int(lengths.argmin())
    stop = min(len(chance), start + int(lengths[start]))
    day = first + timedelta(days=best)
    return Dated(day, min(1.0, sure), first + timedelta(days=start), first + timedelta(days=stop - 1))
