"""The words of articles without what stands around them."""

import pandas as pd

from workbench import schema


def body_text(documents: pd.DataFrame, segments: pd.DataFrame, *, labels: tuple[str, ...] = schema.BODY_LABELS) -> pd.Series:
    """The body of each article: its segments labelled body and subhead, in order, a line each.

    Parameters
    ----------
    documents, segments
        The tables.
    labels
        Roles of the segments that are wanted.

    Returns
    -------
    Series
        document_id -> text, in the order of documents; "" where an article has no such segment.
    """
    rows = segments[segments["label"].isin(labels)].sort_values("start", kind="stable")
    texts = rows.groupby("document_id", sort=False)["text"].agg("\n".join) if len(rows) else pd.Series(dtype="str")
    ids = pd.Index(documents["document_id"], name="document_id")
    return texts.reindex(ids).fillna("").astype("str").rename("text")
