"""Score reading and segments by cross-validation: each page by a model that has seen no page of its publisher.

    python -m workbench.build.segment_model ../shared/bench/data --folds FOLDS      (about half an hour)
    python tests/benchmarks/text_folds.py FOLDS                                     the tables of this script

Tables: article bodies from plain text in five renderings; bodies, headline, date and byline of HTML pages; the same metadata from
the pages rendered as plain text. Every page goes through ``wb.read`` and the segments annotator, as a user's page does.
"""

import argparse
import gzip
import sys
import time
from pathlib import Path

import numpy as np
import pandas as pd

ROOT = Path(__file__).resolve().parents[2]
BENCH = ROOT.parent / "shared" / "bench"


def use(arrays: dict[str, np.ndarray]) -> None:
    """Let the segment model read these arrays instead of the packaged ones."""
    from workbench.knowledge.segments import model

    model.words.cache_clear()
    model.weights = lambda: arrays


def fold(value: object) -> str:
    """Case and white space folded."""
    return " ".join(str("" if value is None or value != value else value).split()).casefold()


def annotated(frame_or_files):
    """(documents with body, seconds)."""
    import workbench as wb

    started = time.process_time()
    corpus = wb.annotate(wb.read(frame_or_files, progress=False), "segments", progress=False)
    documents = corpus.documents.assign(body=corpus.documents["document_id"].map(wb.body_text(corpus)).fillna(""))
    return documents, time.process_time() - started


def described(rows: list[dict], found: dict[str, dict]) -> str:
    """Headline, date and byline, scored as the benchmark does."""
    dated, named = [r for r in rows if r["date"]], [r for r in rows if r["authors"]]
    headline = np.mean([fold(found.get(r["id"], {}).get("headline")) == fold(r["title"]) for r in rows])
    date = np.mean([str(found.get(r["id"], {}).get("date_published"))[:10] == str(r["date"])[:10] for r in dated])
    given = [r for r in dated if not pd.isna(found.get(r["id"], {}).get("date_published"))]
    right = np.mean([str(found[r["id"]]["date_published"])[:10] == str(r["date"])[:10] for r in given]) if given else 0.0
    byline = np.mean([all(fold(a) in fold(found.get(r["id"], {}).get("byline")) for a in r["authors"]) for r in named])
    return f"headline {headline:.3f}  date {date:.3f} (of those given {right:.3f})  byline {byline:.3f}"


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folds", type=Path, help="what segment_model --folds made")
    args = parser.parse_args()
    sys.path.insert(0, str(BENCH))
    import scoring

    from workbench.build import segment_data as data

    models = {}
    for number in range(data.FOLDS):
        with np.load(args.folds / f"fold{number}.npz", allow_pickle=False) as arrays:
            models[number] = {name: arrays[name] for name in arrays.files}
    texts = BENCH / "data" / "text"
    gold = {row["id"]: row["articleBody"] for row in data.rows(texts / "scraped_gold.jsonl.gz")}
    scraped = data.rows(texts / "scraped_input.jsonl.gz")
    for variant in ("html-text", "inscriptis", "beautifulsoup", "html2text", "dom_smoothie"):
        predicted, seconds = {}, 0.0
        for number, arrays in models.items():
            use(arrays)
            chosen = [row for row in scraped if row["variant"] == variant and data.fold_of(data.site(row["url"])) == number]
            frame = pd.DataFrame([{"document_id": row["id"], "text": row["text"], "url": row["url"]} for row in chosen])
            if len(frame):
                documents, spent = annotated(frame)
                predicted |= dict(zip(documents["document_id"], documents["body"], strict=True))
                seconds += spent
        scores = scoring.bodies(gold, predicted)
        print(f"body/{variant:14s}", {key: round(value, 3) for key, value in scores.items()},
              f"{len(gold) / seconds:.0f} docs/s", flush=True)
    pages = data.rows(texts / "pages_gold.jsonl.gz")
    read, plain, seconds = {}, {}, 0.0
    for number, arrays in models.items():
        use(arrays)
        chosen = [row for row in pages if data.fold_of("p:" + row["pub"]) == number]
        documents, spent = annotated([texts / "pages" / row["id"] for row in chosen])
        seconds += spent
        read |= {Path(row["source_path"]).name: row for row in documents.to_dict("records")}
        frame = pd.DataFrame([{"document_id": row["id"], "text": text} for row in chosen
                              if (text := rendered(texts / "pages" / row["id"]))])
        documents, _ = annotated(frame)
        plain |= {row["document_id"]: row for row in documents.to_dict("records")}
    whole = {row["id"]: f"{row['summary']}\n{row['body']}" for row in pages}
    for name, found in (("pages", read), ("pages as text", plain)):
        scores = scoring.bodies(whole, {key: row["body"] for key, row in found.items()})
        print(f"{name:14s}", {key: round(value, 3) for key, value in scores.items()}, described(pages, found),
              f"{len(pages) / seconds:.0f} pages/s" if name == "pages" else "", flush=True)


def rendered(path: Path) -> str:
    """A page's visible text, as a user would copy it."""
    from workbench.readers import html

    lines = html.visible(html.parsed(html.unicode(gzip.decompress(path.read_bytes()))))
    return "\n".join(line for line, _, _ in lines).strip()


if __name__ == "__main__":
    main()
