"""The words of articles without what stands around them."""

import re

import pandas as pd

from workbench import schema

#: A link as Markdown writes it, its words first: ``[words][1]``, ``[words](https://...)``.
_LINK = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\])+)\](?:\[\d+\]|\((?:https?:|mailto:|/|#)[^()\s]*\))")
#: Emphasis as Markdown writes it with underscores, which would otherwise be letters of the words.
_EMPHASIS = re.compile(r"(?<!\w)(_{1,3})(?=[^\s_])([^_]{0,300}?[^\s_])\1(?!\w)")


def body_text(documents: pd.DataFrame, segments: pd.DataFrame, *, labels: tuple[str, ...] = schema.BODY_LABELS) -> pd.Series:
    """The body of each article: its segments labelled body and subhead, in order, a line each; of Markdown's marks the words alone.

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
    words = rows["text"]
    for hint, form, kept in ((r"\]\[\d|\]\(", _LINK, r"\1"), (r"\b_", _EMPHASIS, r"\2")):
        marked = words.str.contains(hint, regex=True)
        words = words.where(~marked, words[marked].str.replace(form, kept, regex=True))
    texts = words.groupby(rows["document_id"], sort=False).agg("\n".join) if len(rows) else pd.Series(dtype="str")
    ids = pd.Index(documents["document_id"], name="document_id")
    return texts.reindex(ids).fillna("").astype("str").rename("text")
