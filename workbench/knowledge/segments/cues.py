"""What the furniture of a news page says: patterns for single lines, in several languages, kept in ``segments/line_cues.txt``."""

import re
from functools import cache, lru_cache
from importlib.resources import files

_MONTH = (
    "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|janv|févr|mars|avr|mai|juin|juil|août|enero|febr|marzo|abril|mayo|junio|julio"
    r"|agosto|märz|okt|dez|gen|mag|giu|lug|ago|set|ott|dic)[\w.]*"
)


@cache
def _patterns() -> dict[str, tuple[re.Pattern | None, re.Pattern | None]]:
    """cue -> what stands at the line's start, and what stands anywhere. Apart, since a search would try the first everywhere."""
    found: dict[str, list[str]] = {}
    text = files("workbench.knowledge.segments").joinpath("line_cues.txt").read_text(encoding="utf8")
    for line in text.split("\n"):
        if line.startswith("[") and line.endswith("]") and line[1:-1].isalpha():
            forms = found.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            forms.append(line.replace("{month}", _MONTH))
    made = {}
    for cue, forms in found.items():
        parts = ([form for form in forms if form.startswith("^")], [form for form in forms if not form.startswith("^")])
        made[cue] = tuple(re.compile("|".join(f"(?:{form})" for form in part), re.IGNORECASE) if part else None for part in parts)
    return made


@lru_cache(maxsize=50_000)
def cues(line: str) -> frozenset[str]:
    """The cues that a line, trimmed, gives; its first 300 characters are looked at. Kept: menus repeat from page to page."""
    line = line[:300]
    return frozenset(cue for cue, (start, anywhere) in _patterns().items()
                     if (start and start.match(line)) or (anywhere and anywhere.search(line)))


def says(cue: str, line: str) -> bool:
    """Whether the line gives this cue."""
    return cue in cues(line)


def addressed(text: str) -> int:
    """How often a text speaks to its reader, or its makers speak of themselves."""
    return len(_patterns()["appeal"][1].findall(text))
