"""Gold-labelled news for ``build.toponym_model``: articles with their places, and what the gold says of a candidate name."""

import gzip
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from workbench import schema
from workbench.annotators.toponyms.document import Article
from workbench.annotators.toponyms.judge import Name
from workbench.annotators.toponyms.outlets import homes, outlets
from workbench.knowledge.gazetteer import gazetteer

SETS = ("lgl", "tr-news", "gwn", "geovirus")


@dataclass(frozen=True)
class Document(Article):
    """An article with its gold: places as dicts with start, end, lat, lon; stretches without coordinates are neutral."""

    part: str
    key: str
    gold: dict


def read_gold(folder: Path, part: str) -> list[dict]:
    """Gold articles of one set: id, text, source, url, toponyms (start, end, lat, lon), uncoord (start, end)."""
    with gzip.open(folder / f"{part}.jsonl.gz", "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def load(folder: Path, cache: Path | None = None) -> list[Document]:
    """The gold articles with segments and mentions as the workbench makes them; ``cache`` keeps these between runs."""
    import workbench as wb

    found = []
    for part in SETS:
        gold = {g["id"]: g for g in read_gold(folder, part)}
        frame = pd.DataFrame({"document_id": list(gold), "text": [g["text"] for g in gold.values()],
                              "publisher": [g.get("source") for g in gold.values()], "url": [g.get("url") for g in gold.values()]})
        if cache:
            cache.mkdir(parents=True, exist_ok=True)
        paths = {table: cache / f"{part}.{table}.parquet" for table in ("documents", "segments", "mentions")} if cache else {}
        if cache and all(path.exists() for path in paths.values()):
            tables = {table: pd.read_parquet(path) for table, path in paths.items()}
        else:
            tables = dict(wb.annotate(wb.read(frame), "mentions"))
            for table, path in paths.items():
                tables[table].to_parquet(path)
        documents, segments, mentions = tables["documents"], tables["segments"], tables["mentions"]
        roles = segments[segments["label"].isin(schema.ARTICLE_LABELS)]
        stretches = {k: list(zip(x["start"], x["end"], strict=True)) for k, x in roles.groupby("document_id")}
        names = {k: list(zip(x["start"], x["end"], x["label"], x["span_id"], strict=True)) for k, x in mentions.groupby("document_id")}
        for row, home in zip(documents.itertuples(), homes(gazetteer(), documents, outlets(documents, segments)), strict=True):
            found.append(Document(row.text, stretches.get(row.document_id, []), names.get(row.document_id, []),
                                  row.publisher if isinstance(row.publisher, str) else "", home, part, row.document_id,
                                  gold[row.document_id]))
    return found


def targets(document: Document, names: Sequence[Name]) -> np.ndarray:
    """Which candidates name a place, shape (n,): 1 yes, 0 no, missing where the gold is silent."""
    y = np.zeros(len(names))
    for place in document.gold["toponyms"]:
        best, share = None, 0.0
        for k, name in enumerate(names):
            common = min(place["end"], name.end) - max(place["start"], name.start)
            if common > 0 and common / max(place["end"] - place["start"], name.end - name.start) > share:
                best, share = k, common / max(place["end"] - place["start"], name.end - name.start)
        if best is not None:
            y[best] = 1
    neutral = [(u[0], u[1]) for u in document.gold.get("uncoord", [])]
    for k, name in enumerate(names):
        silent = name.demonym and document.part == "geovirus" or any(min(e, name.end) > max(s, name.start) for s, e in neutral)
        if "VETO" in name.features or (silent and not y[k]):
            y[k] = np.nan
    return y


def place_of(document: Document, name: Name) -> dict | None:
    """The gold place that a name overlaps most, if any."""
    over = [(min(p["end"], name.end) - max(p["start"], name.start), k) for k, p in enumerate(document.gold["toponyms"])]
    common, k = max(over, default=(0, 0))
    return document.gold["toponyms"][k] if common > 0 else None
