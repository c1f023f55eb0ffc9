"""Counts in any stretch of days at once: for a brush that is dragged over the timeline."""

import numpy as np

#: Numbers that the table of sums may hold; with more things, the steps of time are longer.
MOST = 16_000_000


class Brush:
    """Sums over time of the things in a set of articles, so that each stretch of days costs two rows of a table.

    Parameters
    ----------
    relation
        Of an index: what is counted.
    day
        Of the index: each article's day, ascending.
    mask
        The articles that pass every filter but the dates; None for all.
    """

    def __init__(self, relation, day: np.ndarray, mask: np.ndarray | None):
        steps = int(np.clip(MOST // max(len(relation), 1), 2, 256))
        #: The articles at which a step of time begins: as many rows between any two.
        rows = relation.first
        self._edges = np.unique(np.searchsorted(rows, np.linspace(0, rows[-1], steps + 1).astype(np.int64)).clip(0, len(day)))
        self.relation, self.day, self.mask = relation, day, mask
        self._sums = np.zeros((len(self._edges), len(relation)), np.int32)
        for k, (begin, end) in enumerate(zip(self._edges[:-1], self._edges[1:], strict=True)):
            np.add(self._sums[k], self._count(begin, end), out=self._sums[k + 1], casting="unsafe")

    def _count(self, begin: int, end: int) -> np.ndarray:
        """Counts in the articles from one place of the index to another."""
        relation = self.relation
        code = relation.code[relation.first[begin]:relation.first[end]]
        if self.mask is not None and end > begin:
            code = code[np.repeat(self.mask[begin:end], np.diff(relation.first[begin:end + 1]))]
        return np.bincount(code, minlength=len(relation))

    def counts(self, first: int, last: int) -> np.ndarray:
        """How often each thing stands in the articles of some days, both included; days since 1970."""
        begin, end = np.searchsorted(self.day, first), np.searchsorted(self.day, last, side="right")
        if end <= begin:
            return np.zeros(len(self.relation), np.int64)
        # the nearest edges, then the few articles between them and the day: added or taken off
        left, right = (int(np.abs(self._edges - at).argmin()) for at in (begin, end))
        made = self._sums[right] - self._sums[left]
        for at, edge, sign in ((begin, self._edges[left], 1), (end, self._edges[right], -1)):
            if at < edge:
                made += sign * self._count(at, edge).astype(np.int32)
            elif edge < at:
                made -= sign * self._count(edge, at).astype(np.int32)
        return made
