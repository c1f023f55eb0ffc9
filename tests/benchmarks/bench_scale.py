#!/usr/bin/env python3
"""Cost of an article and peak of memory as a corpus grows: 1,000, 10,000 and 100,000 distinct articles, annotated in a folder.

Articles are made of Reuters-21578's sentences (see ``texts.recombined``): at 100,000 each sentence stands in about twelve articles, never
twice in one. They are saved as Parquet parts and, in a process of its own, annotated there, on one core; cost is the processor's time,
so that what else the machine does tells little. ``bench_scale.py full:1000,10000 fast:100000`` takes other sizes of either quality.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

os.environ.update(dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1"))


DEFAULT = ("full:1000,10000", "fast:1000,10000,100000")


def saved(articles: int, folder: str) -> dict:
    """Make the articles and save them as parts, in this process."""
    from texts import recombined

    import workbench as wb

    frame, before = recombined(articles), time.process_time()
    wb.read(frame, into=folder)
    return {"read": time.process_time() - before}


def annotated(quality: str, folder: str) -> dict:
    """Annotate the parts, step by step, in this process."""
    import resource

    from texts import recombined

    import workbench as wb
    from workbench.pipeline import QUALITIES, plan

    wb.annotate(wb.read(recombined(50, seed=9)), quality=quality, progress=False)  # load the models
    steps, peaks = {}, {}
    for step in plan(list(QUALITIES[quality]), known=QUALITIES[quality]):
        before = time.process_time()
        wb.annotate(folder, step.name, quality=quality, progress=False)
        steps[step.name] = time.process_time() - before
        peaks[step.name] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e9
        print(step.name, f"{steps[step.name]:.0f} s, {peaks[step.name]:.2f} GB", file=sys.stderr, flush=True)
    return {"steps": steps, "peak": max(peaks.values()), "disk": sum(p.stat().st_size for p in Path(folder).rglob("*.parquet"))}


def alone(*arguments: str) -> dict:
    done = subprocess.run([sys.executable, __file__, *arguments], stdout=subprocess.PIPE, text=True)
    if done.returncode:
        sys.exit(f"{' '.join(arguments)} failed")
    return json.loads(done.stdout.strip().splitlines()[-1])


def main(arguments: list[str]) -> None:
    for asked in arguments or DEFAULT:
        quality, _, sizes = asked.partition(":")
        rows = []
        for size in sizes.split(","):
            with tempfile.TemporaryDirectory() as folder:
                path = str(Path(folder) / "corpus")
                rows.append({"articles": int(size), **alone("--save", size, path), **alone("--annotate", quality, path)})
        names = list(rows[0]["steps"])
        print(f"Annotation \"{quality}\" in a folder, one core.\n")
        print(f"| articles | ms an article | against {rows[0]['articles']:,} | peak memory, GB | MB on disk | " + " | ".join(names) + " |")
        print("|---" * (5 + len(names)) + "|")
        cost = [1000 * sum(row["steps"].values()) / row["articles"] for row in rows]
        for row, ms in zip(rows, cost, strict=True):
            parts = " | ".join(f"{1000 * s / row['articles']:.2f}" for s in row["steps"].values())
            print(f"| {row['articles']:,} | {ms:.2f} | {ms / cost[0]:.2f} | {row['peak']:.2f} | {row['disk'] / 1e6:,.0f} | {parts} |")
        print()


if __name__ == "__main__":
    if sys.argv[1:2] == ["--save"]:
        print(json.dumps(saved(int(sys.argv[2]), sys.argv[3])))
    elif sys.argv[1:2] == ["--annotate"]:
        print(json.dumps(annotated(sys.argv[2], sys.argv[3])))
    else:
        main(sys.argv[1:])
