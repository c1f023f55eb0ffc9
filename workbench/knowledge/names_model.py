"""The names model's view of a text: words, their pieces in the encoder's vocabulary, and what their letters look like.

The encoder (MiniLM, uncased) does not see capitals, so that each word carries its *shape* (lower, Title, UPPER ...), its
sentence's *context* (after a blank line, a line in title case ...) and the document's *memory* of it (whether the same word stands
elsewhere in lower case, or capitalised inside a sentence). Training (``workbench.build.names_model``) and reading
(``workbench.annotators.mentions``) both start here, so that they cannot drift apart.
"""

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import numpy as np

HERE = Path(__file__).parent / "names"
#: Classes the model tells apart, in the order of its outputs: O, then B- and I- of each.
CLASSES = ("PERSON", "ORG", "LOC", "FAC", "NORP", "DATE", "MONEY", "PRODUCT", "MISC")
STATES = 1 + 2 * len(CLASSES)
SHAPES = ("none", "lower", "Title", "UPPER", "X", "mixed", "digits", "alphanumeric", "punctuation", "quote", "other")
CONTEXTS = 16  # how the sentence starts (4: inside, after a space, a line, a blank line) x what kind of line it is (4)
MEMORIES = 4  # seen elsewhere in the document: neither, in lower case, capitalised inside a sentence, both
#: Pieces of the encoder's vocabulary in one window, without the two that frame it.
WINDOW = 126

_WORD = re.compile(r"``|''|-{2,}|\.{2,}|[^\W_]+(?:[\u0300-\u036f]+[^\W_]*)*|[^\w\s\u00ad\u200b-\u200f\u2028-\u202f\u2060\ufeff]|_")
_SAME = {**dict.fromkeys("“”„‟«»″", '"'), "``": '"', "''": '"', **dict.fromkeys("‘’‚‛`´′", "'"),
         **dict.fromkeys("‐‑‒–—―−_", "-"), "…": "."}
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


@cache
def vocabulary() -> dict[str, int]:
    """Pieces of the encoder's vocabulary -> their numbers."""
    lines = (HERE / "vocabulary.txt").read_text(encoding="utf8").split("\n")
    return {piece: number for number, piece in enumerate(lines) if piece}


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
            capital, small = np.isin(letters, (2, 3, 4, 5)) & long, (letters == 1) & long
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
    heard = (prose & ~first & np.isin(shape, (2, 3, 5))).tolist()
    inside = {w for w, h in zip(folded, heard, strict=True) if h}
    return np.array([(w in small) + 2 * (w in inside) for w in folded], np.int8)


def windows(document: Words, limit: int = WINDOW) -> list[tuple[int, int]]:
    """Ranges of words that go through the model together: whole sentences, as many as fit into ``limit`` pieces."""
    sizes = np.fromiter((len(p) for p in document.pieces), np.int32, len(document))
    bounds = np.flatnonzero(np.diff(document.sentence, prepend=-1, append=-1)) if len(document) else np.zeros(1, int)
    totals = np.concatenate([[0], np.cumsum(sizes)])
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


def batch(parts: Sequence[tuple[Words, int, int]]) -> dict[str, np.ndarray]:
    """The model's inputs for windows of words, padded to the longest: pieces, shape, context, memory (each windows x length).

    ``first`` (windows x words, padded with 0) tells where each word's first piece stands.
    """
    known = vocabulary()
    rows = []
    for document, left, right in parts:
        pieces = [p[:WINDOW] for p in document.pieces[left:right]]
        sizes = np.fromiter(map(len, pieces), np.int64, len(pieces))
        rows.append((np.fromiter((n for p in pieces for n in p), np.int64), sizes, document, left, right))
    width = 2 + max(int(sizes.sum()) for _, sizes, *_ in rows)
    made = {name: np.zeros((len(rows), width), np.int64) for name in ("pieces", "shape", "context", "memory")}
    made["first"] = np.zeros((len(rows), max(len(sizes) for _, sizes, *_ in rows)), np.int64)
    for k, (numbers, sizes, document, left, right) in enumerate(rows):
        stop = 1 + len(numbers)
        made["pieces"][k, 0], made["pieces"][k, stop] = known["[CLS]"], known["[SEP]"]
        made["pieces"][k, 1:stop] = numbers
        for name in ("shape", "context", "memory"):
            made[name][k, 1:stop] = np.repeat(getattr(document, name)[left:right], sizes)
        made["first"][k, :len(sizes)] = np.cumsum(sizes) - sizes + 1
    return made


def decode(emissions: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """The best sequence of states of many sentences: Viterbi in which I- follows B- or I- of its own class.

    Parameters
    ----------
    emissions
        sentences x words x :data:`STATES`, log probabilities, padded.
    lengths
        Words of each sentence.

    Returns
    -------
    numpy.ndarray
        sentences x words: states, 0 beyond a sentence's end.
    """
    count, longest, _ = emissions.shape
    begins, insides = np.arange(1, STATES, 2), np.arange(2, STATES, 2)
    score = emissions[:, 0].copy()
    score[:, insides] = -np.inf
    back = np.zeros((longest, count, STATES), np.int8)
    rows = np.arange(count)
    finals, last = np.zeros((count, STATES), emissions.dtype), lengths - 1
    finals[last == 0] = score[last == 0]
    for t in range(1, longest):
        best = score.argmax(1)
        step = np.repeat(score[rows, best][:, None], STATES, 1)
        back[t] = best[:, None]
        stay = score[:, insides] >= score[:, begins]
        step[:, insides] = np.where(stay, score[:, insides], score[:, begins])
        back[t][:, insides] = np.where(stay, insides, begins)
        score = step + emissions[:, t]
        finals[last == t] = score[last == t]
    states = np.zeros((count, longest), np.int8)
    state = finals.argmax(1)
    for t in range(longest - 1, -1, -1):
        live = last >= t
        states[live, t] = state[live]
        move = live & (t > 0)
        state = np.where(move, back[t][rows, state], state)
    return states


def spans(states: np.ndarray) -> Iterator[tuple[int, int, int]]:
    """(first word, one past the last word, class) of each name in one sequence of states."""
    begin, kind = None, None
    for k, state in enumerate([*states.tolist(), 0]):
        if begin is not None and not (state and state % 2 == 0):
            yield begin, k, kind
            begin = None
        if state % 2 == 1:
            begin, kind = k, (state - 1) // 2


Score = Callable[[dict[str, np.ndarray]], np.ndarray]


def log_probabilities(documents: Sequence[Words], score: Score, *, pieces: int = 4096) -> list[np.ndarray]:
    """For each document, words x :data:`STATES`: the model's log probabilities.

    Windows of all documents go through the model in the order of their length, so that little is padded.

    Parameters
    ----------
    documents
        The documents' words.
    score
        The model: inputs as from :func:`batch` -> windows x words x states, logits.
    pieces
        Pieces in one batch, about.
    """
    made = [np.zeros((len(document), STATES), np.float32) for document in documents]
    sizes = [np.concatenate([[0], np.cumsum([len(p) for p in d.pieces])]) for d in documents]
    parts = [(k, left, right, int(sizes[k][right] - sizes[k][left])) for k, d in enumerate(documents) for left, right in windows(d)]
    parts.sort(key=lambda part: part[3])
    begin = 0
    while begin < len(parts):
        end = begin + 1
        while end < len(parts) and (end + 1 - begin) * (parts[end][3] + 2) <= pieces:
            end += 1
        logits = score(batch([(documents[k], left, right) for k, left, right, _ in parts[begin:end]])).astype(np.float32)
        logits -= logits.max(-1, keepdims=True)
        logits -= np.log(np.exp(logits).sum(-1, keepdims=True))
        for row, (k, left, right, _) in zip(logits, parts[begin:end], strict=True):
            made[k][left:right] = row[:right - left]
        begin = end
    return made
