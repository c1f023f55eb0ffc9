"""A text as the names model sees it: its words, their pieces in the encoder's vocabulary, and what their letters look like."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from itertools import chain
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent.parent / "names"
#: Classes the model tells apart, in the order of its outputs: O, then B- and I- of each.
CLASSES = ("PERSON", "ORG", "LOC", "FAC", "NORP", "DATE", "MONEY", "PRODUCT", "MISC")
STATES = 1 + 2 * len(CLASSES)
SHAPES = ("none", "lower", "Title", "UPPER", "X", "mixed", "digits", "alphanumeric", "punctuation", "quote", "other")
CONTEXTS = 16  # how the sentence starts (4: inside, after a space, a line, a blank line) x what kind of line it is (4)
MEMORIES = 4  # seen elsewhere in the document: neither, in lower case, capitalised inside a sentence, both
#: Pieces of the encoder's vocabulary in one window, without the two that frame it.
WINDOW = 126
#: The packaged model, made by ``workbench.build.names_onnx``.
MODEL = HERE / "names.onnx"

_WORD = re.compile(r"``|''|-{2,}|\.{2,}|[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*|[^\w\s\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]|_")
_SAME = {**dict.fromkeys("“”„‟«»″", '"'), "``": '"', "''": '"', **dict.fromkeys("‘’‚‛`´′", "'"),
         **dict.fromkeys("‐‑‒–—―−_", "-"), "…": "."}
#: Shapes of a capitalised word that may be a name: Title, UPPER, mixed.
CAPITAL, _BEGINS_LARGE = (np.isin(np.arange(len(SHAPES)), some) for some in ((2, 3, 5), (2, 3, 4, 5)))  # shape -> whether it is one
#: Shapes of a word that may begin a name.
_MAY_BEGIN = np.isin(SHAPES, ("Title", "UPPER", "X", "mixed", "alphanumeric", "other"))
#: Words without a capital that may part two words of one name: "of the", "van der".
_BETWEEN = 3
_LINES = {"prose": 0, "title": 1, "capitals": 2, "short": 3}


@dataclass(frozen=True)
class Words:
    """The words of one document, each array as long as there are words.

    Attributes
    ----------
    start, end
        Code points in the document's text.
    sentence
        Number of the word's sentence.
    shape, context, memory
        Indices into :data:`SHAPES`, :data:`CONTEXTS` and :data:`MEMORIES`.
    pieces
        For each word, its pieces' numbers in the vocabulary.
    """

    start: np.ndarray
    end: np.ndarray
    sentence: np.ndarray
    shape: np.ndarray
    context: np.ndarray
    memory: np.ndarray
    pieces: list[tuple[int, ...]]

    def __len__(self) -> int:
        return len(self.pieces)

    @cached_property
    def sizes(self) -> np.ndarray:
        """How many pieces each word has."""
        return np.fromiter(map(len, self.pieces), np.int64, len(self))

    @cached_property
    def all_pieces(self) -> np.ndarray:
        """The numbers of all pieces, one word's after the other's."""
        return np.fromiter(chain.from_iterable(self.pieces), np.int64, int(self.sizes.sum()))

    @cached_property
    def features(self) -> np.ndarray:
        """Each word's shape, context and memory as one number."""
        return (self.shape.astype(np.int64) * CONTEXTS + self.context) * MEMORIES + self.memory


@cache
def vocabulary() -> dict[str, int]:
    """Pieces of the encoder's vocabulary -> their numbers."""
    lines = (HERE / "vocabulary.txt").read_text(encoding="utf8").split("\n")
    return {piece: number for number, piece in enumerate(lines) if piece}


@cache
def organisations() -> list[str]:
    """Names of organisations that news takes as known, each once."""
    lines = (HERE / "organisations.txt").read_text(encoding="utf8").split("\n")
    return list(dict.fromkeys(name for line in lines if line and not line.startswith("#") for name in line.split("|")))


@lru_cache(maxsize=100_000)
def pieces_of(word: str) -> tuple[int, ...]:
    """Numbers of the word's pieces: longest match first, in lower case and without accents (WordPiece, Wu et al. 2016)."""
    known = vocabulary()
    plain = _SAME.get(word) or ("-" if word.startswith("--") else "." if word.startswith("..") else word)
    plain = "".join(c for c in unicodedata.normalize("NFD", plain.lower()) if unicodedata.category(c) != "Mn")
    found, start = [], 0
    while start < len(plain) <= 100:
        for end in range(len(plain), start, -1):
            number = known.get(plain[start:end] if start == 0 else "##" + plain[start:end])
            if number is not None:
                found.append(number)
                start = end
                break
        else:
            return (known["[UNK]"],)
    return tuple(found) or (known["[UNK]"],)


@lru_cache(maxsize=100_000)
def shape_of(word: str) -> int:
    """The index in :data:`SHAPES` of what the word's letters look like."""
    if not word[0].isalnum():
        return SHAPES.index("quote" if _SAME.get(word) in ('"', "'") else "punctuation")
    if word.isalpha() or not any(c.isdigit() for c in word):
        if word.islower():
            return SHAPES.index("lower")
        if word.isupper():
            return SHAPES.index("UPPER" if len(word) > 1 else "X")
        if word[0].isupper() and word[1:].islower():
            return SHAPES.index("Title")
        return SHAPES.index("mixed" if word.upper() != word.lower() else "other")
    return SHAPES.index("digits" if word.isdigit() else "alphanumeric")


def words(text: str, sentences: Sequence[tuple[int, int]]) -> Words:
    """The words of a document, read within the sentences given and nowhere else.

    Parameters
    ----------
    text
        The document.
    sentences
        Offsets of its sentences, in order. A word never crosses their ends.
    """
    found = [[(m.start(), m.end(), m.group()) for m in _WORD.finditer(text, start, end)] for start, end in sentences]
    start = np.array([w[0] for line in found for w in line], np.int32)
    end = np.array([w[1] for line in found for w in line], np.int32)
    strings = [w[2] for line in found for w in line]
    shape = np.array([shape_of(w) for w in strings], np.int8)
    lengths = np.array([len(line) for line in found], np.int32)
    sentence = np.repeat(np.arange(len(found), dtype=np.int32), lengths)
    first = np.zeros(len(strings), bool)
    first[np.cumsum(lengths[lengths > 0]) - lengths[lengths > 0]] = True
    kinds = np.array(_kinds(text, sentences, lengths, shape, strings), np.int8).reshape(-1, 2)
    context = kinds[sentence, 1] * 4 + np.where(first, kinds[sentence, 0], 0) if len(strings) else np.zeros(0, np.int8)
    memory = _memory(strings, shape, first, kinds[sentence, 1] == _LINES["prose"] if len(strings) else first)
    return Words(start, end, sentence, shape, context.astype(np.int8), memory, [pieces_of(w) for w in strings])


def _kinds(text: str, sentences: Sequence[tuple[int, int]], lengths: np.ndarray, shape: np.ndarray, strings: list[str]) -> list:
    """(how it starts, what kind of line it is) of each sentence."""
    wrapped = any("\n" in text[start:end] for start, end in sentences)
    kinds, before, at = [], 0, 0
    for (start, end), length in zip(sentences, lengths.tolist(), strict=True):
        gap = text[before:start]
        lines = gap.count("\n")
        indented = lines and len(gap) - gap.rfind("\n") > 2
        opening = 3 if lines > 1 or before == 0 or indented else 2 if lines and not wrapped else 1
        letters = shape[at:at + length]
        line = _LINES["prose"]
        if length and strings[at + length - 1][0] not in ".!?\"”'’:;,":
            long = np.array([len(w) > 3 for w in strings[at:at + length]])
            capital, small = _BEGINS_LARGE[letters] & long, (letters == 1) & long
            if capital.sum() > 2 * small.sum() and capital.sum() > 1:
                line = _LINES["title"]
            elif length <= 12:
                line = _LINES["short"]
        if (letters == 3).sum() > 2 and (letters == 3).sum() > 3 * ((letters == 1) | (letters == 2)).sum():
            line = _LINES["capitals"]
        kinds.append((opening, line))
        before, at = end, at + length
    return kinds


def _memory(strings: list[str], shape: np.ndarray, first: np.ndarray, prose: np.ndarray) -> np.ndarray:
    """What the document's prose says about each word's capitals elsewhere: 1 in lower case, 2 capitalised inside a sentence, 3 both."""
    folded = [w.lower() for w in strings]
    small = {w for w, s in zip(folded, shape.tolist(), strict=True) if s == 1}
    heard = (prose & ~first & CAPITAL[shape]).tolist()
    inside = {w for w, h in zip(folded, heard, strict=True) if h}
    return np.array([(w in small) + 2 * (w in inside) for w in folded], np.int8)


def windows(document: Words, limit: int = WINDOW) -> list[tuple[int, int]]:
    """Ranges of words that go through the model together: whole sentences, as many as fit into ``limit`` pieces."""
    bounds = np.flatnonzero(np.diff(document.sentence, prepend=-1, append=-1)) if len(document) else np.zeros(1, int)
    totals = np.concatenate([[0], np.cumsum(document.sizes)])
    found, begin = [], 0
    for left, right in zip(bounds[:-1].tolist(), bounds[1:].tolist(), strict=True):
        if totals[right] - totals[begin] <= limit:
            continue
        if left > begin:
            found.append((begin, left))
            begin = left
        while totals[right] - totals[begin] > limit:
            cut = max(begin + 1, int(np.searchsorted(totals, totals[begin] + limit, "right")) - 1)
            found.append((begin, cut))
            begin = cut
    if begin < len(document):
        found.append((begin, len(document)))
    return found


def may_be_names(document: Words) -> np.ndarray:
    """Whether each word may be part of a name: it or what it is written in one with ("Jae-in") has a capital, it stands beside a
    capitalised word, or few words part it from two."""
    capital, at = _MAY_BEGIN[document.shape], np.arange(len(document))
    written = np.cumsum(document.start != np.append(-1, document.end[:-1]))  # number of the word's run of letters without a gap
    before = np.maximum.accumulate(np.where(capital, at, -_BETWEEN - 2))
    after = np.minimum.accumulate(np.where(capital, at, len(at) + _BETWEEN + 2)[::-1])[::-1]
    near = (at - before <= 1) | (after - at <= 1) | (after - before <= _BETWEEN + 1)
    large = np.zeros(len(at) + 1, bool)
    large[written[capital]] = True
    return near | large[written]


def inputs(document: Words, left: int, right: int, asked: np.ndarray) -> dict[str, np.ndarray]:
    """The packaged model's inputs for one window of words, int64.

    Parameters
    ----------
    document
        The words.
    left, right
        The window.
    asked
        The words in it, by their numbers in the document, whose logits are wanted.

    Returns
    -------
    dict
        ``pieces_in``, ``features_in``, ``places_in``
            Shape (length,): each piece's number, its word's shape, context and memory as one number, and where in the window it
            stands. First come the two pieces that frame the window and those of the words asked for, then the others.
        ``parts_in``
            Shape (2,): how many there are of the former and of the latter.
        ``first_in``
            Shape (asked,): where each word's first piece comes.
        ``letters_in``
            Shape (asked, 4): rows of what the shapes before, of and after the word, and its memory, add to its logits.
    """
    known, told = vocabulary(), len(SHAPES) + 1
    sizes, shape = document.sizes[left:right], document.shape[left:right].astype(np.int64)
    begin = int(document.sizes[:left].sum())
    pieces = document.all_pieces[begin:begin + int(sizes.sum())]
    around = np.concatenate([[told - 1], shape, [told - 1]])
    letters = np.stack([around[:-2], told + shape, 2 * told + around[2:], 3 * told + document.memory[left:right]], axis=1)
    kept = np.zeros(right - left, bool)
    kept[asked - left] = True
    inside = np.repeat(kept, sizes)
    places = np.concatenate([[0, len(inside) + 1], np.flatnonzero(inside) + 1, np.flatnonzero(~inside) + 1])
    count = 2 + int(inside.sum())
    return {
        "pieces_in": np.concatenate([[known["[CLS]"]], pieces, [known["[SEP]"]]])[places],
        "features_in": np.concatenate([[0], np.repeat(document.features[left:right], sizes), [0]])[places],
        "places_in": places,
        "parts_in": np.array([count, len(places) - count]),
        "first_in": np.cumsum(sizes[kept]) - sizes[kept] + 2,
        "letters_in": letters[asked - left],
    }
