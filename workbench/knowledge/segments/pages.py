"""What a page's markup tells about a line of it: numbers for a model, from tags, class names, links and what extractors kept."""

import re
from collections.abc import Sequence
from functools import lru_cache

import numpy as np

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
_DEEP = 14


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
    count = len(elements)
    known: dict = {}
    rows = np.zeros((count, len(TAGS) + len(INSIDE) + len(HINTS) + 2), dtype=np.float32)
    signs, parents, grand = [], [], []
    for k, element in enumerate(elements):
        row, sign, block = _of(element, known)
        rows[k] = row
        signs.append(sign)
        parent = block.getparent() if block is not None else None
        parents.append(id(parent))
        grand.append(id(parent.getparent()) if parent is not None else 0)
    total = max(1.0, float(words.sum()))
    prose = np.where((words >= 10) & (links < 0.5), words, 0.0)
    made = [rows, links[:, None], (links * words)[:, None]]
    for keys in (signs, parents, grand):
        _, group = np.unique(np.array([str(key) for key in keys]), return_inverse=True)
        mass = np.bincount(group, weights=prose)
        lines = np.bincount(group)
        linked = np.bincount(group, weights=links * words) / np.maximum(1, np.bincount(group, weights=words))
        made.append(np.stack([mass[group] / total, mass[group] / max(1.0, mass.max(initial=0)), np.log1p(lines[group]),
                              np.log1p(mass[group] / np.maximum(1, lines[group])), linked[group]], axis=1))
    return np.concatenate(made, axis=1).astype(np.float32)


def _of(element, known: dict) -> tuple[np.ndarray, str, object]:
    """Features of an element, its signature (tag and class of block and parent) and its block."""
    if element in known:
        return known[element]
    row = np.zeros(len(TAGS) + len(INSIDE) + len(HINTS) + 2, dtype=np.float32)
    at, depth, block = element, 0, None
    names: list[str] = []
    while at is not None and depth < _DEEP:
        tag = at.tag if isinstance(at.tag, str) else ""
        if depth == 0 and tag in TAGS:
            row[TAGS.index(tag)] = 1
        if tag in INSIDE:
            place = len(TAGS) + INSIDE.index(tag)
            row[place] = max(row[place], 1 / (1 + 0.2 * depth))
        if block is None and tag not in ("span", "a", "b", "strong", "em", "i", "time", "font", "u", "small", "mark", "cite", "abbr"):
            block = at
        name = f"{at.get('class') or ''} {at.get('id') or ''} {at.get('itemprop') or ''} {at.get('data-testid') or ''}"[:300]
        if len(name) > 3:
            for h in _hinted(name):
                place = len(TAGS) + len(INSIDE) + h
                if not row[place]:
                    row[place] = 1 / (1 + 0.3 * depth)
        if len(names) < 2 and block is not None:
            names.append(f"{tag}.{at.get('class') or ''}")
        at, depth = at.getparent(), depth + 1
    while at is not None:
        at, depth = at.getparent(), depth + 1
    row[-2] = depth
    row[-1] = sum(1 for _ in element) if element is not None else 0
    known[element] = row, ">".join(names), block
    return known[element]


@lru_cache(maxsize=20_000)
def _hinted(name: str) -> tuple[int, ...]:
    """Numbers of the hints that an element's names give."""
    return tuple(h for h, hint in enumerate(HINTS) if hint.search(name))


def kept(lines: Sequence[str], extracted: str | None) -> np.ndarray:
    """Whether an extractor kept each line: 1, 0, or the share of the line's four-word shingles in what it kept; -1 without any."""
    if not extracted:
        return np.full(len(lines), -1, dtype=np.float32)
    pieces = {_squeezed(piece.lstrip("-|#*• ")) for piece in extracted.split("\n")}
    found = re.findall(r"\w+", extracted)
    shingles = {tuple(found[k:k + 4]) for k in range(len(found) - 3)}
    made = np.zeros(len(lines), dtype=np.float32)
    for k, line in enumerate(lines):
        words = re.findall(r"\w+", line)
        if _squeezed(line) in pieces:
            made[k] = 1
        elif len(words) >= 5:
            made[k] = sum(tuple(words[i:i + 4]) in shingles for i in range(len(words) - 3)) / (len(words) - 3)
    return made


def _squeezed(line: str) -> str:
    return re.sub(r"\W+", "", line)
