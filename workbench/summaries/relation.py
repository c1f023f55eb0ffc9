"""Which thing stands in which article, as integer codes: forward rows and inverted lists of one relation.

Every relation (actors, places) is held twice: forward rows in the order of the articles, to count everything in a set of
articles, and inverted lists by thing, to find the articles that have it.
"""

from functools import cached_property

import numpy as np
import pandas as pd


def gather(first: np.ndarray, which: np.ndarray) -> np.ndarray:
    """Positions of all rows of the groups ``which``, given where each group's rows start (one more entry than groups)."""
    begin = first[which].astype(np.int64)
    size = first[which + 1] - begin
    total = int(size.sum())
    if not total:
        return np.empty(0, np.int64)
    ends = np.cumsum(size)
    return np.repeat(begin - (ends - size), size) + np.arange(total)


def largest(counts: np.ndarray, among: np.ndarray, limit: int | None) -> np.ndarray:
    """The codes among these with the largest counts, the lower code first where counts are equal."""
    if limit is not None and len(among) > 4 * limit:
        edge = np.partition(counts[among], len(among) - limit)[len(among) - limit]
        among = among[counts[among] >= edge]
    return among[np.lexsort([among, -counts[among]])][:limit]


def smallest(most: int) -> np.dtype:
    """The smallest type for numbers from 0 to the largest."""
    return np.min_scalar_type(max(int(most), 0))


class Taken:
    """Some values of a table's column, in an order of their own: where they stand is held, no value is copied."""

    def __init__(self, values: pd.Series, at: np.ndarray):
        self._values, self._at = pd.Index(values), at.astype(np.int32)

    def __len__(self) -> int:
        return len(self._at)

    def __getitem__(self, which):
        return self._values[self._at[which]]

    def __array__(self, dtype=None, copy=None) -> np.ndarray:
        return np.asarray(self[:], dtype)

    def get_indexer(self, wanted) -> np.ndarray:
        """Where each wanted value stands among these; -1 where it does not."""
        back = np.full(len(self._values) + 1, -1)
        back[self._at] = np.arange(len(self))
        return back[self._values.get_indexer(pd.Index(wanted))]


class Relation:
    """Rows that tie an article to a thing.

    Held small, as there are as many as there are names in the corpus: an article's rows stand together, so where they begin says
    which article each is of; and their places in the table are near each other, so the lowest and a step of a byte or two say them.

    Parameters
    ----------
    ids, names, labels
        Of the things, in the order of their codes: sorted by name, so that ties of counts fall in alphabetical order.
    doc, code, row
        One entry a row, sorted by article: the article's place in the index, the thing's code, the row's place in its table.
    documents
        Number of articles.

    Attributes
    ----------
    first
        Where each article's rows start, and where the last one's end.
    """

    def __init__(self, ids: Taken, names: Taken, labels: pd.Categorical, doc: np.ndarray, code: np.ndarray, row: np.ndarray,
                 documents: int):
        self.ids, self.names, self.labels, self.documents = ids, names, labels, documents
        size = np.bincount(doc, minlength=documents)
        self.first = np.concatenate([[0], np.cumsum(size)]).astype(smallest(len(doc)))
        self.code = code.astype(smallest(len(ids)))
        self._lowest, some = np.zeros(documents, smallest(row.max(initial=0))), size > 0
        if len(row):
            self._lowest[some] = np.minimum.reduceat(row, self.first[:-1][some])
        step = row - self._lowest[doc]
        self._step = step.astype(smallest(step.max(initial=0)))

    def __len__(self) -> int:
        return len(self.ids)

    @property
    def doc(self) -> np.ndarray:
        """The article of each row; made when asked for."""
        return np.repeat(np.arange(self.documents, dtype=np.int32), np.diff(self.first))

    def doc_of(self, at: np.ndarray) -> np.ndarray:
        """The articles of some rows."""
        return np.searchsorted(self.first, at, side="right") - 1

    def row_of(self, at: np.ndarray) -> np.ndarray:
        """The places of some rows in their table."""
        return self._lowest[self.doc_of(at)].astype(np.int64) + self._step[at]

    @cached_property
    def _lists(self) -> tuple[np.ndarray, np.ndarray]:
        """The inverted lists, one after the other: where each begins, and the article of each row, ascending in each list."""
        first = np.concatenate([[0], np.cumsum(np.bincount(self.code, minlength=len(self)))])
        doc = self.doc[np.argsort(self.code, kind="stable")]
        return first.astype(np.min_scalar_type(-len(self.code) - 1)), doc.astype(smallest(self.documents))

    def articles_of(self, codes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        """The inverted lists of some things: (position in ``codes``, article), one entry a row."""
        first, doc = self._lists
        pieces = [doc[first[code]:first[code + 1]] for code in codes]
        return np.repeat(np.arange(len(codes)), first[codes + 1] - first[codes]), np.concatenate(pieces or [doc[:0]])

    def having(self, codes: np.ndarray) -> np.ndarray:
        """Which articles have at least one of these things, a boolean for each article."""
        mask = np.zeros(self.documents, bool)
        first, doc = self._lists
        for code in codes:
            mask[doc[first[code]:first[code + 1]]] = True
        return mask

    def by_period(self, codes: np.ndarray, starts: np.ndarray, mask: np.ndarray | None, *, rows: bool = True) -> np.ndarray:
        """Counts of some things in stretches of articles, (things, stretches).

        Parameters
        ----------
        starts
            The first article of each stretch; each ends where the next begins.
        mask
            A boolean for each article, None for all.
        rows
            Whether to count rows, or articles.
        """
        first, doc = self._lists
        bounds = np.zeros((len(codes), len(starts) + 1), np.int64)  # where each stretch begins in each list, and where the list ends
        starts = starts.astype(doc.dtype)  # else each list would be made over for the search
        for k, code in enumerate(codes):
            docs = doc[first[code]:first[code + 1]]
            if not rows:
                docs = docs[np.append(True, docs[1:] != docs[:-1])[:len(docs)]]
            if mask is not None:
                docs = docs[mask[docs]]
            bounds[k, :-1], bounds[k, -1] = docs.searchsorted(starts), len(docs)
        return np.diff(bounds)

    @cached_property
    def _distinct(self) -> "Relation":
        key = np.unique(self.doc.astype(np.int64) * max(len(self), 1) + self.code)
        doc, code = np.divmod(key, max(len(self), 1))
        return Relation(self.ids, self.names, self.labels, doc, code, doc, self.documents)

    @property
    def _everywhere(self) -> np.ndarray:
        return np.diff(self._lists[0])

    def _count_rows(self, mask: np.ndarray | None) -> np.ndarray:
        if mask is None:
            return self._everywhere
        inside = np.flatnonzero(mask)
        if 2 * len(inside) > self.documents:  # fewer articles outside: count those, and take them off
            return self._everywhere - np.bincount(self.code[gather(self.first, np.flatnonzero(~mask))], minlength=len(self))
        if len(inside) and inside[-1] - inside[0] + 1 == len(inside):  # a stretch of time: no need to gather
            return np.bincount(self.code[self.first[inside[0]]:self.first[inside[-1] + 1]], minlength=len(self))
        return np.bincount(self.code[gather(self.first, inside)], minlength=len(self))

    def rows_of(self, docs: np.ndarray) -> np.ndarray:
        """Positions of the forward rows of some articles."""
        return gather(self.first, docs)

    def counts(self, mask: np.ndarray | None, by: str, story: np.ndarray) -> np.ndarray:
        """How often each thing stands in the articles of the mask (None for all): in rows, articles or stories."""
        if by == "mentions":
            return self._count_rows(mask)
        if by == "articles":
            return self._distinct._count_rows(mask)
        pairs = self._distinct
        at = np.arange(len(pairs.doc)) if mask is None else gather(pairs.first, np.flatnonzero(mask))
        group, code_of_group = self._story_groups(story)
        seen = np.zeros(len(code_of_group), bool)
        seen[group[at]] = True
        return np.bincount(code_of_group[seen], minlength=len(self))

    def _story_groups(self, story: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        if "_groups" not in self.__dict__:
            pairs = self._distinct
            key, group = np.unique(story[pairs.doc].astype(np.int64) * max(len(self), 1) + pairs.code, return_inverse=True)
            self.__dict__["_groups"] = (group, key % max(len(self), 1))
        return self.__dict__["_groups"]
