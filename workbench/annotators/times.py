"""Expressions of time in an article's words, as TIMEX3 values and days counted from its date of publication.

The grammar stands in :mod:`workbench.knowledge.timex`. Values follow TIMEX3 (TimeML 1.2.1, Pustejovsky et al. 2003). An article
without a date keeps its weekdays and months symbolic (``XXXX-WXX-3``); :func:`retime` resolves them once a date is set.
"""

from collections.abc import Iterator

import pandas as pd

from workbench import schema, sentences
from workbench.knowledge import timex


def times(documents: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """The expressions of time in the articles' own words.

    Parameters
    ----------
    documents, segments
        Tables of the corpus. Only segments whose label is in ``schema.ARTICLE_LABELS`` are read.

    Returns
    -------
    DataFrame
        Table ``times``. ``date_from`` and ``date_to`` are inclusive naive days, missing where an expression names none (a
        duration, "recently") or where the article has no date to count from.
    """
    return schema.spans("times", documents, _rows(documents, segments))


def retime(documents: pd.DataFrame, segments: pd.DataFrame, times: pd.DataFrame, document_ids) -> pd.DataFrame:
    """The times table with the rows of some documents resolved anew, after their date of publication has changed.

    Parameters
    ----------
    documents
        With the new dates.
    times
        The table as it stands; rows of other documents are kept as they are.
    document_ids
        The documents whose date has changed.
    """
    changed = documents["document_id"].isin(pd.Index(document_ids))
    fresh = _rows(documents[changed], segments[segments["document_id"].isin(documents.loc[changed, "document_id"])])
    kept = times[~times["document_id"].isin(documents.loc[changed, "document_id"])]
    return schema.spans("times", documents, pd.concat([kept, pd.DataFrame(list(fresh))], ignore_index=True))


def _rows(documents: pd.DataFrame, segments: pd.DataFrame) -> Iterator[dict]:
    read = segments[segments["label"].isin(schema.ARTICLE_LABELS)].sort_values(["document_id", "start"], kind="stable")
    places = {key: list(zip(part["start"], part["end"], strict=True)) for key, part in read.groupby("document_id", sort=False)}
    for document in documents[["document_id", "text", "date_published"]].itertuples(index=False):
        text, published = document.text, document.date_published
        wrapped = sentences.hard_wrapped(text)
        found = [expression for start, end in timex.stretches(text, places.get(document.document_id, []), wrapped=wrapped)
                 for expression in timex.find(text, start, end, wrapped=wrapped)]
        for expression, reading in zip(found, timex.resolve(found, None if pd.isna(published) else published.date()), strict=True):
            yield {"document_id": document.document_id, "start": expression.start, "end": expression.end, "label": reading.label,
                   "score": expression.score, "annotator": f"times/{expression.rule}", "value": reading.value,
                   "date_from": pd.Timestamp(reading.date_from) if reading.date_from else pd.NaT,
                   "date_to": pd.Timestamp(reading.date_to) if reading.date_to else pd.NaT}
