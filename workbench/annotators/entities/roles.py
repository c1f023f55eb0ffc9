"""Words that stand for a person named in the document by what the person is: "the Libyan commander"."""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

import pandas as pd

from workbench.knowledge import roles

ROLE, GOVERNMENT = "entities/role", "entities/government"
_NOUN = re.compile(rf"\b{roles.NOUN}\b(?!-)")
_ANY_CASE = re.compile(_NOUN.pattern, re.IGNORECASE)
_SEPARATOR = "\x1f"  # between owners, in a table
#: Between a name and a role said of it after it: "Haftar, the Libyan commander"; "Haftar is the commander".
_AFTER = re.compile(r"(?:['’]s)?,\s+(?:[\w.&’'/-]+\s+){0,6}|\s+(?:is|was|became|who\s+is|who\s+was)\s+"
                    r"(?:a|an|the|its|their|[\w’'-]+['’]s)\s+(?:[\w.&’'/-]+\s+){0,3}", re.IGNORECASE)
_REACH = 90
_THE = re.compile(r"\b[Tt]h(?:e|is|at)\s+((?:[\w.&’'/-]+\s+){0,3})$")
_FEW_WORDS = re.compile(r"(?:[\w.&’'/-]+,?\s+){0,4}$")
_NOT_AFTER = re.compile(r"\s+(?:of|for|in|at|to|and|[A-Z][\w’'-]+)\b|,\s+[A-Z]")
_GOVERNMENT = re.compile(r"\b(?:government|administration|authorities|leadership|regime|leaders)\b")
_OF = re.compile(r"\s+of\s+(?:the\s+)?")
_WORD = re.compile(r"[\w-]+")
_PLAIN = frozenset((
    "former then current new longtime long time late top senior powerful embattled ousted veteran outgoing incoming ex newly elected old "
    "young fallen deposed eastern western northern southern renegade exiled disgraced beleaguered republican democratic"
).split())
#: Nouns that a role before them only qualifies: "the special counsel investigators" are not the counsel.
_QUALIFIED = re.compile(
    r"\s+(?:investigat|team|office|staff|elect\b|aide|race|campaign|position|post|job|role\b|debate|nominee|candidate|level)")
#: Characters after which a name counts a third of what it counted where it stood.
_FADES = 500


class Learnt(NamedTuple):
    """What a document says: where role nouns stand, and what it says a person is, each as (entity, noun, whose or of which country)."""

    nouns: list[tuple[int, int]]
    said: list[tuple[str, str, frozenset[str]]]


def learnt(texts: Mapping[str, str], names: Mapping[str, list[tuple]], countries: Mapping[str, str]) -> dict[str, Learnt]:
    """What each document says its people are.

    Parameters
    ----------
    texts
        document_id -> text.
    names
        document_id -> its resolved names in order, each (start, end, label of the entity, entity_id).
    countries
        entity_id of a people or a country -> entity_id of the country.
    """
    nouns = {document_id: _nouns(texts[document_id]) for document_id in names}
    return {d: Learnt(nouns[d], list(_learnt(texts[d], found, nouns[d], countries))) for d, found in names.items()}


def said(learnt: Mapping[str, Learnt]) -> pd.DataFrame:
    """In how many documents of a part a person is said to be what: entity_id, noun, owners, count."""
    counts = Counter(role for document in learnt.values() for role in set(document.said))
    rows = [(entity, noun, _SEPARATOR.join(sorted(owners)), count) for (entity, noun, owners), count in counts.items()]
    return pd.DataFrame(rows, columns=["entity_id", "noun", "owners", "count"]).astype(
        {"entity_id": "str", "noun": "str", "owners": "str", "count": "int64"})


def common(summaries: Iterable[pd.DataFrame]) -> pd.DataFrame:
    """What more than one document says a person is, from what :func:`said` made of each part."""
    counts = pd.concat(summaries).groupby(["entity_id", "noun", "owners"])["count"].sum()
    return counts[counts > 1].reset_index()


def found(texts: Mapping[str, str], names: Mapping[str, list[tuple]], stretches: Mapping[str, list[tuple[int, int]]],
          countries: Mapping[str, str], learnt: Mapping[str, Learnt], common: pd.DataFrame) -> Iterator[tuple]:
    """Mentions by role: (document_id, start, end, entity_id, label, score, annotator, reason).

    Parameters
    ----------
    texts, names, countries
        As for :func:`learnt`.
    stretches
        document_id -> the stretches of text that belong to the article.
    learnt, common
        What :func:`learnt` and :func:`common` made.
    """
    everywhere: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for entity, noun, owners in zip(common["entity_id"], common["noun"], common["owners"], strict=True):
        everywhere.setdefault(entity, []).append((noun, frozenset(filter(None, owners.split(_SEPARATOR)))))
    for d, here in names.items():
        rows = _roles(texts[d], here, learnt[d].nouns, stretches.get(d, []), countries, learnt[d].said, everywhere)
        yield from ((d, *row) for row in rows)


def _nouns(text: str) -> list[tuple[int, int]]:
    """Where role nouns stand; of several in a row ("deputy prime minister") the last one, which is the head."""
    low = text.lower()  # looked for in small letters, as that is several times as fast as without regard to case
    spans = [match.span() for match in (_NOUN if len(low) == len(text) else _ANY_CASE).finditer(low if len(low) == len(text) else text)]
    return [span for span, after in zip(spans, [*spans[1:], (-1, -1)], strict=False) if text[span[1]:after[0]] != " " or after[0] < 0]


def _roles(text: str, names: list[tuple], nouns: list[tuple[int, int]], stretches: list[tuple[int, int]], countries: Mapping[str, str],
           learnt: list[tuple], common: Mapping[str, list[tuple]]) -> Iterator[tuple]:
    people = [n for n in names if n[2] == "PERSON"]
    others = [n for n in names if n[2] != "PERSON"]
    known: dict[str, list[tuple[str, frozenset[str]]]] = {}
    for entity, noun, owners in learnt:
        known.setdefault(entity, []).append((noun, owners))
    for entity in {n[3] for n in people}:
        known.setdefault(entity, []).extend(common.get(entity, ()))
    heads = _heads(known, countries)
    lands = {**countries, **heads}
    for left, right in stretches:
        for at, end in nouns[bisect_left(nouns, (left, 0)):bisect_left(nouns, (right, 0))] if people else ():
            noun, match = text[at:end], _THE.search(text, max(left, at - 60), at)
            of = _OF.match(text, end)
            whose = next((n for n in others if of and n[0] == of.end()), None)
            if not match or (not whose and _NOT_AFTER.match(text, end)) or _QUALIFIED.match(text, end):
                continue
            start = match.start()
            if any((n[0] < end and n[1] > at) or (n[2] == "PERSON" and text[n[1]:start] in (", ", ",\u00a0")) for n in names):
                continue  # part of a name, or said beside the name it belongs to
            end = whose[1] if whose else end
            owners = _owners(others, start, end, countries)
            words = {w.lower() for w in _WORD.findall(match[1])}
            for owner in others:
                if owner[0] >= start and owner[1] <= end:
                    words -= {w.lower() for w in _WORD.findall(text[owner[0]:owner[1]])}
            if words - _PLAIN - {"s"}:
                continue
            able = {entity for entity, roles_of in known.items() if entity not in owners and any(
                roles.same_role(noun, word) and (not owners or owners & said) for word, said in roles_of)}
            if not able and owners and roles.is_head(noun) and not roles.is_loose(noun):
                # "the US president", of whom the document has said only "President"
                able = {entity for entity, roles_of in known.items() if any(roles.same_role(noun, word) for word, _ in roles_of)
                        and not any(said and not said & owners for word, said in roles_of if roles.is_head(word))}
            weight: dict[str, float] = {}
            for place, _, _, entity in people:
                if place < start and entity in able:
                    weight[entity] = weight.get(entity, 0.0) + 3 ** ((place - start) / _FADES)
            if not weight:
                continue
            entity = max(sorted(weight), key=weight.get)
            share = weight[entity] / sum(weight.values())
            if share >= 0.6:
                yield start, end, entity, "PERSON", round(0.5 + 0.4 * share, 2), ROLE, f"role of a person of the document: {noun.lower()}"
        for owner in [*others, *(n for n in people if n[3] in heads)]:
            if left <= owner[0] and owner[1] <= right and owner[3] in lands:
                after = _GOVERNMENT.match(text, owner[1] + 1)
                if after and text[owner[1]] == " " and after.end() <= right:
                    start = owner[0] - 4 if text[max(0, owner[0] - 4):owner[0]].lower() == "the " else owner[0]
                    yield start, after.end(), lands[owner[3]], "GPE", 0.8, GOVERNMENT, "a country's government stands for the country"


def _heads(known: Mapping[str, list[tuple[str, frozenset[str]]]], countries: Mapping[str, str]) -> dict[str, str]:
    """People who are said to lead one country -> that country: "the Vesk administration" is its government."""
    lands = frozenset(countries.values())
    led = {entity: {land for word, said in roles_of if roles.is_head(word) for land in said & lands} for entity, roles_of in known.items()}
    return {entity: next(iter(of)) for entity, of in led.items() if len(of) == 1}


def _owners(others: list[tuple], start: int, end: int, countries: Mapping[str, str]) -> frozenset[str]:
    """Countries and bodies named within the words."""
    return frozenset({countries.get(n[3], n[3]) for n in others if n[0] >= start and n[1] <= end})


def _learnt(text: str, names: list[tuple], nouns: list[tuple[int, int]],
            countries: Mapping[str, str]) -> Iterator[tuple[str, str, frozenset[str]]]:
    """What the document says a person is: (entity, noun, whose or of which country)."""
    if not nouns:
        return
    others = [n for n in names if n[2] != "PERSON"]
    for start, end, label, entity in names:
        if label != "PERSON":
            continue
        after = bisect_left(nouns, (end, 0))
        before = bisect_left(nouns, (start, 0)) - 1
        if before >= 0 and start - nouns[before][1] < 4 and text[nouns[before][1]:start].strip(" ") in ("", ","):
            at, until = nouns[before]
            words = _FEW_WORDS.search(text[max(0, at - 60):at].rsplit("\n", 1)[-1])
            yield entity, text[at:until].lower(), _owners(others, at - len(words.group() if words else ""), start, countries)
        if after < len(nouns) and nouns[after][0] - end < _REACH:
            at, until = nouns[after]
            if "\n" not in text[end:until] and _AFTER.fullmatch(text, end, at):
                tail = re.match(r"\s+(?:of|for|to)\s+(?:the\s+)?", text[until:until + 12])
                yield entity, text[at:until].lower(), _owners(others, end, until + (40 if tail else 0), countries)

