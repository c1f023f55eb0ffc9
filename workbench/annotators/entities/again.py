"""Names of the corpus where an article has them and they were missed: one name, one kind, unless the words around say otherwise."""

import re
from collections.abc import Iterator, Mapping

import pandas as pd

from workbench.knowledge import name_forms

AGAIN = "entities/again"
_LABELS = ("PERSON", "ORG", "FAC")
#: How sure the model must be of a name, how often it must have found it, and how much of that as one kind.
_SURE, _TIMES, _ONE_KIND, _SCORE = 0.8, 2, 0.8, 0.7
#: How many times as often as it was found a name may have been missed; once where nothing is said.
_TRUST = {"PERSON": 2}
_BEFORE, _AFTER = re.compile(r"([^\W\d_][\w.&’'-]*)[ -]$"), re.compile(r"(?:[ -]|['’]s )[A-Z]")


def missed(texts: Mapping[str, str], mentions: pd.DataFrame, stretches: Mapping[str, list[tuple[int, int]]]) -> pd.DataFrame:
    """Rows for names of several words that stand, outside every mention, where other articles have them as names.

    What was seen as no name more often than as one is left: the title of a film, a product.

    Parameters
    ----------
    texts
        document_id -> text.
    mentions
        The mentions found by the model and the authority.
    stretches
        document_id -> the stretches of text that belong to the article.
    """
    kinds = _kinds(mentions)
    rows = pd.DataFrame(_hits(texts, mentions, stretches, kinds) if kinds else [], columns=[
        "document_id", "start", "end", "text", "label", "score", "annotator"])
    seen = mentions["text"].value_counts().reindex(rows["text"]).to_numpy() * rows["label"].map(_TRUST).fillna(1).to_numpy()
    return rows[rows.groupby("text")["start"].transform("size").to_numpy() <= seen]


def _hits(texts: Mapping[str, str], mentions: pd.DataFrame, stretches: Mapping[str, list[tuple[int, int]]],
          kinds: Mapping[str, str]) -> Iterator[dict]:
    from ahocorasick_rs import AhoCorasick

    names, automaton = list(kinds), AhoCorasick(list(kinds))
    taken = {document_id: sorted(zip(part["start"], part["end"], strict=True)) for document_id, part in mentions.groupby("document_id")}
    for document_id, text in texts.items():
        spans = taken.get(document_id, [])
        for left, right in stretches.get(document_id, []):
            for number, start, end in automaton.find_matches_as_indexes(text[left:right], overlapping=False):
                start, end = left + start, left + end
                if not any(s < end and e > start for s, e in spans) and _alone(text, start, end):
                    yield {"document_id": document_id, "start": start, "end": end, "text": text[start:end], "label": kinds[names[number]],
                           "score": _SCORE, "annotator": AGAIN}


def _kinds(mentions: pd.DataFrame) -> dict[str, str]:
    """Names of several capitalised words that are one kind in the corpus."""
    several = mentions["text"].str.fullmatch(r"[A-Z][\w.&’'-]*(?: [\w.&’'-]+)* [A-Z][\w.&’'-]*")
    frame = mentions[several].assign(sure=mentions["score"] >= _SURE).groupby(["text", "label"])["sure"].agg(["sum", "size"]).reset_index()
    frame["share"] = frame["size"] / frame.groupby("text")["size"].transform("sum")
    frame = frame[frame["label"].isin(_LABELS) & (frame["sum"] >= _TIMES) & (frame["share"] >= _ONE_KIND)]
    return dict(zip(frame["text"], frame["label"], strict=True))


def _alone(text: str, start: int, end: int) -> bool:
    """Whether the words are whole and no part of a longer name."""
    if text[start - 1:start].isalnum() and start or text[end:end + 1].isalnum() or _AFTER.match(text, end):
        return False
    before = _BEFORE.search(text[max(0, start - 30):start])
    return not before or not before[1][0].isupper() or before[1].lower().rstrip(".") in name_forms.TITLES
