#!/usr/bin/env python3
"""Full annotation here against two processes and two Dask workers, on the same articles and with the same rows.

Starting the workers, and loading the models in each of them, is counted. All distinct articles are read: ``bench_engines.py 1000`` takes
fewer, and starting weighs more then.
"""

import os
import sys
import time

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))

from texts import reuters

import workbench as wb

ARTICLES = int(sys.argv[1]) if len(sys.argv) > 1 else 9516


def main() -> None:
    corpus = wb.read(reuters(ARTICLES))
    seconds, rows = {}, {}
    for on in ("here", "processes", "dask"):
        started = time.perf_counter()
        made = wb.annotate(corpus, on=on, progress=False)
        seconds[on], rows[on] = time.perf_counter() - started, made
    same = all(made[table].equals(rows["here"][table]) for made in rows.values() for table in rows["here"])
    print(f"{len(corpus.documents):,} articles of Reuters-21578, all tables, {os.cpu_count()} cores; the rows are "
          f"{'equal' if same else 'NOT EQUAL'} on all engines.\n")
    print("| on | seconds | articles/s | times one process |\n|---|---|---|---|")
    for on, name in (("here", "one process"), ("processes", "processes"), ("dask", "Dask workers")):
        print(f"| {name} | {seconds[on]:.1f} | {ARTICLES / seconds[on]:.1f} | {seconds['here'] / seconds[on]:.2f} |")


if __name__ == "__main__":
    main()
