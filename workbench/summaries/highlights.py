"""What was read from one article, as marks on its text."""

import pandas as pd

#: table of spans -> kind of highlight.
KINDS = {"mentions": "actor", "toponyms": "place", "times": "time", "quotes": "quote"}


def highlights(corpus, document_id: str, hits=None, position: int = -1) -> pd.DataFrame:
    """What was read from an article, and what was searched: start, end, kind, title, entity_id.

    Parameters
    ----------
    corpus
        Whatever gives a table by its name (``corpus.table``).
    document_id
        The article.
    hits, position
        Rows of (article's position, start, end) of words that were searched, and the position of this one.
    """
    made = []
    names = {name: corpus.table(name).set_index(corpus.table(name).columns[0])["name"] for name in ("entities", "places")}
    for table, kind in KINDS.items():
        rows = corpus.table(table)
        rows = rows[rows["document_id"] == document_id]
        if table == "toponyms":
            reason = rows["reason"].fillna("")
            title = rows["place_id"].map(names["places"]).fillna("not placed") + (" (" + reason + ")").where(reason != "", "")
        elif table == "mentions":
            title = rows["entity_id"].map(names["entities"]).fillna("")
        else:
            title = rows["value"].fillna("") if table == "times" else rows["label"]
        made.append(pd.DataFrame({"start": rows["start"], "end": rows["end"], "kind": kind, "title": title.astype("str"),
                                   "entity_id": rows["entity_id"] if table == "mentions" else ""}))
    if hits is not None:
        here = hits[hits[:, 0] == position]
        made.append(pd.DataFrame({"start": here[:, 1], "end": here[:, 2], "kind": "hit", "title": "", "entity_id": ""}))
    return pd.concat(made, ignore_index=True)
