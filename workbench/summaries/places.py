"""Counts over places."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from workbench.sentences import sentences
from workbench.summaries import largest

COLUMNS = ["name", "latitude", "longitude", "country_code", "feature_class"]
#: The longest stretch that is played in months; in years beyond.
MOST_MONTHS = 240


def places(index, mask: np.ndarray | None, *, by: str = "mentions", chosen: np.ndarray | None = None, limit: int | None = None,
           associative: bool = False) -> tuple[pd.DataFrame, int]:
    """The places that articles name, with counts, and how many names were not placed.

    Parameters
    ----------
    index, mask
        The corpus' index, and a boolean for each of its articles (None for all): those that pass every filter but the places.
    by
        What is counted: mentions, articles or stories.
    chosen
        Codes of places that are given even where their count is not among the largest.
    limit
        Give the so many largest; ``frame.attrs["total"]`` says how many there are, and ``attrs["associative"]`` how many names stand
        for an institution or a people and are not counted.
    associative
        Whether names count, too, that stand for an institution or a people ("Moscow said"), not for the place ("in Moscow").

    Returns
    -------
    places, unplaced
        places: place_id, name, latitude, longitude (degrees), country_code, feature_class, score (mean of its names), count; the
        largest first. unplaced: number of names of places in these articles for which no place was found.
    """
    relation = _relation(index, associative)
    counts = relation.counts(mask, by, index.story)
    at = largest(counts, np.flatnonzero(counts > 0), limit)
    if chosen is not None and len(chosen):
        at = np.concatenate([at, chosen[~np.isin(chosen, at) & (counts[chosen] > 0)]])
    made = index.table("places").set_index("place_id").loc[relation.ids[at], COLUMNS].reset_index()
    made["score"] = _sure(index, relation, mask)[at].round(3)
    made["count"] = counts[at].astype(np.int64)
    made.attrs["total"] = int((counts > 0).sum())
    made.attrs["associative"] = 0 if associative else int(index.associative.sum() if mask is None else index.associative[mask].sum())
    return made, int(index.unplaced.sum() if mask is None else index.unplaced[mask].sum())


def unplaced(index, mask: np.ndarray | None, *, limit: int = 200) -> pd.DataFrame:
    """The names for which no place was found: text, count; the most frequent first."""
    names = index.table("toponyms")
    names = names[names["place_id"].isna() & names["label"].eq("literal")]
    doc = index.positions(names["document_id"])
    held = doc >= 0 if mask is None else (doc >= 0) & mask[np.maximum(doc, 0)]
    counts = names["text"][held].value_counts()
    made = counts.rename_axis("text").reset_index(name="count").sort_values(["count", "text"], ascending=[False, True], kind="stable")
    return made.head(limit).reset_index(drop=True)


def periods(index, mask: np.ndarray | None, marks: Mapping[str, Sequence[str]], *, by: str = "mentions",
            associative: bool = False, most: int = 4000) -> tuple[pd.DataFrame, str]:
    """How often places are named in each month, for a map that plays them through; in each year where there are too many months.

    Parameters
    ----------
    marks
        What the map draws, the most named first: an identifier of the mark -> the place_ids that it stands for.
    most
        Rows at most, to be quick in the browser: marks are left out from the one on with which they would be passed.

    Returns
    -------
    frames, frequency
        frames: place_id (the mark's), period (its first day), count, where it is not zero; articles without a date are in no period.
        frequency: month or year.
    """
    relation, dated = _relation(index, associative), index.day[index.undated:]
    codes = relation.ids.get_indexer(pd.Index([place for places in marks.values() for place in places]))
    mark = np.repeat(np.arange(len(marks)), [len(places) for places in marks.values()])
    which, doc = relation.articles_of(codes)
    held = (doc >= index.undated) & (True if mask is None else mask[doc])
    which, doc = which[held], doc[held]
    long = len(dated) > 0 and (dated[-1] - dated[0]) > MOST_MONTHS * 30.5
    unit = "Y" if long else "M"
    period = index.day[doc].astype("datetime64[D]").astype(f"datetime64[{unit}]").astype(np.int64)
    if by != "mentions":  # once in each article, or in each month by each story
        once = np.column_stack([which, doc] if by == "articles" else [which, period, index.story[doc]])
        first = np.unique(once, axis=0, return_index=True)[1]
        which, period = which[first], period[first]
    early = period.min(initial=np.iinfo(np.int32).max)
    length = int(period.max(initial=early)) - early + 1
    sums = np.bincount(mark[which] * length + period - early, minlength=len(marks) * length).reshape(len(marks), length)
    sums[(sums > 0).sum(axis=1).cumsum() > most] = 0
    at, when = np.nonzero(sums)
    return pd.DataFrame({"place_id": pd.array(np.asarray(list(marks), object)[at], dtype="str"),
                         "period": (when + early).astype(f"datetime64[{unit}]").astype("datetime64[us]"),
                         "count": sums[at, when]}), "year" if long else "month"


def sides(index, mask: np.ndarray | None, place_ids: Sequence[str], actors: Sequence[np.ndarray], *, by: str = "mentions",
          associative: bool = False) -> pd.DataFrame:
    """How often places are named in the articles that name one actor, and in those that name another.

    Parameters
    ----------
    place_ids
        The places.
    actors
        Codes of the first actor and of the second; more than one where a name is shared.

    Returns
    -------
    DataFrame
        first, second: counts, a row a place. An article that names both actors counts for both.
    """
    relation = _relation(index, associative)
    at = relation.ids.get_indexer(pd.Index(place_ids))
    return pd.DataFrame({
        side: relation.counts(index.actors.having(codes) & (True if mask is None else mask), by, index.story)[at].astype(np.int64)
        for side, codes in zip(("first", "second"), actors, strict=True)})


def examples(index, mask: np.ndarray | None, place_ids: Sequence[str], *, each: int = 3, associative: bool = False) -> pd.DataFrame:
    """The first sentences that name each place, with the reason why it is this place.

    Returns
    -------
    DataFrame
        place_id, publisher, date_published, sentence, start, end (of the name, in the sentence), reason; ``each`` rows a place at most.
    """
    relation = _relation(index, associative)
    wanted = relation.ids.get_indexer(pd.Index(place_ids))
    at = np.flatnonzero(np.isin(relation.code, wanted) & (True if mask is None else mask[relation.doc]))
    at = at[pd.Series(relation.code[at]).groupby(relation.code[at]).cumcount().to_numpy() < each]
    doc, spans = relation.doc_of(at), index.table("toponyms").iloc[relation.row_of(at)]
    left, right = index.segment_bounds(doc, spans["start"].to_numpy())
    rows, texts = [], index.table("documents")["text"]
    for k, start, end, begin, until in zip(doc, spans["start"], spans["end"], left, right, strict=True):
        text = texts.iloc[index.order[k]]
        bounds = index.sentences_of(k, lambda text=text: np.array(sentences(text), np.int64).reshape(-1, 2))
        one = bounds[max(np.searchsorted(bounds[:, 0], start, side="right") - 1, 0)]
        begin, until = min(max(one[0], begin), start), max(min(one[1], until), end)
        rows.append((text[begin:until], start - begin, end - begin))
    said = pd.DataFrame(rows, columns=["sentence", "start", "end"])
    known = index.table("documents")[["publisher", "date_published"]].iloc[index.order[doc]].reset_index(drop=True)
    return pd.concat([pd.Series(relation.ids[relation.code[at]], name="place_id"), known, said,
                      spans["reason"].reset_index(drop=True)], axis=1)


def _relation(index, associative: bool):
    return index.every_place if associative else index.places


def _sure(index, relation, mask: np.ndarray | None) -> np.ndarray:
    """The mean score of each place's names."""
    score = index.table("toponyms")["score"].to_numpy(float)[relation.row_of(np.arange(len(relation.code)))]
    held = slice(None) if mask is None else mask[relation.doc]
    code = relation.code[held]
    return np.bincount(code, score[held], minlength=len(relation)) / np.maximum(np.bincount(code, minlength=len(relation)), 1)
