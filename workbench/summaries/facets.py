"""Facets: each value with how much of what is chosen it covers."""

import numpy as np
import pandas as pd

from workbench.summaries import largest


def facet(index, name: str, mask: np.ndarray | None, *, by: str = "mentions", chosen=(), find: str = "",
          limit: int | None = 20, amounts: np.ndarray | None = None) -> pd.DataFrame:
    """The values of a facet with their counts, the largest first, ties in alphabetical order.

    Parameters
    ----------
    index, mask
        The corpus' index, and a boolean for each of its articles (None for all): those that pass every *other* filter.
    name
        "actor", "place", "story", or a column of documents: "publisher", "in_language", "section".
    by
        What is counted.
    chosen
        Values that are listed first, whatever their count.
    find
        Letters that the names of the others must hold.
    limit
        List so many values beside the chosen ones.
    amounts
        Rows of evidence in each article, as ``evidence.amounts`` gives them: what publishers and the like have by mentions;
        without it, by mentions means by articles there.

    Returns
    -------
    DataFrame
        value, name, label, count, chosen. ``attrs``: "total", the number of values with a count; "sum", of all counts.
    """
    if name in ("actor", "place"):
        relation = index.actors if name == "actor" else index.places
        counts = relation.counts(mask, by, index.story)
        values, names, labels = relation.ids, relation.names, relation.labels
        open_to_all = index.can_act if name == "actor" else np.ones(len(relation), bool)
    else:
        codes, values = index.column(name)
        names = index.story_names if name == "story" else values.to_numpy().astype(object)
        labels, open_to_all = np.full(len(values), ""), np.ones(len(values), bool)
        counts = _articles(index, codes, len(values), mask, by, amounts)
    picked = values.get_indexer(pd.Index(list(chosen), dtype=object)) if len(chosen) else np.empty(0, np.int64)
    picked = np.unique(picked[picked >= 0])
    possible = open_to_all & (counts > 0)
    total, summed = int(possible.sum()), int(counts @ possible)
    possible[picked] = False
    if find.strip():
        possible &= pd.Series(names[:], dtype="str").str.contains(find.strip(), case=False, regex=False, na=False).to_numpy(bool)
    rest = largest(counts, np.flatnonzero(possible), limit)
    at = np.concatenate([picked[np.lexsort([picked, -counts[picked]])], rest]).astype(np.int64)
    value, name, label = (pd.array(np.asarray(texts[at], object), dtype="str") for texts in (values, names, labels))
    made = pd.DataFrame({"value": value, "name": name, "label": label, "count": counts[at].astype(np.int64),
                         "chosen": np.arange(len(at)) < len(picked)}, copy=False)
    made.attrs.update(total=total, sum=summed, found=int(possible.sum()))
    return made


def _articles(index, codes: np.ndarray, size: int, mask: np.ndarray | None, by: str, amounts: np.ndarray | None) -> np.ndarray:
    inside = np.flatnonzero(codes >= 0) if mask is None else np.flatnonzero(mask & (codes >= 0))
    if by == "stories":
        key = np.unique(index.story[inside] * max(size, 1) + codes[inside])
        return np.bincount(key % max(size, 1), minlength=size)
    if by == "mentions" and amounts is not None:
        return np.bincount(codes[inside], amounts[inside], minlength=size).astype(np.int64)
    return np.bincount(codes[inside], minlength=size)
