"""The line role model: gradient-boosted trees and word weights, kept as data and read with numpy alone.

``segments/lines.npz`` is made by ``python -m workbench.build.segment_model``, which also says how well it does. Trees are
evaluated all at once (after QuickScorer; Lucchese et al. 2015): each node whose test fails strikes the leaves it rules out.
"""

from collections.abc import Sequence
from functools import cache
from importlib.resources import files

import numpy as np

#: Leaves a tree may have: bits of the masks.
LEAVES = 16
#: Lines evaluated at once: bounds the memory of a page of many lines.
_BLOCK = 1024


@cache
def weights() -> dict[str, np.ndarray]:
    """All arrays of the model by name."""
    with files("workbench.knowledge.segments").joinpath("lines.npz").open("rb") as stream, np.load(stream, allow_pickle=False) as arrays:
        return {name: arrays[name] for name in arrays.files}


@cache
def words() -> np.ndarray:
    """Weight of each word column of :func:`workbench.knowledge.segments.words.lexical`, ``float32``."""
    return weights()["words"].astype(np.float32)


def chance(model: str, features: np.ndarray, lines: Sequence[int] | None = None) -> np.ndarray:
    """The model's chance for each line, or for some.

    Parameters
    ----------
    model
        "first" and "second" guess of the body from text, "page" from a page's markup, or a role: "headline", "byline" ...
    features
        ``float32[n, d]``, as the model was trained.
    lines
        Numbers of the lines that are asked for; None for all.

    Returns
    -------
    numpy.ndarray
        ``float32[n]``, 0 to 1.
    """
    arrays = weights()
    feature, threshold = arrays[f"{model}_feature"], arrays[f"{model}_threshold"]
    mask, leaf = arrays[f"{model}_mask"], arrays[f"{model}_leaf"].ravel()
    trees, nodes = feature.shape
    first = (np.arange(trees, dtype=np.int32) * LEAVES)[:, None]
    asked = features.T if lines is None else np.take(features.T, np.asarray(lines, dtype=np.int64), axis=1)
    made = np.empty(asked.shape[1], dtype=np.float32)
    for begin in range(0, len(made), _BLOCK):
        columns = np.ascontiguousarray(asked[:, begin:begin + _BLOCK], dtype=np.float32)
        alive = np.full((trees, columns.shape[1]), 0xFFFF, dtype=np.uint16)
        value, passed = np.empty(alive.shape, dtype=np.float32), np.empty(alive.shape, dtype=bool)
        for node in range(nodes):
            np.take(columns, feature[:, node], axis=0, out=value, mode="clip")
            np.less_equal(value, threshold[:, node, None], out=passed)
            # All bits where the test is passed, else those of the mask.
            alive &= np.negative(passed.view(np.uint8), dtype=np.uint16) | mask[:, node, None]
        made[begin:begin + _BLOCK] = 1 / (1 + np.exp(-leaf[_lowest()[alive] + first].sum(axis=0)))
    return made


@cache
def _lowest() -> np.ndarray:
    """Number of the lowest set bit of each 16-bit number; 0 for none."""
    numbers = np.arange(1 << LEAVES)
    made = np.zeros(1 << LEAVES, dtype=np.uint8)
    for bit in range(LEAVES - 1, -1, -1):
        made[numbers >> bit & 1 == 1] = bit
    return made
