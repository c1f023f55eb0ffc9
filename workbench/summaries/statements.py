"""Dated statements: where the articles say when something was, and whom the same sentence names."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench.summaries import UNDATED, gather

#: Kinds of expressions that may say when: "on Wednesday", "at noon", "over the past three months".
_LABELS = ("DATE", "TIME", "DURATION")
#: The rule of the day that a report's date line names: it says when was written, not when was what.
_DATELINE = "times/date line"


class Statements(NamedTuple):
    """The dated statements of a corpus, in the order of its index and of the text.

    Attributes
    ----------
    doc, row
        Article of the index, and row of the times table, of each.
    first, last
        Days since 1970 that it means, inclusive; ``UNDATED`` where they are not known ("Wednesday" in an article without a date).
    at, actor
        Which statement names which actor in its sentence, once each: position in ``doc`` and code of ``index.actors``.
    """

    doc: np.ndarray
    row: np.ndarray
    first: np.ndarray
    last: np.ndarray
    at: np.ndarray
    actor: np.ndarray


@lru_cache(maxsize=4)
def statements(index) -> Statements:
    """All dated statements of a corpus. Lengths, habits and words like "now" date nothing; neither does a report's date line."""
    times = index.table("times")
    days = times["date_from"].notna() & times["date_to"].notna()
    symbolic = (times["label"] != "DURATION") & times["value"].str.contains("X", regex=False, na=False)
    doc, start = index.positions(times["document_id"]), times["start"].to_numpy()
    keep = np.flatnonzero(times["label"].isin(_LABELS) & (days | symbolic) & (times["annotator"] != _DATELINE) & (doc >= 0))
    keep = keep[np.lexsort([start[keep], doc[keep]])]
    keep = keep[index.role_of(doc[keep], start[keep]) != "dateline"]
    doc, known = doc[keep].astype(np.int64), days.to_numpy()[keep]
    first, last = (np.where(known, times[c].to_numpy("datetime64[D]")[keep].astype(np.int64), UNDATED) for c in ("date_from", "date_to"))
    return Statements(doc, keep, first, last, *_named(index, doc, start[keep]))


def _named(index, doc: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(statement, actor) for each actor that a statement's sentence names."""
    relation = index.actors
    acting = np.flatnonzero(index.can_act[relation.code])
    begin = index.table("mentions")["start"].to_numpy()[relation.row_of(acting)]
    units = np.concatenate([index.units(doc, start), index.units(relation.doc_of(acting), begin)])
    _, unit = np.unique(units, axis=0, return_inverse=True)
    unit, there = unit.ravel()[:len(doc)], unit.ravel()[len(doc):]
    order = np.argsort(there, kind="stable")
    edges = np.searchsorted(there[order], np.arange(len(units) + 1))
    found = gather(edges, unit)
    at = np.repeat(np.arange(len(doc)), np.diff(edges)[unit])
    pairs = np.unique(np.column_stack([at, relation.code[acting][order][found]]), axis=0)
    return pairs[:, 0], pairs[:, 1]


def chosen(made: Statements, mask: np.ndarray | None, actors: np.ndarray | None = None, days: tuple | None = None) -> np.ndarray:
    """Positions of the statements in the articles of a mask (None for all) that name one of some actors and lie within some days.

    Parameters
    ----------
    actors
        Codes; None for all, named or not.
    days
        First and last day since 1970, None where open, inclusive; UNDATED for both: those whose days are not known.
    """
    keep = np.ones(len(made.doc), bool) if mask is None else mask[made.doc]
    if actors is not None:
        named = np.zeros(len(made.doc), bool)
        wanted = np.zeros(int(made.actor.max(initial=-1)) + 1, bool)
        wanted[actors[actors < len(wanted)]] = True
        named[made.at[wanted[made.actor]]] = True
        keep &= named
    if days is not None:
        begin, end = days
        keep &= (made.first == UNDATED) == (begin == UNDATED)
        if begin != UNDATED:
            keep &= (begin is None) | (made.first >= (begin or 0))
            keep &= (end is None) | (made.last <= (end or 0))
    return np.flatnonzero(keep)


def in_order(made: Statements, at: np.ndarray) -> np.ndarray:
    """The statements in the order of their days, the earlier end first; those whose days are not known last."""
    return at[np.lexsort([made.row[at], made.doc[at], made.last[at], made.first[at], made.first[at] == UNDATED])]


def foremost(made: Statements, at: np.ndarray, most: int, *, longest: int = 366) -> np.ndarray:
    """One statement of each of the days (or longer stretches, up to ``longest`` days) that most articles tell of, in order of days.

    It is the first that names an actor, where one does.
    """
    at = at[(made.first[at] != UNDATED) & (made.last[at] - made.first[at] < longest)]
    if not len(at):
        return at
    named = np.isin(at, made.at)
    at = at[np.lexsort([made.doc[at], ~named])]
    _, lead, group = np.unique(np.column_stack([made.first[at], made.last[at]]), axis=0, return_index=True, return_inverse=True)
    pairs = np.unique(np.column_stack([group.ravel(), made.doc[at]]), axis=0)
    told = np.bincount(pairs[:, 0], minlength=len(lead))
    best = np.lexsort([-made.first[at[lead]], -told])[:most]
    return in_order(made, at[lead[best]])


def listed(index, made: Statements, at: np.ndarray, actors: np.ndarray | None = None) -> pd.DataFrame:
    """Statements as rows, in the order given.

    Returns
    -------
    DataFrame
        date_from, date_to (missing where not known), value, text, name (of up to three actors that the sentence names, the chosen
        first), entity_id (of the first of them), document_id, start.
    """
    relation = index.actors
    place = np.full(len(made.doc), -1)
    place[at] = np.arange(len(at))
    inside = place[made.at] >= 0
    which, actor = place[made.at[inside]], made.actor[inside]
    other = np.zeros(len(actor), bool) if actors is None else ~np.isin(actor, actors)
    order = np.lexsort([actor, other, which])
    named = pd.DataFrame({"which": which[order], "name": relation.names[actor[order]], "entity_id": relation.ids[actor[order]]})
    named = named.groupby("which").head(3).groupby("which").agg({"name": "; ".join, "entity_id": "first"}).reindex(range(len(at)))
    spans = index.table("times").iloc[made.row[at]]
    return pd.DataFrame({
        **{column: spans[column].to_numpy() for column in ("date_from", "date_to", "value", "text")},
        "name": named["name"].to_numpy(object), "entity_id": named["entity_id"].to_numpy(object),
        **{column: spans[column].to_numpy() for column in ("document_id", "start")},
    }).astype(dict.fromkeys(("value", "text", "name", "entity_id", "document_id"), "str"))
