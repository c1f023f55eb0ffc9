"""Pronouns that stand for a person, a body or a country named in the document, where one alone can be meant or grammar points to one."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from workbench.sentences import sentences

PRONOUN = "entities/pronoun"
_SAYING = ("said says announced announces stated states confirmed confirms believes believed expects expected hopes hoped claims claimed "
           "insists insisted warned warns denied denies admitted admits added argues argued estimates estimated reported reports pledged "
           "promised promises vowed fears plans decided thinks knows acknowledged").split()
_PERSONAL = re.compile(r"\b(?:he|she|his|her|hers|him|himself|herself)\b", re.IGNORECASE)
_ITS = re.compile(r"\b(?:its|itself)\b")
#: "it" as the subject of what a body says of itself: "Ryanair announced today that it ..."
_SAID_IT = re.compile(rf"[^.;\"“”\n]{{0,60}}?\b(?:{'|'.join(_SAYING)})\b(?:\s+(?:on\s+)?[\w.]+){{0,2}}(?:\s+that)?\s+it\b")
_FEMALE = frozenset(("she", "her", "hers", "herself"))
#: Words after which a name is no subject: "a lawyer for Tarrow", "according to Tarrow".
_OBLIQUE = re.compile(r"\b(?:of|for|to|by|with|from|against|about|on|at|in|than|like|between|behind|via|under|over|near|around)"
                      r"\s+(?:[\w.’'-]+\s+){0,2}$", re.IGNORECASE)
#: What may stand before a sentence's subject.
_OPENING = re.compile(
    r"[\"“‘'(\s]*(?:(?:but|and|yet|so|meanwhile|however|still|later|then|also)\b,?\s+)?(?:[\w’'.&-]+\s+){0,3}", re.IGNORECASE)
_SURE = {"only": 0.7, "subject": 0.7, "document": 0.65, "its": 0.65}
_WHY = {
    "only": "the one person named in this sentence and the last",
    "subject": "the subject of its sentence",
    "document": "the one person of the document",
    "its": "the subject of its sentence",
}
#: Sentences that a person stays in mind who is the only one of the document.
_LONG = 4


def found(text: str, names: list[tuple], stretches: list[tuple[int, int]], genders: Mapping[str, str]) -> Iterator[tuple]:
    """Mentions by pronoun: (start, end, entity_id, label, score, annotator, reason).

    Parameters
    ----------
    names
        (start, end, label of the entity, entity_id) of the resolved names of the document, in order.
    stretches
        Stretches of text that belong to the article.
    genders
        entity_id -> "f" or "m", of people whose gender is known.
    """
    people = [(n[0], n[1], n[3]) for n in names if n[2] == "PERSON"]
    bodies = [n for n in names if n[2] in ("ORG", "GPE")]
    spans = [span for left, right in sorted(stretches) for span in sentences(text, left, right)]
    yield from _personal(text, people, spans, genders)
    yield from _its(text, bodies, spans)


def _personal(text: str, people: list[tuple], spans: list[tuple[int, int]], genders: Mapping[str, str]) -> Iterator[tuple]:
    starts = [p[0] for p in people]
    everybody = {p[2] for p in people}
    last: dict[str, str] = {}  # gender -> whom the last sentence spoke of
    seen = -_LONG  # number of the last sentence that named or meant somebody
    for number, (start, end) in enumerate(spans):
        here = people[bisect_left(starts, start):bisect_left(starts, end)]
        begin = spans[number - 1][0] if number else start
        subject = _subject(text, start, here)
        spoken: dict[str, str] = {}
        for match in _PERSONAL.finditer(text, start, end):
            word = match.group().lower()
            gender = "f" if word in _FEMALE else "m"
            earlier = [p for p in here if p[0] < match.start()]
            near = people[bisect_left(starts, begin):bisect_left(starts, match.start())]
            who = {p[2] for p in near if genders.get(p[2], "") in (gender, "")}
            entity = how = None
            if word == "him":  # never the subject of its own clause
                who -= {p[2] for p in earlier}
                if earlier or gender in spoken:
                    continue
            if len(who) == 1:
                entity, how = next(iter(who)), "only"
            elif spoken.get(gender) and not any(p[2] in who and p[2] != spoken[gender] and p[0] > start for p in earlier):
                entity, how = spoken[gender], "subject"
            elif {p[2] for p in earlier if p[2] in who} == {subject}:
                entity, how = subject, "subject"
            elif not near and last.get(gender):
                entity, how = last[gender], "only"
            elif not near and number - seen <= _LONG:
                able = {e for e in everybody if genders.get(e, "") in (gender, "")}
                entity, how = (next(iter(able)), "document") if len(able) == 1 and min(
                    p[0] for p in people if p[2] in able) < start else (None, None)
            if entity:
                spoken = {**spoken, gender: entity}
                subject = subject or entity
                yield match.start(), match.end(), entity, "PERSON", _SURE[how], PRONOUN, _WHY[how]
        if here or spoken:
            seen = number
        last = spoken or ({} if here or not _PERSONAL.search(text, start, end) else last)


def _subject(text: str, start: int, here: list[tuple]) -> str | None:
    """The person who opens the sentence, or stands first in it and after no preposition."""
    if not here:
        return None
    first = here[0]
    lead = text[start:first[0]]
    possessive = text[first[1]:first[1] + 2] in ("'s", "’s")
    return None if possessive or _OBLIQUE.search(lead) else first[2]


def _its(text: str, bodies: list[tuple], spans: list[tuple[int, int]]) -> Iterator[tuple]:
    """its, itself and, of what is said, it, where a body or country opens the sentence and is the only one named in it before."""
    starts = [b[0] for b in bodies]
    for start, end in spans:
        here = bodies[bisect_left(starts, start):bisect_left(starts, end)]
        if not here:
            continue
        first, last, label, entity = here[0]
        if text[last:last + 2] in ("'s", "’s") or not _OPENING.fullmatch(text, start, first) or _OBLIQUE.search(text[start:first]):
            continue
        until = next((b[0] for b in here if b[3] != entity), end)
        said = _SAID_IT.match(text, last, until)
        spots = [(said.end() - 2, said.end())] if said else []
        for left, right in [*spots, *(match.span() for match in _ITS.finditer(text, last, until))]:
            yield left, right, entity, label, _SURE["its"], PRONOUN, _WHY["its"]
