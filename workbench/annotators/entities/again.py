"""Names of the corpus where an article has them and they were missed: one name, one kind, unless the words around say otherwise."""

import re
from collections.abc import Iterable, Mapping

import pandas as pd

from workbench import schema
from workbench.knowledge import name_forms

AGAIN = "entities/again"
_LABELS = ("PERSON", "ORG", "FAC")
#: How sure the model must be of a name, how often it must have found it, and how much of that as one kind.
_SURE, _TIMES, _ONE_KIND, _SCORE = 0.8, 2, 0.8, 0.7
#: How many times as often as it was found a name may have been missed; once where nothing is said.
_TRUST = {"PERSON": 2}
_BEFORE, _AFTER = re.compile(r"([^\W\d_][\w.&’'-]*)[ -]$"), re.compile(r"(?:[ -]|['’]s )[A-Z]")


def kinds(mentions: pd.DataFrame) -> pd.DataFrame:
    """How often names of several capitalised words are found as what, in a part of a corpus: text, label, sure, size."""
    several = mentions["text"].str.fullmatch(r"[A-Z][\w.&’'-]*(?: [\w.&’'-]+)* [A-Z][\w.&’'-]*")
    return mentions[several].assign(sure=mentions["score"] >= _SURE).groupby(["text", "label"])["sure"].agg(
        sure="sum", size="size").reset_index()


def one_kind(summaries: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """Names that are one kind in the corpus, from the :func:`kinds` of its parts: text, label, size (how often they are found)."""
    frame = pd.concat(summaries).groupby(["text", "label"])[["sure", "size"]].sum().reset_index()
    every = frame.groupby("text")["size"].transform("sum")
    kept = frame["label"].isin(_LABELS) & (frame["sure"] >= _TIMES) & (frame["size"] >= _ONE_KIND * every)
    return frame[["text", "label"]].assign(size=every)[kept].reset_index(drop=True)


def hits(texts: Mapping[str, str], mentions: pd.DataFrame, stretches: Mapping[str, list[tuple[int, int]]],
         kinds: pd.DataFrame) -> pd.DataFrame:
    """Where such names stand in a part of a corpus, outside every mention.

    Parameters
    ----------
    texts
        document_id -> text.
    mentions
        The mentions found by the model and the authority.
    stretches
        document_id -> the stretches of text that belong to the article.
    kinds
        What :func:`one_kind` made.

    Returns
    -------
    DataFrame
        Rows of mentions: document_id, start, end, text, label, score, annotator.
    """
    from ahocorasick_rs import AhoCorasick

    names, labels, automaton = kinds["text"].tolist(), kinds["label"].tolist(), AhoCorasick(kinds["text"].tolist())
    taken = schema.by_document(mentions, "start", "end")
    rows = []
    for document_id, text in texts.items() if names else ():
        spans = taken.get(document_id, [])
        for left, right in stretches.get(document_id, []):
            for number, start, end in automaton.find_matches_as_indexes(text[left:right], overlapping=False):
                start, end = left + start, left + end
                if not any(s < end and e > start for s, e in spans) and _alone(text, start, end):
                    rows.append((document_id, start, end, names[number], labels[number], _SCORE, AGAIN))
    return pd.DataFrame(rows, columns=["document_id", "start", "end", "text", "label", "score", "annotator"]).astype(
        {"document_id": "str", "text": "str", "label": "str", "annotator": "str", "start": "int64", "end": "int64", "score": "float64"})


def trusted(found: Iterable[pd.DataFrame], kinds: pd.DataFrame) -> pd.DataFrame:
    """The :func:`hits` of all parts without those that were seen as no name more often than as one: the title of a film, a product."""
    rows = pd.concat(found, ignore_index=True)
    most = kinds.set_index("text")["size"].reindex(rows["text"]).to_numpy() * rows["label"].map(_TRUST).fillna(1).to_numpy()
    return rows[rows.groupby("text")["start"].transform("size").to_numpy() <= most].reset_index(drop=True)


def _alone(text: str, start: int, end: int) -> bool:
    """Whether the words are whole and no part of a longer name."""
    if text[start - 1:start].isalnum() and start or text[end:end + 1].isalnum() or _AFTER.match(text, end):
        return False
    before = _BEFORE.search(text[max(0, start - 30):start])
    return not before or not before[1][0].isupper() or before[1].lower().rstrip(".") in name_forms.TITLES
