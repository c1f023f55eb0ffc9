"""How right the dates of undated articles are: dates hidden on PolNeAR, News-Fair, Reuters and local papers, then inferred.

usage: python tests/benchmarks/dating.py [--data FOLDER] [--misses FILE]

Prints, for each source: how many articles get a date, how many of those dates are right within a day and to the day, how many get
an interval of nine chances in ten, how many of those hold the truth, and their median length. Claims are those of confidence .9 and
more. "cross-validated" counts the chances of offsets on four fifths of the articles and judges the last fifth; "as packaged" runs
the annotator itself, with all dates hidden, and with every other date shown ("half dated"), so that neighbours speak too.
"""

import argparse
import time
import zlib
from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd

import workbench as wb
from workbench.build import dating as build
from workbench.knowledge.dating import chances
from workbench.knowledge.dating.clues import clues
from workbench.sentences import hard_wrapped

DATA = Path(__file__).resolve().parents[3] / "shared" / "bench" / "data"
FOLDS = 5
#: Reuters-21578 is all of one year, which is given, as its date lines have none.
GIVEN = {"bulk/reuters21578": (date(1987, 1, 1), date(1987, 12, 31))}
ALL = (chances.FIRST, chances.LAST)


def cross_validated(documents: list[tuple]) -> pd.DataFrame:
    """Conclusions by chances counted on other articles; each as source, day off, confidence, held, days."""
    told = [chances.telling(clues(text, build.paragraphs(text), wrapped=hard_wrapped(text))) for _, _, text, _ in documents]
    fold = np.array([zlib.crc32(key.encode()) % FOLDS for _, key, _, _ in documents])
    rows = []
    for n in range(FOLDS):
        counts = build.count((s, t, d) for (s, _, t, d), f in zip(documents, fold, strict=True) if f != n)
        known = {key: chances.density(key[0], found) for key, found in counts.items()}
        for k in np.flatnonzero(fold == n):
            source, key, _, day = documents[k]
            first, last = GIVEN.get(source, ALL)
            if source not in GIVEN and not any(kind in chances.TELL_YEARS for kind, *_ in told[k]):
                continue
            found = chances.conclude(chances.of(told[k], first, last, known=known), first)
            rows.append((source, key, (found.day - day).days, found.confidence, found.date_from, found.date_to, day))
    return pd.DataFrame(rows, columns=["source", "key", "off", "confidence", "date_from", "date_to", "day"])


def packaged(documents: list[tuple], source: str, *, shown: bool = False, url: dict | None = None) -> tuple[pd.DataFrame, float]:
    """Conclusions of the annotator on one source, and articles per second; with ``shown`` every other date is given."""
    some = [one for one in documents if one[0] == source]
    hidden = [k % 2 == 0 or not shown for k in range(len(some))]
    frame = pd.DataFrame({"document_id": [f"{k}" for k in range(len(some))], "text": [text for _, _, text, _ in some],
                          "url": [(url or {}).get(key) for _, key, _, _ in some],
                          "date_published": [None if h else pd.Timestamp(day) for (*_, day), h in zip(some, hidden, strict=True)]})
    corpus = wb.annotate(wb.read(frame), "segments", progress=False)
    documents_ = corpus.documents.assign(**{"date_published": pd.to_datetime(frame["date_published"]).astype("datetime64[us]").to_numpy()})
    corpus = corpus.replace(documents=documents_)  # dates that the header gave away are hidden again
    options = {"between": GIVEN[source]} if source in GIVEN else {}
    started = time.perf_counter()
    made = wb.annotate(corpus, "dates", options={"dates": options}, progress=False)
    speed = sum(hidden) / (time.perf_counter() - started)
    end = made.date_evidence[made.date_evidence["kind"] == "conclusion"].set_index("document_id")
    given = made.documents.set_index("document_id")
    rows = []
    for k, ((_, key, _, day), h) in enumerate(zip(some, hidden, strict=True)):
        if h and f"{k}" in end.index:
            row, claim = end.loc[f"{k}"], given.loc[f"{k}"]
            claimed = pd.notna(claim["date_published"])
            rows.append((source, key, (claim["date_published"].date() - day).days if claimed else 0,
                         claim["date_confidence"] if claimed else 0.0, row["date_from"].date(), row["date_to"].date(), day))
    return pd.DataFrame(rows, columns=["source", "key", "off", "confidence", "date_from", "date_to", "day"]), speed


def line(name: str, found: pd.DataFrame, total: int, more: str = "") -> None:
    """Print one row of figures."""
    claims = found[found["confidence"] >= 0.9]
    held = (found["date_from"] <= found["day"]) & (found["day"] <= found["date_to"])
    length = pd.Series([(b - a).days + 1 for a, b in zip(found["date_from"], found["date_to"], strict=True)], dtype=float)
    near = (claims["off"].abs() <= 1).mean() if len(claims) else float("nan")
    exact = (claims["off"] == 0).mean() if len(claims) else float("nan")
    print(f"{name:38s} {total:6d} {len(claims) / total:7.3f} {near:7.3f} {exact:7.3f} {len(found) / total:9.3f} "
          f"{held.mean() if len(found) else float('nan'):7.3f} {length.median():8.0f}  {more}", flush=True)


def main() -> None:
    """Print all figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--misses", type=Path, help="write claims that are wrong by more than a day here, as CSV")
    args = parser.parse_args()
    documents = list(build.dated(args.data))
    urls = build.addresses(args.data)
    sizes = pd.Series([source for source, *_ in documents]).value_counts()
    print(f"{'':38s} {'':6s} claims  within  to the intervals   hold  median")
    print(f"{'source':38s} {'n':>6s}  share   a day     day     share  truth    days  articles/s")
    found = cross_validated(documents)
    for source in sizes.index:
        line(f"{source}, cross-validated", found[found["source"] == source], sizes[source])
    web = [s for s in sizes.index if s not in GIVEN]
    line("all but Reuters, cross-validated", found[found["source"].isin(web)], int(sizes[web].sum()))
    misses = [found[(found["confidence"] >= 0.9) & (found["off"].abs() > 1)]]
    for source in sizes.index:
        made, speed = packaged(documents, source)
        line(f"{source}, as packaged", made, sizes[source], f"{speed:.0f}")
        misses.append(made[(made["confidence"] >= 0.9) & (made["off"].abs() > 1)])
        if source in urls:
            made, speed = packaged(documents, source, url=urls[source])
            line(f"{source}, with addresses", made, sizes[source], f"{speed:.0f}")
            misses.append(made[(made["confidence"] >= 0.9) & (made["off"].abs() > 1)])
        made, speed = packaged(documents, source, shown=True)
        line(f"{source}, half dated", made, (sizes[source] + 1) // 2, f"{speed:.0f}")
        misses.append(made[(made["confidence"] >= 0.9) & (made["off"].abs() > 1)])
    if args.misses:
        pd.concat(misses).to_csv(args.misses, index=False)


if __name__ == "__main__":
    main()
