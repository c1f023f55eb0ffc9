"""The words that set two sets of articles apart."""

import numpy as np
import pandas as pd

#: Weight of the prior, in words: how often a word must be said before it can stand out.
PRIOR = 500
#: A word that stands out less, in standard errors, may do so by chance.
LEAST = 1.96


def distinctive(first: np.ndarray, second: np.ndarray, words: np.ndarray, *, left_out: set[str] = frozenset(), least: int = 4,
                most: int = 12) -> pd.DataFrame:
    """Log-odds ratio with an informative prior (Monroe, Colaresi and Quinn 2008), in standard errors.

    Parameters
    ----------
    first, second
        How often each word stands on each side.
    words
        The words, in lower case.
    left_out
        Words that are not wanted, such as the names of the sides.
    least
        A word that both sides together say less often is left out.
    most
        So many words of each side.

    Returns
    -------
    DataFrame
        word, score (below zero for the first side), code; the most distinctive first.
    """
    first, second = first.astype(float), second.astype(float)
    both = first + second
    prior = PRIOR * both / max(both.sum(), 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        odds = [np.log((n + prior) / (n.sum() + PRIOR - n - prior)) for n in (first, second)]
        score = (odds[1] - odds[0]) / np.sqrt(1 / (first + prior) + 1 / (second + prior))
    kept = [len(word) > 2 and not word.isdigit() and word not in left_out for word in words]
    rows = pd.DataFrame({"word": pd.Series(words, dtype="str"), "score": score, "code": np.arange(len(words))})
    rows = rows[(both >= least) & np.array(kept, bool) & (np.abs(score) >= LEAST)]
    rows = rows.sort_values(["score", "word"], kind="stable")
    low, high = rows[rows["score"] < 0].head(most), rows[rows["score"] > 0].tail(most)
    made = pd.concat([low, high])
    return made.iloc[np.lexsort([made["word"].to_numpy(str), -made["score"].abs()])].reset_index(drop=True)
