"""Two merges and one split on 10,000 articles: seconds until the counts are right again.

usage: python tests/benchmarks/corrections_actors.py [articles]
"""

import sys
import time

import numpy as np
import pandas as pd

from workbench import corrections, schema
from workbench.corpus import Corpus


def corpus(articles: int, each: int = 30, people: int = 5000) -> Corpus:
    """Articles that name invented people, ``each`` mentions an article, some of them often as in news."""
    chance = np.random.default_rng(7)
    who = np.minimum((chance.pareto(1.1, articles * each) * 20).astype(int), people - 1)
    names = np.array([f"Vesna{k} Tarrow{k}" for k in range(people)])
    words = names[who].reshape(articles, each)
    texts = [" met ".join(row) + "." for row in words]
    lengths = np.char.str_len(words)
    starts = np.cumsum(lengths + 5, axis=1) - lengths - 5
    ids = np.array([f"{k:016x}" for k in range(articles)])
    documents = schema.conform("documents", pd.DataFrame({"document_id": ids, "text": texts, "date_basis": "none", "date_confidence": 0.0,
                                                          "text_sha256": ""}))
    mentions = pd.DataFrame({"document_id": np.repeat(ids, each), "start": starts.ravel(), "end": (starts + lengths).ravel(),
                             "text": words.ravel(), "label": "PERSON", "score": 0.9, "annotator": "benchmark",
                             "entity_id": np.char.add("person:", np.char.mod("%d", who))})
    mentions["span_id"] = schema.span_ids(mentions)
    used = np.unique(who)
    entities = pd.DataFrame({"entity_id": [f"person:{k}" for k in used], "name": names[used], "label": "PERSON", "origin": "corpus"})
    return Corpus({"documents": documents, "mentions": mentions, "entities": entities})


def main() -> None:
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    made = corpus(articles)
    often = made.mentions["entity_id"].value_counts().index
    decisions = [corrections.merge(made, often[:2]), corrections.merge(made, often[2:5]),
                 corrections.split(made, often[5], mentions=made.mentions.loc[made.mentions["entity_id"] == often[5], "span_id"].head(40),
                                   name="Somebody Else")]
    seconds = []
    for _ in range(5):
        started = time.perf_counter()
        counts = corrections.apply(made, decisions).mentions["entity_id"].value_counts()
        seconds.append(time.perf_counter() - started)
    assert counts[often[0]] == made.mentions["entity_id"].isin(often[:2]).sum() and counts["person:somebody-else"] == 40
    print(f"{articles:,} articles, {len(made.mentions):,} mentions: {min(seconds):.3f} s best, {sorted(seconds)[2]:.3f} s median of five")


if __name__ == "__main__":
    main()
