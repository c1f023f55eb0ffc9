"""Who is named with whom."""

import numpy as np
import pandas as pd

from workbench.summaries import largest


def network(index, mask: np.ndarray | None, *, by: str = "mentions", chosen: np.ndarray | None = None,
            most: int = 40, unit: str | None = None) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The most named actors, and how often two of them are named together.

    Two actors are together where one sentence, paragraph or article names both. What is counted are these, or the articles
    or stories that have one.

    Parameters
    ----------
    index, mask
        The corpus' index, and a boolean for each of its articles (None for all).
    by
        "mentions" counts sentences (or paragraphs, or articles, see ``unit``); or articles, stories.
    chosen
        Codes of actors that are there even where they are not among the most named.
    most
        How many actors.
    unit
        One of ``index.together_in``, by default the closest.

    Returns
    -------
    nodes, edges
        nodes: entity_id, name, label, count. edges: source, target (entity_id, the alphabetically first name is the source),
        count; the largest first.
    """
    relation = index.actors
    counts = relation.counts(mask, by, index.story)
    at = largest(counts, np.flatnonzero(index.can_act & (counts > 0)), most)
    if chosen is not None:
        at = np.concatenate([at, chosen[~np.isin(chosen, at) & (counts[chosen] > 0)]])
    nodes = pd.DataFrame({"entity_id": pd.Series(relation.ids[at], dtype="str"), "name": pd.Series(relation.names[at], dtype="str"),
                          "label": pd.Series(relation.labels[at], dtype="str"), "count": counts[at]})
    place = np.full(len(relation), -1)
    place[at] = np.arange(len(at))
    inside = place[relation.code] >= 0
    if mask is not None:
        inside &= mask[relation.doc]
    units = index.actor_unit(unit or index.together_in[0])[inside]
    names, docs = place[relation.code[inside]], relation.doc_of(np.flatnonzero(inside))
    pairs = _pairs(units, names, docs, len(at))
    if by != "mentions" and len(pairs):
        group = pairs[:, 2] if by == "articles" else index.story[pairs[:, 2]]
        pairs = np.unique(np.column_stack([pairs[:, :2], group]), axis=0)
    key, number = np.unique(pairs[:, 0] * max(len(at), 1) + pairs[:, 1], return_counts=True)
    one, two = np.divmod(key, max(len(at), 1))
    turned = at[one] > at[two]  # codes are in order of names
    one, two = np.where(turned, two, one), np.where(turned, one, two)
    order = np.lexsort([at[two], at[one], -number])
    edges = pd.DataFrame({"source": pd.Series(relation.ids[at[one]][order], dtype="str"),
                          "target": pd.Series(relation.ids[at[two]][order], dtype="str"), "count": number[order].astype(np.int64)})
    return nodes, edges


def _pairs(unit: np.ndarray, names: np.ndarray, docs: np.ndarray, size: int) -> np.ndarray:
    """Each pair of different names in each unit, once: (smaller, larger, article), (n, 3)."""
    _, first = np.unique(np.column_stack([unit, names]), axis=0, return_index=True)
    first = first[np.lexsort([names[first], unit[first]])]
    unit, names, docs = unit[first], names[first], docs[first]
    made = []
    for step in range(1, size):  # the name next in the same unit, the one after it, ...: as long as there is one
        same = unit[step:] == unit[:-step]
        if not same.any():
            break
        made.append(np.column_stack([names[:-step][same], names[step:][same], docs[step:][same]]))
    return np.concatenate(made).astype(np.int64) if made else np.empty((0, 3), np.int64)


def together(index, one: int, two: int, unit: str) -> tuple[np.ndarray, np.ndarray]:
    """Where two actors are named together: the first row of either in each unit that names both, and the row's article.

    A unit that is not among ``index.together_in`` stands for the closest that is.

    Returns
    -------
    rows, docs
        Positions in the forward rows of ``index.actors``, and articles of the index.
    """
    relation = index.actors
    both = np.flatnonzero(relation.having(np.array([one])) & relation.having(np.array([two])))
    at = relation.rows_of(both)
    at = at[np.isin(relation.code[at], (one, two))]
    units = index.actor_unit(unit if unit in index.together_in else index.together_in[0])[at]
    shared = np.intersect1d(units[relation.code[at] == one], units[relation.code[at] == two])
    inside = np.isin(units, shared)
    at = at[inside]
    _, first = np.unique(units[inside], return_index=True)
    return at[first], relation.doc_of(at[first])
