"""Key words in context: what stands left and right of each thing that is counted."""

import numpy as np
import pandas as pd

#: What a concordance can be sorted by.
ORDERS = ("date", "left", "word", "right")


def concordance(documents: pd.DataFrame, rows: pd.DataFrame, *, order: str = "date", width: int = 60,
                limit: int | None = None) -> pd.DataFrame:
    """Each row of evidence with its context.

    Parameters
    ----------
    documents
        The documents table.
    rows
        Evidence: document_id, start, end, date_published, publisher, in order of date.
    order
        "date"; "left" or "right": by the words next to the key word; "word": by the key word.
    width
        Characters of context on each side.
    limit
        Give the first rows only; ``frame.attrs["total"]`` says how many there are.

    Returns
    -------
    DataFrame
        document_id, start, date_published, publisher, left, word, right.

    Raises
    ------
    ValueError
        If the order is not known.
    """
    if order not in ORDERS:
        raise ValueError(f"no order {order!r}; there are {', '.join(ORDERS)}")
    texts = documents.set_index("document_id")["text"].reindex(rows["document_id"]).to_numpy()
    starts, ends = rows["start"].to_numpy(), rows["end"].to_numpy()
    made = rows[["document_id", "start", "date_published", "publisher"]].reset_index(drop=True)
    for name, found in (("left", (t[max(a - width, 0):a] for t, a in zip(texts, starts, strict=True))),
                        ("word", (t[a:b] for t, a, b in zip(texts, starts, ends, strict=True))),
                        ("right", (t[b:b + width] for t, b in zip(texts, ends, strict=True)))):
        made[name] = pd.Series(list(found), dtype="str").str.replace(r"\s+", " ", regex=True)
    if order != "date":
        # the nearest word first: the left context is read backwards
        words = made[order].str.casefold().str.findall(r"\w+").map(lambda w: tuple(reversed(w)) if order == "left" else tuple(w))
        made = made.iloc[np.array(sorted(range(len(made)), key=words.to_list().__getitem__), np.int64)].reset_index(drop=True)
    total = len(made)
    made = made.iloc[:limit].reset_index(drop=True)
    made.attrs["total"] = total
    return made
