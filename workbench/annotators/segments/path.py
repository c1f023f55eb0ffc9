"""The likeliest path through a page: outside the article, in its body, in furniture within the body."""

import numpy as np

#: Costs of the path through the page, in log-odds: to enter or leave the body, to skip furniture within it; most a line can say;
#: least that the likeliest line says. Chosen on the folds of the training pages.
_ENTER, _SKIP, _CAP, _LEAST = 3.0, 0.7, 4.0, 3.0


def likeliest(chance: np.ndarray, words: np.ndarray, article: float, lifted: bool) -> np.ndarray:
    """Which lines are body: the likeliest path through outside, body, and furniture within the body (Viterbi).

    Every page is taken to have a body: where nothing looks like one, the likeliest long line is ``lifted``. Where nearly all of the
    text is ``article``, as a pasted text's is, a line is body unless much speaks against it.
    """
    odds = np.log(np.clip(chance, 1e-4, 0.9999)) - np.log1p(-np.clip(chance, 1e-4, 0.9999))
    top = odds[words >= 12].max() if (words >= 12).any() else odds.max(initial=-9)
    # Lines that fall behind the likeliest are lifted the less.
    lift = max(0.0, _LEAST - top) if lifted else 0.0
    odds += lift * (1 - 0.5 * np.maximum(0, top - odds)) + (article > 0.8)
    gain = np.clip(odds, -_CAP, _CAP) * np.sqrt(np.maximum(1, words) / 10)
    # Scores of the likeliest paths that end outside, in the body, and in furniture within it; and where each came from.
    outside, body, within = 0.0, -0.5, -99.0
    came: list[tuple[int, int, int]] = []
    for k, value in enumerate(gain.tolist()):
        if k:
            best, inner = (body, 1) if body >= within else (within, 2)
            to_outside = outside, 0
            if outside < best - _ENTER:
                to_outside = best - _ENTER, inner
            to_body = (body, 1) if body >= within - _SKIP else (within - _SKIP, 2)
            if outside - _ENTER >= to_body[0]:
                to_body = outside - _ENTER, 0
            to_within = (body - _SKIP, 1) if body - _SKIP >= within else (within, 2)
            came.append((to_outside[1], to_body[1], to_within[1]))
            outside, body, within = to_outside[0], to_body[0], to_within[0]
        body += value
    path = np.zeros(len(gain), dtype=bool)
    state = max(range(3), key=(outside, body, within).__getitem__)
    for k in range(len(gain) - 1, -1, -1):
        path[k] = state == 1
        state = came[k - 1][state] if k else 0
    return path
