"""The words of a text as numbers, worked out for all of them at once: most time would else go into telling them apart."""

from functools import cache, lru_cache

import numpy as np

#: Bits of the word hashes; words of short, of long and of first lines are told apart.
BITS = 16
#: Characters of a word that its hash looks at; the factors of a polynomial over them (Karp and Rabin 1987).
_LONGEST = 64
FACTOR = np.uint64(0x9E3779B97F4A7C15)
_POWERS = np.cumprod(np.full(_LONGEST, FACTOR))


def codes(text: str) -> np.ndarray:
    """A text's code points, ``uint32``."""
    return np.frombuffer(text.encode("utf-32-le", "replace"), dtype=np.uint32)


def words(text: str, units: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The words of the units: (number of the unit, hash of the word, start of the word), in order."""
    return _words(text, units.astype(np.int64).tobytes())


@lru_cache(maxsize=2)
def _words(text: str, offsets: bytes) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """As :func:`words`; kept for the second look at the same document."""
    units = np.frombuffer(offsets, dtype=np.int64).reshape(-1, 2)
    starts, hashes = hashed(text)
    owner = np.searchsorted(units[:, 0], starts, side="right") - 1
    inside = owner >= 0
    return owner[inside], hashes[inside], starts[inside]


def hashed(text: str) -> tuple[np.ndarray, np.ndarray]:
    """Starts and hashes of a text's words, in small letters."""
    low = text.lower()
    starts, _, summed = polynomials(low if len(low) == len(text) else text)
    summed ^= summed >> np.uint64(32)
    return starts, ((summed * FACTOR) >> np.uint64(64 - BITS)).astype(np.int64)


def polynomials(text: str) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Starts, lengths and polynomials, ``uint64``, of a text's words."""
    points = codes(text)
    letter = _in_words()[np.minimum(points, 0xFFFF)]
    for k in np.flatnonzero(points > 0xFFFF):
        letter[k] = text[k].isalnum()
    at = np.flatnonzero(letter)
    if not len(at):
        return at, at, at.astype(np.uint64)
    begin = np.flatnonzero(np.append(True, at[1:] - at[:-1] > 1))  # of each word, its first character's number in ``at``
    size = np.append(begin[1:], len(at)) - begin
    place = np.arange(len(at)) - np.repeat(begin, size)
    return at[begin], size, np.add.reduceat(points[at] * _POWERS[np.minimum(place, _LONGEST - 1)], begin)


@cache
def _in_words() -> np.ndarray:
    """Code point -> whether words are made of it, as ``\\w`` has it, for the Basic Multilingual Plane."""
    return np.array([code == 0x5F or chr(code).isalnum() for code in range(0x10000)])


def lexical(owner: np.ndarray, hashes: np.ndarray, count: int) -> tuple[np.ndarray, np.ndarray]:
    """Columns of the word weights: (number of the unit, column) of each word.

    A word counts apart in short units (menus), in long ones, and as a unit's first word.
    """
    size = np.bincount(owner, minlength=count)[owner] if len(owner) else owner
    first = np.append(True, owner[1:] != owner[:-1])[:len(owner)]
    salt = np.where(size < 8, 0, np.where(size < 20, 1, 2))
    return np.append(owner, owner[first]), np.append(hashes + (salt << BITS), hashes[first] + (3 << BITS))
