"""Linear models over named features, fitted with numpy alone: logistic regression and a softmax among candidates."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np


def minimise(function: Callable[[np.ndarray], tuple[float, np.ndarray]], start: np.ndarray, *, steps: int = 120, memory: int = 8,
             tolerance: float = 1e-5) -> np.ndarray:
    """The argument at which a smooth function is least, by L-BFGS with a backtracking line search (Nocedal and Wright, 7.2).

    Parameters
    ----------
    function
        Argument -> value and gradient, shape (n,).
    start
        Shape (n,).
    """
    x = start.copy()
    value, gradient = function(x)
    moved: list[tuple[np.ndarray, np.ndarray, float]] = []
    for _ in range(steps):
        q, kept = gradient.copy(), []
        for s, y, rho in reversed(moved):
            a = rho * (s @ q)
            kept.append(a)
            q -= a * y
        if moved:
            s, y, _ = moved[-1]
            q *= (s @ y) / (y @ y)
        for (s, y, rho), a in zip(moved, reversed(kept), strict=True):
            q += s * (a - rho * (y @ q))
        slope = gradient @ q
        length = 1.0 if moved else min(1.0, 1.0 / (np.abs(gradient).sum() + 1e-12))
        while length > 1e-10:
            after, new = function(x - length * q)
            if after <= value - 1e-4 * length * slope:
                break
            length /= 2
        else:
            break
        s, y = -length * q, new - gradient
        if s @ y > 1e-12:
            moved = [*moved[-(memory - 1):], (s, y, 1.0 / (s @ y))]
        done = abs(value - after) < tolerance * max(1.0, abs(value))
        x, value, gradient = x + s, after, new
        if done:
            break
    return x


def logistic(rows: Sequence[Sequence[str]], target: np.ndarray, *, penalty: float = 1.0, least: int = 3,
             weight: np.ndarray | None = None) -> dict[str, float]:
    """Weights of features of an L2-regularised logistic regression.

    Parameters
    ----------
    rows
        Names of the features that are on, row by row.
    target
        Shape (len(rows),): 0 or 1.
    penalty
        Half the factor of the squared weights.
    least
        Features seen in fewer rows are left out.
    weight
        Shape (len(rows),): how much each row counts.
    """
    count = Counter(f for row in rows for f in set(row))
    index = {f: k for k, f in enumerate(sorted(f for f, n in count.items() if n >= least))}
    lists = [[index[f] for f in row if f in index] for row in rows]
    column = np.array([c for some in lists for c in some], dtype="int64")
    row = np.repeat(np.arange(len(rows)), [len(some) for some in lists])
    weight = np.ones(len(rows)) if weight is None else weight
    target = np.asarray(target, dtype=float)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = np.bincount(row, w[column], minlength=len(rows))
        p = 1 / (1 + np.exp(-np.clip(z, -35, 35)))
        value = (weight * (np.logaddexp(0, z) - target * z)).sum() + penalty * (w @ w) / 2
        return value, np.bincount(column, ((p - target) * weight)[row], minlength=len(w)) + penalty * w

    fitted = minimise(loss, np.zeros(len(index)))
    return {f: round(float(fitted[k]), 4) for f, k in index.items() if abs(fitted[k]) > 0.004}


def softmax_choice(features: np.ndarray, group: np.ndarray, right: np.ndarray, weight: np.ndarray, *, penalty: float = 1.0) -> np.ndarray:
    """Weights of a conditional logit: the chance that the choice among each group's candidates is one of the right ones.

    Parameters
    ----------
    features
        Shape (c, d).
    group
        Shape (c,): sorted group numbers from 0.
    right
        Shape (c,): whether the candidate is right; a group without a right one adds nothing.
    weight
        Shape (number of groups,).
    """
    groups = len(weight)
    has = np.bincount(group, right, minlength=groups) > 0
    weight = weight * has

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        z = features @ w
        top = np.full(groups, -np.inf)
        np.maximum.at(top, group, z)
        e = np.exp(z - top[group])
        total = np.bincount(group, e, minlength=groups)
        good = np.bincount(group, e * right, minlength=groups)
        p = e / total[group]
        q = np.where(right, e / np.maximum(good, 1e-300)[group], 0.0)
        value = -(weight[has] * np.log(np.maximum(good[has], 1e-300) / total[has])).sum() + penalty * (w @ w) / 2
        return value, features.T @ ((p - q) * weight[group]) + penalty * w

    return minimise(loss, np.zeros(features.shape[1]), steps=300)
