"""The figures for places by cross-validation over documents, since the packaged weights were learned on the same articles.

Run as ``python tests/benchmarks/places_cv.py [--cache FOLDER] [--data FOLDER] [--by documents|outlets|sets]``. Prints, for each
data set, end to end (right within 161 km over all gold names), recognition, literal or associative, calibration, and speed, each
by weights that have not seen the article; ``--by`` keeps whole outlets or whole data sets unseen.
"""

import argparse
import sys
import time
from pathlib import Path

import pandas as pd

from workbench.build import toponym_model as build
from workbench.build.toponym_gold import SETS, load

SHARED = Path(__file__).resolve().parents[3] / "shared" / "bench"


def main() -> None:
    """Train and read fold by fold, then score."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=SHARED / "data" / "places")
    parser.add_argument("--cache", type=Path)
    parser.add_argument("--by", choices=("documents", "outlets", "sets"), default="documents", help="what is kept apart between folds")
    parser.add_argument("--misses", type=Path, help="write the misses here as CSV")
    args = parser.parse_args()
    sys.path.insert(0, str(SHARED))
    import scoring

    documents = load(args.data, args.cache)
    trainer = build.Trainer(documents)
    started = time.perf_counter()
    found, bare = build.cross_validate(trainer, build.folds(documents, args.by))
    print(f"trained and read in {time.perf_counter() - started:.0f} s")
    rows = []
    for part in SETS:
        gold = {d.key: d.gold for d in documents if d.part == part}
        said = {k: list(found[k][["start", "end", "latitude", "longitude"]].itertuples(index=False, name=None)) for k in gold}
        result = scoring.places(gold, said)
        named = {k: list(found[k].loc[~found[k]["demonym"], ["start", "end", "latitude", "longitude"]].itertuples(index=False, name=None))
                 for k in gold}
        without = scoring.places(gold, named)
        print(f"{part:9s} end to end {result['end_to_end']:.3f}  recognition P {result['precision']:.3f} R {result['recall']:.3f} "
              f"F1 {result['f1']:.3f}  right of resolved {result['accuracy_of_resolved']:.3f}  without demonyms: "
              f"{without['end_to_end']:.3f} F1 {without['f1']:.3f}")
        without = scoring.places(gold, {k: list(bare[k][["start", "end", "latitude", "longitude"]].itertuples(index=False, name=None))
                                        for k in gold})
        print(f"{'':9s} without the names annotator: end to end {without['end_to_end']:.3f}  F1 {without['f1']:.3f}")
        rows += judge(documents, found, part, scoring)
    table = pd.DataFrame(rows)
    if args.misses:
        table[~table["right"].astype(bool)].to_csv(args.misses, index=False)
    print("calibration, share right by score:")
    known = table.dropna(subset=["score"])
    known = known[known["judged"]]
    steps = pd.cut(known["score"], [0, 0.3, 0.5, 0.7, 0.8, 0.9, 1.0])
    print(known.groupby(steps, observed=True).agg(rows=("right", "size"), mean_score=("score", "mean"), right=("right", "mean")).round(3))
    told = table[table["type"].notna() & table["label"].notna()]
    literal = told["type"].isin(build.LITERAL)
    print(f"literal or associative: {((told['label'] == 'literal') == literal).mean():.3f} of {len(told)}; majority "
          f"{max(literal.mean(), 1 - literal.mean()):.3f}")
    learned = trainer.train(range(trainer.count))
    started = time.process_time()
    build.predict(documents, learned)
    print(f"reading, without the names annotator: {len(documents) / (time.process_time() - started):.0f} documents/s of processor time")


def judge(documents, found, part, scoring) -> list[dict]:
    """Every gold name and every row, matched: whether right, how sure, what was said."""
    rows = []
    for d in (d for d in documents if d.part == part):
        said = found[d.key].to_dict("records")
        want = [(t["start"], t["end"]) for t in d.gold["toponyms"]]
        neutral = [(u[0], u[1]) for u in d.gold.get("uncoord", [])]
        matched = scoring.match(want, [(r["start"], r["end"]) for r in said])
        used = set(matched.values())
        for i, t in enumerate(d.gold["toponyms"]):
            row = said[matched[i]] if i in matched else {}
            away = scoring.kilometres(t["lat"], t["lon"], row["latitude"], row["longitude"]) if row.get("row", -1) >= 0 else None
            rows.append({"part": part, "key": d.key, "text": t["text"], "around": d.text[max(0, t["start"] - 40):t["end"] + 40],
                         "type": t.get("type"), "label": row.get("label"), "score": row.get("score") if away is not None else None,
                         "right": away is not None and away <= build.NEAR_KM, "away": away, "reason": row.get("reason"), "judged": True,
                         "lat": t["lat"], "lon": t["lon"], "gold": t.get("geonameid", t.get("page"))})
        for j, row in enumerate(said):
            if j not in used and not any(min(row["end"], e) > max(row["start"], s) for s, e in neutral):
                rows.append({"part": part, "key": d.key, "text": d.text[row["start"]:row["end"]], "label": row["label"],
                             "around": d.text[max(0, row["start"] - 40):row["end"] + 40], "type": None,
                             "score": row["score"] if row["row"] >= 0 else None, "right": False, "away": None, "reason": row["reason"],
                             "judged": not (row["demonym"] and part == "geovirus"), "lat": None, "lon": None, "gold": "extra"})
    return rows


if __name__ == "__main__":
    main()
