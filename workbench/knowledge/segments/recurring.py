"""What recurs among the units of a text: items of a numbered list, and runs of words."""

import re

import numpy as np

#: The number that begins an item, in digits.
_ITEM = re.compile(r"[#(\[*\s]*(\d{1,2})(?:[.):](?!\d)|\s*[-–—](?!\d)|(?:st|nd|rd|th|er|ème|[aoªºª])\b)")
#: Factors of the numbers of shingles.
_MIXED = (np.uint64(0x9E3779B1), np.uint64(0x85EBCA77), np.uint64(0xC2B2AE3D))


def numbered(lines: list[str]) -> np.ndarray:
    """Whether a unit is an item of a numbered list: near it stands one with the number before or after its own."""
    made = np.zeros(len(lines))
    last: dict[int, int] = {}
    for k, match in enumerate(map(_ITEM.match, lines)):
        if match:
            number = int(match[1])
            before = last.get(number - 1, -99)
            if k - before <= 12:
                made[before] = made[k] = 1
            last[number] = k
    return made


def repeated(owner: np.ndarray, hashes: np.ndarray, count: int, of: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray]:
    """Shares of each unit's runs of four words that stand in a unit before it, and in one after it.

    Parameters
    ----------
    owner, hashes
        What :func:`words` gives.
    count
        Number of units.
    of
        Whether each unit is looked at; others neither have runs nor repeat them.
    """
    if len(owner) < 4:
        return np.zeros(count), np.zeros(count)
    runs = shingles(hashes.astype(np.uint64))
    whole = owner[:-3] == owner[3:]
    if of is not None:
        whole &= of[owner[:-3]]
    runs, unit = runs[whole], owner[:-3][whole]
    if not len(runs):
        return np.zeros(count), np.zeros(count)
    order = np.argsort(runs)
    runs, unit = runs[order], unit[order]
    begin = np.flatnonzero(np.append(True, runs[1:] != runs[:-1]))
    size = np.diff(begin, append=len(runs))
    first, last = np.repeat(np.minimum.reduceat(unit, begin), size), np.repeat(np.maximum.reduceat(unit, begin), size)
    total = np.maximum(1, np.bincount(unit, minlength=count))
    return np.bincount(unit[first < unit], minlength=count) / total, np.bincount(unit[last > unit], minlength=count) / total


def shingles(words: np.ndarray) -> np.ndarray:
    """A number for each word and the three after it, from numbers of words, ``uint64``."""
    return ((words[:-3] * _MIXED[0] + words[1:-2]) * _MIXED[1] + words[2:-1]) * _MIXED[2] + words[3:]
