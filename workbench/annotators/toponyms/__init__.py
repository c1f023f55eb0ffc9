"""Names of places in articles: which words name a place, which place they mean, how sure that is, and why."""

from pathlib import Path

import pandas as pd

from workbench import schema

#: Articles that are read together; only memory depends on it.
_TOGETHER = 32


def toponyms(
    documents: pd.DataFrame, segments: pd.DataFrame, mentions: pd.DataFrame, outlets: pd.DataFrame | None = None, *,
    demonyms: bool = True, places: str | Path | pd.DataFrame | None = None, gazetteer: str | Path | None = None,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Find and resolve the names of places in the articles' own words.

    Each article is read by itself, so that parts of a corpus give the rows of the whole.

    Parameters
    ----------
    documents, segments, mentions
        Tables; names are looked for in segments of the article alone, and a person or organisation that bears a place's name
        is none.
    outlets
        Where outlets are at home; without it no article has a home.
    demonyms
        Whether words for people and things of a country ("Libyan") are rows too, labelled associative.
    places
        The user's own places, read first: a frame or CSV with name, latitude, longitude and, optionally, aliases (joined by
        ``|``), country_code and place_id.

    gazetteer
        A gazetteer that ``python -m workbench.build.gazetteer --geonames FILE`` made of the user's own GeoNames dump, in place of
        the packaged one.

    Returns
    -------
    tuple of DataFrame
        ``toponyms``: place_id is missing where the name could not be resolved; ``places``: the places used.
    """
    from workbench.annotators.toponyms.document import Article, Reader
    from workbench.annotators.toponyms.outlets import homes
    from workbench.knowledge import gazetteer as knowledge

    gazette = knowledge.gazetteer(gazetteer)
    reader = Reader(gazette, knowledge.own_places(places) if places is not None else None)
    roles = segments[segments["label"].isin(schema.ARTICLE_LABELS)]
    stretches = schema.by_document(roles, "start", "end")
    names = schema.by_document(mentions, "start", "end", "label", "span_id")
    ids, texts = (documents[column].to_numpy(object) for column in ("document_id", "text"))
    publishers = documents["publisher"].fillna("").to_numpy(object) if "publisher" in documents else [""] * len(documents)
    articles = [Article(text, stretches.get(document_id, []), names.get(document_id, []), publisher, home)
                for document_id, text, publisher, home in zip(ids, texts, publishers, homes(gazette, documents, outlets), strict=True)]
    rows, used = [], []
    for begin in range(0, len(articles), _TOGETHER):
        for document_id, found in zip(ids[begin:], reader.read(articles[begin:begin + _TOGETHER]), strict=False):
            for row in found:
                if row.pop("demonym") and not demonyms:
                    continue
                used += row.pop("rows")
                rows.append({"document_id": document_id, **row})
    return schema.spans("toponyms", documents, rows), reader.places(used)
