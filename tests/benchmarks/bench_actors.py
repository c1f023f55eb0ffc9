#!/usr/bin/env python3
"""Two merges and one split on 10,000 articles: seconds until the counts are right again.

usage: python tests/benchmarks/bench_actors.py [articles]
"""

import sys
import time

import numpy as np
import pandas as pd

from workbench import corrections, schema
from workbench.corpus import Corpus
from workbench.summaries import index_of


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


def by_rows(made: Corpus, often: pd.Index, gone: set[str]) -> pd.Series:
    """The same counts by plain pandas: every change written into the table, as one does by hand."""
    mentions = made.mentions.copy()
    mentions["entity_id"] = mentions["entity_id"].replace({often[1]: often[0], often[3]: often[2], often[4]: often[2]})
    mentions.loc[mentions["span_id"].isin(gone), "entity_id"] = "person:somebody-else"
    return mentions["entity_id"].value_counts()


def shown(made: Corpus) -> np.ndarray:
    """What the explorer's list of actors shows: how often each is named."""
    index = index_of(made)
    return index.actors.counts(None, "mentions", index.story)


def seconds(work, times: int = 5) -> float:
    """The median of several runs, in processor time: one core does it all, and other work on the machine is not counted."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return sorted(taken)[times // 2]


def main() -> None:
    """Prints the table."""
    articles = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    made = corpus(articles)
    often = made.mentions["entity_id"].value_counts().index
    gone = made.mentions.loc[made.mentions["entity_id"] == often[5], "span_id"].head(40)
    decisions = [corrections.merge(made, often[:2]), corrections.merge(made, often[2:5]),
                 corrections.split(made, often[5], mentions=gone, name="Somebody Else")]
    counts = corrections.apply(made, decisions).mentions["entity_id"].value_counts()
    wanted = by_rows(made, often, set(gone))
    assert counts.sort_index().equals(wanted[wanted > 0].sort_index().rename(counts.name)), "the counts are right"
    ours = seconds(lambda: shown(corrections.apply(made, decisions)))
    theirs = seconds(lambda: by_rows(made, often, set(gone)))
    print(f"Two merges and one split on {articles:,} articles with {len(made.mentions):,} mentions, until the explorer's counts are right "
          f"again: **{ours:.2f} s**, medians of five runs. By plain pandas, where nothing is kept, undone or told and no list is drawn: "
          f"{theirs:.2f} s.")


if __name__ == "__main__":
    main()
