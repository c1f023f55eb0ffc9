"""From the names model's log probabilities to names: the best states that are allowed, and where each name begins and ends."""

from collections.abc import Iterator, Sequence

import numpy as np

from workbench.knowledge.names_model.view import CAPITAL, CLASSES, STATES, Words

#: How strongly a word is drawn to what it is elsewhere in the document, chosen on the development half.
_RECUR_WEIGHT, _RECUR_FLOOR, _RECUR_MOST = 1.2, 0.02, 3


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


def best(documents: Sequence[Words], emissions: Sequence[np.ndarray]) -> list[np.ndarray]:
    """The best states of each document's words, by :func:`decode` over all their sentences, those of like length together."""
    made = [np.zeros(len(document), np.int8) for document in documents]
    found = []
    for k, document in enumerate(documents):
        bounds = np.flatnonzero(np.diff(document.sentence, prepend=-1, append=-1)).tolist() if len(document) else []
        found += [(right - left, k, left, right) for left, right in zip(bounds[:-1], bounds[1:], strict=True)]
    found.sort()
    for begin in range(0, len(found), 256):
        some = found[begin:begin + 256]
        padded = np.zeros((len(some), some[-1][0], STATES), np.float32)
        for row, (length, k, left, right) in enumerate(some):
            padded[row, :length] = emissions[k][left:right]
        for states, (length, k, left, right) in zip(decode(padded, np.array([s[0] for s in some])), some, strict=True):
            made[k][left:right] = states[:length]
    return made


def spans(states: np.ndarray, sentence: np.ndarray) -> Iterator[tuple[int, int, str]]:
    """(first word, one past the last word, class) of each name in a document's states; none goes on into the next sentence."""
    inside = (states > 0) & (states % 2 == 0)
    inside[1:] &= sentence[1:] == sentence[:-1]
    begins = np.flatnonzero(states % 2 == 1)
    stops = np.append(np.flatnonzero(~inside), len(states))
    for begin, end in zip(begins.tolist(), stops[np.searchsorted(stops, begins, "right")].tolist(), strict=True):
        yield begin, end, CLASSES[(int(states[begin]) - 1) // 2]


def recurring(text: str, document: Words, emissions: np.ndarray) -> np.ndarray:
    """The log probabilities, each capitalised word's moved towards what the same word is elsewhere in the document.

    A word that is a person's name four times is hardly a place's the fifth time: to each of its states is added the log of
    that class's mean probability over the other places where it stands, the more of them the more.
    """
    at = np.flatnonzero(CAPITAL[document.shape])
    if not len(at):
        return emissions
    numbers: dict[str, int] = {}
    word = np.array([numbers.setdefault(text[s:e].casefold(), len(numbers))
                     for s, e in zip(document.start[at].tolist(), document.end[at].tolist(), strict=True)])
    count = np.bincount(word)
    chances = np.add.reduceat(np.exp(emissions[at]), np.r_[0, 1:STATES:2], axis=1)
    total = np.zeros((len(count), chances.shape[1]), np.float32)
    np.add.at(total, word, chances)
    others = count[word] - 1
    mean = (total[word] - chances) / np.maximum(others, 1)[:, None]
    moved = np.log(np.maximum(mean, 0) + _RECUR_FLOOR) * (_RECUR_WEIGHT * np.minimum(others, _RECUR_MOST) / _RECUR_MOST)[:, None]
    made = emissions.copy()
    made[at] += moved[:, np.r_[0, np.repeat(np.arange(1, chances.shape[1]), 2)]]
    return made
