"""Words that stand for a body named in the document by what the body is: "the airline", "the company", "the party"."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping

from workbench.knowledge import roles

ROLE = "entities/role"
_THE = re.compile(rf"\b(?:the|this)\s+({roles.BODY_NOUN})\b(?!-|['’]s\s+[A-Z])", re.IGNORECASE)
_NOUN = re.compile(rf"\b{roles.BODY_NOUN}\b", re.IGNORECASE)
#: After these the words say which one is meant, and it need not be one named before.
_WHICH = re.compile(r"\s+(?:of|for|in|that|which|where|behind|[A-Z][\w’'-]+)\b")
#: Between a noun and the name it is said of: "the low-cost airline Ryanair", "Ryanair, an Irish airline".
_BEFORE, _AFTER = re.compile(r",?\s+"), re.compile(r",\s+(?:a|an|the|its|[\w’'-]+['’]s)\s+(?:[\w&’'-]+\s+){0,5}", re.IGNORECASE)
#: Characters after which a name counts a third of what it counted where it stood; least share of all that counts.
_FADES, _LEAST = 300, 0.8


def found(text: str, names: list[tuple], stretches: list[tuple[int, int]]) -> Iterator[tuple]:
    """Mentions by role: (start, end, entity_id, label, score, annotator, reason).

    Parameters
    ----------
    names
        (start, end, label of the entity, entity_id) of the resolved names of the document, in order.
    stretches
        Stretches of text that belong to the article.
    """
    bodies = [n for n in names if n[2] == "ORG"]
    if not bodies:
        return
    kinds = _kinds(text, bodies)
    for left, right in stretches:
        for match in _THE.finditer(text, left, right):
            noun = roles.body_kind(match[1])
            if _WHICH.match(text, match.end()) or any(n[0] < match.end() and n[1] > match.start() for n in names):
                continue
            weight: dict[str, float] = {}
            for start, _, _, entity in bodies[:bisect_left(bodies, (match.start(),))]:
                if noun in kinds[entity] or (noun == roles.COMPANY and not kinds[entity] & roles.NO_FIRMS):
                    weight[entity] = weight.get(entity, 0.0) + 3 ** ((start - match.start()) / _FADES)
            if weight:
                entity = max(sorted(weight), key=weight.get)
                share = weight[entity] / sum(weight.values())
                if share >= _LEAST:
                    yield (match.start(), match.end(), entity, "ORG", round(0.4 + 0.4 * share, 2), ROLE,
                           f"role of a body of the document: {match[1].lower()}")


def _kinds(text: str, bodies: list[tuple]) -> Mapping[str, set[str]]:
    """What each body is, by its own name and by what stands beside it."""
    kinds: dict[str, set[str]] = {}
    for start, end, _, entity in bodies:
        said = kinds.setdefault(entity, set())
        said.update(roles.body_kind(m.group()) for m in _NOUN.finditer(text, start, end))
        before = list(_NOUN.finditer(text, max(0, start - 24), start))
        if before and _BEFORE.fullmatch(text, before[-1].end(), start):
            said.add(roles.body_kind(before[-1].group()))
        after = _AFTER.match(text, end)
        noun = _NOUN.search(text, after.start(), min(len(text), after.end() + 24)) if after else None
        if noun and noun.start() <= after.end():
            said.add(roles.body_kind(noun.group()))
    return kinds
