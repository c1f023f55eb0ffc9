"""Names that are known: the authority's wherever they stand, and those that the document itself has taught.

The model's names come first: what stands inside one of them is part of it. A name of several words that the authority has takes
the place of the shorter ones that it holds.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from workbench.knowledge import name_cues

_AUTHORITY, _AGAIN, _ACRONYM = "mentions/authority", "mentions/again", "mentions/acronym"
_SCORE = {_AUTHORITY: 0.9, _AGAIN: 0.7, _ACRONYM: 0.8}
#: How sure the model must be of a name for the same string to be one where it saw none.
_SURE = 0.8
_BRACKET = re.compile(r"\s*\(([A-Z][A-Za-z&.\-]{1,9})\)")
#: A letter of Thai, Lao, Burmese, Khmer, Japanese or Chinese, which are written without spaces between words.
_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff]")
#: Words that are capitalised where a sentence starts.
_SMALL = frozenset((
    "the a an in on at of for from to by with and but or as if when while after before since that this its his her their"
).split())

Blocks = list[tuple[str, int, int, str]]


def added(texts: dict[str, str], blocks: Blocks, found: list[dict], authority: tuple[str, ...] = ()) -> list[dict]:
    """The rows found by a model, with those of known names, none overlapping another.

    ``authority`` names CSV files of the user's own actors.
    """
    names = _names(authority)
    of: dict[str, list[dict]] = defaultdict(list)
    for row in found:
        of[row["document_id"]].append(row)
    areas: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for document, start, end, _ in blocks:
        areas[document].append((start, end))
    made = []
    for document, read in areas.items():
        text, rows = texts[document], of[document]
        rows = _apart(_unglued(rows + list(_authority(document, text, read, rows, names)), text))
        rows = _apart(rows + list(_acronyms(text, rows)))
        made += _apart(rows + list(_again(text, read, rows)))
    return made


def _names(authority: tuple[str, ...]):
    """Automaton over the names of the authority and of the user's files, as they stand now."""
    return _automaton(tuple((path, Path(path).stat().st_mtime_ns) for path in authority))


@lru_cache(4)
def _automaton(files: tuple[tuple[str, int], ...]):
    """The automaton; for each pattern its actor, label and whether the string alone is enough."""
    from ahocorasick_rs import AhoCorasick

    from workbench.knowledge import actors

    names = actors.names(actors.load(*(path for path, _ in files)) if files else None)
    return AhoCorasick(names["name"].tolist()), list(zip(names["entity_id"], names["label"], names["certain"], strict=True))


def _row(document: str, start: int, end: int, label: str, annotator: str) -> dict:
    return {"document_id": document, "start": start, "end": end, "label": label, "score": _SCORE[annotator], "annotator": annotator}


def _authority(document: str, text: str, read: list[tuple[int, int]], rows: list[dict], names: tuple) -> Iterator[dict]:
    """Names of the authority.

    A string that may mean something else ("Pence", "Turkey") counts where the document names the same actor in certain words too.
    """
    automaton, facts = names
    hits = [(number, left + start, right + start) for start, end in read
            for number, left, right in automaton.find_matches_as_indexes(text[start:end], overlapping=True)]
    hits = [(number, left + 4 * (text[left:left + 4].lower() == "the "), right) for number, left, right in hits
            if _whole(text, left, right) and not _part_of_longer(text, left, right)]
    certain = {facts[number][0] for number, _, _ in hits if facts[number][2]}
    agreed = {(row["start"], row["end"], row["label"]) for row in rows}
    for number, left, right in hits:
        actor, label, _ = facts[number]
        bare, _ = name_cues.trimmed(text, left, right, label)  # "Pope Francis", where the model has "Francis"
        if actor in certain and not agreed & {(left, right, label), (bare, right, label)}:
            yield _row(document, left, right, label, _AUTHORITY)


def _acronyms(text: str, rows: list[dict]) -> Iterator[dict]:
    """Acronyms in brackets behind an organisation's name whose first letter they share."""
    for row in rows:
        bracket = _BRACKET.match(text, row["end"]) if row["label"] in ("ORG", "FAC") else None
        if bracket and bracket[1][0] in (word[0] for word in text[row["start"]:row["end"]].split()):
            yield _row(row["document_id"], bracket.start(1), bracket.end(1), "ORG", _ACRONYM)


def _again(text: str, read: list[tuple[int, int]], rows: list[dict]) -> Iterator[dict]:
    """Names found elsewhere in the document, where they stand in capitals and the model saw none, as in a headline.

    Where they stand as elsewhere, the model has seen what it saw elsewhere and was right to see none: titles of works, given names.
    """
    from ahocorasick_rs import AhoCorasick

    votes: dict[str, Counter] = defaultdict(Counter)
    for row in rows:
        name = text[row["start"]:row["end"]]
        if row["score"] >= _SURE and len(name) > 2 and "\n" not in name and row["label"] != "NORP":
            votes[name][row["label"]] += 1
    labels = {name: count.most_common(1)[0][0] for name, count in votes.items()}
    labels = {name.upper(): label for name, label in labels.items() if len(name) > 4 and name.upper() not in votes}
    if not labels:
        return
    automaton, names = AhoCorasick(list(labels)), list(labels)
    for start, end in read:
        for number, left, right in automaton.find_matches_as_indexes(text[start:end], overlapping=True):
            if _whole(text, left + start, right + start) and not _part_of_longer(text, left + start, right + start):
                yield _row(rows[0]["document_id"], left + start, right + start, labels[names[number]], _AGAIN)


def _whole(text: str, start: int, end: int) -> bool:
    """Whether the stretch begins and ends where words do; scripts without spaces do not say where that is."""
    before, after = text[start - 1:start] if start else "", text[end:end + 1]
    return (not (before.isalnum() and text[start].isalnum()) or bool(_UNSPACED.match(text[start]))) and (
        not (after.isalnum() and text[end - 1].isalnum()) or bool(_UNSPACED.match(text[end - 1])))


def _part_of_longer(text: str, start: int, end: int) -> bool:
    """Whether a single word stands in a run of capitalised words, as "Moscow" does in "Moscow Conference"."""
    after = text[end:end + 2]
    if text[start - 1:start] in tuple("-/%@#_") and start or after[:1] in tuple("/%$_"):  # an address, a currency
        return True
    if " " in text[start:end]:
        return False
    before = text[max(0, start - 30):start].split(" ")
    capital_before = len(before) > 1 and before[-1] == "" and before[-2].isalpha() and before[-2][:1].isupper()
    return after[:1] in tuple(" -") and after[1:].isupper() or capital_before and before[-2].lower() not in _SMALL


def _unglued(rows: list[dict], text: str) -> list[dict]:
    """A known name of several words at the end of a longer one is a name of its own: a photo's credit after its caption.

    So is a known person whose organisation is known too, "the Libyan National Army of Khalifa Haftar". Where what comes before it is
    the end of another known name, nothing of the longer one is left.
    """
    known = [row for row in rows if row["annotator"] == _AUTHORITY]
    ends = {row["end"]: row for row in known if " " in text[row["start"]:row["end"]]}
    organisations = {row["end"] for row in known if row["label"] == "ORG"}
    cut = []
    for row in rows:
        inner = ends.get(row["end"])
        rest = text[row["start"]:inner["start"]].rstrip(" ,") if inner else ""
        words = rest.split()
        head = row["start"] + len(rest.removesuffix("of").rstrip())
        if rest and ends.get(row["start"] + len(rest), row)["start"] < row["start"]:
            continue
        if words[-1:] == ["of"] and inner["label"] == "PERSON" and head in organisations:
            row = {**row, "end": head}
        elif len(words) > 3 and words[-1][:1].isupper():
            row = {**row, "end": row["start"] + len(rest)}
        cut.append(row)
    return cut


def _apart(rows: list[dict]) -> list[dict]:
    """Rows that do not overlap: the longest first; of equals the authority's people and organisations, then the model's."""
    kept, taken = [], set()
    for row in sorted(rows, key=lambda row: (row["annotator"] in (_AGAIN, _ACRONYM), row["start"] - row["end"], _rank(row), row["start"])):
        place = range(row["start"], row["end"])
        if taken.isdisjoint(place):
            taken.update(place)
            kept.append(row)
    return kept


def _rank(row: dict) -> int:
    if row["annotator"] != _AUTHORITY:
        return 1
    return 0 if row["label"] in ("PERSON", "ORG") else 2
