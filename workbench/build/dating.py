"""Counts how far clues stand from the day of writing: ``python -m workbench.build.dating BENCH_DATA`` writes ``offsets.csv``.

Only counts by bucket are kept. Sources weigh alike, whatever their size.
"""

import csv
import gzip
import json
import sys
from collections import defaultdict
from datetime import date
from pathlib import Path

import pandas as pd

from workbench.knowledge.dating import chances, neighbours
from workbench.knowledge.dating.clues import clues
from workbench.sentences import hard_wrapped

OUT = Path(__file__).resolve().parent.parent / "knowledge" / "dating" / "offsets.csv"
#: file -> (field of the date, documents at most, the kinds that are counted there: all where None)
SOURCES = {
    "bulk/reuters21578": ("pub_date", 1500, ("dateline",)), "quotes/polnear": ("pub_date", None, None),
    "actors/news_fair": ("date_published", None, None), "places/lgl": ("date", None, None), "places/tr-news": ("date", None, None),
    "actors/meantime": ("date_published", None, None),
}
#: Sources that run over months and report the same things.
NEIGHBOURLY = ("quotes/polnear", "bulk/reuters21578")
#: As many documents of a source count fully; more share their weight.
FULL = 200


def dated(folder: Path):
    """(source, identifier, text, day of writing) of each dated article."""
    for name, (field, most, _) in SOURCES.items():
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf8") as lines:
            documents = [json.loads(line) for line in lines]
        if most:
            documents = documents[:: max(1, len(documents) // most)]
        for document in documents:
            day = pd.to_datetime(document.get(field), errors="coerce")
            if pd.notna(day) and 1980 <= day.year <= 2030:
                yield name, document["id"], text_of(document), day.date()


def addresses(folder: Path) -> dict[str, dict[str, str]]:
    """source -> identifier -> address, of the sources that have addresses."""
    made: dict[str, dict[str, str]] = {}
    for name in SOURCES:
        with gzip.open(folder / f"{name}.jsonl.gz", "rt", encoding="utf8") as lines:
            found = {document["id"]: document["url"] for document in map(json.loads, lines) if document.get("url")}
        if found:
            made[name] = found
    return made


def text_of(document: dict) -> str:
    """Title, date line and text, as a wire prints them."""
    line = document.get("dateline")
    return f"{document['title']}\n\n{line} {document['text']}" if line else document["text"]


def paragraphs(text: str) -> list[tuple[int, int]]:
    """Places of the paragraphs, parted by blank lines; of plain lines where there are none."""
    found, start = [], 0
    for part in text.split("\n\n" if "\n\n" in text else "\n"):
        found.append((start, start + len(part)))
        start += len(part) + (2 if "\n\n" in text else 1)
    return [(a + len(text[a:b]) - len(text[a:b].lstrip()), b) for a, b in found if text[a:b].strip()]


def offsets_of(text: str, day: date):
    """(kind, ahead, first offset of the bucket, weight) of each clue that counts."""
    days = chances.window(day, day)
    for kind, clue, weight in chances.telling(clues(text, paragraphs(text), wrapped=hard_wrapped(text))):
        if kind in chances.UNITS:
            edge = chances.BUCKETS[chances.UNITS[kind]][int(chances.bucket(kind, chances.offsets(clue, kind, days))[0])]
            yield kind, clue.ahead, edge, weight


def count(found) -> dict[tuple[str, bool], dict[int, float]]:
    """Weighted counts by kind, direction and bucket, of (source, text, day)."""
    found = list(found)
    sizes = defaultdict(int)
    for source, *_ in found:
        sizes[source] += 1
    counts: dict = defaultdict(lambda: defaultdict(float))
    for source, text, day in found:
        kinds = SOURCES[source][2]
        for kind, ahead, edge, weight in offsets_of(text, day):
            if kinds is None or kind in kinds:
                counts[kind, ahead][edge] += weight * min(1.0, FULL / sizes[source])
    return counts


def count_neighbours(found) -> dict[int, float]:
    """Weighted counts by bucket of how far an article stands from those that share rare names with it, of (source, text, day)."""
    counts: dict[int, float] = defaultdict(float)
    for source in NEIGHBOURLY:
        some = [(text, day) for name, text, day in found if name == source]
        near = neighbours.nearest(neighbours.rare_names([text for text, _ in some]), range(len(some)), range(len(some)))
        for k, best in near.items():
            for other, _ in best:
                away = (some[k][1] - some[other][1]).days
                edge = chances.BUCKETS["days"][int(chances.bucket("neighbour", away))]
                counts[edge] += min(1.0, FULL / len(near)) / len(best)
    return counts


def main(folder: Path) -> None:
    found = [(source, text, day) for source, _, text, day in dated(folder)]
    counts = count(found)
    counts["neighbour", False] = count_neighbours(found)
    with OUT.open("w", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["kind", "ahead", "offset", "count"])
        for (kind, ahead), by in sorted(counts.items()):
            writer.writerows((kind, int(ahead), edge, f"{value:.1f}") for edge, value in sorted(by.items()))
    print({f"{kind}{' ahead' * ahead}": round(sum(by.values())) for (kind, ahead), by in sorted(counts.items())})


if __name__ == "__main__":
    main(Path(sys.argv[1]))
