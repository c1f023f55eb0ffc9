"""What a page's markup tells about a line of it: numbers for a model, from tags, class names, links and what extractors kept."""

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import NamedTuple

import numpy as np

from workbench.knowledge.segments.literals import Sieve
from workbench.knowledge.segments.recurring import shingles
from workbench.knowledge.segments.words import FACTOR, polynomials

#: Characters of a line beyond which a word's place in it no longer counts.
_FAR = 4095
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


def structure(elements: Sequence, links: np.ndarray, words: np.ndarray) -> tuple[np.ndarray, list[frozenset[str]]]:
    """Features of each line from the elements that hold it, and the tags of these.

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
    (features, tags)
        ``float32[n, d]``; for each line a set.
    """
    known, above, blocks, places, tags = _held(elements)
    numbers = [known[element] for element in elements]
    which = np.array(numbers, dtype=np.int64)
    steps, depth = _steps(np.array(above, dtype=np.int64), places)
    steps = steps[which]
    rows = np.zeros((len(which), _COLUMNS), dtype=np.float32)
    rows[:, :-2] = np.where(steps < _DEEP, 1 / (1 + _FADE * steps), 0)
    rows[:, :len(TAGS)] = steps[:, :len(TAGS)] == 0
    rows[:, -2] = depth[which]
    rows[:, -1] = [len(element) for element in elements]
    total = max(1.0, float(words.sum()))
    prose = np.where((words >= 10) & (links < 0.5), words, 0.0)
    made = [rows, links[:, None], (links * words)[:, None]]
    for keys in np.array(blocks, dtype=np.int64).reshape(-1, 3)[which].T:
        _, group = np.unique(keys, return_inverse=True)
        mass = np.bincount(group, weights=prose)
        lines = np.bincount(group)
        linked = np.bincount(group, weights=links * words) / np.maximum(1, np.bincount(group, weights=words))
        made.append(np.stack([mass[group] / total, mass[group] / max(1.0, mass.max(initial=0)), np.log1p(lines[group]),
                              np.log1p(mass[group] / np.maximum(1, lines[group])), linked[group]], axis=1))
    return np.concatenate(made, axis=1).astype(np.float32), [tags[number] for number in numbers]


def _held(elements: Sequence) -> tuple[dict, list[int], list[tuple[int, int, int]], list[tuple[int, ...]], list[frozenset[str]]]:
    """Numbers of the elements and of those that hold them, each after the one that holds it; and of each, in their order:

    the number of the one that holds it, -1 for none; of its nearest block the signature (tag and class of block and parent), and the
    numbers of its parent and grandparent; its columns of :func:`_places`; its tag and those of all that hold it.
    """
    known: dict = {}
    above, blocks, places, tags = [], [], [], []
    names: list[str] = []
    nearest: list[tuple[int, int]] = []  # of each element its block and the steps to it
    signs: dict[str, int] = {}
    for element in elements:
        path = []
        while element is not None and element not in known:
            path.append(element)
            element = element.getparent()
        number = -1 if element is None else known[element]
        for at in reversed(path):
            holder, number = number, len(known)
            known[at] = number
            tag, of_class = at.tag, at.get("class", "")
            outer = tags[holder] if holder >= 0 else frozenset()
            above.append(holder)
            tags.append(outer if tag in outer else outer | {tag})
            names.append(f"{tag}.{of_class}")
            places.append(_places(tag, of_class, at.get("id", ""), at.get("itemprop", ""), at.get("data-testid", "")))
            block, steps = (number, 0) if tag not in _INLINE else (nearest[holder][0], nearest[holder][1] + 1) if holder >= 0 else (-1, 0)
            nearest.append((block, steps))
            parent = above[block] if block >= 0 and steps < _DEEP else -1
            sign = names[block] if block >= 0 and steps < _DEEP else ""
            if parent >= 0 and steps + 1 < _DEEP:
                sign += f">{names[parent]}"
            blocks.append((signs.setdefault(sign, len(signs)), parent, above[parent] if parent >= 0 else -1))
    return known, above, blocks, places, tags


def _steps(above: np.ndarray, places: list[tuple[int, ...]]) -> tuple[np.ndarray, np.ndarray]:
    """Steps from each element up to the nearest one with each tag and hint, ``int16[n, d]``, and its depth; level by level."""
    depth = np.ones(len(above), dtype=np.int64)
    for k, holder in enumerate(above.tolist()):
        if holder >= 0:
            depth[k] = depth[holder] + 1
    steps = np.full((len(above) + 1, _COLUMNS - 2), 99, dtype=np.int16)  # the last row is the one above all: number -1
    owner = np.repeat(np.arange(len(places)), [len(some) for some in places])
    column = np.fromiter(chain.from_iterable(places), dtype=np.int64, count=len(owner))
    order, marked = np.argsort(depth, kind="stable"), np.argsort(depth[owner], kind="stable")
    levels = np.arange(2, depth.max(initial=0) + 1)
    for rows, some in zip(np.split(order, np.searchsorted(depth[order], levels)),
                          np.split(marked, np.searchsorted(depth[owner[marked]], levels)), strict=True):
        steps[rows] = steps[above[rows]] + 1
        steps[owner[some], column[some]] = 0
    return steps, depth


@lru_cache(maxsize=20_000)
def _places(tag: str, *names: str) -> tuple[int, ...]:
    """Columns of what an element is and hints at."""
    made = [TAGS.index(tag)] if tag in TAGS else []
    made += [len(TAGS) + INSIDE.index(tag)] if tag in INSIDE else []
    hints = set().union(*map(_hinted, " ".join(names)[:300].split()))
    return (*made, *(len(TAGS) + len(INSIDE) + h for h in hints))


@lru_cache(maxsize=50_000)
def _hinted(name: str) -> tuple[int, ...]:
    """Numbers of the hints that one name of an element gives; sites use the same ones again and again."""
    return tuple(h for h in _sieve().possible(name) if HINTS[h].search(name))


@cache
def _sieve() -> Sieve:
    return Sieve([hint.pattern for hint in HINTS])


class Tokens(NamedTuple):
    """The words of some lines.

    Attributes
    ----------
    owner
        Number of each word's line.
    words
        Their polynomials.
    lines
        Of each line, that of its words as one; 0 without any.
    """

    owner: np.ndarray
    words: np.ndarray
    lines: np.ndarray


def tokens(text: str, starts: np.ndarray) -> Tokens:
    """The words of the lines that start there."""
    at, size, words = polynomials(text)
    owner = np.searchsorted(starts, at, side="right") - 1
    before = np.cumsum(size) - size
    head = np.flatnonzero(np.append(True, owner[1:] != owner[:-1])[:len(owner)])
    place = before - np.repeat(before[head], np.append(head[1:], len(owner))[:len(head)] - head)
    lines = np.zeros(len(starts), dtype=np.uint64)
    if len(head):
        lines[owner[head]] = np.add.reduceat(words * _shifts()[np.minimum(place, _FAR)], head)
    return Tokens(owner, words, lines)


@cache
def _shifts() -> np.ndarray:
    """What a word's polynomial is multiplied by for the characters before it in its line."""
    return np.cumprod(np.append(np.uint64(1), np.full(_FAR, FACTOR)))


def kept(lines: Tokens, extracted: str | None) -> np.ndarray:
    """Whether an extractor kept each line: 1, 0, or the share of its four-word shingles kept; -1 without any."""
    count = len(lines.lines)
    if not extracted:
        return np.full(count, -1, dtype=np.float32)
    told = tokens(extracted, np.array([0, *(match.end() for match in re.finditer("\n", extracted))]))
    size = np.bincount(lines.owner, minlength=count)
    within = lines.owner[:-3] == lines.owner[3:]
    found = _isin(shingles(lines.words)[within], shingles(told.words))
    share = np.bincount(lines.owner[:-3][within], weights=found, minlength=count) / np.maximum(1, size - 3)
    return np.where(_isin(lines.lines, told.lines), 1, np.where(size >= 5, share, 0)).astype(np.float32)


def _isin(values: np.ndarray, some: np.ndarray) -> np.ndarray:
    """Which values are some of these; faster than numpy's own on this many."""
    if not len(some):
        return np.zeros(len(values), dtype=bool)
    some = np.sort(some)
    return some[np.minimum(np.searchsorted(some, values), len(some) - 1)] == values
