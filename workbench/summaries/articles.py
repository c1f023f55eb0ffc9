"""The list of articles."""

import numpy as np
import pandas as pd


def articles(index, mask: np.ndarray | None, amounts: np.ndarray | None = None, *, by: str = "mentions",
             limit: int | None = None, skip: int = 0) -> pd.DataFrame:
    """The articles of the mask, oldest first and undated last; by stories, the first article of each.

    Parameters
    ----------
    index, mask
        The corpus' index, and a boolean for each of its articles (None for all).
    amounts
        Rows of evidence in each article of the index, as ``evidence.amounts`` gives them; by default mentions of all actors.
    by
        "stories" lists one article a story.
    limit
        Give so many rows only; ``frame.attrs["total"]`` says how many there are.
    skip
        Leave out so many rows first.

    Returns
    -------
    DataFrame
        document_id, date_published, publisher, headline, count (of evidence in the article, or in all of the story's articles that
        are in the mask), copies (how many more articles tell the story), story_id, url.
    """
    amounts = index.acting if amounts is None else amounts
    inside = np.arange(len(index)) if mask is None else np.flatnonzero(mask)
    undated = np.searchsorted(inside, index.undated)
    inside = np.concatenate([inside[undated:], inside[:undated]])
    count, copies = amounts[inside], np.zeros(len(inside), np.int64)
    if by == "stories":
        _, first, group = np.unique(index.story[inside], return_index=True, return_inverse=True)
        order = np.argsort(first)
        copies, count = (np.bincount(group)[order] - 1), np.bincount(group, count)[order].astype(np.int64)
        inside = inside[first[order]]
    shown = slice(skip, None if limit is None else skip + limit)
    total, inside, count, copies = len(inside), inside[shown], count[shown], copies[shown]
    rows = index.table("documents")[["document_id", "date_published", "publisher", "url"]].iloc[index.order[inside]]
    codes, stories = index.column("story")
    rows = rows.reset_index(drop=True).assign(headline=pd.Series(index.headlines(inside), dtype="str"), count=count, copies=copies,
                                              story_id=pd.Series(stories[codes[inside]], dtype="str"))
    made = rows[["document_id", "date_published", "publisher", "headline", "count", "copies", "story_id", "url"]]
    made.attrs["total"] = total
    return made
