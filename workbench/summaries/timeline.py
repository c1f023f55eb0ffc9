"""Counts over time: by the day of printing, and by the days that the articles speak of."""

import numpy as np
import pandas as pd

from workbench.summaries import UNDATED, largest

#: Units of time, the shortest first, each with the longest stretch of days that it is used for unasked.
FREQUENCIES = {"day": 62, "week": 7 * 60, "month": 31 * 120, "year": 366 * 10_000}
#: Stands for all articles where no actors are known.
ARTICLES = "*"
#: Days that so small a share of dated statements (or two of them) lies before, or after, do not stretch the timeline of what happened.
FAR = 0.02


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
             most: int = 5, share_of: np.ndarray | None = None, share: bool = False,
             behind: bool = False) -> tuple[pd.DataFrame, pd.DataFrame, str]:
    """How often actors are named in each period of printing.

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
    share, share_of
        Give the share of all articles (stories, where these are counted) of each period that name an actor: of those in the mask
        ``share_of``, None for all.
    behind
        Whether to say in how many articles each count stands, as a column ``articles``; of a share, it is always said of how many.

    Returns
    -------
    counts, undated, frequency
        counts: entity_id, name, period (first day), count; every period from first to last, zeros included. undated: entity_id,
        name, count in articles without a date.
    """
    by = "articles" if share and by == "mentions" else by
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
    if not len(relation.code):
        ids, names = [ARTICLES], ["articles"]
        counts = _count(np.zeros(len(index), np.int64), np.arange(len(index)), mask, starts, 1, index.story if by == "stories" else None)
    else:
        if actors is None:
            total = relation.counts(mask, by, index.story)
            actors = largest(total, np.flatnonzero(index.can_act & (total > 0)), most)
        ids, names = relation.ids[actors], relation.names[actors]
        if by == "stories":
            which, doc = relation.articles_of(actors)
            counts = _count(which, doc, mask, starts, len(actors), index.story)
        else:
            counts = relation.by_period(actors, starts, mask, rows=by == "mentions")
    if share:
        every = _count(np.zeros(len(index), np.int64), np.arange(len(index)), share_of, starts, 1, index.story if by == "stories" else None)
        counts = counts / np.maximum(every, 1)
    made, undated = _framed(ids, names, periods, counts)
    if share:
        made["articles"] = np.tile(every[0, 1:], len(ids))
    elif behind:
        articles = counts if by == "articles" or not len(relation.code) else relation.by_period(actors, starts, mask, rows=False)
        made["articles"] = articles[:, 1:].ravel()
    return made, undated, frequency


def unit(counts: pd.DataFrame, undated: pd.DataFrame, by: str, *, when: str = "printed", share: bool = False) -> str:
    """What the counts are of, for an axis: mentions, statements, articles, stories or share."""
    if share:
        return "share"
    if by == "mentions" and when == "happened":
        return "statements"
    nameless = any((table["entity_id"] == ARTICLES).any() for table in (counts, undated))
    return "articles" if by == "mentions" and nameless else by


def _framed(ids, names, periods: np.ndarray, counts: np.ndarray) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Counts as (things, 1 + periods), the undated first, as two tables."""
    # strings are made once a thing, and then only referred to
    ids, names = (pd.array(np.asarray(values, object), dtype="str") for values in (ids, names))
    which = np.repeat(np.arange(len(ids)), len(periods))
    days = np.tile(periods.astype("datetime64[D]").astype("datetime64[us]"), len(ids))
    made = pd.DataFrame({"entity_id": ids.take(which), "name": names.take(which), "period": days, "count": counts[:, 1:].ravel()},
                        copy=False)
    return made, pd.DataFrame({"entity_id": ids, "name": names, "count": counts[:, 0]})


def happened(index, said, at: np.ndarray, actors: np.ndarray | None = None, *, by: str = "mentions", frequency: str | None = None,
             most: int = 5) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, str, tuple[int, int]]:
    """How often actors stand in dated statements, by the days that these speak of.

    A statement counts in the period that all its days lie in. One that is vaguer than a period is no point: it is given as a span.

    Parameters
    ----------
    index, said, at
        The corpus' index, its dated statements (``statements.statements``), and positions of those that count.
    actors
        Codes of the chosen actors; None for the ``most`` that stand in most. Without any names, all statements are counted.
    by
        What is counted: "mentions" counts statements; or articles, stories that have one.
    frequency
        day, week, month or year; by default what fits the stretch of time that nearly all statements lie in.

    Returns
    -------
    counts, undated, spans, frequency, outside
        counts and undated as of :func:`timeline`, with the column articles; undated are statements whose days are not known. spans:
        entity_id, name, date_from, date_to, count. outside: number of statements before and after the stretch that is drawn.
    """
    ids, names, which, at = _sayers(index, said, at, actors, most)
    doc, first, last = said.doc[at], said.first[at], said.last[at]
    known = first != UNDATED
    begin, end = _stretch(first[known], last[known])
    frequency = frequency or frequency_for(begin, end)
    early, late = known & (last < begin), known & (first > end)
    drawn = known & ~early & ~late
    starts = _between(*start_of(np.array([begin, end], np.int64), frequency), frequency) if drawn.any() else np.empty(0, np.int64)
    period = np.searchsorted(starts, first, side="right")  # 0 is for those whose days are not known
    sharp = drawn & (period > 0) & (period == np.searchsorted(starts, last, side="right"))
    unit = {"mentions": at, "articles": doc, "stories": index.story[doc]}
    counts, articles = (_tally(which, unit[what], np.where(known, period, 0), sharp | ~known, (len(ids), len(starts) + 1))
                        for what in (by, "articles"))
    made, undated = _framed(ids, names, starts, counts)
    made["articles"] = articles[:, 1:].ravel()
    vague = np.unique(np.column_stack([which, first, last, unit[by]])[drawn & ~sharp], axis=0)[:, :3]
    vague, count = np.unique(vague, axis=0, return_counts=True)
    spans = pd.DataFrame({
        "entity_id": pd.Series(np.asarray(ids, object)[vague[:, 0]], dtype="str"),
        "name": pd.Series(np.asarray(names, object)[vague[:, 0]], dtype="str"),
        **{name: vague[:, k].astype("datetime64[D]").astype("datetime64[us]") for k, name in ((1, "date_from"), (2, "date_to"))},
        "count": count})
    return made, undated, spans, frequency, (len(np.unique(at[early])), len(np.unique(at[late])))


def _sayers(index, said, at: np.ndarray, actors: np.ndarray | None, most: int) -> tuple:
    """Identifiers and names of the actors, and (actor, statement) for each that a statement names; one "actor" where there are none."""
    relation = index.actors
    if not len(relation.code):
        return [ARTICLES], ["statements"], np.zeros(len(at), np.int64), at
    inside = _flags(len(said.doc), at)[said.at]
    if actors is None:
        total = np.bincount(said.actor[inside], minlength=len(relation))
        actors = largest(total, np.flatnonzero(total > 0), most)
    place = np.full(len(relation), -1)
    place[actors] = np.arange(len(actors))
    inside &= place[said.actor] >= 0
    return relation.ids[actors], relation.names[actors], place[said.actor[inside]], said.at[inside]


def _stretch(first: np.ndarray, last: np.ndarray) -> tuple[int, int]:
    """First and last day to draw: of all dated to a year or better, or of the bulk where a few far ones would leave most of it empty."""
    near = last - first < 366
    first, last = (first[near], last[near]) if near.any() else (first, last)
    if not len(first):
        return 0, 0
    days, few = np.sort(first), 0 if len(first) < 10 else max(2, int(FAR * len(first)))
    low, high = days[few], days[-1 - few]
    if days[-1] - days[0] <= 3 * (high - low) + 62:
        return int(first.min()), int(last.max())
    room = (high - low) / 4 + 31
    kept = (first >= low - room) & (first <= high + room)
    return int(first[kept].min()), int(last[kept].max())


def _tally(which: np.ndarray, unit: np.ndarray, column: np.ndarray, keep: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Different units of each (thing, column)."""
    most = int(unit.max(initial=0)) + 1  # one number a pair, and sorted: ten times as fast as np.unique of rows
    key = np.sort((which[keep] * shape[1] + column[keep]) * most + unit[keep])
    key = key[np.append(True, key[1:] != key[:-1])[:len(key)]] // most
    return np.bincount(key, minlength=shape[0] * shape[1]).astype(np.int64).reshape(shape)


def _flags(size: int, at: np.ndarray) -> np.ndarray:
    made = np.zeros(size, bool)
    made[at] = True
    return made


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
