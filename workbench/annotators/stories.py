"""Near-duplicates and wire copies share a story: containment of hashed four-word shingles.

A copy may be a half, a quarter or an edited version of the original, so what counts is the share of the *shorter* article's
shingles that the longer one holds (containment; Broder 1997), not their Jaccard similarity.
"""

import re
import zlib
from collections.abc import Iterable, Iterator
from itertools import pairwise

import numpy as np
import pandas as pd

from workbench import schema

#: Words in a shingle.
SIZE = 4
#: Share of the shorter article's shingles that makes it a copy.
COPY = 0.5
#: Shorter articles are too short to tell.
FEWEST = 12
#: A shingle in more articles than this is a phrase of the trade, not a trace of copying.
COMMON = 100
#: Shingles, and pairs of articles, that are in memory at once.
TOGETHER = 3_000_000
_WORD = re.compile(r"\w+")


def stories(documents: pd.DataFrame, segments: pd.DataFrame, *, across: dict[str, pd.DataFrame] | None = None) -> pd.DataFrame:
    """The story of each document: those that copy one another share its ``story_id``, the document_id of its lead.

    The lead is the earliest dated, then the longest, then the first by document_id: so it does not depend on the order of rows.

    Parameters
    ----------
    documents, segments
        The tables.
    across
        What :func:`copies` found in all of a corpus of which these documents are a part; None where they are all.
    """
    if documents.empty:
        return schema.empty("stories")
    found = copies([shingles(documents, segments)])["stories"] if across is None else across["stories"]
    return schema.conform("stories", documents[["document_id"]].merge(found, on="document_id"))


def shingles(documents: pd.DataFrame, segments: pd.DataFrame, *, across: dict | None = None) -> dict[str, pd.DataFrame]:
    """What a part of a corpus tells: the ``articles`` (article, date, size) and their ``shingles`` (shingle, number), by shingle."""
    body = segments[segments["label"].isin(schema.BODY_LABELS)]
    bodies = documents["document_id"].map(body.groupby("document_id", sort=False)["text"].agg(" ".join))
    texts = bodies.astype(documents["text"].dtype).fillna(documents["text"])  # of no body at all, pandas would make numbers
    found = [_shingles(text) for text in texts]
    sizes = np.array([len(s) for s in found], dtype=np.int32)
    every = np.concatenate([np.empty(0, dtype=np.uint64), *found])
    number = np.repeat(np.arange(len(found), dtype=np.int32), sizes)
    order = np.argsort(every, kind="stable")
    return {"articles": pd.DataFrame({"article": documents["document_id"].to_numpy(), "date": documents["date_published"].to_numpy(),
                                      "size": sizes}),
            "shingles": pd.DataFrame({"shingle": every[order], "number": number[order]})}


def copies(summaries: Iterable[dict[str, pd.DataFrame]], *, across: dict | None = None) -> dict[str, pd.DataFrame]:
    """The story of each document of a corpus, from what its parts tell."""
    frame = pd.concat([summary["articles"] for summary in summaries], ignore_index=True)
    frame["story"] = _joined(summaries, frame["size"].to_numpy())
    leads = frame.assign(size=-frame["size"]).sort_values(["date", "size", "article"], na_position="last")
    frame["story_id"] = frame["story"].map(leads.groupby("story")["article"].first())
    frame["is_lead"] = frame["story_id"] == frame["article"]
    return {"stories": frame.rename(columns={"article": "document_id"})[["document_id", "story_id", "is_lead"]]}


def _shingles(text: str) -> np.ndarray:
    """Hashes of the text's four-word shingles, sorted, each once."""
    words = np.fromiter((zlib.crc32(word.encode("utf8", "replace")) for word in _WORD.findall(text.casefold())), dtype=np.uint64)
    if len(words) < SIZE:
        return np.empty(0, dtype=np.uint64)
    mixed = np.zeros(len(words) - SIZE + 1, dtype=np.uint64)
    for k in range(SIZE):
        mixed = mixed * np.uint64(0x9E3779B97F4A7C15) + words[k:len(words) - SIZE + 1 + k]
        mixed ^= mixed >> np.uint64(29)
    return np.unique(mixed)


def _joined(summaries: Iterable[dict[str, pd.DataFrame]], sizes: np.ndarray) -> np.ndarray:
    """Number of the story of each article, by single linkage over pairs that copy.

    Shingles are gone through by ranges of their hashes, so that never more than :data:`TOGETHER` are in memory: what two articles share
    is the sum of what they share in each range.
    """
    ranges = max(1, -(-int(sizes.sum()) // TOGETHER))
    bounds = [int(k * 2**64 // ranges) for k in range(ranges + 1)]
    pairs, shared = np.empty(0, np.int64), np.empty(0, np.int32)
    for low, high in pairwise(bounds):
        every, owner, offset = [], [], 0
        for summary in summaries:
            values = summary["shingles"]["shingle"].to_numpy()
            left = np.searchsorted(values, np.uint64(low))
            right = len(values) if high == 2**64 else np.searchsorted(values, np.uint64(high))
            every.append(values[left:right])
            owner.append(summary["shingles"]["number"].to_numpy()[left:right].astype(np.int64) + offset)
            offset += len(summary["articles"])
        for some in _pairs(np.concatenate(every), np.concatenate(owner), len(sizes)):
            pairs, shared = _summed(pairs, shared, some)
    many = shared >= COPY * FEWEST  # few pairs: most share a sentence alone
    pairs, shared = pairs[many], shared[many]
    one, other = pairs // max(1, len(sizes)), pairs % max(1, len(sizes))
    least = np.minimum(sizes[one], sizes[other])
    parent = np.arange(len(sizes))
    copied = (least >= FEWEST) & (shared >= COPY * least)
    for a, b in zip(one[copied].tolist(), other[copied].tolist(), strict=True):
        x, y = _root(parent, a), _root(parent, b)
        parent[max(x, y)] = min(x, y)
    return np.array([_root(parent, k) for k in range(len(parent))], dtype=np.int64)


def _pairs(every: np.ndarray, owner: np.ndarray, count: int) -> Iterator[np.ndarray]:
    """Pairs of articles that share shingles, as ``a * count + b`` with a before b, once for each that they share; a part at a time."""
    order = np.argsort(every, kind="stable")
    every, owner = every[order], owner[order]
    starts = np.flatnonzero(np.r_[True, every[1:] != every[:-1]]) if len(every) else np.empty(0, dtype=int)
    lengths = np.diff(np.r_[starts, len(every)])
    keys, held = [], 0
    for length in np.unique(lengths[(lengths > 1) & (lengths <= COMMON)]):
        block = owner[starts[lengths == length][:, None] + np.arange(length)]
        for i in range(length):
            for j in range(i + 1, length):
                low, high = np.minimum(block[:, i], block[:, j]), np.maximum(block[:, i], block[:, j])
                keys.append(low * count + high)
                held += len(block)
                if held > TOGETHER:
                    yield np.concatenate(keys)
                    keys, held = [], 0
    if keys:
        yield np.concatenate(keys)


def _summed(pairs: np.ndarray, shared: np.ndarray, more: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The pairs and how many shingles each shares, with more pairs counted in."""
    some, counts = np.unique(more, return_counts=True)
    place = np.searchsorted(pairs, some)
    known = place < len(pairs)
    known[known] = pairs[place[known]] == some[known]
    shared[place[known]] += counts[known].astype(np.int32)
    new = ~known
    return np.insert(pairs, place[new], some[new]), np.insert(shared, place[new], counts[new])


def _root(parent: np.ndarray, k: int) -> int:
    while parent[k] != k:
        parent[k] = parent[parent[k]]
        k = parent[k]
    return int(k)
