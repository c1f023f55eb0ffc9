"""What a line tells about its role: numbers for a model, made from the line's shape, its words, its place and its neighbours.

Two sets: :func:`shapes` looks at the text alone; :func:`settings` adds what a first guess of the body makes of a line's
surroundings (stacked sequential learning; Cohen and Carvalho 2005).
"""

import re
import unicodedata
from collections import Counter
from functools import cache

import numpy as np

from workbench.knowledge.segments.cues import cues as said
from workbench.knowledge.segments.recurring import numbered, repeated
from workbench.knowledge.segments.words import BITS, codes, hashed, lexical, words

#: Kinds of characters that are counted: see :func:`_kinds`.
KINDS = ("lower", "upper", "caseless", "digit", "space", "stop", "comma", "colon", "quote", "bar", "bracket", "markup", "sign")
CUES = ("promo", "nav", "related", "comment", "byline", "caption", "published", "appeal", "speaker")
_NEAR = (1, 2, 3)
_WINDOWS = (4, 12)


@cache
def _kinds() -> np.ndarray:
    """Code point -> number of its kind in KINDS, for the Basic Multilingual Plane; beyond it, "sign"."""
    of_kind = (("stop", ".!?…。！？"), ("comma", ",;、，؛،"), ("colon", ":："), ("quote", "\"“”„«»‘’'「」『』"), ("bar", "|•·›»>→/–—-"),
               ("bracket", "()[]{}（）【】"), ("markup", "*#_`\\+=~^"))
    special: dict[str, str] = {}
    for kind, chars in of_kind:
        special |= dict.fromkeys(chars, kind)
    letters = {"Ll": "lower", "Lu": "upper", "Lt": "upper", "Lo": "caseless", "Lm": "caseless", "Nd": "digit"}
    table = np.full(0x10000, KINDS.index("sign"), dtype=np.uint8)
    for code in range(0x10000):
        char = chr(code)
        kind = special.get(char) or letters.get(unicodedata.category(char))
        if char.isspace():
            kind = "space"
        if kind:
            table[code] = KINDS.index(kind)
    return table


def _rows(*rows: np.ndarray) -> np.ndarray:
    """Features as rows of one array, ``float32[d, n]``: numpy puts single rows together several times as fast as columns."""
    return np.concatenate(rows, dtype=np.float32, casting="unsafe").reshape(len(rows), -1)


def _shifted(rows: np.ndarray, by: int) -> np.ndarray:
    """The rows as the unit ``by`` places on has them; zeros beyond the ends."""
    made = np.zeros_like(rows)
    if 0 < by < rows.shape[-1]:
        made[..., :-by] = rows[..., by:]
    elif by < 0 and -by < rows.shape[-1]:
        made[..., -by:] = rows[..., :by]
    return made


def _around(rows: np.ndarray, reach: int) -> tuple[np.ndarray, np.ndarray]:
    """Means over the ``reach`` units before and after each unit, without itself."""
    count = rows.shape[-1]
    # The sum of all above each unit; nothing more beyond the ends.
    total = np.zeros((*rows.shape[:-1], reach + count + 1 + reach))
    np.cumsum(rows, axis=-1, dtype=np.float64, out=total[..., reach + 1:reach + count + 1])
    total[..., reach + count + 1:] = total[..., reach + count, None]
    here, after = total[..., reach:reach + count], total[..., reach + 1:reach + count + 1]
    return (here - total[..., :count]) / reach, (total[..., 2 * reach + 1:2 * reach + 1 + count] - after) / reach


def shapes(text: str, units: np.ndarray, weights: np.ndarray, url: str | None = None) -> np.ndarray:
    """Features of each unit from the text alone.

    Parameters
    ----------
    text
        The document.
    units
        Offsets, one row a unit, ``int64[n, 2]``.
    weights
        Weight of each word column, ``float32[4 << BITS]``: log-odds that a line with it is body.
    url
        The article's address; the words of its last part are often those of the headline.

    Returns
    -------
    numpy.ndarray
        ``float32[n, d]``.
    """
    count = len(units)
    points = codes(text)
    kinds = np.where(points < 0x10000, _kinds()[np.minimum(points, 0xFFFF)], KINDS.index("sign"))
    start, end = units[:, 0], units[:, 1]
    edges = np.zeros(len(kinds) + 1, dtype=np.int8)
    edges[start] += 1
    edges[end] -= 1
    within = np.cumsum(edges[:-1], dtype=np.int8).view(bool)
    counts = np.bincount(np.repeat(np.arange(count) * len(KINDS), end - start) + kinds[within], minlength=count * len(KINDS))
    counts = counts.reshape(count, len(KINDS)).T.astype(np.float32)
    length = np.maximum(1, end - start).astype(np.float32)
    letters = np.maximum(1, counts[0] + counts[1] + counts[2])
    owner, hashes, begins = words(text, units)
    size = np.bincount(owner, minlength=count).astype(np.float32)
    capital = np.bincount(owner[kinds[begins] == 1], minlength=count)
    running = np.bincount(owner[kinds[begins] == 0], minlength=count)
    unit_of, column = lexical(owner, hashes, count)
    spoken = np.bincount(unit_of, weights=weights[column], minlength=count) if len(column) else np.zeros(count)
    # What words say is taken against the document's mean: a language seen rarely in training must not weigh on every line.
    spoken = spoken / np.sqrt(np.maximum(1, size + 1))
    spoken -= (spoken * (size + 1)).sum() / max(1, (size + 1).sum())
    last = kinds[np.maximum(0, end - 1)]
    before_last = kinds[np.maximum(0, end - 2)]
    closed = (last == 5) | ((before_last == 5) & ((last == 8) | (last == 10)))
    above_it = np.append(0, end)[:count]
    gap = start - above_it
    newlines = np.flatnonzero(points == 10)
    breaks = np.searchsorted(newlines, start) - np.searchsorted(newlines, above_it)
    # East Asian scripts have no spaces: three characters make a word's worth of prose.
    worth = size + counts[2] / 3
    sentences = counts[5]
    prose = ((worth >= 12) & (closed | (worth >= 25))).astype(np.float32) * worth
    cues = np.zeros((len(CUES), count), dtype=np.float32)
    lines = [text[a:b] for a, b in units.tolist()]
    for k, short in enumerate((size <= 40).tolist()):
        given = said(lines[k]) if short else ()
        if given:
            cues[:, k] = [cue in given for cue in CUES]
    folded = [line.casefold() for line in lines]
    seen = Counter(folded)
    twice = np.array([seen[line] for line in folded], dtype=np.float32)
    title = _titled(owner, hashes, count, folded, url)
    furnished = cues[:4].any(0)
    core = _rows(np.log1p(length), np.log1p(worth), spoken, closed, running / np.maximum(1, size), prose > 0, furnished,
                 counts[6] / np.maximum(1, size), title[0])
    alone = _rows(
        spoken - spoken.max(initial=-9), capital / np.maximum(1, size), counts[1] / letters, counts[3] / length, counts[2] / letters,
        sentences, sentences / np.maximum(1, size), *counts[6:13], counts[11] / length,
        length / np.maximum(1, size), kinds[start] if count else size, last, np.minimum(breaks, 4), np.minimum(gap, 40), twice,
        *title[1:])
    place = np.arange(count, dtype=np.float32)
    total = np.maximum(1, prose.sum())
    above = np.cumsum(prose) - prose
    where = _rows(
        place / max(1, count), place, count - 1 - place, np.full(count, count), start / max(1, len(text)), above / total,
        np.full(count, total), np.full(count, total / np.maximum(1, worth.sum())),
        np.full(count, furnished.mean() if count else 0), worth / np.maximum(1, worth.max(initial=1)))
    stamps, again = cues[CUES.index("published")], twice > 1
    more = _rows(
        numbered(lines), *repeated(owner, hashes, count), *_since(cues[CUES.index("comment")]),
        *_around(stamps, 8), *_around(again, 6), *_around(cues[CUES.index("speaker")], 6))
    near = [_shifted(core, by) for step in _NEAR for by in (-step, step)]
    wide = [_rows(*(mean for pair in zip(*_around(core[[1, 2, 5, 6]], reach), strict=True) for mean in pair)) for reach in _WINDOWS]
    return np.concatenate([core, alone, cues, where, more, *near, *wide]).T


def _since(cue: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Units since the last one with a cue, itself included; and how many have had it."""
    at = np.arange(len(cue))
    last = np.maximum.accumulate(np.where(cue > 0, at, -99)) if len(cue) else at
    return np.minimum(at - last, 99), np.cumsum(cue)


def _titled(owner, hashes, count: int, folded: list[str], url: str | None) -> list[np.ndarray]:
    """How much a unit looks like the headline: its words in the address, and in the page's first line."""
    slug = hashed(" ".join(_slug(url)))[1]
    size = np.maximum(1, np.bincount(owner, minlength=count))
    hits = np.bincount(owner[_among(hashes, slug)], minlength=count) if len(slug) else np.zeros(count)
    again = np.bincount(owner[_among(hashes, hashes[owner == 0])], minlength=count) / size
    inside = np.array([k > 0 and len(line) > 14 and line in folded[0] for k, line in enumerate(folded)], dtype=np.float32)
    like = np.minimum(hits / size, hits / max(1, len(slug)))
    best = like + inside
    # Units since the line that looks most like the headline: the article starts below it.
    anchor = int(np.argmax(best)) if count and best.max() > 0.3 else -1
    since = np.arange(count) - anchor if anchor >= 0 else np.full(count, -99)
    return [best, hits, again, inside, np.clip(since, -99, 60).astype(np.float32)]


def _among(hashes: np.ndarray, some: np.ndarray) -> np.ndarray:
    """Which hashes are some of these."""
    known = np.zeros(1 << BITS, dtype=bool)
    known[some] = True
    return known[hashes]


def _slug(url: str | None) -> set[str]:
    """Words of the part of an address that names the article."""
    if not url:
        return set()
    parts = re.sub(r"^\w+://[^/]+|[?#].*$", "", url).split("/")
    words_ = {word.lower() for word in re.findall(r"[^\W\d_]{2,}", max(parts, key=len, default=""))}
    return words_ - {"html", "htm", "php", "aspx", "article"}


def settings(text: str, units: np.ndarray, shape: np.ndarray, guess: np.ndarray) -> np.ndarray:
    """Features of each unit given a first guess of each unit's chance to be body, put before those of its shape.

    Parameters
    ----------
    text, units
        As for :func:`shapes`.
    shape
        What :func:`shapes` made.
    guess
        ``float32[n]``, chance that the unit is body.
    """
    count = len(units)
    owner, hashes, begins = words(text, units)
    size = np.bincount(owner, minlength=count).astype(np.float64)
    mass = guess * np.maximum(size, 1)
    total = max(1e-6, mass.sum())
    above = np.cumsum(mass) - mass
    # Words of this unit that the likely body has elsewhere: related stories speak of other things.
    own = guess[owner]
    votes = np.bincount(hashes, weights=own, minlength=1 << BITS)
    spread = np.bincount(hashes, minlength=1 << BITS)
    pair = owner * (1 << BITS) + hashes
    _, back, times = np.unique(pair, return_inverse=True, return_counts=True)
    telling = (votes[hashes] - own * times[back] > 0.8)
    rare = spread[hashes] <= 8
    shared = np.bincount(owner[telling], minlength=count) / np.maximum(1, size)
    shared_rare = np.bincount(owner[telling & rare], minlength=count)
    shared_rare = shared_rare / np.maximum(1, np.bincount(owner[rare], minlength=count))
    likely = guess > 0.5
    block = np.cumsum(np.append(True, likely[1:] != likely[:-1])) - 1 if count else np.zeros(0, dtype=int)
    block_mass = np.bincount(block, weights=mass)[block] if count else mass
    biggest = block == block[np.argmax(block_mass)] if count else likely
    inside = np.flatnonzero(biggest)
    at = np.arange(count)
    distance = np.where(at < inside[0], inside[0] - at, np.where(at > inside[-1], inside[-1] - at, 0)) if count else at
    heavy = np.flatnonzero((guess > 0.7) & (size >= 12))
    first, final = (heavy[0], heavy[-1]) if len(heavy) else (0, count - 1)
    near = [_shifted(guess, by) for step in (1, 2, 3, 4) for by in (-step, step)]
    wide = [one for reach in (3, 8, 20) for one in _around(guess, reach)]
    heavy_wide = [one for reach in (5, 15) for one in _around(mass, reach)]
    chance = np.log(np.clip(guess, 1e-4, 0.9999)) - np.log1p(-np.clip(guess, 1e-4, 0.9999))
    top = np.max(chance[size >= 12], initial=-9)
    made = _rows(
        guess, chance - top, np.full(count, top), above / total, (total - above - mass) / total, np.full(count, total),
        np.full(count, mass.max(initial=0)), shared, shared_rare, block_mass / total, distance, at - first, at - final,
        np.full(count, likely.mean() if count else 0), *near, *wide, *heavy_wide)
    return np.concatenate([made, shape.T]).T
