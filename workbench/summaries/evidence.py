"""The sentences behind the numbers: one row for each thing counted."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from workbench.sentences import sentences

#: kind of evidence -> the table its spans stand in.
TABLES = {"actor": "mentions", "place": "toponyms"}
#: Articles looked through at first, when only some rows are wanted.
STEP = 256


@dataclass(frozen=True)
class Spans:
    """Rows of evidence that are not simply the names of chosen things: searched words, pairs, quotes, names without a place.

    Attributes
    ----------
    doc
        The article of the index that each row stands in, ascending.
    code
        What each row counts as: by articles, rows of one code in one article count once.
    describe
        Positions of rows -> DataFrame of start, end, text, kind, name, reason, score.
    """

    doc: np.ndarray
    code: np.ndarray
    describe: Callable[[np.ndarray], pd.DataFrame]

    def kept(self, index, mask: np.ndarray | None, by: str) -> np.ndarray:
        """Positions of the rows that are counted, in order."""
        at = np.arange(len(self.doc)) if mask is None else np.flatnonzero(mask[self.doc])
        return at[_first_of_each(index, self.doc[at], self.code[at], by)]


def hits(index, found: np.ndarray) -> Spans:
    """Searched words, from article of the index, start and end, (n, 3), in order."""
    def describe(at: np.ndarray) -> pd.DataFrame:
        doc, start, end = found[at].T
        texts = index.table("documents")["text"].to_numpy()[index.order[doc]]
        words = pd.Series([text[a:b] for text, a, b in zip(texts, start, end, strict=True)], dtype="str")
        return pd.DataFrame({"start": start, "end": end, "text": words, "kind": "hit", "name": words, "reason": "searched", "score": 1.0})

    return Spans(found[:, 0], np.zeros(len(found), np.int64), describe)


def pairs(index, rows: np.ndarray, name: str) -> Spans:
    """Where two actors are named together, from forward rows of the actors."""
    rows = np.sort(rows)
    return Spans(index.actors.doc_of(rows), np.zeros(len(rows), np.int64),
                 lambda at: _described(index, "actor", rows[at]).drop(columns=["doc", "code"]).assign(name=name))


def unplaced(index) -> Spans:
    """Names of places for which no place was found; each is counted, whatever the unit."""
    rows, doc = index.unplaced_rows

    def describe(at: np.ndarray) -> pd.DataFrame:
        spans = index.table("toponyms").iloc[rows[at]]
        return spans[["start", "end", "text", "reason", "score"]].reset_index(drop=True).assign(kind="place", name="not placed")

    return Spans(doc, np.arange(len(doc)), describe)


def quotes(index, speakers: np.ndarray | None) -> Spans:
    """What was said: by the actors of these codes, or by anybody; each quote is counted, whatever the unit."""
    rows, doc, speaker = index.quote_rows
    if speakers is not None:
        keep = np.isin(speaker, speakers)
        rows, doc, speaker = rows[keep], doc[keep], speaker[keep]
    names = np.append(np.asarray(index.actors.names, object), "speaker unknown")

    def describe(at: np.ndarray) -> pd.DataFrame:
        spans = index.table("quotes").iloc[rows[at]]
        return spans[["start", "end", "text", "score"]].assign(reason=spans["label"] + " speech").reset_index(drop=True).assign(
            kind="quote", name=names[speaker[at]])

    return Spans(doc, np.arange(len(doc)), describe)


def times(index, said: np.ndarray) -> Spans:
    """Dated statements by their expression of time, from article of the index and row of the times table, (n, 2), in order."""
    def describe(at: np.ndarray) -> pd.DataFrame:
        spans = index.table("times").iloc[said[at, 1]]
        rule = "rule: " + spans["annotator"].str.split("/").str[-1]
        return spans[["start", "end", "text", "score"]].assign(name=spans["value"], reason=rule, kind="time").reset_index(drop=True)

    return Spans(said[:, 0], np.zeros(len(said), np.int64), describe)


def amounts(index, chosen: dict[str, np.ndarray | None], others: list[Spans]) -> np.ndarray:
    """How many rows of evidence each article of the index has; ``chosen`` and ``others`` as for :func:`evidence`."""
    made = np.zeros(len(index), np.int64)
    for kind, codes in chosen.items():
        relation = _relation(index, kind)
        if codes is None:
            made += index.acting if kind == "actor" else np.diff(relation.first)
        else:
            made += np.bincount(relation.articles_of(codes)[1], minlength=len(index))
    for spans in others:
        made += np.bincount(spans.doc, minlength=len(index))
    return made


def evidence(index, mask: np.ndarray | None, chosen: dict[str, np.ndarray | None], others: list[Spans] = (), *,
             by: str = "mentions", limit: int | None = None, skip: int = 0, whole: bool = True) -> pd.DataFrame:
    """The rows behind a number, with their sentences.

    Parameters
    ----------
    index, mask
        The corpus' index, and a boolean for each of its articles (None for all).
    chosen
        kind ("actor", "place") -> codes of the things whose rows are wanted; None for all of the kind.
    others
        Rows of other kinds that are wanted.
    by
        "mentions": each row. "articles", "stories": the first row of each thing in each article or story.
    limit
        Give so many rows only; ``frame.attrs["total"]`` says how many there are.
    skip
        Leave out so many rows first.
    whole
        Whether to give the sentences; without, they are left empty, which is much faster.

    Returns
    -------
    DataFrame
        document_id, publisher, date_published, headline, sentence, sentence_start, start, end, text, kind, name, reason, score;
        oldest first, undated last, and in the order of the text.
    """
    kept = [(spans, spans.kept(index, mask, by)) for spans in others]
    limit = None if limit is None else skip + limit
    found, many = [], 0
    for docs in _in_order(index, mask, chosen, kept, limit):
        found.append(_rows(index, docs, chosen, kept, by, found))
        many += len(found[-1])
        if limit is not None and many >= limit:
            break
    found = found or [_rows(index, np.empty(0, np.int64), chosen, kept, by, [])]
    rows = pd.concat(found, ignore_index=True).iloc[skip:limit].reset_index(drop=True)
    doc = rows["doc"].to_numpy()
    made = index.table("documents")[["document_id", "publisher", "date_published"]].iloc[index.order[doc]].reset_index(drop=True)
    made["headline"] = pd.Series(index.headlines(doc), dtype="str")
    said, begin = [""] * len(doc), np.zeros(len(doc))
    if whole:
        said, begin = _sentences(index, doc, rows["start"].to_numpy(), rows["end"].to_numpy())
    made["sentence"], made["sentence_start"] = pd.Series(said, dtype="str"), pd.Series(begin, dtype="int64")
    made = pd.concat([made, rows.drop(columns=["doc", "code", "story"], errors="ignore")], axis=1)
    made.attrs["total"] = total(index, mask, chosen, others, by=by)
    return made


def total(index, mask: np.ndarray | None, chosen: dict[str, np.ndarray | None], others: list[Spans] = (), *, by: str = "mentions") -> int:
    """How many rows :func:`evidence` gives, without making them."""
    named = (_relation(index, kind).counts(mask, by, index.story)[_wanted(index, kind, codes)].sum() for kind, codes in chosen.items())
    return int(sum(named)) + sum(len(spans.kept(index, mask, by)) for spans in others)


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


def _in_order(index, mask: np.ndarray | None, chosen: dict, kept: list, limit: int | None) -> Iterator[np.ndarray]:
    """The articles that may have rows, oldest first, undated last: a few at a time where few rows are wanted."""
    having = np.zeros(len(index), bool)
    for kind, codes in chosen.items():
        relation = _relation(index, kind)
        having |= relation.having(codes) if codes is not None else np.diff(relation.first) > 0
    for spans, at in kept:
        having[spans.doc[at]] = True
    docs = np.flatnonzero(having if mask is None else having & mask)
    undated = np.searchsorted(docs, index.undated)
    docs, step = np.concatenate([docs[undated:], docs[:undated]]), STEP if limit is not None else len(docs)
    while len(docs):
        yield docs[:step]
        docs, step = docs[step:], 4 * step


def _rows(index, docs: np.ndarray, chosen: dict, kept: list, by: str, before: list[pd.DataFrame]) -> pd.DataFrame:
    """The rows of some articles, in their order: doc, code, start, end, text, kind, name, reason, score."""
    parts = [_spans(index, docs, kind, _wanted(index, kind, codes), by) for kind, codes in chosen.items()]
    for k, (spans, at) in enumerate(kept):
        here = at[np.isin(spans.doc[at], docs)]
        told = spans.describe(here).astype(dict.fromkeys(("text", "kind", "name", "reason"), "str"))
        parts.append(told.assign(doc=spans.doc[here], code=-2 - k))  # each was counted once already
    rows = pd.concat(parts, ignore_index=True) if len(parts) > 1 else parts[0]
    if by == "stories":  # a story that was seen in an earlier article is not counted again
        rows["story"] = index.story[rows["doc"]]
        if before:
            seen = pd.MultiIndex.from_frame(pd.concat([b[["kind", "code", "story"]] for b in before]))
            rows = rows[(rows["code"] < -1) | ~pd.MultiIndex.from_frame(rows[["kind", "code", "story"]]).isin(seen)]
    late = rows["doc"] < index.undated
    return rows.iloc[np.lexsort([rows["start"], rows["doc"], late])]


def _spans(index, docs: np.ndarray, kind: str, wanted: np.ndarray, by: str) -> pd.DataFrame:
    relation = _relation(index, kind)
    at = relation.rows_of(np.sort(docs))
    at = at[wanted[relation.code[at]]]
    at = at[_first_of_each(index, relation.doc_of(at), relation.code[at].astype(np.int64), by)]
    return _described(index, kind, at)


def _described(index, kind: str, at: np.ndarray) -> pd.DataFrame:
    """Forward rows with what evidence says of them."""
    relation = _relation(index, kind)
    spans = index.table(TABLES[kind]).iloc[relation.row_of(at)]
    reason = spans["reason"] if kind == "place" else "found by " + spans["annotator"].str.split("/").str[-1]
    return pd.DataFrame({
        "doc": relation.doc_of(at), "code": relation.code[at].astype(np.int64), "start": spans["start"].to_numpy(),
        "end": spans["end"].to_numpy(), "text": spans["text"].to_numpy(), "kind": kind, "name": relation.names[relation.code[at]],
        "reason": reason.to_numpy(), "score": spans["score"].to_numpy(),
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
