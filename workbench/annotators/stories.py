"""Near-duplicates and wire copies share a story: containment of hashed four-word shingles.

A copy may be a half, a quarter or an edited version of the original, so what counts is the share of the *shorter* article's
shingles that the longer one holds (containment; Broder 1997), not their Jaccard similarity.
"""

import re
import zlib

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
_WORD = re.compile(r"\w+")


def stories(documents: pd.DataFrame, segments: pd.DataFrame) -> pd.DataFrame:
    """The story of each document: those that copy one another share its ``story_id``, the document_id of its lead.

    The lead is the earliest dated, then the longest, then the first by document_id: so it does not depend on the order of rows.
    """
    if documents.empty:
        return schema.empty("stories")
    body = segments[segments["label"].isin(schema.BODY_LABELS)]
    texts = documents["document_id"].map(body.groupby("document_id", sort=False)["text"].agg(" ".join)).fillna(documents["text"])
    shingles = [_shingles(text) for text in texts]
    parent = _joined(shingles)
    frame = pd.DataFrame({
        "document_id": documents["document_id"].to_numpy(), "story": parent, "date": documents["date_published"].to_numpy(),
        "size": [-len(s) for s in shingles],
    })
    leads = frame.sort_values(["date", "size", "document_id"], na_position="last").groupby("story")["document_id"].first()
    frame["story_id"] = frame["story"].map(leads)
    frame["is_lead"] = frame["story_id"] == frame["document_id"]
    return schema.conform("stories", frame[["document_id", "story_id", "is_lead"]])


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


def _joined(shingles: list[np.ndarray]) -> np.ndarray:
    """Number of the story of each article, by single linkage over pairs that copy."""
    sizes = np.array([len(s) for s in shingles])
    owner = np.repeat(np.arange(len(shingles)), sizes)
    every = np.concatenate(shingles) if len(shingles) else np.empty(0, dtype=np.uint64)
    order = np.argsort(every, kind="stable")
    every, owner = every[order], owner[order]
    starts = np.flatnonzero(np.r_[True, every[1:] != every[:-1]]) if len(every) else np.empty(0, dtype=int)
    lengths = np.diff(np.r_[starts, len(every)])
    parent = np.arange(len(shingles))
    shared = _pairs(owner, starts[(lengths > 1) & (lengths <= COMMON)], lengths[(lengths > 1) & (lengths <= COMMON)], len(shingles))
    for a, b, count in shared:
        least = min(sizes[a], sizes[b])
        if least >= FEWEST and count >= COPY * least:
            x, y = _root(parent, a), _root(parent, b)
            parent[max(x, y)] = min(x, y)
    return np.array([_root(parent, k) for k in range(len(parent))])


def _pairs(owner: np.ndarray, starts: np.ndarray, lengths: np.ndarray, count: int):
    """(a, b, shingles in common) of articles that share some, a before b."""
    keys = []
    for length in np.unique(lengths):
        block = owner[starts[lengths == length][:, None] + np.arange(length)]
        for i in range(length):
            for j in range(i + 1, length):
                low, high = np.minimum(block[:, i], block[:, j]), np.maximum(block[:, i], block[:, j])
                keys.append(low.astype(np.int64) * count + high)
    if not keys:
        return []
    pairs, shared = np.unique(np.concatenate(keys), return_counts=True)
    return zip((pairs // count).tolist(), (pairs % count).tolist(), shared.tolist(), strict=True)


def _root(parent: np.ndarray, k: int) -> int:
    while parent[k] != k:
        parent[k] = parent[parent[k]]
        k = parent[k]
    return int(k)
