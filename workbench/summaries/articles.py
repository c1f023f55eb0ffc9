"""The list of articles."""

import numpy as np
import pandas as pd


def articles(index, mask: np.ndarray | None, actors: np.ndarray | None, places: np.ndarray | None, hits: np.ndarray | None = None, *,
             limit: int | None = None) -> pd.DataFrame:
    """The articles of the mask, oldest first and undated last.

    Parameters
    ----------
    index, mask
        The corpus' index, and a boolean for each of its articles (None for all).
    actors, places
        Codes of those chosen; None where none are. Mentions of these are counted; of all actors where nothing is chosen.
    hits
        Where searched words stand: article of the index, start, end, (n, 3). They are counted too.
    limit
        Give the first rows only; ``frame.attrs["total"]`` says how many there are.

    Returns
    -------
    DataFrame
        document_id, date_published, publisher, headline, count (mentions in the article), url.
    """
    inside = np.arange(len(index)) if mask is None else np.flatnonzero(mask)
    undated = np.searchsorted(inside, index.undated)
    inside = np.concatenate([inside[undated:], inside[:undated]])
    total, inside = len(inside), inside[:limit]
    count = np.zeros(len(inside), np.int64)
    for relation, codes in ((index.actors, actors), (index.places, places)):
        if codes is None and not (relation is index.actors and places is None and hits is None):
            continue
        wanted = np.isin(np.arange(len(relation)), codes) if codes is not None else index.can_act
        size = np.diff(relation.first)[inside]
        at = np.concatenate([np.arange(relation.first[d], relation.first[d + 1]) for d in inside]) if len(inside) else np.empty(0, np.int64)
        count += np.bincount(np.repeat(np.arange(len(inside)), size)[wanted[relation.code[at]]], minlength=len(inside))
    if hits is not None:
        count += np.bincount(hits[:, 0], minlength=len(index))[inside]
    rows = index.table("documents")[["document_id", "date_published", "publisher", "url"]].iloc[index.order[inside]]
    rows = rows.reset_index(drop=True).assign(headline=pd.Series(index.headlines(inside), dtype="str"), count=count)
    made = rows[["document_id", "date_published", "publisher", "headline", "count", "url"]]
    made.attrs["total"] = total
    return made
