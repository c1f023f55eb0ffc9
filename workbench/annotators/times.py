"""Expressions of time in an article's words, as TIMEX3 values and days counted from its date of publication.

The grammar stands in :mod:`workbench.knowledge.timex`. Values follow TIMEX3 (TimeML 1.2.1, Pustejovsky et al. 2003). An article
without a date keeps its weekdays and months symbolic (``XXXX-WXX-3``); :func:`retime` resolves them once a date is set.
"""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd

from workbench import schema, sentences
from workbench.knowledge import timex
from workbench.knowledge.date_lines import full_dates
from workbench.knowledge.dating.clues import in_dateline

#: Names in which a word of time is none: Wednesday Martin, USA Today, the May 4 Movement.
_NAMES = ("PERSON", "ORG", "FAC")


def times(documents: pd.DataFrame, segments: pd.DataFrame, mentions: pd.DataFrame | None = None) -> pd.DataFrame:
    """The expressions of time in the articles' own words.

    Parameters
    ----------
    documents, segments
        Tables of the corpus. Only segments whose label is in ``schema.ARTICLE_LABELS`` are read.
    mentions
        Names, where they have been read: what is part of a person's or a body's name is no time.

    Returns
    -------
    DataFrame
        Table ``times``. ``date_from`` and ``date_to`` are inclusive naive days, missing where an expression names none (a
        duration, "recently") or where the article has no date to count from.
    """
    return _outside_names(schema.spans("times", documents, _rows(documents, segments)), mentions)


def retime(documents: pd.DataFrame, segments: pd.DataFrame, times: pd.DataFrame, document_ids,
           mentions: pd.DataFrame | None = None) -> pd.DataFrame:
    """The times table with the rows of some documents resolved anew, after their date of publication has changed.

    Parameters
    ----------
    documents
        With the new dates.
    times
        The table as it stands; rows of other documents are kept as they are.
    document_ids
        The documents whose date has changed.
    mentions
        As for :func:`times`.
    """
    changed = documents["document_id"].isin(pd.Index(document_ids))
    fresh = _rows(documents[changed], segments[segments["document_id"].isin(documents.loc[changed, "document_id"])])
    kept = times[~times["document_id"].isin(documents.loc[changed, "document_id"])]
    made = schema.spans("times", documents, pd.concat([kept, pd.DataFrame(list(fresh))], ignore_index=True))
    return _outside_names(made, mentions)


def _find(text: str, start: int, end: int, language: object, wrapped: bool) -> list[timex.Expression]:
    """The expressions of a paragraph: by the English grammar, and full dates as the article's own language writes them."""
    found = timex.find(text, start, end, wrapped=wrapped)
    if not isinstance(language, str) or language == "en":
        return found
    return timex.with_dates(found, ((start + a, start + b, day.date(), sure) for a, b, day, sure in full_dates(text[start:end], language)))


def _outside_names(times: pd.DataFrame, mentions: pd.DataFrame | None) -> pd.DataFrame:
    """The times that are no part of a longer name, or a person's whole name; a full year stays ("the Beijing 2022 committee")."""
    if mentions is None or mentions.empty or times.empty:
        return times
    names = mentions.loc[mentions["label"].isin(_NAMES), ["document_id", "start", "end", "label"]]
    both = pd.Index(pd.concat([names["document_id"], times["document_id"]]).unique())
    key, at = (both.get_indexer(frame["document_id"]).astype(np.int64) << 32 for frame in (names, times))
    order = np.argsort(key + names["start"].to_numpy(), kind="stable")
    begin, end = (key + names["start"].to_numpy())[order], (key + names["end"].to_numpy())[order]
    if not len(begin):
        return times
    first, last = at + times["start"].to_numpy(), at + times["end"].to_numpy()
    k = np.searchsorted(begin, first, side="right") - 1
    longer = (begin[k] < first) | (end[k] > last) | (names["label"].to_numpy()[order][k] == "PERSON")
    inside = (k >= 0) & (last <= end[k]) & longer & ~times["text"].str.contains(r"\d{4}").to_numpy()
    return times[~inside].reset_index(drop=True)


def _rows(documents: pd.DataFrame, segments: pd.DataFrame) -> Iterator[dict]:
    read = segments[segments["label"].isin(schema.ARTICLE_LABELS)].sort_values(["document_id", "start"], kind="stable")
    places = schema.by_document(read, "start", "end")
    for document in documents[["document_id", "text", "date_published", "in_language"]].itertuples(index=False):
        text, published = document.text, document.date_published
        wrapped = sentences.hard_wrapped(text)
        found = [replace(expression, rule="date line") if in_dateline(text, start, expression) else expression
                 for start, end in timex.stretches(text, places.get(document.document_id, []), wrapped=wrapped)
                 for expression in _find(text, start, end, document.in_language, wrapped)]
        for expression, reading in zip(found, timex.resolve(found, None if pd.isna(published) else published.date()), strict=True):
            yield {"document_id": document.document_id, "start": expression.start, "end": expression.end, "label": reading.label,
                   "score": expression.score, "annotator": f"times/{expression.rule}", "value": reading.value,
                   "date_from": pd.Timestamp(reading.date_from) if reading.date_from else pd.NaT,
                   "date_to": pd.Timestamp(reading.date_to) if reading.date_to else pd.NaT}
