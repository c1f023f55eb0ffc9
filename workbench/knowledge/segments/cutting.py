"""From a text to the units that get a role: lines, paragraphs of hard-wrapped lines, pieces of text that runs on."""

import re
from collections.abc import Iterator
from functools import cache

import numpy as np

from workbench.knowledge.segments.cues import MONTH
from workbench.knowledge.segments.words import codes

#: A line longer than this is cut into sentences, since text that runs on mixes menus and article.
RUN_ON = 1_500
#: Words of a title-case run that stay together.
PIECE = 10
#: Share of capitalised words that no paragraph of prose has, so that a line of more characters than LONG is a list of titles.
_TITLES, LONG = 0.6, 300
#: Stamps that make a thread of comments, and items that make a numbered list.
_THREAD, _ITEMS = 3, 5
#: What a character may be, as bits: white space, two columns wide, of a script that does not part words; and where the latter two stand.
_SPACE, _WIDE, _UNPARTED = 1, 2, 4
_RANGES = {_WIDE: ("\u1100\u115f", "\u2e80\ua4cf", "\uac00\ud7a3", "\uf900\ufaff", "\ufe30\ufe6f", "\uff00\uff60"),
           _UNPARTED: ("\u0e00\u0eff", "\u3040\u30ff", "\u3400\u9fff")}
_LINE = re.compile(r"\S(?:[^\n]*\S)?")
_SENTENCE = re.compile(r"""(?<=[.!?…])["'”’»)\]]*\s+(?=["'“‘«(\[]*[^\W_a-zß-öø-ÿ])|(?<=[。！？])["”’」』）]*\s*""")
_WORD = re.compile(r"\S+")
_DAY = (rf"\b{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|(?<!\d)\d{{1,2}}(?:st|nd|rd|th|\.|º)?\s+(?:de\s+)?{MONTH},?\s+(?:de\s+)?"
        r"\d{4}|(?<!\d)\d{4}[-/.]\d{1,2}[-/.]\d{1,2}|(?<!\d)\d{1,2}[-/.]\d{1,2}[-/.]\d{4}")
_CLOCK = (r"[\s,|·–-]*(?:(?:at|um|à|às|alle|a las|om|kl\.?|@)\s+)?"
          r"\d{1,2}[:.h]\d\d(?::\d\d)?(?:\s?[ap]\.?m\b\.?)?(?:\s?Uhr)?")
_STAMP = re.compile(f"(?:{_DAY}){_CLOCK}", re.IGNORECASE)
_NUMBER = re.compile(r"(?<!\S)[#(]?(\d{1,2})(?:[.):]|(?:st|nd|rd|th|er|ème|[aoªº])[.)]?)(?=\s)")
_ITEM = re.compile(r"\[[^\]\n]{1,40}\]:\s|(?:[*•·\-–+>#|]|\d{1,3}[.)])\s")


def units(text: str) -> list[tuple[int, int]]:
    """Offsets of the units of a text: trimmed, in order, without overlap; all but white space lies in one of them."""
    lines = _unwrapped(text, broken(text))
    most = LONG if len(text) > 600 * len(lines) else RUN_ON
    runs_on = (b - a > most or (b - a > LONG and titled(text[a:b])) for a, b in lines)
    return [piece for line, cut in zip(lines, runs_on, strict=True) for piece in (_pieces(text, *line) if cut else [line])]


def titled(line: str) -> bool:
    """Whether most words begin with a capital letter, in a script that has some, and go on in small ones: titles, or a menu."""
    first = [word[0] for word in line.split()]
    capital, small = sum(map(str.isupper, first)), sum(map(str.islower, first))
    return capital > _TITLES * (capital + small) and sum(map(str.isupper, line)) < len(line) / 2


def broken(text: str) -> list[tuple[int, int]]:
    """Offsets of the lines that are not blank, trimmed."""
    return [match.span() for match in _LINE.finditer(text)]


def counted(text: str, spans: list[tuple[int, int]]) -> list[int]:
    """Words of each stretch of a text, given trimmed; three characters make one in scripts that do not part words."""
    if not spans:
        return []
    kinds = _kinds(text)
    start, end = np.array(spans).T
    space = kinds & _SPACE > 0
    words = _among(~space[1:] & space[:-1], start, end - 1) + 1
    return (words if text.isascii() else np.maximum(words, _among(kinds & _UNPARTED > 0, start, end) // 3)).tolist()


def _kinds(text: str) -> np.ndarray:
    """What each character is."""
    return _of_codes()[np.minimum(codes(text), 0xFFFF)]


@cache
def _of_codes() -> np.ndarray:
    """What each code point of the Basic Multilingual Plane is."""
    made = np.array([chr(code).isspace() for code in range(0x10000)]).astype(np.uint8) * _SPACE
    for kind, ranges in _RANGES.items():
        for first, last in ranges:
            made[ord(first):ord(last) + 1] |= kind
    return made


def _among(which: np.ndarray, start: np.ndarray, end: np.ndarray) -> np.ndarray:
    """How many of the marked places lie in each stretch."""
    upto = np.concatenate([[0], np.cumsum(which, dtype=np.int32)])
    return upto[end] - upto[start]


def _unwrapped(text: str, lines: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Lines with those joined that a fixed width broke: the next line's first word would not have fitted any more."""
    if not lines:
        return lines
    start, end = np.array(lines).T
    wide = np.zeros(len(text), dtype=bool) if text.isascii() else _kinds(text) & _WIDE > 0
    # Some programs fold by columns, and some by characters.
    for more in (wide, np.zeros_like(wide)) if wide.any() else (wide,):
        widths = end - start + _among(more, start, end)
        fold = _fold(widths)
        if fold:
            break
    if not fold:
        return lines
    joined = [lines[0]]
    for k in range(1, len(lines)):
        left, right = lines[k]
        gap = text[lines[k - 1][1]:left]
        line = text[left:right]
        first = len(line.split(None, 1)[0])
        first += int(more[left:left + first].sum())
        indent = len(gap) - gap.rfind("\n") - 1
        before = lines[k - 1][0] - 1 - text.rfind("\n", 0, lines[k - 1][0])
        full = widths[k - 1] + 1 + first > fold - 2 and widths[k - 1] > fold * 0.55
        if gap.count("\n") == 1 and full and indent <= before + 2 and not _ITEM.match(line):
            joined[-1] = joined[-1][0], right
        else:
            joined.append((left, right))
    return joined


def _fold(widths: np.ndarray) -> int:
    """The width that lines were folded at, or 0 where they were not: many lines end just before it and few go beyond."""
    # Lines of each width, and of each width or less: beyond the widest fold all are alike.
    upto = np.cumsum(np.bincount(np.minimum(widths, 101), minlength=102)).tolist()
    best = chosen = 0
    for fold in range(60, 101):
        near, beyond = upto[fold] - upto[fold - 14], upto[101] - upto[fold]
        if near >= 3 and beyond <= 0.34 * near and near > best * 1.02:
            best, chosen = near, fold
    return chosen


def _pieces(text: str, left: int, right: int) -> list[tuple[int, int]]:
    """A line that runs on, cut at the ends of sentences and, in menus and headings, before capitalised words."""
    stops = {match.end() for match in _SENTENCE.finditer(text, left, right)}
    stops |= {left + place for place in (*_stamps(text[left:right]), *_items(text[left:right]))}
    words = [(match.start(), match.end()) for match in _WORD.finditer(text, left, right)]
    # Running words: those that start with a small letter. Their share tells prose from menus, wherever a script has case.
    running = [0]
    for a, _ in words:
        first = text[a].lstrip("\"'“‘«([") or text[a + 1:a + 2]
        running.append(running[-1] + first.islower())

    def share(start: int, end: int) -> float:
        start, end = max(0, start), min(len(words), end)
        return (running[end] - running[start]) / max(1, end - start)

    found, begin = [], 0
    for k in range(1, len(words)):
        new = words[k][0] in stops
        if not new and running[k + 1] == running[k]:
            long = k - begin
            rises = share(k + 1, k + 10) >= 0.5 and share(k - 10, k) < 0.35 and running[min(k + 2, len(words))] > running[k + 1]
            falls = long >= 4 and share(k, k + 10) < 0.25 and share(k - 8, k) >= 0.5
            new = rises or falls or (long >= PIECE and share(begin, k) < 0.4) or long >= 60
        if new:
            found.append((words[begin][0], words[k - 1][1]))
            begin = k
    found.append((words[begin][0], words[-1][1]))
    return found


def _stamps(line: str) -> Iterator[int]:
    """Where dates with the time of day begin, and what follows them, if there are several: each heads a comment, or a post."""
    found = [match.span() for match in _STAMP.finditer(line)]
    if len(found) >= _THREAD:
        for start, end in found:
            yield start
            yield end + len(line[end:end + 9]) - len(line[end:end + 9].lstrip())


def _items(line: str) -> Iterator[int]:
    """Where the items of a numbered list begin: each with a number that is the one after, or before, a neighbour's."""
    found = [(int(match[1]), match.start()) for match in _NUMBER.finditer(line)]
    kept = [k for k, (number, _) in enumerate(found)
            if any(abs(number - other) == 1 for other, _ in (*found[max(0, k - 1):k], *found[k + 1:k + 2]))]
    if len(kept) >= _ITEMS:
        yield from (found[k][1] for k in kept)
