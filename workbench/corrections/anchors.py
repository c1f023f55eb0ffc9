"""Where a correction's words stand: by position while the text is the same, by quote and context when it changed, else nowhere."""

import difflib
import re

#: Characters of context looked at on either side of the words.
CONTEXT = 140
#: Least likeness of the context, 0 to 1, for words to be taken as the same words.
LIKENESS = 0.4
#: How much likelier than any other place the place must be; and how like another place may be at all, or it may be a copy.
MARGIN, COPY = 0.1, 0.6
_WORDS = re.compile(r"\w+|[^\w\s]")


def locate(text: str, sha256: str, chosen: list[dict], state: str | None) -> tuple[int, int, str] | None:
    """Where the words that the selectors choose stand in the text.

    Parameters
    ----------
    text, sha256
        The text as it is now, and its fingerprint.
    chosen
        A TextPositionSelector and a TextQuoteSelector of the Web Annotation model.
    state
        Fingerprint of the text that the selectors were made for.

    Returns
    -------
    tuple or None
        start, end, and how it was found ("position" or "quote"); None where the words are gone, or stand in several places
        and none is clearly the one meant.
    """
    position = next((s for s in chosen if s.get("type") == "TextPositionSelector"), None)
    quote = next((s for s in chosen if s.get("type") == "TextQuoteSelector"), None)
    if quote is None or not quote.get("exact"):
        return None
    exact, prefix, suffix = quote["exact"], quote.get("prefix", ""), quote.get("suffix", "")
    if position is not None and state == sha256 and text[position["start"]:position["end"]] == exact:
        return position["start"], position["end"], "position"
    places = []
    at = text.find(exact)
    while at >= 0:
        end = at + len(exact)
        whole = not (exact[0].isalnum() and at and text[at - 1].isalnum()) and not (
            exact[-1].isalnum() and end < len(text) and text[end].isalnum())
        if whole:
            places.append((_likeness(prefix, text[max(0, at - CONTEXT):at], suffix, text[end:end + CONTEXT]), at))
        at = text.find(exact, at + 1)
    places.sort(key=lambda p: (-p[0], p[1]))
    if not places or places[0][0] < LIKENESS:
        return None
    if len(places) > 1 and (places[0][0] - places[1][0] < MARGIN or places[1][0] > COPY):
        return None
    return places[0][1], places[0][1] + len(exact), "quote"


def _likeness(prefix: str, before: str, suffix: str, after: str) -> float:
    """How alike the context is, 0 to 1, by its words in order; words that moved count less, the farther they moved.

    It is 0 where neither the word before nor the word after stayed: a name that stands beside a second mention of the same
    name would otherwise be taken for it, once one of them is gone.
    """
    sides, beside = [], False
    for kept, now, outward in ((prefix, before, -1), (suffix, after, 1)):
        words, others = _WORDS.findall(kept)[::outward], _WORDS.findall(now)[::outward]
        beside |= words[:1] == others[:1]
        blocks = difflib.SequenceMatcher(None, words, others, autojunk=False).get_matching_blocks()
        shared = sum(block.size / (1 + abs(block.a - block.b) / 2) for block in blocks)
        sides.append(2 * shared / (len(words) + len(others)) if words or others else 1.0)
    return sum(sides) / 2 if beside else 0.0
