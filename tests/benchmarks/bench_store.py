#!/usr/bin/env python3
"""Loading one actor's articles out of a large saved corpus, against reading everything.

Tables are synthetic (Zipf-distributed actors, 12 mentions an article, 20 years), since a million real articles are not at hand;
texts are 600 letters of recombined words. ``bench_store.py 100000`` takes another number of articles.
"""

import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

from workbench import schema, store

ARTICLES = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
ACTORS, MENTIONS, PART = 50_000, 12, store.PART


class Clause:
    def __init__(self, value):
        self.table, self.column, self.op, self.value = "mentions", "entity_id", "in", value


def part(number: int, count: int, chance: np.random.Generator) -> dict[str, pd.DataFrame]:
    """Tables of one part of a corpus, in order of date."""
    ids = pd.Series([f"{number:04x}{k:08x}" for k in range(count)], dtype="str")
    words = np.array([f"word{k}" for k in range(5000)])
    picked = words[chance.integers(0, len(words), (count, 80))]
    texts = pd.Series([" ".join(row) for row in picked], dtype="str")
    day = np.datetime64("2001-01-01") + np.sort(chance.integers(0, 7300, count)).astype("timedelta64[D]")
    documents = schema.conform("documents", pd.DataFrame({
        "document_id": ids, "text": texts, "date_published": day, "date_basis": "metadata", "date_confidence": 1.0,
        "publisher": "Paper " + pd.Series(chance.integers(0, 50, count)).astype("str"), "text_sha256": ids}))
    which = np.repeat(np.arange(count), MENTIONS)
    start = np.tile(np.arange(MENTIONS) * 40, count)
    actors = np.minimum(chance.zipf(1.3, len(which)), ACTORS)
    mentions = pd.DataFrame({"document_id": ids.to_numpy()[which], "start": start, "end": start + 6, "text": "actor", "label": "PERSON",
                             "score": 0.9, "annotator": "bench/1", "entity_id": "actor:" + pd.Series(actors).astype("str")})
    mentions["span_id"] = schema.span_ids(mentions)
    return {"documents": documents, "mentions": schema.conform("mentions", mentions)}


def timed(function) -> tuple[float, object]:
    started = time.perf_counter()
    made = function()
    return time.perf_counter() - started, made


def main() -> None:
    chance = np.random.default_rng(1)
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        parts = []
        for number in range(-(-ARTICLES // PART)):
            count = min(PART, ARTICLES - number * PART)
            tables = part(number, count, chance)
            files = store.files.write_part(folder, number, tables, tables["documents"]["document_id"])
            parts.append({"part": number, "documents": count, "files": files, "done": {}})
        manifest = {"schema_version": store.SCHEMA_VERSION, "documents": ARTICLES, "parts": parts, "whole": {}, "indexes": {}}
        store.publish(folder, manifest)
        size = sum(p.stat().st_size for p in folder.rglob("*.parquet"))
        # reading everything: table by table and part by part, so that it fits in memory
        everything, _ = timed(lambda: [len(store.load_part(folder, manifest, p["part"], ("documents", "mentions"))["mentions"])
                                       for p in manifest["parts"]])
        print(f"{ARTICLES:,} articles, {ARTICLES * MENTIONS:,} mentions, {size / 2**20:,.0f} MiB on disk; "
              f"reading everything {everything:.1f} s.\n")
        print("| actor | articles | seconds | times faster than reading everything |\n|---|---|---|---|")
        for rank in (10, 100, 1_000, 10_000, 40_000):
            seconds, corpus = min((timed(lambda rank=rank: store.load(folder, where=[Clause([f"actor:{rank}"])])) for _ in range(3)),
                                  key=lambda pair: pair[0])
            print(f"| the {rank:,}th most named | {len(corpus.documents):,} | {seconds:.2f} | {everything / seconds:.0f} |")


if __name__ == "__main__":
    main()
