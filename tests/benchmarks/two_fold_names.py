"""Scores the names model on the worldwide development half by two-fold cross-validation, and spaCy beside it.

    python tests/benchmarks/two_fold_names.py --a FOLD_A.onnx --b FOLD_B.onnx [--data FILE] [--spacy]

FOLD_A was trained on fold a and reads the articles of fold b, and the other way round (``python -m workbench.build.names_model train
--fold a``, then ``names_lean`` and ``names_onnx`` there). Everything else is what ``wb.annotate(corpus, "mentions")`` does. The
packaged model was trained on all of these articles: its score on them says nothing, which is why this is here.
"""

import argparse
import gzip
import json
import sys
import time
from pathlib import Path

import pandas as pd

import workbench as wb
from workbench.annotators.mentions import by_model
from workbench.knowledge import names_model

BENCH = Path(__file__).resolve().parents[3] / "shared" / "bench"
KINDS = {"PERSON": "PER", "ORG": "ORG", "GPE": "LOC", "LOC": "LOC", "FAC": "LOC"}


def in_fold(article: str, fold: str) -> bool:
    """As in ``workbench.build.names_model``, which cannot be imported without torch."""
    return sum(article.encode()) % 2 == (fold == "a")


def predict(articles: list[dict], **options) -> tuple[dict, float]:
    """id -> [(start, end, kind)], and seconds of processor time that mentions took."""
    frame = pd.DataFrame({"document_id": [a["id"] for a in articles], "text": [a["text"] for a in articles]})
    corpus = wb.annotate(wb.read(frame), "segments")
    started = time.process_time()
    table = wb.annotate(corpus, "mentions", options={"mentions": options}).mentions
    seconds = time.process_time() - started
    table = table.assign(kind=table["label"].map(KINDS)).dropna(subset=["kind"])
    found: dict[str, list] = {}
    for row in table[["document_id", "start", "end", "kind"]].itertuples(index=False):
        found.setdefault(row[0], []).append(tuple(row[1:]))
    return found, seconds


def show(name: str, gold: dict, predicted: dict, seconds: float, scoring) -> None:
    """One line of figures."""
    r = scoring.names(gold, predicted)
    more = "  ".join(f"{key} {r[key]:.3f}" for key in ("precision", "recall", "PER", "ORG", "LOC"))
    print(f"{name:16s} f1 {r['f1']:.4f}  {more}  {len(gold) / seconds:.1f} articles/s", flush=True)


def main() -> None:
    """The command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--a", type=Path, required=True)
    parser.add_argument("--b", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=BENCH / "data" / "names" / "worldwide.jsonl.gz")
    parser.add_argument("--spacy", action="store_true", help="read with spaCy too")
    args = parser.parse_args()
    sys.path.insert(0, str(BENCH))
    import scoring

    with gzip.open(args.data, "rt", encoding="utf8") as lines:
        articles = [json.loads(line) for line in lines]
    gold, predicted, seconds = {a["id"]: a for a in articles}, {}, 0.0
    for fold, model in (("a", args.a), ("b", args.b)):
        names_model.MODEL = model
        by_model._session.cache_clear()
        some = [a for a in articles if not in_fold(a["id"], fold)]
        found, took = predict(some)
        show(f"trained on {fold}", {a["id"]: a for a in some}, found, took, scoring)
        predicted, seconds = predicted | found, seconds + took
    show("two folds", gold, predicted, seconds, scoring)
    if args.spacy:
        show("spacy", gold, *predict(articles, model="spacy"), scoring)


if __name__ == "__main__":
    main()
