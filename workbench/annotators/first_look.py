"""A first look at very many articles, without the names model: names that are known, found by one automaton in one pass.

What it makes says so in ``annotator`` ("mentions/fast", "toponyms/fast", "segments/fast"): it knows nobody whom the authority and the
gazetteer do not know, takes a place's name for its most populous bearer, and takes all of a text for article, unless the page's own
markup says otherwise. All work on characters is done on arrays, over a whole block of articles at once.
"""

from functools import cache
from typing import NamedTuple

import numpy as np
import pandas as pd

from workbench import schema

#: The smallest city that is looked for; smaller ones are mostly somebody's name or a word.
POPULATION = 50_000
_SCORE = {"authority": 0.7, "gazetteer": 0.5}
_PLACES = ("GPE", "LOC")


class _Known(NamedTuple):
    """Names that are looked for: the automaton, and for each of its patterns what it names."""

    automaton: object
    entity: np.ndarray
    label: np.ndarray
    place: np.ndarray
    source: np.ndarray
    single: np.ndarray
    entities: pd.DataFrame


def segments(documents: pd.DataFrame, markup: pd.DataFrame, provenance: pd.DataFrame
             ) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """A headline, where the first line looks like one, and a body; of web pages what their markup says.

    Returns
    -------
    (segments, documents, provenance)
        Documents have their headline filled where it was missing; ``provenance`` then points at the line.
    """
    marked = set(markup["document_id"])
    rows, headlines = [], []
    for document_id, text in zip(documents["document_id"].to_numpy(object), documents["text"].to_numpy(object), strict=True):
        start, end = len(text) - len(text.lstrip()), len(text.rstrip())
        stop = text.find("\n", start, end)
        first = text[start:stop].rstrip() if stop > 0 else ""
        titled = 0 < len(first) <= 150 and first[-1] not in ".!?:,;\"”"
        headlines.append(first if titled and document_id not in marked else None)
        if document_id in marked or end <= start:
            continue
        if titled:
            rows.append((document_id, start, start + len(first), "headline"))
            start = stop + len(text[stop:]) - len(text[stop:].lstrip())
        rows.append((document_id, start, end, "body"))
    found = pd.DataFrame(rows, columns=["document_id", "start", "end", "label"]).assign(score=0.5, annotator="segments/fast")
    told = markup[["document_id", "start", "end", "label", "score"]].assign(annotator="segments/fast:markup")
    made = documents.assign(headline=documents["headline"].fillna(pd.Series(headlines, index=documents.index, dtype=schema.STRING)))
    new = found[found["label"].eq("headline") & found["document_id"].isin(documents.loc[documents["headline"].isna(), "document_id"])]
    if len(new):
        stated = schema.conform("provenance", pd.DataFrame({
            "provenance_id": new["document_id"] + "#headline", "document_id": new["document_id"], "column": "headline",
            "origin": "text: its first line", "start": new["start"], "end": new["end"],
            "text": made.set_index("document_id")["headline"].reindex(new["document_id"]).to_numpy()}))
        provenance = pd.concat([provenance[~provenance["provenance_id"].isin(stated["provenance_id"])], stated], ignore_index=True)
    return schema.spans("segments", documents, pd.concat([found, told]) if len(told) else found), made, provenance


def names(documents: pd.DataFrame, segments: pd.DataFrame) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Names of the authority and of large places.

    Returns
    -------
    (mentions, entities, toponyms, places)
    """
    from workbench.knowledge.gazetteer import gazetteer

    known = _known()
    pattern, document, start, end = _scanned(documents["text"].to_numpy(object).tolist(), known)
    read = _inside(documents, segments, document, start)
    pattern, document, start, end = (column[read] for column in (pattern, document, start, end))
    ids = documents["document_id"].to_numpy()
    source = known.source[pattern]
    found = pd.DataFrame({
        "document_id": ids[document], "start": start, "end": end, "label": known.label[pattern], "entity_id": known.entity[pattern],
        "score": pd.Series(source).map(_SCORE), "annotator": "mentions/fast:" + pd.Series(source, dtype=schema.STRING),
        "reason": "known by name alone (fast)", "place": known.place[pattern]})
    mentions = schema.spans("mentions", documents, found)
    placed = found[found["place"] >= 0].reset_index(drop=True)
    rows, at = np.unique(placed["place"].to_numpy(dtype=np.int64), return_inverse=True)
    gazette = gazetteer()
    place_ids = np.array([gazette.place_id(row) for row in rows], dtype=object)
    toponyms = schema.spans("toponyms", documents, placed.assign(
        label="literal", annotator="toponyms/fast", score=0.4, reason="the most populous place of that name (fast)",
        mention_id=schema.span_ids(placed) if len(placed) else None, place_id=place_ids[at] if len(rows) else None))
    entities = known.entities[known.entities["entity_id"].isin(mentions["entity_id"].unique())]
    return mentions, entities.reset_index(drop=True), toponyms, gazette.places(rows)


# ---- one pass over characters -----------------------------------------------------------------------------------------
def _scanned(texts: list[str], known: _Known) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(pattern, number of the text, start, end) of every known name that stands there as a name of its own."""
    joined = "\n\n".join(texts)
    hits = np.array(known.automaton.find_matches_as_indexes(joined), dtype=np.int64).reshape(-1, 3)
    pattern, start, end = hits.T
    # A surrogate half is one code point here and in Python's own indexes.
    letters = np.frombuffer(f"\n\n{joined}\n\n\n".encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    kind = _kinds()[np.minimum(letters, 0xFFFF)]
    word, capital = kind > 0, kind == 2
    first, last = start + 2, end + 2  # places in ``letters``, which begins with two line breaks
    whole = ~word[first - 1] & ~word[last] & ~np.isin(letters[first - 1], _GLUE) & ~np.isin(letters[last], _GLUE)
    # The word before, if one space parts it: where it begins, and whether a sentence begins with it.
    begins = np.flatnonzero(word & ~np.r_[False, word[:-1]])
    before = begins[np.maximum(np.searchsorted(begins, first - 1) - 1, 0)] if len(begins) else first
    opens = (letters[before - 1] == 10) | np.isin(letters[np.maximum(before - 2, 0)], _STOPS)
    beside = (letters[first - 1] == 32) & capital[before] & word[first - 2] & ~opens & (before > 1)
    beside |= np.isin(letters[last], (32, 45)) & capital[last + 1]
    kept = whole & ~(known.single[pattern] & beside & (known.source[pattern] == "gazetteer"))
    pattern, start, end = pattern[kept], start[kept], end[kept]
    offsets = np.cumsum([0, *(len(text) + 2 for text in texts)])
    document = np.searchsorted(offsets, start, "right") - 1
    return pattern, document, start - offsets[document], end - offsets[document]


_GLUE = np.array([ord(c) for c in "-/@#_%"], dtype=np.uint32)
_STOPS = np.array([ord(c) for c in ".!?:\"”“'-—–"], dtype=np.uint32)


@cache
def _kinds() -> np.ndarray:
    """For each code point of the basic plane: 0 no part of a word, 1 part of one, 2 a capital letter."""
    return np.array([(2 if chr(n).isupper() else 1) if chr(n).isalnum() else 0 for n in range(0x10000)], dtype=np.int8)


def _inside(documents: pd.DataFrame, segments: pd.DataFrame, document: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Which of the places stand in the article's own words."""
    read = segments[segments["label"].isin(schema.ARTICLE_LABELS)]
    number = pd.Series(np.arange(len(documents)), index=documents["document_id"].to_numpy())
    wide = np.int64(1) << 32
    left = read["document_id"].map(number).to_numpy(dtype=np.int64) * wide
    order = np.argsort(left + read["start"].to_numpy())
    begins, ends = (left + read["start"].to_numpy())[order], (left + read["end"].to_numpy())[order]
    if not len(begins):
        return np.zeros(len(start), bool)
    place = document * wide + start
    at = np.searchsorted(begins, place, "right") - 1
    return (at >= 0) & (place < ends[np.maximum(at, 0)])


@cache
def _known() -> _Known:
    """The authority's certain names, and countries, divisions and large cities of the gazetteer that are no other word."""
    from ahocorasick_rs import AhoCorasick, MatchKind

    from workbench.knowledge import actors
    from workbench.knowledge.gazetteer import ADMIN1, CITY, COUNTRY, MAIN, REGION, gazetteer
    from workbench.knowledge.gazetteer.lexicon import ordinary
    from workbench.knowledge.name_forms import given_gender

    gazette, plain = gazetteer(), ordinary()
    people = actors.names()
    people = people[people["certain"]].drop_duplicates("name")
    placed = people["label"].isin(_PLACES).to_numpy()
    which, at, how = gazette.find(people["name"].tolist())
    best = pd.Series(at[how == MAIN]).groupby(which[how == MAIN]).first()
    place = best.reindex(range(len(people)), fill_value=-1).where(placed, -1)
    rows = np.flatnonzero((gazette.kind == COUNTRY) | (gazette.kind == ADMIN1) | (gazette.kind == REGION)
                          | ((gazette.kind == CITY) & (gazette.population >= POPULATION)))
    cities = pd.DataFrame({"name": [gazette.names[row] for row in rows], "row": rows, "kind": gazette.kind[rows],
                           "population": gazette.population[rows]})
    cities = cities.sort_values(["kind", "population"], ascending=[True, False], kind="stable").drop_duplicates("name")
    words = cities["name"].str.lower()
    doubtful = (cities["name"].str.len() < 4) | words.map(lambda w: plain.get(w, 0) > 0 or bool(given_gender(w)))
    cities = cities[~(doubtful & cities["kind"].ne(COUNTRY)) & ~cities["name"].isin(people["name"])]
    label = np.where(cities["kind"] == REGION, "LOC", "GPE")
    own = pd.Series(label).str.lower().to_numpy() + ":" + np.array([actors.fold(name).replace(" ", "-") for name in cities["name"]], object)
    strings = [*people["name"].to_numpy(object), *cities["name"].to_numpy(object)]
    table = actors.load().assign(origin="authority")
    table["wikidata_id"] = table["wikidata_id"].replace("", None)
    corpus = pd.DataFrame({"entity_id": own, "name": cities["name"].to_numpy(), "label": label, "origin": "corpus"})
    entities = schema.conform("entities", pd.concat([table, corpus.drop_duplicates("entity_id")]).drop_duplicates("entity_id"))
    return _Known(
        AhoCorasick(strings, matchkind=MatchKind.LeftmostLongest),
        np.array([*people["entity_id"], *own], dtype=object), np.array([*people["label"], *label], dtype=object),
        np.array([*place, *cities["row"]], dtype=np.int64),
        np.repeat(np.array(["authority", "gazetteer"], dtype=object), [len(people), len(cities)]),
        np.array([" " not in name for name in strings]), entities)
