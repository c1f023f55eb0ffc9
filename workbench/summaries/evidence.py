"""The sentences behind the numbers: one row for each thing counted."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from workbench.sentences import sentences

#: kind of evidence -> the table its spans stand in.
TABLES = {"actor": "mentions", "place": "toponyms"}
#: Articles looked through at first, when only some rows are wanted.
STEP = 256


def evidence(index, mask: np.ndarray | None, chosen: dict[str, np.ndarray | None], *, hits: np.ndarray | None = None,
             pair: tuple[np.ndarray, str] | None = None, said: np.ndarray | None = None, by: str = "mentions", limit: int | None = None,
             whole: bool = True) -> pd.DataFrame:
    """The rows behind a number, with their sentences.

    Parameters
    ----------
    index, mask
        The corpus' index, and a boolean for each of its articles (None for all).
    chosen
        kind ("actor", "place") -> codes of the things whose rows are wanted; None for all of the kind.
    hits
        Where searched words stand: article of the index, start, end, (n, 3), in order; None where nothing was searched.
    pair
        Forward rows of the actors where two are named together, from ``network.together``, and what they are called.
    said
        Dated statements that are wanted: article of the index and row of the times table, (n, 2), in order.
    by
        "mentions": each row. "articles", "stories": the first row of each thing in each article or story.
    limit
        Give the first rows only; ``frame.attrs["total"]`` says how many there are.
    whole
        Whether to give the sentences; without, they are left empty, which is much faster.

    Returns
    -------
    DataFrame
        document_id, publisher, date_published, headline, sentence, sentence_start, start, end, text, kind, name, reason, score;
        oldest first, undated last, and in the order of the text.
    """
    if hits is not None:
        hits = hits if mask is None else hits[mask[hits[:, 0]]]
        hits = hits[_first_of_each(index, hits[:, 0], np.zeros(len(hits), np.int64), by)]
    if pair is not None:
        at = pair[0] if mask is None else pair[0][mask[index.actors.doc[pair[0]]]]
        at = at[_first_of_each(index, index.actors.doc[at], np.zeros(len(at), np.int64), by)]
        pair = (np.sort(at), pair[1])
    if said is not None:
        said = said if mask is None else said[mask[said[:, 0]]]
        said = said[_first_of_each(index, said[:, 0], np.zeros(len(said), np.int64), by)]
    total = sum(_total(index, mask, kind, codes, by) for kind, codes in chosen.items())
    total += (0 if pair is None else len(pair[0])) + sum(len(some) for some in (hits, said) if some is not None)
    found, many = [], 0
    for docs in _in_order(index, mask, chosen, (hits, said), pair, limit):
        found.append(_rows(index, docs, chosen, hits, pair, said, by, found))
        many += len(found[-1])
        if limit is not None and many >= limit:
            break
    found = found or [_rows(index, np.empty(0, np.int64), chosen, hits, pair, said, by, [])]
    rows = pd.concat(found, ignore_index=True).iloc[:limit]
    doc = rows["doc"].to_numpy()
    made = index.table("documents")[["document_id", "publisher", "date_published"]].iloc[index.order[doc]].reset_index(drop=True)
    made["headline"] = pd.Series(index.headlines(doc), dtype="str")
    said, begin = [""] * len(doc), np.zeros(len(doc))
    if whole:
        said, begin = _sentences(index, doc, rows["start"].to_numpy(), rows["end"].to_numpy())
    made["sentence"], made["sentence_start"] = pd.Series(said, dtype="str"), pd.Series(begin, dtype="int64")
    made = pd.concat([made, rows.drop(columns=["doc", "code", "story"], errors="ignore")], axis=1)
    made.attrs["total"] = total
    return made


def _relation(index, kind: str):
    return index.actors if kind == "actor" else index.places


def _wanted(index, kind: str, codes: np.ndarray | None) -> np.ndarray:
    """Which things' rows are wanted, a boolean for each code."""
    relation = _relation(index, kind)
    if codes is None:
        return index.can_act if kind == "actor" else np.ones(len(relation), bool)
    wanted = np.zeros(len(relation), bool)
    wanted[codes] = True
    return wanted


def _total(index, mask: np.ndarray | None, kind: str, codes: np.ndarray | None, by: str) -> int:
    counts = _relation(index, kind).counts(mask, by, index.story)
    return int(counts[_wanted(index, kind, codes)].sum())


def _in_order(index, mask: np.ndarray | None, chosen: dict, spans: tuple[np.ndarray | None, ...], pair: tuple | None,
              limit: int | None) -> Iterator[np.ndarray]:
    """The articles that may have rows, oldest first, undated last: a few at a time where few rows are wanted."""
    having = np.zeros(len(index), bool)
    for kind, codes in chosen.items():
        relation = _relation(index, kind)
        having |= relation.having(codes) if codes is not None else np.diff(relation.first) > 0
    for some in spans:
        if some is not None:
            having[some[:, 0]] = True
    if pair is not None:
        having[index.actors.doc[pair[0]]] = True
    docs = np.flatnonzero(having if mask is None else having & mask)
    undated = np.searchsorted(docs, index.undated)
    docs, step = np.concatenate([docs[undated:], docs[:undated]]), STEP if limit is not None else len(docs)
    while len(docs):
        yield docs[:step]
        docs, step = docs[step:], 4 * step


def _rows(index, docs: np.ndarray, chosen: dict, hits: np.ndarray | None, pair: tuple | None, said: np.ndarray | None, by: str,
          before: list[pd.DataFrame]) -> pd.DataFrame:
    """The rows of some articles, in their order: doc, code, start, end, text, kind, name, reason, score."""
    parts = [_spans(index, docs, kind, _wanted(index, kind, codes), by) for kind, codes in chosen.items()]
    if hits is not None:
        parts.append(_hits(index, hits[np.isin(hits[:, 0], docs)]))
    if said is not None:
        parts.append(_said(index, said[np.isin(said[:, 0], docs)]))
    if pair is not None:
        parts.append(_described(index, "actor", pair[0][np.isin(index.actors.doc[pair[0]], docs)]).assign(name=pair[1], code=-1))
    rows = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
    if by == "stories":  # a story that was seen in an earlier article is not counted again
        rows["story"] = index.story[rows["doc"]]
        if before:
            seen = pd.MultiIndex.from_frame(pd.concat([b[["kind", "code", "story"]] for b in before]))
            rows = rows[~pd.MultiIndex.from_frame(rows[["kind", "code", "story"]]).isin(seen)]
    late = rows["doc"] < index.undated
    return rows.iloc[np.lexsort([rows["start"], rows["doc"], late])]


def _spans(index, docs: np.ndarray, kind: str, wanted: np.ndarray, by: str) -> pd.DataFrame:
    relation = _relation(index, kind)
    at = relation.rows_of(np.sort(docs))
    at = at[wanted[relation.code[at]]]
    at = at[_first_of_each(index, relation.doc[at], relation.code[at], by)]
    return _described(index, kind, at)


def _described(index, kind: str, at: np.ndarray) -> pd.DataFrame:
    """Forward rows with what evidence says of them."""
    relation = _relation(index, kind)
    spans = index.table(TABLES[kind]).iloc[relation.row[at]]
    reason = spans["reason"] if kind == "place" else "found by " + spans["annotator"].str.split("/").str[-1]
    return pd.DataFrame({
        "doc": relation.doc[at].astype(np.int64), "code": relation.code[at].astype(np.int64), "start": spans["start"].to_numpy(),
        "end": spans["end"].to_numpy(), "text": spans["text"].to_numpy(), "kind": kind, "name": relation.names[relation.code[at]],
        "reason": reason.to_numpy(), "score": spans["score"].to_numpy(),
    }).astype({"text": "str", "kind": "str", "name": "str", "reason": "str"})


def _hits(index, hits: np.ndarray) -> pd.DataFrame:
    texts = index.table("documents")["text"].to_numpy()[index.order[hits[:, 0]]]
    words = pd.Series([text[a:b] for text, a, b in zip(texts, hits[:, 1], hits[:, 2], strict=True)], dtype="str")
    return pd.DataFrame({"doc": hits[:, 0], "code": np.zeros(len(hits), np.int64), "start": hits[:, 1], "end": hits[:, 2], "text": words,
                         "kind": "hit", "name": words, "reason": "searched", "score": 1.0}).astype({"kind": "str", "reason": "str"})


def _said(index, said: np.ndarray) -> pd.DataFrame:
    """Dated statements by their expression of time: named by its value, with the rule that read it."""
    spans = index.table("times").iloc[said[:, 1]]
    return pd.DataFrame({
        "doc": said[:, 0], "code": np.zeros(len(said), np.int64), "start": spans["start"].to_numpy(), "end": spans["end"].to_numpy(),
        "text": spans["text"].to_numpy(), "kind": "time", "name": spans["value"].to_numpy(),
        "reason": ("rule: " + spans["annotator"].str.split("/").str[-1]).to_numpy(), "score": spans["score"].to_numpy(),
    }).astype({"text": "str", "kind": "str", "name": "str", "reason": "str"})


def _first_of_each(index, doc: np.ndarray, code: np.ndarray, by: str) -> np.ndarray:
    """Positions of the rows that are counted: all, or the first of each thing in each article or story, by date."""
    if by == "mentions":
        return np.arange(len(doc))
    group = doc if by == "articles" else index.story[doc]
    order = np.lexsort([np.arange(len(doc)), doc < index.undated])  # a dated copy is shown before an undated one
    pair = np.column_stack([group[order], code[order]])
    return np.sort(order[np.unique(pair, axis=0, return_index=True)[1]])


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
