"""What the furniture of a news page says: patterns for single lines, in several languages, kept in ``segments/line_cues.txt``."""

import re
from functools import cache, lru_cache
from importlib.resources import files

from workbench.knowledge.segments import literals

#: A month or its abbreviation, in several languages, as part of an expression.
MONTH = (
    "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|févr|mars|avr|mai|juin|juil|août|enero|febr|marzo|abril|mayo|junio|julio"
    r"|agosto|märz|okt|dez|gen|mag|giu|lug|ago|set|ott|dic|fev|abr|out"
    r"|янв|фев|мар|апр|мая|июн|июл|авг|сен|окт|ноя|дек|stycz|lut|kwie|maj|czerw|lip|sierp|wrze|paźd|listop|grud)[\w.]*"
)
#: Characters of a line that are looked at.
_LOOK = 300
#: Markdown: a link, of which the words count; what stands before a heading, an item, a quotation; emphasis around all of the line.
_LINK = re.compile(r"!?\[([^\[\]]*)\](?:\[\d+\]|\([^()\s]*\))")
_BEFORE = re.compile(r"(?:(?:#{1,6}|[*+>-])\s+)+(?=\S)")
_EMPHASIS = re.compile(r"([*_]{1,3})(\w.*\S)\1")


@cache
def _forms() -> dict[str, list[str]]:
    """cue -> its forms, as the file has them."""
    found: dict[str, list[str]] = {}
    text = files("workbench.knowledge.segments").joinpath("line_cues.txt").read_text(encoding="utf8")
    for line in text.split("\n"):
        if line.startswith("[") and line.endswith("]") and line[1:-1].isalpha():
            forms = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            forms.append(line.replace("{month}", MONTH))
    return found


@cache
def _patterns() -> tuple[list[tuple[str, re.Pattern]], literals.Sieve]:
    """(cue, pattern) of every form, and the sieve that says which of them a line can give at all."""
    made = [(cue, re.compile(form, re.IGNORECASE)) for cue, forms in _forms().items() for form in forms]
    return made, literals.Sieve([pattern.pattern for _, pattern in made])


def bare(line: str) -> str:
    """The line without the marks of Markdown, if it has some."""
    if line[:1] in "#*+>-_" or "](" in line or "][" in line:
        line = _BEFORE.sub("", _LINK.sub(r"\1", line), count=1)
        line = _EMPHASIS.sub(r"\2", line, count=1)
    return line


@lru_cache(maxsize=50_000)
def cues(line: str) -> frozenset[str]:
    """The cues that a line, trimmed, gives; its first 300 characters are looked at. Kept: menus repeat from page to page."""
    line = bare(line[:_LOOK])
    patterns, sieve = _patterns()
    found: set[str] = set()
    for number in sieve.possible(line):
        cue, pattern = patterns[number]
        # A form that starts with "^" can match at the start alone; a search would try it everywhere.
        if cue not in found and (pattern.match if pattern.pattern.startswith("^") else pattern.search)(line):
            found.add(cue)
    return frozenset(found)


def says(cue: str, line: str) -> bool:
    """Whether the line gives this cue."""
    return cue in cues(line)


@cache
def _appeal() -> re.Pattern:
    return re.compile("|".join(_forms()["appeal"]))


def addressed(text: str) -> int:
    """How often a text speaks to its reader, or its makers speak of themselves."""
    return len(_appeal().findall(text))
