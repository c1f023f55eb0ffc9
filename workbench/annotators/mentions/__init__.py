"""Names in the article's own words: people, organisations, places, peoples and events.

Only segments that belong to the article are read, and no name crosses from one role into another. A model reads the text
(``by_model`` ours, ``by_spacy``); ``known`` adds what the authority knows and what the document itself teaches.
"""

from collections.abc import Iterable
from pathlib import Path

import pandas as pd

from workbench import registry, schema
from workbench.annotators.mentions import by_model, by_spacy, known

#: name of a model -> the function that reads with it.
MODELS = {"minilm": by_model.names, "spacy": by_spacy.names}


def mentions(documents: pd.DataFrame, segments: pd.DataFrame, *, model: str = "minilm",
             authority: str | Path | Iterable[str | Path] = ()) -> pd.DataFrame:
    """The names in the articles.

    Parameters
    ----------
    documents, segments
        Tables of the corpus. Only segments labelled as in :data:`workbench.schema.ARTICLE_LABELS` are read.
    model
        ``"minilm"``: the packaged model. ``"spacy"``: an installed English spaCy model, official ones preferred.
    authority
        CSV files of the user's own actors, see :func:`workbench.knowledge.actors.load`: their names and aliases are found in any
        script. ``wb.annotate`` gives those of ``entities`` here, too.

    Returns
    -------
    pandas.DataFrame
        A ``mentions`` table; ``entity_id`` is filled by the annotator ``entities``. ``score`` is the model's mean probability
        over the name's words; for spaCy, which gives none, and for names that are known it is a constant.

    Raises
    ------
    KeyError
        If there is no such model; lists those there are.
    FileNotFoundError
        If a file of the authority does not exist.
    """
    read = MODELS[registry.choose(MODELS, model, "model of names")]
    texts = schema.texts_of(documents)
    blocks = _blocks(texts, segments)
    paths = (authority,) if isinstance(authority, (str, Path)) else tuple(authority)
    return schema.spans("mentions", documents, known.added(texts, blocks, list(read(texts, blocks)), tuple(map(str, paths))))


def _blocks(texts: dict[str, str], segments: pd.DataFrame) -> list[tuple[str, int, int, str]]:
    """Stretches of one role, (document_id, start, end, role): neighbours of the same role are joined across white space."""
    read = segments[segments["label"].isin(schema.ARTICLE_LABELS)].sort_values(["document_id", "start"], kind="stable")
    blocks: list[tuple[str, int, int, str]] = []
    columns = (read[column].to_numpy(object) for column in ("document_id", "start", "end", "label"))
    for document, start, end, label in zip(*columns, strict=True):
        if blocks and blocks[-1][0] == document and blocks[-1][3] == label and not texts[document][blocks[-1][2]:start].strip():
            blocks[-1] = (document, blocks[-1][1], end, label)
        else:
            blocks.append((document, start, end, label))
    return blocks
