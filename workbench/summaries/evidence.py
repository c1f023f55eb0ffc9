"""The sentences behind the numbers: one row for each thing counted."""

import numpy as np
import pandas as pd

from workbench.sentences import sentences

#: kind of evidence -> the table its spans stand in.
TABLES = {"actor": "mentions", "place": "toponyms"}


def evidence(index, mask: np.ndarray | None, chosen: dict[str, np.ndarray | None], *, hits: np.ndarray | None = None,
             by: str = "mentions", limit: int | None = None) -> pd.DataFrame:
    """The rows behind a number, with their sentences.

    Parameters
    ----------
    index, mask
        The corpus' index, and a boolean for each of its articles (None for all).
    chosen
        kind ("actor", "place") -> codes of the things whose rows are wanted; None for all of the kind.
    hits
        Where searched words stand: article of the index, start, end, (n, 3).
    by
        "mentions": each row. "articles", "stories": the first row of each thing in each article or story.
    limit
        Give the first rows only; ``frame.attrs["total"]`` says how many there are.

    Returns
    -------
    DataFrame
        document_id, publisher, date_published, headline, sentence, sentence_start, start, end, text, kind, name, reason, score;
        oldest first, undated last, and in the order of the text.
    """
    found = [_spans(index, mask, kind, codes, by) for kind, codes in chosen.items()]
    if hits is not None:
        found.append(_hits(index, mask, hits, by))
    rows = pd.concat(found, ignore_index=True) if len(found) > 1 else found[0]
    rows = rows.iloc[np.lexsort([rows["start"], (rows["doc"] + len(index) * (rows["doc"] < index.undated))])]
    total, rows = len(rows), rows.iloc[:limit]
    said, begin = _sentences(index, rows["doc"].to_numpy(), rows["start"].to_numpy(), rows["end"].to_numpy())
    doc = rows["doc"].to_numpy()
    documents = index.table("documents")[["document_id", "publisher", "date_published"]].iloc[index.order[doc]].reset_index(drop=True)
    documents["headline"] = pd.Series(index.headlines(doc), dtype="str")
    documents["sentence"], documents["sentence_start"] = pd.Series(said, dtype="str"), pd.Series(begin, dtype="int64")
    made = pd.concat([documents, rows.drop(columns=["doc", "code"]).reset_index(drop=True)], axis=1)
    made.attrs["total"] = total
    return made


def _spans(index, mask: np.ndarray | None, kind: str, codes: np.ndarray | None, by: str) -> pd.DataFrame:
    relation = index.actors if kind == "actor" else index.places
    if codes is None:
        wanted, holding = (index.can_act if kind == "actor" else np.ones(len(relation), bool)), mask
    else:
        wanted, having = np.isin(np.arange(len(relation)), codes), relation.having(codes)
        holding = having if mask is None else having & mask
    at = np.arange(len(relation.doc)) if holding is None else relation.rows(holding)
    at = at[wanted[relation.code[at]]]
    at = at[_first_of_each(index, relation.doc[at], relation.code[at], by)]
    spans = index.table(TABLES[kind]).iloc[relation.row[at]]
    return pd.DataFrame({
        "doc": relation.doc[at].astype(np.int64), "code": relation.code[at],
        "start": spans["start"].to_numpy(), "end": spans["end"].to_numpy(),
        "text": spans["text"].to_numpy(), "kind": kind, "name": relation.names[relation.code[at]],
        "reason": spans["reason"].to_numpy() if kind == "place" else ("found by " + spans["annotator"].str.split("/").str[-1]).to_numpy(),
        "score": spans["score"].to_numpy(),
    }).astype({"text": "str", "kind": "str", "name": "str", "reason": "str"})


def _first_of_each(index, doc: np.ndarray, code: np.ndarray, by: str) -> np.ndarray:
    """Positions of the rows that are counted: all, or the first of each thing in each article or story, by date."""
    if by == "mentions":
        return np.arange(len(doc))
    group = doc if by == "articles" else index.story[doc]
    order = np.lexsort([np.arange(len(doc)), doc < index.undated])  # a dated copy is shown before an undated one
    pair = np.column_stack([group[order], code[order]])
    return np.sort(order[np.unique(pair, axis=0, return_index=True)[1]])


def _hits(index, mask: np.ndarray | None, hits: np.ndarray, by: str) -> pd.DataFrame:
    hits = hits[np.lexsort([hits[:, 1], hits[:, 0]])]
    hits = hits if mask is None else hits[mask[hits[:, 0]]]
    hits = hits[_first_of_each(index, hits[:, 0], np.zeros(len(hits), np.int64), by)]
    texts = index.table("documents")["text"].to_numpy()[index.order[hits[:, 0]]]
    words = pd.Series([text[a:b] for text, a, b in zip(texts, hits[:, 1], hits[:, 2], strict=True)], dtype="str")
    return pd.DataFrame({"doc": hits[:, 0], "code": 0, "start": hits[:, 1], "end": hits[:, 2], "text": words, "kind": "hit", "name": words,
                         "reason": "searched", "score": 1.0}).astype({"kind": "str", "reason": "str"})


def _sentences(index, doc: np.ndarray, start: np.ndarray, end: np.ndarray) -> tuple[list[str], np.ndarray]:
    """The sentence around each span, and where it begins; it does not run over into another segment."""
    left, right = index.segment_bounds(doc, start)
    texts = index.table("documents")["text"]
    said, begin = [], np.zeros(len(doc), np.int64)
    for rows in np.split(np.arange(len(doc)), np.flatnonzero(np.diff(doc)) + 1) if len(doc) else ():
        position = doc[rows[0]]
        text = texts.iloc[index.order[position]]
        bounds = index.sentences_of(position, lambda text=text: np.array(sentences(text), np.int64).reshape(-1, 2))
        first = np.maximum(np.searchsorted(bounds[:, 0], start[rows], side="right") - 1, 0)
        last = np.maximum(np.searchsorted(bounds[:, 0], end[rows], side="left") - 1, first)
        begin[rows] = np.minimum(np.maximum(bounds[first, 0], left[rows]), start[rows])
        until = np.maximum(np.minimum(bounds[last, 1], right[rows]), end[rows])
        said += [text[a:b] for a, b in zip(begin[rows], until, strict=True)]
    return said, begin
