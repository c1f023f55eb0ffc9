"""Whom a speaker without a name means: "said the minister", "she said".

Two rules, both only where one person is left: the one whom the article has described by that word ("Tomas Arlen, deputy minister
of ports"), or the only person whom the paragraph, or else the one before it, has named so far. Where two could be meant, it
stays open.
"""

import re

import numpy as np

_ROLE = re.compile(r"(?:the|this|that)\s+(.+)", re.I | re.S)
_OF = re.compile(r"\s+(?:of|for|from|in|at)\s.*", re.S)
#: Speakers that are no person.
_BODIES = frozenset("agency bank body campaign commission committee company council court department firm government group letter magazine "
                    "ministry network newspaper office organisation organization paper party police report ruling site statement team "
                    "union website".split())
#: "Keller, a pilot, ..." and "Keller is a pilot."
_APPOSED = re.compile(r"(?:\s*[,(]\s*|\s+(?:is|was)\s+)([^,.;()\n]*)")
#: Words in which somebody is described: this far before the name and after it, but not past the sentence.
_NEAR = 60


def meant(text: str, speaker: tuple[int, int], quote: int, starts: np.ndarray, ends: np.ndarray, ids: np.ndarray,
          windows: list[tuple[int, int]]) -> str | None:
    """The person, or None where it is open.

    Parameters
    ----------
    text
        The article.
    speaker, quote
        Offsets of the speaker's words, and where the quotation starts.
    starts, ends, ids
        People named by the narrator, in order: offsets and entity_id.
    windows
        Stretches in which to look for the only person, the nearest first.
    """
    words = text[slice(*speaker)].strip()
    role = _ROLE.fullmatch(words)
    if not role and words.lower() not in ("he", "she"):
        return None
    known = [k for k in range(len(starts)) if ends[k] <= min(quote, speaker[0]) and isinstance(ids[k], str)]
    if role:
        noun = _OF.sub("", role[1]).lower()
        last = noun.split()[-1]
        if last in _BODIES or last.endswith("s") and not last.endswith("ss"):
            return None  # a body, or several people
        described = {ids[k] for k in known if noun in _beside(text, k, starts, ends)}
        if described:
            return described.pop() if len(described) == 1 else None
    for left, right in windows:
        named = {ids[k] for k in known if left <= starts[k] < right}
        if named:
            return named.pop() if len(named) == 1 else None
    return None


def _beside(text: str, k: int, starts: np.ndarray, ends: np.ndarray) -> str:
    """What stands beside a name, in its sentence and not past another name."""
    left = max(starts[k] - _NEAR, ends[k - 1] if k else 0, 0)
    right = min(ends[k] + _NEAR, starts[k + 1] if k + 1 < len(starts) else len(text))
    before = re.split(r"[.!?,;]\s|\n", text[left:starts[k]])[-1]
    after = _APPOSED.match(text, ends[k], right)
    return f"{before} {after[1] if after else ''}".lower()
