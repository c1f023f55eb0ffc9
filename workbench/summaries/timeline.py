"""Counts over time."""

import numpy as np
import pandas as pd

from workbench.summaries import largest

#: Units of time, the shortest first, each with the longest stretch of days that it is used for unasked.
FREQUENCIES = {"day": 62, "week": 7 * 60, "month": 31 * 120, "year": 366 * 10_000}
#: Stands for all articles where no actors are known.
ARTICLES = "*"


def frequency_for(first: int, last: int) -> str:
    """A unit of time fit to draw the stretch between two days since 1970."""
    return next((unit for unit, longest in FREQUENCIES.items() if last - first + 1 <= longest), "year")


def start_of(day: np.ndarray, frequency: str) -> np.ndarray:
    """First day of the period of each day, in days since 1970; weeks begin on Monday.

    Raises
    ------
    ValueError
        If the frequency is not known; lists those that are.
    """
    if frequency not in FREQUENCIES:
        raise ValueError(f"no frequency {frequency!r}; there are {', '.join(FREQUENCIES)}")
    if frequency == "day":
        return day
    if frequency == "week":
        return day - (day + 3) % 7
    return day.astype("datetime64[D]").astype(f"datetime64[{frequency[0].upper()}]").astype("datetime64[D]").astype(np.int64)


def timeline(index, mask: np.ndarray | None, actors: np.ndarray | None = None, *, by: str = "mentions", frequency: str | None = None,
             most: int = 5) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """How often actors are named in each period.

    Parameters
    ----------
    index, mask
        The corpus' index, and a boolean for each of its articles (None for all): those that pass every filter but the dates.
    actors
        Codes of the chosen actors; None for the ``most`` that are named most. Without any names, articles are counted.
    by
        What is counted: mentions, articles or stories.
    frequency
        day, week, month or year; by default what fits the corpus' stretch of time.

    Returns
    -------
    counts, undated, frequency
        counts: entity_id, name, period (first day), count; every period from first to last, zeros included. undated: entity_id,
        name, count in articles without a date.
    """
    relation = index.actors
    dated = index.day[index.undated:]
    if not len(dated):
        frequency, periods = frequency or "month", np.empty(0, np.int64)
    else:
        frequency = frequency or frequency_for(int(dated[0]), int(dated[-1]))
        ends = start_of(np.array([dated[0], dated[-1]], np.int64), frequency)
        periods = _between(ends[0], ends[1], frequency)
    # articles stand in order of date, the undated first: each period is a stretch of them
    starts = np.append(0, np.searchsorted(index.day, periods))
    if not len(relation.doc):
        ids, names = [ARTICLES], ["articles"]
        counts = _count(np.zeros(len(index), np.int64), np.arange(len(index)), mask, starts, 1, index.story if by == "stories" else None)
    else:
        if actors is None:
            total = relation.counts(mask, by, index.story)
            actors = largest(total, np.flatnonzero(index.can_act & (total > 0)), most)
        ids, names = relation.ids[actors], relation.names[actors]
        if by == "stories":
            which, doc, _ = relation.articles_of(actors)
            counts = _count(which, doc, mask, starts, len(actors), index.story)
        else:
            counts = relation.by_period(actors, starts, mask, rows=by == "mentions")
    made = pd.DataFrame({
        "entity_id": pd.Series(np.repeat(np.asarray(ids, object), len(periods)), dtype="str"),
        "name": pd.Series(np.repeat(np.asarray(names, object), len(periods)), dtype="str"),
        "period": pd.Series(np.tile(periods.astype("datetime64[D]"), len(ids)).astype("datetime64[us]")),
        "count": counts[:, 1:].ravel(),
    })
    undated = pd.DataFrame({"entity_id": pd.Series(ids, dtype="str"), "name": pd.Series(names, dtype="str"), "count": counts[:, 0]})
    return made, undated, frequency


def _between(first: int, last: int, frequency: str) -> np.ndarray:
    """First days of all periods from one to another."""
    if frequency in ("day", "week"):
        return np.arange(first, last + 1, 7 if frequency == "week" else 1)
    begin, end = (np.datetime64(int(day), "D").astype(f"datetime64[{frequency[0].upper()}]") for day in (first, last))
    return np.arange(begin, end + 1).astype("datetime64[D]").astype(np.int64)


def _count(which: np.ndarray, doc: np.ndarray, mask: np.ndarray | None, starts: np.ndarray, things: int,
           story: np.ndarray | None) -> np.ndarray:
    """Articles, or stories, of each (thing, period), (things, periods); the first column is for those without a date."""
    if mask is not None:
        which, doc = which[mask[doc]], doc[mask[doc]]
    key = which * len(starts) + np.searchsorted(starts, doc, side="right") - 1
    if story is not None and len(key):
        key = np.unique(np.column_stack([key, story[doc]]), axis=0)[:, 0]
    return np.bincount(key, minlength=things * len(starts)).astype(np.int64).reshape(things, len(starts))
