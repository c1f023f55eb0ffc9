"""Where sentences start and end: one rule for reading, counting and showing."""

import re
from functools import lru_cache

#: Words whose full stop does not end a sentence.
_ABBREVIATIONS = set((
    "mr mrs ms dr prof gen lt col maj capt cmdr adm sgt gov sen rep rev hon st jr sr inc corp co ltd vs no nos art fig "
    "jan feb mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun approx est dept univ ave blvd "
    "calif conn del fla ill ind kan ky md mass mich minn mo neb nev okla ore pa tenn tex va vt wash wis wyo ariz ark colo ga la "
    "u.s u.k u.n e.g i.e a.m p.m d.c cf al ed eds messrs mme mlle bros"
).split())
_END = re.compile(
    r"""(?P<stop>[.!?…]+)(?P<close>["'”’»)\]]*)(?P<gap>\s+)(?=["'“‘«(\[]*[^\W\d_a-zß-ÿ]|["'“‘«(\[]*\d|$)|(?P<line>\n\s*)""")
_LAST_WORD = re.compile(r"[\w.]+$")
#: Initials with their full stops, the last one left out: "J", "J.P", "H.W".
_INITIALS = re.compile(r"(?:[A-Z]\.){0,3}[A-Z]")


@lru_cache(maxsize=16)  # asked again for each stretch of the same text
def hard_wrapped(text: str) -> bool:
    """Whether lines break at a fixed width, as in wire copy, and not at the end of a paragraph."""
    lines = [line.strip() for line in text.split("\n")]
    full = [line for line in lines if len(line) >= 40]
    if len(full) < 3 or max(map(len, full)) > 100:
        return False
    return sum(line[-1] not in ".!?\"”’':)" for line in full) > len(full) / 2


def sentences(text: str, start: int = 0, end: int | None = None) -> list[tuple[int, int]]:
    """Offsets of the sentences in ``text[start:end]``, as pairs of code points into the whole text.

    A line break ends a sentence, since scraped pages break lines between paragraphs, unless the text is hard-wrapped as
    wire copy is: there a blank line does. Initials ("J. Smith", "J.P. Morgan") and a common abbreviation do not. Spans are
    trimmed of white space; every other character is in exactly one span.
    """
    end = len(text) if end is None else end
    wrapped = hard_wrapped(text)
    found, begin = [], start
    for match in _END.finditer(text, start, end):
        if match["line"] is None:
            last = _LAST_WORD.search(text, begin, match.start())
            word = last.group().rstrip(".") if last else ""
            short = match["stop"] == "." and not match["close"] and (word.lower() in _ABBREVIATIONS or _INITIALS.fullmatch(word))
            if short and ("\n" not in match["gap"] or wrapped and match["gap"].count("\n") == 1 and match["gap"][-1] == "\n"):
                continue
        elif wrapped and match["line"].count("\n") == 1:
            continue
        found.append((begin, match.start("gap") if match["line"] is None else match.start()))
        begin = match.end()
    found.append((begin, end))
    trimmed = []
    for left, right in found:
        piece = text[left:right]
        left, right = left + len(piece) - len(piece.lstrip()), right - (len(piece) - len(piece.rstrip()))
        if right > left:
            trimmed.append((left, right))
    return trimmed
