"""What a page's markup tells about a line of it: numbers for a model, from tags, class names, links and what extractors kept."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache

import numpy as np

from workbench.knowledge.segments.literals import Sieve

_WORD = re.compile(r"\w+")
#: What class names and ids of elements hint at, from the words that sites use for the parts of a page.
HINTS = tuple(re.compile(form, re.IGNORECASE) for form in (
    r"artic|story|body|content|text|post|entry|main|paragraph|richtext|prose",
    r"comment|disqus|kommentar|reply|discussion",
    r"relat|recommend|teaser|more|popular|trending|most-?read|read-?next|also|promo-?list|card|grid|carousel|slider|feed|rail|river",
    r"nav|menu|foot|breadcrumb|sidebar|masthead|toolbar|site-?header|topbar",
    r"share|social|newsletter|subscri|sign-?up|abo|paywall|piano|cookie|consent|banner|promo|donat|advert|sponsor|\bads?\b|-ads?\b|\bad-",
    r"caption|credit|figure|image|photo|picture|media|gallery|bild|foto",
    r"author|byline|writer|contributor|autor",
    r"date|time|publish|meta|stamp",
    r"tag|topic|keyword|categor|label|kicker|section|rubric",
    r"headline|title|heading|hed\b",
    r"summary|lead|intro|standfirst|subtitle|subhead|dek|excerpt|abstract|perex|ingress|chapo|vorspann|sell",
    r"quote|factbox|infobox|box|embed|aside|widget|timeline|liveblog|table",
    r"hidden|hide|visually|screen-?reader|sr-only|skip|tooltip|modal|popup|dialog",
))
TAGS = ("p", "li", "h1", "h2", "h3", "h4", "td", "figcaption", "blockquote", "a", "button", "time", "span", "div", "strong", "em", "label",
        "dt")
INSIDE = ("article", "main", "section", "nav", "header", "footer", "aside", "form", "figure", "ul", "ol", "table", "a", "p", "blockquote",
          "button", "h1", "h2", "h3", "h4", "address", "time")
_INLINE = frozenset(("span", "a", "b", "strong", "em", "i", "time", "font", "u", "small", "mark", "cite", "abbr"))
#: Ancestors further away than this say nothing about a line.
_DEEP = 14
_COLUMNS = len(TAGS) + len(INSIDE) + len(HINTS) + 2
_FADE = np.r_[np.ones(len(TAGS)), np.full(len(INSIDE), 0.2), np.full(len(HINTS), 0.3)]


def structure(elements: Sequence, links: np.ndarray, words: np.ndarray) -> np.ndarray:
    """Features of each line from the elements that hold it.

    Parameters
    ----------
    elements
        The lxml element in which the line's first word stands.
    links
        Share of the line's characters that are links, 0 to 1.
    words
        Number of words of each line.

    Returns
    -------
    numpy.ndarray
        ``float32[n, d]``.
    """
    known: dict = {}
    away: dict = {}
    which, signs, parents, grand = [], [], [], []
    for element in elements:
        number, sign, parent, above = _of(element, known, away)
        which.append(number)
        signs.append(sign)
        parents.append(parent)
        grand.append(above)
    rows = np.zeros((len(known), _COLUMNS), dtype=np.float32)
    if known:
        near = np.stack([away[element][0] for element in known])
        rows[:, :-2] = np.where(near < _DEEP, 1 / (1 + _FADE * near), 0)
        rows[:, :len(TAGS)] = near[:, :len(TAGS)] == 0
        rows[:, -2] = [away[element][1] for element in known]
        rows[:, -1] = [len(element) for element in known]
    rows = rows[which]
    total = max(1.0, float(words.sum()))
    prose = np.where((words >= 10) & (links < 0.5), words, 0.0)
    made = [rows, links[:, None], (links * words)[:, None]]
    for keys in (signs, parents, grand):
        _, group = np.unique(np.array(keys), return_inverse=True)
        mass = np.bincount(group, weights=prose)
        lines = np.bincount(group)
        linked = np.bincount(group, weights=links * words) / np.maximum(1, np.bincount(group, weights=words))
        made.append(np.stack([mass[group] / total, mass[group] / max(1.0, mass.max(initial=0)), np.log1p(lines[group]),
                              np.log1p(mass[group] / np.maximum(1, lines[group])), linked[group]], axis=1))
    return np.concatenate(made, axis=1).astype(np.float32)


def _of(element, known: dict, away: dict) -> tuple[int, str, int, int]:
    """An element's place in ``known``, its signature (tag and class of block and parent), numbers of its block's parent and grandparent."""
    if element in known:
        return known[element]
    _near(element, away)
    at, steps, block = element, 0, None
    names: list[str] = []
    while at is not None and steps < _DEEP and len(names) < 2:
        tag = at.tag if isinstance(at.tag, str) else ""
        if block is None and tag not in _INLINE:
            block = at
        if block is not None:
            names.append(f"{tag}.{at.get('class') or ''}")
        at, steps = at.getparent(), steps + 1
    parent = block.getparent() if block is not None else None
    above = parent.getparent() if parent is not None else None
    numbers = (away[one][2] if one is not None else -1 for one in (parent, above))
    known[element] = (len(known), ">".join(names), *numbers)
    return known[element]


def _near(element, away: dict) -> tuple[np.ndarray, int, int]:
    """Steps from an element up to the nearest one with each tag and hint, its depth and a number; ``away`` keeps what is known."""
    path = []
    while element is not None and element not in away:
        path.append(element)
        element = element.getparent()
    near, depth, _ = away[element] if element is not None else (np.full(_COLUMNS - 2, 99, dtype=np.int64), 0, 0)
    for at in reversed(path):
        near = near + 1
        for place in _places(at.tag if isinstance(at.tag, str) else "", at.get("class") or "", at.get("id") or "",
                             at.get("itemprop") or "", at.get("data-testid") or ""):
            near[place] = 0
        depth += 1
        away[at] = near, depth, len(away)
    return away[path[0]] if path else away[element]


@lru_cache(maxsize=20_000)
def _places(tag: str, *names: str) -> tuple[int, ...]:
    """Columns of what an element is and hints at."""
    made = [TAGS.index(tag)] if tag in TAGS else []
    made += [len(TAGS) + INSIDE.index(tag)] if tag in INSIDE else []
    name = " ".join(names)[:300]
    return (*made, *(len(TAGS) + len(INSIDE) + h for h in (_hinted(name) if len(name) > 3 else ())))


@lru_cache(maxsize=20_000)
def _hinted(name: str) -> tuple[int, ...]:
    """Numbers of the hints that an element's names give."""
    return tuple(h for h in _sieve().possible(name) if HINTS[h].search(name))


@cache
def _sieve() -> Sieve:
    return Sieve([hint.pattern for hint in HINTS])


def kept(lines: Sequence[str], extracted: str | None) -> np.ndarray:
    """Whether an extractor kept each line: 1, 0, or the share of the line's four-word shingles in what it kept; -1 without any."""
    if not extracted:
        return np.full(len(lines), -1, dtype=np.float32)
    pieces = {_squeezed(piece.lstrip("-|#*• ")) for piece in extracted.split("\n")}
    found = _WORD.findall(extracted)
    shingles = set(zip(found, found[1:], found[2:], found[3:], strict=False))
    made = np.zeros(len(lines), dtype=np.float32)
    for k, line in enumerate(lines):
        words = _WORD.findall(line)
        if "".join(words) in pieces:
            made[k] = 1
        elif len(words) >= 5:
            made[k] = sum(map(shingles.__contains__, zip(words, words[1:], words[2:], words[3:], strict=False))) / (len(words) - 3)
    return made


def _squeezed(line: str) -> str:
    return "".join(_WORD.findall(line))
