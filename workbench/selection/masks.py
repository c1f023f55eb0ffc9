"""Which articles a clause selects, as booleans in the order of the corpus' index."""

import numpy as np
import pandas as pd

from workbench import schema
from workbench.search import text_index
from workbench.summaries import UNDATED, index_of
from workbench.summaries.network import together
from workbench.summaries.statements import chosen, statements

#: columns that hold identifiers of an authority, where a name may stand for the identifier.
NAMED = {("mentions", "entity_id"): "entities", ("toponyms", "place_id"): "places", ("quotes", "speaker_entity_id"): "entities"}


def resolve(corpus, clause, values: tuple | None = None) -> list[str]:
    """The identifiers that a clause's values, or these values, stand for: identifiers, or names or aliases in any case.

    Raises
    ------
    LookupError
        If a value is neither; names the nearest.
    """
    authority = corpus.table(NAMED[clause.table, clause.column])
    ids, made = authority.iloc[:, 0], []
    for value in clause.value if values is None else values:
        if (ids == value).any():
            made.append(value)
            continue
        wanted = str(value).casefold()
        named = authority["name"].str.casefold() == wanted
        if not named.any() and "aliases" in authority:
            named = ("|" + authority["aliases"].fillna("").str.casefold() + "|").str.contains(f"|{wanted}|", regex=False)
        if not named.any():
            import difflib

            near = difflib.get_close_matches(str(value), authority["name"].tolist(), 3, 0.5)
            raise LookupError(f"no {clause.source} {value!r} in this corpus" + (f"; near: {', '.join(near)}" if near else ""))
        made += ids[named].tolist()
    return made


def pair_of(corpus, clause) -> tuple[np.ndarray, str]:
    """Where the two actors of a clause "together" are named together, as forward rows, and what they are called."""
    index = index_of(corpus)
    codes = index.actors.ids.get_indexer(pd.Index(resolve(corpus, clause, clause.value[:2])))
    if len(codes) != 2 or (codes < 0).any():
        return np.empty(0, np.int64), ""
    return together(index, *codes, clause.value[2])[0], " with ".join(map(str, index.actors.names[codes]))


def codes_of(corpus, clause) -> np.ndarray:
    """Codes of a clause's actors, places or speakers in the corpus' index, kept there: every view asks for them."""
    index = index_of(corpus)
    if clause not in index.codes:
        relation = index.places if clause.source == "place" else index.actors
        found = relation.ids.get_indexer(pd.Index(resolve(corpus, clause)))
        if len(index.codes) > 100:
            index.codes.clear()
        index.codes[clause] = np.sort(found[found >= 0])
    return index.codes[clause]


def hits_of(corpus, clause) -> np.ndarray:
    """Where a clause's words stand: article of the corpus' index, start, end, (n, 3), in the index's order."""
    found = text_index(corpus).hits(clause.value)
    doc = index_of(corpus).places_of_rows[found[:, 0]]
    order = np.argsort(doc, kind="stable")
    return np.column_stack([doc, found[:, 1:]])[order]


def days_of(clause) -> tuple[int | None, int | None]:
    """First and last day since 1970 of a clause on dated statements; UNDATED of the index for those whose days are not known."""
    if clause.op == "in":
        return UNDATED, UNDATED
    return tuple(None if day is None else int(np.datetime64(day, "D").astype(np.int64)) for day in clause.value)


def mask_of(corpus, clause) -> np.ndarray:
    """Which articles a clause selects, in the order of the corpus' index."""
    index = index_of(corpus)
    key = (clause.table, clause.column, clause.op, clause.value)
    if key not in index.masks:
        if len(index.masks) >= 64:
            index.masks.pop(next(iter(index.masks)))
        index.masks[key] = _find(corpus, index, clause)
    return index.masks[key]


def _find(corpus, index, clause) -> np.ndarray:
    if clause.table == "documents":
        return _find_documents(corpus, index, clause)
    if (clause.table, clause.column) == ("times", "date_from"):
        made = statements(index)
        mask = np.zeros(len(index), bool)
        mask[made.doc[chosen(made, None, None, days_of(clause))]] = True
        return mask
    if clause.op == "together":
        mask = np.zeros(len(index), bool)
        mask[index.actors.doc_of(pair_of(corpus, clause)[0])] = True
        return mask
    if (clause.table, clause.column) in NAMED and clause.op == "in":
        wanted = pd.Index(resolve(corpus, clause))
        if clause.table != "quotes":
            relation = index.actors if clause.table == "mentions" else index.places
            codes = relation.ids.get_indexer(wanted)
            return relation.having(codes[codes >= 0])
        frame = corpus.table("quotes")
        rows = frame[frame["speaker_entity_id"].isin(wanted)]
    elif (clause.table, clause.column, clause.op) == ("stories", "story_id", "in"):
        codes, values = index.column("story")
        return np.isin(codes, values.get_indexer(pd.Index(clause.value)))
    elif clause.table in ("entities", "places"):
        frame = corpus.table(clause.table)
        relation = index.actors if clause.table == "entities" else index.places
        codes = relation.ids.get_indexer(frame.loc[_holds(frame[clause.column], clause), frame.columns[0]])
        return relation.having(codes[codes >= 0])
    else:
        frame = corpus.table(clause.table)
        rows = frame[_holds(frame[clause.column], clause)]
    if "document_id" not in rows:
        raise LookupError(f"{clause.table} says nothing about single articles, so a clause on it selects none")
    mask, found = np.zeros(len(index), bool), index.positions(rows["document_id"].unique())
    mask[found[found >= 0]] = True
    return mask


def _find_documents(corpus, index, clause) -> np.ndarray:
    if clause.column == "date_published" and clause.op == "between":
        begin, end = (None if d is None else int(np.datetime64(d, "D").astype(np.int64)) for d in clause.value)
        mask = np.zeros(len(index), bool)
        left = index.undated if begin is None else np.searchsorted(index.day, begin, side="left")
        mask[left:len(index) if end is None else np.searchsorted(index.day, end, side="right")] = True
        return mask
    if clause.column == "date_published" and clause.op == "in":
        dated = {int(np.datetime64(day, "D").astype(np.int64)) for day in clause.value if day != clause.UNDATED}
        mask = np.isin(index.day, list(dated))
        mask[:index.undated] = clause.UNDATED in clause.value
        return mask
    if clause.column == "text" and clause.op == "contains":
        return text_index(corpus).matches(clause.value)[index.order]
    if clause.column == "document_id" and clause.op == "in":
        mask, found = np.zeros(len(index), bool), index.positions(clause.value)
        mask[found[found >= 0]] = True
        return mask
    if clause.op == "in" and clause.column in ("publisher", "in_language", "section", "date_basis"):
        codes, values = index.column(clause.column)
        wanted = np.zeros(len(values) + 1, bool)
        found = values.get_indexer(pd.Index(clause.value))
        wanted[found[found >= 0]] = True
        return wanted[codes]
    documents = corpus["documents"]
    return _holds(documents[clause.column], clause).to_numpy()[index.order]


def _holds(values: pd.Series, clause) -> pd.Series:
    if clause.op == "in":
        return values.isin(clause.value)
    if clause.op == "contains":
        return values.astype("str").str.contains(clause.value, case=False, regex=False, na=False)
    begin, end = clause.value
    if str(values.dtype) == schema.TIME:
        begin, end = begin and pd.Timestamp(begin), end and pd.Timestamp(end) + pd.Timedelta(days=1) - pd.Timedelta(microseconds=1)
    held = values.notna()
    if begin is not None:
        held &= values >= begin
    if end is not None:
        held &= values <= end
    return held.fillna(False).astype(bool)
