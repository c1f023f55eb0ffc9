#!/usr/bin/env python3
"""Names of places: how fast they are found, what the gazetteer costs, how fast maps are drawn.

The texts are the seed articles, each read ``--times`` times. The plain way beside it looks every known name up with spaCy's
PhraseMatcher and takes the most populous place of the name: no context, no persons and papers told apart, no reason, no score.
How *right* each is stands in ``places_cv.py``, which needs the gold articles.
"""

import argparse
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pandas as pd

import workbench as wb
from workbench import schema
from workbench.annotators.toponyms import toponyms
from workbench.figures import place_map as maps
from workbench.knowledge.gazetteer import CITY, HERE, gazetteer

SEEDS = Path(__file__).resolve().parents[2] / "seeds"
RESIDENT = "int(open('/proc/self/statm').read().split()[1]) * 4096 / 1e6"
#: The most so far: Linux's own count, since getrusage remembers the process that this one was forked from.
PEAK = "int(next(line for line in open('/proc/self/status') if line.startswith('VmHWM')).split()[1]) * 1024 / 1e6"
#: What a fresh process does, and prints: seconds, megabytes before and after.
LOAD = f"""
import time, numpy, pandas, workbench.schema
from workbench.knowledge import gazetteer as knowledge
before, started = {RESIDENT}, time.process_time()
knowledge.gazetteer()
print(time.process_time() - started, before, {RESIDENT})
"""
WHOLE = f"""
import sys
import workbench as wb
wb.annotate(wb.read(sys.argv[1], progress=False), progress=False)
print({PEAK}, {RESIDENT}, 0)
"""
CSV = f"""
import time, sys, numpy, pandas
before, started = {RESIDENT}, time.process_time()
frame = pandas.read_csv(sys.argv[1], keep_default_na=False)
print(time.process_time() - started, before, {RESIDENT})
"""


def fresh(code: str, *arguments: str) -> list[float]:
    """What a fresh Python prints, as numbers."""
    told = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
    return [float(number) for number in told.stdout.split()]


def timed(function, rounds: int = 3) -> float:
    """Least seconds of processor time of some rounds: other work on the machine counts little."""
    best = float("inf")
    for _ in range(rounds):
        started = time.process_time()
        function()
        best = min(best, time.process_time() - started)
    return best


def matcher():
    """Every known name of a place -> the most populous one, looked up by spaCy."""
    import spacy
    from spacy.matcher import PhraseMatcher

    gazette, nlp = gazetteer(), spacy.blank("en")
    cities = np.flatnonzero(gazette.kind == CITY)
    best: dict[str, int] = {}
    for row in cities[np.argsort(-gazette.population[cities], kind="stable")]:
        best.setdefault(gazette.names[row], int(row))
    found = PhraseMatcher(nlp.vocab)
    found.add("place", [nlp.make_doc(name) for name in best])
    return lambda texts: [[best.get(doc[a:b].text) for _, a, b in found(doc)] for doc in nlp.pipe(texts)]


def without_model(frame: pd.DataFrame):
    """Raw text to places where no names annotator has been."""
    corpus = wb.annotate(wb.read(frame, progress=False), "outlets", progress=False)
    return toponyms(corpus.documents, corpus.segments, schema.empty("mentions"), corpus.outlets)


def whole(frame: pd.DataFrame, quality: str = "full"):
    """Raw text to places, all that they need run before."""
    wanted = None if quality == "fast" else "toponyms"  # one pass makes all there is of a first look
    return wb.annotate(wb.read(frame, progress=False), wanted, quality=quality, progress=False).toponyms


def speed(times: int) -> None:
    """Articles a second on one core."""
    read = wb.read(SEEDS, progress=False)["documents"]
    frame = pd.concat([read[["text", "publisher", "url"]].assign(document_id=read["document_id"] + f"-{k}") for k in range(times)])
    corpus = wb.annotate(wb.read(frame, progress=False), ["mentions", "outlets"], progress=False)
    tables = corpus.documents, corpus.segments, corpus.mentions, corpus.outlets
    toponyms(*(table.head(50) for table in tables))
    texts, count = corpus.documents["text"].tolist(), len(corpus.documents)
    look_up = matcher()
    rows = [
        ("spaCy PhraseMatcher and the most populous", timed(lambda: look_up(texts))),
        ("`toponyms`, given the names model's mentions", timed(lambda: toponyms(*tables))),
        ("`toponyms`, without mentions", timed(lambda: toponyms(tables[0], tables[1], schema.empty("mentions"), tables[3]))),
        ("raw text to places, without the names model", timed(lambda: without_model(frame))),
        ("raw text to places, with the names model", timed(lambda: whole(frame), 1)),
        ('raw text to places, `quality="fast"`: the most populous', timed(lambda: whole(frame, "fast"))),
    ]
    print(f"{count} articles of {np.mean([len(t) for t in texts]):,.0f} letters, processor time on one core.\n")
    print("| way | articles/s | times the plain way's time |\n|---|---|---|")
    for name, seconds in rows:
        print(f"| {name} | {count / seconds:,.0f} | {seconds / rows[0][1]:.1f} |")


def knowledge() -> None:
    """What the gazetteer and all annotators together cost."""
    gazette = gazetteer()
    with tempfile.TemporaryDirectory() as folder:
        table = Path(folder) / "places.csv"
        pd.DataFrame({"name": list(gazette.names), "id": gazette.id, "latitude": gazette.latitude, "longitude": gazette.longitude,
                      "population": gazette.population, "country": gazette.country_codes[gazette.country]}).to_csv(table, index=False)
        ours, csv = (min((fresh(code, str(table)) for _ in range(3)), key=lambda told: told[0]) for code in (LOAD, CSV))
        peak, resident, _ = fresh(WHOLE, str(SEEDS))
    size = sum(path.stat().st_size for path in HERE.iterdir() if path.is_file()) / 1e6
    print(f"\n{len(gazette.id):,} places under {len(gazette.key):,} names, {size:.1f} MB packaged. A fresh process that annotates the seed "
          f"articles with everything: {resident:,.0f} MB resident, {peak:,.0f} MB at its peak.\n")
    print("| loading | seconds of processor time | MB resident more |\n|---|---|---|")
    for name, (seconds, before, after) in (("the gazetteer, names and all", ours), ("its places alone, as CSV by pandas", csv)):
        print(f"| {name} | {seconds:.2f} | {after - before:.0f} |")


def places(number: int) -> pd.DataFrame:
    """Places of the gazetteer by chance, with counts after Zipf."""
    gazette, chance = gazetteer(), np.random.default_rng(number)
    rows = chance.choice(np.flatnonzero(gazette.kind == CITY), number, replace=False)
    return gazette.places(rows).assign(count=chance.zipf(1.4, number).clip(max=10_000))


def plain(frame: pd.DataFrame) -> str:
    """The same places as folium draws them: a marker each."""
    import folium

    made = folium.Map()
    for row in frame.itertuples():
        folium.CircleMarker([row.latitude, row.longitude], radius=4, tooltip=row.name).add_to(made)
    return made.get_root().render()


def drawing() -> None:
    """Maps of many places."""
    maps.place_map(places(10)).get_root().render()
    own = len(maps.place_map(places(10).head(0)).get_root().render())
    print(f"\nA map's page is {own / 1e3:,.0f} kB before any place (Leaflet, base map); what places add:\n")
    print("| places | marks | seconds | kB | folium's markers: seconds | kB |\n|---|---|---|---|---|---|")
    empty = len(plain(places(10).head(0)))
    for number in (100, 1_000, 100_000):
        frame = places(number)
        page = maps.place_map(frame).get_root().render()
        seconds = timed(lambda frame=frame: maps.place_map(frame).get_root().render())
        other = "| not tried | |"
        if number <= 1_000:
            other = f"| {timed(lambda frame=frame: plain(frame), 1):.2f} | {(len(plain(frame)) - empty) / 1e3:,.0f} |"
        print(f"| {number:,} | {len(maps.on_grid(frame)[0]):,} | {seconds:.2f} | {(len(page) - own) / 1e3:,.0f} {other}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--times", type=int, default=2, help="how often each seed article is read")
    args = parser.parse_args()
    speed(args.times)
    knowledge()
    drawing()


if __name__ == "__main__":
    main()
