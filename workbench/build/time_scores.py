"""How often each rule of time is right: ``python -m workbench.build.time_scores BENCH_DATA`` writes ``timex/scores.csv``.

A reading is right where it overlaps a gold expression and has its value. Few finds of a rule are shrunk towards the mean.
"""

import csv
import gzip
import json
import sys
from collections import Counter
from pathlib import Path

import pandas as pd

from workbench.knowledge import timex
from workbench.sentences import hard_wrapped

OUT = Path(__file__).resolve().parent.parent / "knowledge" / "timex" / "scores.csv"
SETS = ("te3_platinum", "timebank", "aquaint")
#: As many finds as the mean of all rules counts for.
PRIOR = 5


def main(folder: Path) -> None:
    found, right = Counter(), Counter()
    for name in SETS:
        with gzip.open(folder / f"times/{name}.jsonl.gz", "rt", encoding="utf8") as lines:
            for document in map(json.loads, lines):
                text = document["text"]
                seen = timex.find(text, wrapped=hard_wrapped(text))
                for expression, reading in zip(seen, timex.resolve(seen, pd.Timestamp(document["dct"]).date()), strict=True):
                    gold = [v for s, e, _, v in document["timex"] if min(e, expression.end) > max(s, expression.start)]
                    found[expression.rule] += 1
                    right[expression.rule] += reading.value in gold
    mean = sum(right.values()) / sum(found.values())
    with OUT.open("w", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["rule", "score"])
        writer.writerows((rule, f"{(right[rule] + PRIOR * mean) / (n + PRIOR):.2f}") for rule, n in sorted(found.items()))
    print(f"{sum(found.values())} finds by {len(found)} rules, {mean:.3f} right")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
