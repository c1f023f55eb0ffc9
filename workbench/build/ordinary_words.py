"""Counts how often news writes a place's name small, and makes ``knowledge/gazetteer/ordinary_words.txt``.

Run as ``python -m workbench.build.ordinary_words FOLDER`` where FOLDER holds gzipped JSON lines with a ``text`` each.
"""

import argparse
import gzip
import json
import re
from collections import Counter
from pathlib import Path

from workbench.knowledge.gazetteer import HERE, gazetteer
from workbench.knowledge.gazetteer.spelling import fold

_INSIDE = re.compile(r"(?<=[a-z,] )[A-Za-z]{3,}")
#: Least share of small writing of each step.
STEPS = (0.0, 0.02, 0.1, 0.4, 0.8)


def main() -> None:
    """Count and write."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", type=Path)
    parser.add_argument("--out", type=Path, default=HERE / "ordinary_words.txt")
    args = parser.parse_args()
    small, large = Counter(), Counter()
    for path in sorted(args.folder.rglob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf8") as lines:
            for line in lines:
                text = json.loads(line).get("text")
                for word in _INSIDE.findall(text) if isinstance(text, str) else ():
                    (small if word.islower() else large)[word.lower()] += 1
    seen = sorted(word for word, n in small.items() if n >= 3 and word == fold(word))
    which, _, _ = gazetteer().find(seen, folded=True)
    steps: list[list[str]] = [[] for _ in STEPS]
    for word in sorted({seen[k] for k in which}):
        share = small[word] / (small[word] + large[word])
        steps[max(k for k, least in enumerate(STEPS) if share >= least)].append(word)
    args.out.write_text("\n".join(" ".join(words) for words in steps) + "\n", encoding="utf8")
    print([len(words) for words in steps])


if __name__ == "__main__":
    main()
