#!/usr/bin/env python3
"""Names found in articles on one core: the packaged model against spaCy's small English model in the same run.

usage: python tests/benchmarks/bench_names.py [times]

The texts are the seeds' own, read ``times`` times over. Both read through ``mentions``, so that segments, known names and the writing
of tables weigh on both alike. Processor time, since other work on the machine would be counted with the clock's.
"""

import os
import sys
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")

import pandas as pd

import workbench as wb

SEEDS = Path(__file__).resolve().parents[2] / "seeds"


def articles(times: int) -> wb.Corpus:
    """The seeds' texts, ``times`` over, with their segments."""
    texts = wb.read(SEEDS, progress=False).documents["text"]
    frame = pd.DataFrame({"text": [text for _ in range(times) for text in texts]})
    frame["document_id"] = [f"article-{k}" for k in range(len(frame))]
    return wb.annotate(wb.read(frame), "segments", progress=False)


def seconds(corpus: wb.Corpus, **options) -> float:
    """Processor seconds of one reading, the model loaded before."""
    started = time.process_time()
    wb.annotate(corpus, "mentions", options={"mentions": options}, progress=False)
    return time.process_time() - started


def main() -> None:
    """Prints the table."""
    corpus = articles(int(sys.argv[1]) if len(sys.argv) > 1 else 2)
    few, count = articles(1), len(corpus.documents)
    words = int(corpus.documents["text"].str.split().str.len().sum())
    ours, theirs = [], []
    for options in ({}, {"model": "spacy"}):
        seconds(few, **options)
    for _ in range(3):  # by turns, so that a slow minute slows both
        ours.append(seconds(corpus))
        theirs.append(seconds(corpus, model="spacy"))
    best, other = min(ours), min(theirs)
    print(f"{count} articles of {words / count:.0f} words, one core, the best of three by turns.\n\n"
          f"| names by | articles/s | words/s |\n|---|---|---|\n| the packaged model | {count / best:.1f} | {words / best:,.0f} |\n"
          f"| spaCy en_core_web_sm | {count / other:.1f} | {words / other:,.0f} |\n\n"
          f"The packaged model reads **{other / best:.2f} times** as fast.")


if __name__ == "__main__":
    main()
