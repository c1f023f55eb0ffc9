"""Counts of things in stretches of articles."""

import numpy as np
from explorer_worlds import chance_corpus

from workbench.summaries import index_of
from workbench.summaries.index import MANY


def test_many_things_are_counted_together_as_one_by_one():
    index, chance = index_of(chance_corpus(3)), np.random.default_rng(4)
    relation, starts = index.actors, np.unique(np.append(0, np.random.default_rng(5).integers(0, len(index), 6)))
    codes, mask = np.resize(np.arange(len(relation)), MANY + 3), chance.random(len(index)) < 0.5
    for first in (0, 1):  # from the first article on, or later
        for rows in (True, False):
            together = relation.by_period(codes, starts[first:], mask, rows=rows)
            alone = np.concatenate([relation.by_period(codes[k:k + 1], starts[first:], mask, rows=rows) for k in range(len(codes))])
            assert together.sum() and np.array_equal(together, alone)
