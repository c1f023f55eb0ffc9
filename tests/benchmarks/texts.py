"""Texts for the benchmarks of speed and size, read from beside the repository; nothing of them is kept in it.

``reuters``: articles of Reuters-21578, up to 9,516 distinct ones. ``recombined``: any number of distinct articles made of their sentences:
no article holds a sentence twice, and no two share more than a few, so that none is a copy of another.
"""

import gzip
import json
import os
import sys
from pathlib import Path

import numpy as np
import pandas as pd

SHARED = Path(os.environ.get("WORKBENCH_BENCH", Path(__file__).resolve().parents[3] / "shared" / "bench"))
DATA = SHARED / "data" / "bulk" / "reuters21578.jsonl.gz"


def reuters(count: int | None = None, start: int = 0) -> pd.DataFrame:
    """Headline, text and date of so many articles; ends the script, with a word, where they are not there."""
    if not DATA.exists():
        sys.exit(f"no texts to measure on: {DATA} is absent; set WORKBENCH_BENCH to the folder that holds data/bulk")
    with gzip.open(DATA, "rt", encoding="utf8") as lines:
        rows = [json.loads(line) for line in lines][start:None if count is None else start + count]
    return pd.DataFrame({"text": [f"{row['title'] or ''}\n\n{row['dateline'] or ''} {row['text']}".strip() for row in rows],
                         "date_published": [row["pub_date"] for row in rows]})


def recombined(count: int, seed: int = 1) -> pd.DataFrame:
    """So many distinct articles of as many sentences as Reuters' articles have, eight in the mean; some wear a publisher's name."""
    from workbench.sentences import sentences

    base, chance = reuters(), np.random.default_rng(seed)
    pool, lengths, heads = [], [], []
    for text in base["text"]:
        head, _, body = text.partition("\n\n")
        found = [" ".join(body[a:b].split()) for a, b in sentences(body)]
        pool += [sentence for sentence in found if len(sentence) > 30]
        lengths.append(max(2, len(found)))
        heads.append(head)
    pool, days = np.array(pool, dtype=object), pd.to_datetime("1987-01-01")
    sizes, which = chance.choice(lengths, count), chance.integers(0, len(heads), count)
    texts = []
    for k, size in enumerate(sizes):
        said = pool[list(dict.fromkeys(chance.integers(0, len(pool), size).tolist()))]
        texts.append(f"{heads[which[k]]}\n\n" + "\n".join(" ".join(said[at:at + 3]) for at in range(0, len(said), 3)))
    return pd.DataFrame({"document_id": [f"r{k:08d}" for k in range(count)], "text": texts,
                         "date_published": days + pd.to_timedelta(chance.integers(0, 3650, count), unit="D"),
                         "publisher": [f"Paper {p}" for p in chance.integers(0, 40, count)]})
