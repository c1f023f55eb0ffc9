"""A text as a string with one character a word, so that the grammar of time can be plain regular expressions over words.

``"on Friday, 13 March"`` becomes five characters: an unknown word, a weekday, a comma, a number that may be a day, a month.
Each word of the lexicon has a character of its own; a class of words is a set of characters. White space, single line breaks
of hard-wrapped text and hyphens inside words ("third-quarter") vanish here, and rules need not know of them.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from workbench.knowledge.timex import lexicon

#: Characters of what stands in no lexicon.
DAY, INTEGER, DECIMAL, AMOUNT, YEAR, NTH, SHORT_YEAR, DECADE, ISO, SLASHED, CLOCK, NUMBER = "diuxyrqkz/cn"
QUARTER, SLASH = "Q|"
OTHER, CAPITAL, COMMA, DASH, MARK, OPEN, POSSESSIVE, BREAK = "oO,-.(s¶"
#: Names of those characters in patterns.
SHAPES = {
    "DAY": DAY + NTH, "CARDINAL": DAY, "INT": DAY + INTEGER, "DECIMAL": DECIMAL, "AMOUNT": AMOUNT, "YYYY": YEAR, "NTH": NTH,
    "YY": SHORT_YEAR, "YEAR": YEAR + SHORT_YEAR, "DECADE": DECADE, "ISO": ISO, "SLASHED": SLASHED, "CLOCK": CLOCK, "COMMA": COMMA,
    "DASH": DASH, "POSS": POSSESSIVE, "OPEN": OPEN, "OTHER": OTHER + CAPITAL, "NAME": CAPITAL, "DOT": MARK,
    "WORDNUM": NUMBER, "QSHORT": QUARTER, "SLASH": SLASH, "NUM": DAY + INTEGER + DECIMAL + NUMBER, "ANY": OTHER + CAPITAL,
}
#: Words that tell time only when capitalised, and short forms that do so only beside a number, a comma or a month.
_SHORT = set("sun mon tue wed thu fri sat jan mar apr jun jul oct nov dec".split())
_PROPER = _SHORT | {"may", "march", "august"}
#: Most words are letters up to a space: they are asked for first, and are none of the others then.
_TOKEN = re.compile(r"""
    (?P<plain>[^\W\d_]+(?=\s))
  | (?P<address>(?:https?://|www\.)\S+|\S+@\w+\.\w+|\w+(?:/[\w.-]+){3,})
  | (?P<nineeleven>\b9/11\b)
  | (?P<quarter>\b[qQ][1-4]\b)
  | (?P<iso>(?<![\d-])\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d)?Z?)?(?![\d-]))
  | (?P<slashed>(?<![\d/.-])\d{1,2}(?:(?P<slash>[/.])\d{1,2}(?P=slash)(?:\d{4}|\d\d)|-\d{1,2}-\d{4})(?!\d|[/.-]\d))
  | (?P<clock>(?<![\d:])\d{1,2}:\d\d(?::\d\d)?(?![\d:]))
  | (?P<decade>(?:\b\d{3}0|['’‘`]?\b\d0)['’]?s\b)
  | (?P<short>(?<!\w)['’‘`]\d\d\b(?!['’]))
  | (?P<nth>\b\d{1,3}(?:st|nd|rd|th)\b)
  | (?P<money>[$£€¥\#]\s?\d[\d,.]*\d|[$£€¥\#]\s?\d)
  | (?P<number>(?:\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d*\.\d+|\d+)(?P<sign>\s?%)?)
  | (?P<possessive>['’]s\b|(?<=s)['’](?=\s))
  | (?P<word>\bo['’]clock\b|[^\W\d_]+(?:\.[^\W\d_]+)*)
  | (?P<dash>--+|[-–—])
  | (?P<mark>[^\w\s]|_)
""", re.VERBOSE)
_MARKS = {",": COMMA, "(": OPEN, "/": SLASH}
_MONTH_AFTER = re.compile(r"[\s,]*(?:\d|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[.\w]* \d)", re.IGNORECASE)
_NUMBER_BEFORE = re.compile(r"\d(?:st|nd|rd|th)?[ -]$")


@dataclass
class Lexed:
    """The words of a text: ``shape[k]`` is the character, ``starts[k]:ends[k]`` the place and ``values[k]`` the value of word k.

    ``words`` holds them in lower case.
    """

    text: str
    shape: str
    starts: list[int]
    ends: list[int]
    words: list[str]
    values: list[object]


def charset(name: str) -> str:
    """The characters of a class of words or of a shape.

    Raises
    ------
    KeyError
        If there is no such class.
    """
    classes = lexicon.alphabet()[1]
    if name not in SHAPES and name not in classes:
        raise KeyError(f"no class of words {name!r}; there are {', '.join([*SHAPES, *classes])}")
    return SHAPES.get(name, "") + classes.get(name, "")


def lex(text: str, start: int, end: int, letters: Mapping[str, str], wrapped: bool = False) -> Lexed:
    """The words of ``text[start:end]``.

    Parameters
    ----------
    letters
        Word, in lower case -> its character.
    wrapped
        Whether single line breaks fall inside sentences; else each ends whatever was being said.
    """
    shape, starts, ends, words, values = [], [], [], [], []
    last = start
    for match in _TOKEN.finditer(text, start, end):
        begin, finish, kind = match.start(), match.end(), match.lastgroup
        if begin < last:  # the full stop of an abbreviation
            continue
        if begin > last and "\n" in (gap := text[last:begin]) and (not wrapped or gap.count("\n") > 1):
            shape.append(BREAK)
            starts.append(last)
            ends.append(last)
            words.append("")
            values.append(None)
        last, value, low = finish, None, match.group().lower().replace("’", "'")
        if kind in ("plain", "word"):
            if text[finish:finish + 1] == "." and low + "." in letters and finish < end:
                finish = last = finish + 1
                low += "."
            proper = low not in _PROPER or text[begin].isupper()
            if low in letters and proper and (low not in _SHORT or _beside(text, begin, finish)):
                mark = letters[low]
            else:
                mark = CAPITAL if text[begin].isupper() else OTHER
        elif kind == "dash":
            before, after = text[begin - 1:begin], text[finish:finish + 1]
            if before.isalnum() and (after.isalnum() or after in "'’") and after and not (before.isdigit() and after.isdigit()):
                continue
            mark = DASH
        elif kind == "address":
            mark = OTHER
        elif kind == "mark":
            mark = _MARKS.get(low, MARK)
        elif kind == "possessive":
            mark = POSSESSIVE
        else:
            mark, value = _figures(kind, low, match)
        shape.append(mark)
        starts.append(begin)
        ends.append(finish)
        words.append(low)
        values.append(value)
    return _join(Lexed(text, "".join(shape), starts, ends, words, values))


def _beside(text: str, begin: int, finish: int) -> bool:
    return bool(_MONTH_AFTER.match(text, finish) or _NUMBER_BEFORE.search(text[max(0, begin - 5):begin]))


def _figures(kind: str, found: str, match: re.Match) -> tuple[str, object]:
    """Character and value of a word of digits."""
    if kind == "nineeleven":
        return ISO, "2001-09-11"
    if kind == "quarter":
        return QUARTER, found
    if kind == "iso":
        return ISO, found
    if kind == "slashed":
        return SLASHED, found
    if kind == "clock":
        return CLOCK, found
    if kind == "decade":
        digits = re.sub(r"\D", "", found)
        return DECADE, digits[:3] if len(digits) == 4 else ("19" if digits[0] >= "2" else "20") + digits[0]
    if kind == "short":
        short = int(found[1:])
        return SHORT_YEAR, short + (1900 if short > 40 else 2000)
    if kind == "nth":
        return NTH, int(found[:-2])
    if kind == "money" or match["sign"]:
        return AMOUNT, None
    plain = found.replace(",", "")
    if "." in plain:
        return DECIMAL, float(plain)
    value = int(plain[:15])
    if plain == found and len(found) == 4 and 1000 <= value <= 2999:
        return YEAR, value
    return (DAY if 1 <= value <= 31 and len(found) <= 2 else INTEGER), value


@cache
def _number_pattern() -> re.Pattern:
    s, t, h, o, a = (charset(name) for name in ("SMALL", "TENS", "HUNDRED", "ORDINAL", "A"))
    dozen, conj = lexicon.alphabet()[0]["dozen"], lexicon.alphabet()[0]["and"]
    head = f"(?:[{s}]|[{t}][{s}]?|[{a}](?=[{h}{dozen}])|[{DAY}{INTEGER}{DECIMAL}](?=[{h}{dozen}]))"
    return re.compile(f"(?P<year>[{s}][{t}][{s}]?)|(?P<nth>[{t}][{o}])|(?P<number>{head}(?:[{h}{dozen}](?:{conj}?{head})?)*)")


def _join(lexed: Lexed) -> Lexed:
    """The same words, with numbers in words ("nineteen ninety-four", "two thousand", "twenty-first") joined into one each."""
    small, tens, hundred, ordinal = (lexicon.CLASSES[name] for name in ("SMALL", "TENS", "HUNDRED", "ORDINAL"))
    for match in reversed(list(_number_pattern().finditer(lexed.shape))):
        i, j = match.span()
        words = lexed.words[i:j]
        if match["year"]:
            first, rest = small[words[0]], sum({**small, **tens}[w] for w in words[1:])
            if not 10 <= first <= 20:
                continue
            mark, value = YEAR, first * 100 + rest
        elif match["nth"]:
            if ordinal[words[1]] < 0:
                continue
            mark, value = NTH, tens[words[0]] + ordinal[words[1]]
        else:
            total = part = 0.0
            for word, given in zip(words, lexed.values[i:j], strict=True):
                scale = hundred.get(word) or (12 if word == "dozen" else None)
                if scale:
                    part = max(part, 1) * scale
                    if scale >= 1000:
                        total, part = total + part, 0.0
                elif word != "and":
                    part += 1 if word in ("a", "an") else given if given is not None else {**small, **tens}[word]
            value = int(total + part) if float(total + part).is_integer() else total + part
            mark = YEAR if 2000 < value < 2050 and words[:2] == ["two", "thousand"] else NUMBER
        lexed.shape = lexed.shape[:i] + mark + lexed.shape[j:]
        lexed.ends[i:j] = [lexed.ends[j - 1]]
        lexed.starts[i:j] = [lexed.starts[i]]
        lexed.words[i:j] = [" ".join(words)]
        lexed.values[i:j] = [value]
    return lexed
