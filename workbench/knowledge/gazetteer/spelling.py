"""How the name of a place is written: one key for "St. Petersburg", "Saint Petersburg" and "SAINT-PETERSBURG"."""

import hashlib
import re
import unicodedata

import numpy as np

#: What is left out of a name, and what is a space in it.
_SIGNS = str.maketrans({**dict.fromkeys(".'’‘ʻʼ`´\"“”"), **dict.fromkeys("-‐‑–—/,", " ")})
_WORDS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort", "&": "and"}
#: Generic words that admin names carry and news leaves out: "Helmand Province", "Province of Helmand".
_GENERIC = (
    "province county parish region governorate oblast department district prefecture state municipality canton krai kray republic "
    "voivodeship borough division territory emirate"
).split()
_TAIL = re.compile(rf"^(?P<name>.+?) (?:{'|'.join(_GENERIC)})$", re.IGNORECASE)
_HEAD = re.compile(rf"^(?:the )?(?:{'|'.join(_GENERIC)}|city|autonomous region) of (?:the )?(?P<name>.+)$", re.IGNORECASE)


def fold(name: str) -> str:
    """The key of a name: no case, accents, full stops or apostrophes, hyphens as spaces, "St." as "saint", no leading "the".

    Examples
    --------
    >>> fold("St. Petersburg"), fold("The  Hague"), fold("Côte-d’Ivoire")
    ('saint petersburg', 'hague', 'cote divoire')
    """
    if not name.isascii():
        name = "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))
        name = name.replace("ı", "i").replace("ł", "l").replace("Ł", "L").replace("ø", "o").replace("Ø", "O").replace("đ", "d")
    words = name.translate(_SIGNS).casefold().split()
    if len(words) > 1 and words[0] == "the":
        words = words[1:]
    return " ".join([_WORDS.get(word, word) for word in words])


def bare(name: str) -> str | None:
    """An admin area's name without its generic word, None where it has none: "Helmand Province" -> "Helmand"."""
    match = _TAIL.match(name) or _HEAD.match(name)
    return match["name"] if match else None


_DIRECTIONS = frozenset((
    "north south east west northern southern eastern western central northeast northwest southeast southwest northeastern northwestern "
    "southeastern southwestern upper lower downtown uptown greater inner outer mid midtown"
).split())
_PART = frozenset((*_GENERIC, "city", "town", "township", "village", "area", "valley", "metro", "suburbs", "port", "peninsula", "island"))


#: Articles of other languages: "La Turquie", "Gli Stati Uniti".
_ARTICLES = frozenset("la le les l il lo gli i el los der die das".split())


def part_of(folded: str) -> str | None:
    """The name that a folded name is a part or a fuller form of: "south arlington" -> "arlington", None where it is none."""
    words = folded.split()
    while len(words) > 1 and (words[0] in _DIRECTIONS or words[0] in _ARTICLES):
        words = words[1:]
    while len(words) > 1 and words[-1] in _PART:
        words = words[:-1]
    shorter = " ".join(words)
    return shorter if shorter != folded and len(shorter) > 3 else None


def keys(folded: list[str]) -> np.ndarray:
    """64-bit keys of folded names, shape (n,): the first 8 bytes of BLAKE2b, the same on every machine.

    With a million names, two share a key with probability 3e-8.
    """
    digest = hashlib.blake2b
    joined = b"".join(digest(name.encode("utf8", "replace"), digest_size=8).digest() for name in folded)
    return np.frombuffer(joined, dtype="<u8")
