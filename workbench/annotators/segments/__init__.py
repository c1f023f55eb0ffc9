"""What is article and what is page furniture: every line of every document gets one role.

Rules see what lines say (:mod:`workbench.knowledge.segments.cues`) and where they stand; the corpus pass sees lines that a
publisher repeats in other stories. Text without furniture, as people paste it, stays article to the last line.
"""

from collections.abc import Iterable

import numpy as np
import pandas as pd

from workbench import schema
from workbench.annotators.segments.described import described
from workbench.annotators.segments.lines import Line, cue, lines_of, merged
from workbench.annotators.segments.repetition import furniture, hashed, mark, told
from workbench.annotators.segments.roles import marked, settle


def segments(documents: pd.DataFrame, markup: pd.DataFrame, provenance: pd.DataFrame, *, across: dict[str, pd.DataFrame] | None = None
             ) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """The role of every line, and the documents with what their text says about them filled in.

    Parameters
    ----------
    documents
        The documents table.
    markup
        What pages' own markup says about their lines; may be empty.
    provenance
        Who states the documents' metadata so far; may be empty.
    across
        What :func:`repeated` found in all of a corpus of which these documents are a part; None where they are all.

    Returns
    -------
    (segments, documents, provenance)
        Segments are trimmed, do not overlap and cover all but white space. Headline, publisher, byline and date_published
        (``date_basis`` "header") are filled where they are missing and the text states them; ``provenance`` then points at the words.
    """
    marks = schema.by_document(markup, "start", "end", "label", "score")
    pages = _pages(documents, marks)
    hashes = hashed(documents, pages)
    mark(pages, hashes, furniture([told(documents, pages, hashes)]) if across is None else across["repeated"])
    for document_id, text, url, page in zip(documents["document_id"], documents["text"], documents["url"], pages, strict=True):
        if document_id in marks:
            marked(page, marks[document_id])
        else:
            settle(page, text, url)
    pages = [merged(page, text) for page, text in zip(pages, documents["text"], strict=True)]
    every = [line for page in pages for line in page]
    rows = pd.DataFrame({
        "document_id": np.repeat(documents["document_id"].to_numpy(object), [len(page) for page in pages]),
        "start": [line.start for line in every], "end": [line.end for line in every], "label": [line.label for line in every],
        "score": [line.score for line in every], "annotator": [f"segments/{line.why}" for line in every]})
    made, stated = described(documents, pages)
    if len(stated):
        provenance = pd.concat([provenance[~provenance["provenance_id"].isin(stated["provenance_id"])], stated], ignore_index=True)
    return schema.spans("segments", documents, rows), made, provenance


def lines(documents: pd.DataFrame, markup: pd.DataFrame, provenance: pd.DataFrame, *, across: dict | None = None
          ) -> dict[str, pd.DataFrame]:
    """What a part of a corpus tells of its lines."""
    pages = _pages(documents, schema.by_document(markup, "start", "end", "label", "score"))
    return told(documents, pages, hashed(documents, pages))


def repeated(summaries: Iterable[dict[str, pd.DataFrame]], *, across: dict | None = None) -> dict[str, pd.DataFrame]:
    """The lines that are furniture since publishers repeat them, from what all parts tell of their lines."""
    return {"repeated": furniture(summaries)}


def _pages(documents: pd.DataFrame, marks: dict[str, list[tuple]]) -> list[list[Line]]:
    """The lines of each document, with the roles that their own words betray."""
    pages = [lines_of(text, document_id in marks) for document_id, text in zip(documents["document_id"], documents["text"], strict=True)]
    for page in pages:
        for line in page:
            cue(line)
    return pages
