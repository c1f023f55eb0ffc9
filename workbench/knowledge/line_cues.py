"""What the furniture of a news page says: patterns for single lines, in several languages, kept in ``segments/line_cues.txt``."""

import re
from functools import cache
from importlib.resources import files

_MONTH = (
    "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|févr|mars|avr|mai|juin|juil|août|enero|febr|marzo|abril|mayo|junio|julio"
    r"|agosto|märz|okt|dez|gen|mag|giu|lug|ago|set|ott|dic)[\w.]*"
)


@cache
def patterns() -> dict[str, re.Pattern]:
    """cue -> its compiled pattern."""
    found: dict[str, list[str]] = {}
    text = files("workbench.knowledge").joinpath("segments/line_cues.txt").read_text(encoding="utf8")
    for line in text.split("\n"):
        if line.startswith("[") and line.endswith("]") and line[1:-1].isalpha():
            forms = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            forms.append(line.replace("{month}", _MONTH))
    return {cue: re.compile("|".join(f"(?:{form})" for form in forms), re.IGNORECASE) for cue, forms in found.items()}


def pattern(cue: str) -> re.Pattern:
    """The compiled pattern of a cue."""
    return patterns()[cue]


def says(cue: str, line: str) -> bool:
    """Whether the line, trimmed, gives this cue. Lines of more than 600 characters are looked at in their first 600."""
    return patterns()[cue].search(line[:600]) is not None
