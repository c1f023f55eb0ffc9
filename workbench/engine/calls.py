"""Calls of one annotator on tables: whole, by blocks of documents, and by halves where a document fails."""

import traceback
from collections.abc import Callable, Iterator, Mapping
from importlib import import_module

import pandas as pd

from workbench import schema
from workbench.corpus import FAILED

Tables = dict[str, pd.DataFrame]


def function(path: str) -> Callable:
    """The function that a ``module:function`` names."""
    module, name = path.split(":")
    return getattr(import_module(module), name)


def call(step, tables: Tables, options: Mapping, across: Tables | None = None) -> Tables:
    """What the annotator makes of the tables; ``across`` is what its passes told, None where the tables are all there is."""
    more = {"across": across} if step.passes else {}
    made = step.load()(*_given(step, tables), **options, **more)
    made = (made,) if isinstance(made, pd.DataFrame) else made
    return dict(zip(step.makes, made, strict=True))


def attempt(task: tuple) -> tuple[Tables, list[dict]]:
    """What an annotator makes of a block (step, tables, options, across), and rows of ``problems`` for documents that it fails on."""
    step, tables, options, across = task
    parts, failed = halved(lambda part, told: call(step, part, options, told), step, tables, across)
    return {name: join(name, [made[name] for made in parts]) for name in step.makes}, failed


def summarised(task: tuple) -> tuple[list[Tables], list[dict]]:
    """Summaries of a block (step, number of the pass, tables, options, across), and rows of ``problems``."""
    step, number, tables, options, across = task
    return halved(lambda part, told: summary(step, number, part, options, told), step, tables, across)


def summary(step, number: int, tables: Tables, options: Mapping, across: Tables) -> Tables:
    """What one pass tells of the tables."""
    return function(step.passes[number][0])(*_given(step, tables), across=across, **options)


def halved(work: Callable, step, tables: Tables, across: Tables) -> tuple[list, list[dict]]:
    """Results of ``work`` on the tables, in as few pieces as it can be done in, and the documents that it fails on."""
    documents = tables["documents"]
    try:
        return [work(tables, across)], []
    except Exception as error:  # whatever an annotator raises on hostile text belongs to the document, not to the run
        if len(documents) <= 1:
            return [], [_problem(step, row, error) for row in documents.itertuples()]
    made, failed, half = [], [], -(-len(documents) // 2)
    for part, told in zip(blocks(tables, documents, half), blocks(across, documents, half), strict=True):
        results, rows = halved(work, step, part, told)
        made += results
        failed += rows
    return made, failed


def _problem(step, document, error: Exception) -> dict:
    path = document.source_path if isinstance(document.source_path, str) else document.document_id
    return {"document_id": document.document_id, "source_path": path, "reason": f"{step.name}{FAILED}{error!r}",
            "detail": "".join(traceback.format_exception(error))}


def blocks(tables: Tables, documents: pd.DataFrame, size: int) -> Iterator[Tables]:
    """The tables of each run of ``size`` documents. Tables without document_id go with every block."""
    place = pd.Series(range(len(documents)), index=documents["document_id"])
    by_block = {name: dict(list(frame.groupby(frame["document_id"].map(place).to_numpy() // size)))
                for name, frame in tables.items() if "document_id" in frame}
    for block in range(max(1, -(-len(documents) // size))):
        yield {name: by_block[name].get(block, frame.head(0)).reset_index(drop=True) if name in by_block else frame
               for name, frame in tables.items()}


def without(tables: Tables, failed: list[dict]) -> Tables:
    """The tables without the rows of documents that an annotator has failed on."""
    if not failed:
        return tables
    ids = [row["document_id"] for row in failed]
    return {name: frame[~frame["document_id"].isin(ids)].reset_index(drop=True) if "document_id" in frame else frame
            for name, frame in tables.items()}


def join(table: str, frames: list[pd.DataFrame]) -> pd.DataFrame:
    """Frames of one table, one after another; of an authority, such as places, each row once."""
    frames = [frame for frame in frames if len(frame)]
    if not frames:
        return schema.empty(table)
    joined = pd.concat(frames, ignore_index=True)
    if "document_id" in joined or not schema.declared(table).unique_key:
        return joined
    key = schema.declared(table).key
    return joined.drop_duplicates(key).sort_values(key, ignore_index=True)


def _given(step, tables: Tables) -> list[pd.DataFrame]:
    return [tables[name] for name in (*step.needs, *step.optional)]
