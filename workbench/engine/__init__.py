"""Runs one annotator over a corpus: here, in processes, or on Dask. It knows functions and tables, no annotator by name.

An annotator is called on blocks of documents, wherever the blocks are; its rows are the same whatever the blocks. One that looks across
documents says how: its *passes* each make a small summary of every block and combine them, and what they tell is given to the last call
(map and reduce). Without passes, one of scope "corpus" is called once, here, on everything. A document on which an annotator fails goes
to ``problems`` with its traceback and the rest goes on; where every document fails, the error is the programmer's and is raised.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import numpy as np
import pandas as pd

from workbench import schema, store
from workbench.corpus import Corpus
from workbench.engine import calls, done, workers
from workbench.engine.workers import ENGINES, RETRIES, opened

__all__ = ["ENGINES", "RETRIES", "opened", "run", "run_parts"]

#: Fewer pieces than this for each worker, and parts are cut into pieces, so that none stands idle.
PIECES = 3


def run(step, corpus: Corpus, options: Mapping, *, on: object = "here", progress: bool = True, memory: int | None = None) -> Corpus:
    """The corpus with what the annotator makes put in.

    Parameters
    ----------
    step
        A ``registry.Annotator``.
    corpus
        The tables that it needs must be there.
    options
        Keyword arguments for its function.
    on
        ``"here"``, ``"processes"``, ``"dask"``, a ``distributed.Client``, or what :func:`opened` opened for several runs.
    progress
        Whether to show a bar when there is more than one block.
    memory
        Bytes that a worker of "processes" or "dask" may hold.

    Raises
    ------
    ValueError
        If the engine is not known; the message lists those there are.
    Exception
        What the annotator raised, when it did so on every document.
    """
    workers.check(on)
    tables = {name: corpus.table(name) for name in (*step.needs, *step.optional, "documents")}
    if step.scope == "corpus" and not step.passes:
        return corpus.replace(**calls.call(step, tables, options))
    documents = tables["documents"]
    if step.passes and len(documents) <= step.block:  # nothing to tell across; where a document fails, the passes find out which
        with suppress(Exception):
            return corpus.replace(**calls.call(step, tables, options))
    across: calls.Tables = {}
    failed: list[dict] = []
    with workers.opened(on, memory) as mapper:
        size = step.block if mapper.count == 1 else min(step.block, -(-len(documents) // (PIECES * mapper.count)) or 1)
        blocks = list(calls.blocks(tables, documents, size))
        sizes = [len(block["documents"]) for block in blocks]
        for number, (_, combine) in enumerate(step.passes):
            told = list(calls.blocks(across, documents, size))
            tasks = [(step, number, block, dict(options), some) for block, some in zip(blocks, told, strict=True)]
            made_of = mapper(calls.summarised, tasks)
            summaries = []
            for k, (made, rows) in enumerate(workers.bar(made_of, sizes, f"{step.name}, pass {number + 1}", progress)):
                summaries += made
                failed += rows
                blocks[k] = calls.without(blocks[k], rows)
            if not summaries and len(documents):
                first, some = (next(calls.blocks(of, documents, 1)) for of in (tables, across))
                calls.summary(step, number, first, options, some)  # raises what it raised there
            shared = {name: frame for name, frame in across.items() if "document_id" not in frame}
            across |= calls.function(combine)(summaries, across=shared, **options)
        told = calls.blocks(across, documents, size)
        made_of = mapper(calls.attempt, [(step, block, dict(options), some) for block, some in zip(blocks, told, strict=True)])
        results = list(workers.bar(made_of, sizes, step.name, progress))
    made = {name: calls.join(name, [tables[name] for tables, _ in results]) for name in step.makes}
    failed = pd.DataFrame([*failed, *(row for _, rows in results for row in rows)])
    if len(failed):
        if len(failed) == len(documents):
            first = next(calls.blocks(tables, documents, 1))
            calls.call(step, first, options, next(calls.blocks(across, documents, 1)))  # raises what it raised there
        made["problems"] = pd.concat([corpus.table("problems"), schema.conform("problems", failed)], ignore_index=True)
    return corpus.replace(**made)


class Summaries:
    """Summaries of parts, read anew from their files each time they are gone through, so that they need not all be in memory."""

    def __init__(self, folder: Path, entries: list[dict]):
        self.folder, self.entries = folder, entries

    def __iter__(self) -> Iterator[calls.Tables]:
        for entry in self.entries:
            yield {name: store.files.frame_of(store.files.read(self.folder, file)) for name, file in entry.items()}

    def __len__(self) -> int:
        return len(self.entries)


def run_parts(step, folder: Path, options: Mapping, *, on: object = "here", progress: bool = True, memory: int | None = None) -> None:
    """Annotate a saved corpus in its folder.

    A part is let in as soon as it is written, so that a run that was killed goes on where it stopped.

    Parameters
    ----------
    step, options, on, progress, memory
        As for :func:`workbench.engine.run`. Dask workers must see the folder under the same path.
    folder
        What ``store.save`` wrote.
    """
    workers.check(on)
    manifest = store.files.manifest_of(folder)
    if step.scope == "corpus" and not step.passes:
        _whole(step, folder, manifest, options)
        return
    mark = done.mark(step, options, manifest["parts"], manifest)
    if step.passes and manifest.get("done", {}).get(step.name) == mark and all(done.stands(step, part) for part in manifest["parts"]):
        return
    with workers.opened(on, memory) as mapper:
        across, failed = _across(step, folder, manifest, options, mapper, progress)
        _parts(step, folder, manifest, options, across, failed, mapper, progress)
    if step.passes:
        manifest.setdefault("done", {})[step.name] = mark
    manifest.setdefault("annotators", {})[step.name] = done.told(step, options)
    store.publish(folder, manifest)


def _across(step, folder: Path, manifest: dict, options: Mapping, mapper, progress: bool
            ) -> tuple[list[dict], list[list[dict]]]:
    """Run the passes; for each part the entries of files that hold what they tell it, and rows of documents that failed."""
    parts = manifest["parts"]
    across, failed = [[{} for _ in parts], [[] for _ in parts]]
    shared: calls.Tables = {}
    for number, (_, combine) in enumerate(step.passes):
        tasks = [(step, number, folder, manifest, part["part"], dict(options), told, rows)
                 for part, told, rows in zip(parts, across, failed, strict=True)]
        sizes = [part["documents"] for part in parts]
        entries = []
        summaries = workers.bar(mapper(_summarise_part, tasks), sizes, f"{step.name}, pass {number + 1}", progress)
        for part, (made, rows) in enumerate(summaries):
            entries += made
            failed[part] += rows
        told = calls.function(combine)(Summaries(folder, entries), across=shared, **options)
        shared |= {name: frame for name, frame in told.items() if "document_id" not in frame}
        across = [before | more for before, more in zip(across, _cut(folder, manifest, told, f"{step.name}-{number}"), strict=True)]
    return across, failed


def _cut(folder: Path, manifest: dict, told: calls.Tables, name: str) -> list[dict]:
    """Write what passes tell: of a table with a document_id each part's own rows, of another one file for all."""
    shared = {table: store.files.write(folder, f"across/{name}-{table}", frame) for table, frame in told.items()
              if "document_id" not in frame}
    ids = [store.load_part(folder, manifest, part["part"], ("documents",), columns=["document_id"])["documents"]["document_id"]
           for part in manifest["parts"]]
    part_of = pd.Series(np.repeat(np.arange(len(ids)), [len(some) for some in ids]), index=pd.concat(ids))
    made = [dict(shared) for _ in ids]
    for table, frame in told.items():
        if table in shared:
            continue
        rows = frame.groupby(frame["document_id"].map(part_of).to_numpy()).indices
        for number, entries in enumerate(made):  # part after part, so that the table is not in memory twice
            entries[table] = store.files.write(folder, f"across/{name}-{table}-{number:05d}", frame.iloc[rows.get(number, [])])
    return made


def _tables_of(folder: Path, entries: dict) -> calls.Tables:
    return {name: store.files.frame_of(store.files.read(folder, file)) for name, file in entries.items()}


def _summarise_part(task: tuple) -> tuple[list[dict], list[dict]]:
    """Summarise one part where its files are; the entries of the summaries' files, and rows of documents that fail."""
    step, number, folder, manifest, part, options, told, failed = task
    tables = calls.without(store.load_part(folder, manifest, part, (*step.needs, *step.optional, "documents")), failed)
    across, entries, failing = _tables_of(folder, told), [], []
    documents = tables["documents"]
    pieces = zip(calls.blocks(tables, documents, 16 * step.block), calls.blocks(across, documents, 16 * step.block), strict=True)
    for k, (piece, some) in enumerate(pieces):
        made, rows = calls.summarised((step, number, piece, options, some))
        failing += rows
        entries += [{name: store.files.write(folder, f"across/{step.name}-{number}-{part:05d}-{k}-{j}-{name}", frame)
                     for name, frame in summary.items()} for j, summary in enumerate(made)]
    return entries, failing


def _parts(step, folder: Path, manifest: dict, options: Mapping, across: list[dict], failed: list[list[dict]], mapper,
           progress: bool) -> None:
    """Annotate the parts that are not done, and let each in when it is written."""
    marks = [done.mark(step, options, [part], manifest, told) for part, told in zip(manifest["parts"], across, strict=True)]
    todo = [part for part in manifest["parts"] if part["done"].get(step.name) != marks[part["part"]] or not done.stands(step, part)]
    cut = 1 if len(todo) >= PIECES * mapper.count else -(-PIECES * mapper.count // max(1, len(todo)))
    tasks, sizes = [], []
    for part in todo:
        size = max(step.block, -(-part["documents"] // cut)) if cut > 1 else max(1, part["documents"])
        pieces = max(1, -(-part["documents"] // size))
        for piece in range(pieces):
            tasks.append((step, folder, manifest, part["part"], dict(options), across[part["part"]], failed[part["part"]], piece,
                          pieces, size))
            sizes.append(min(size, part["documents"] - piece * size))
    results: list[tuple] = []
    next_time = 0.0
    for task, result in zip(tasks, workers.bar(mapper(_annotate_piece, tasks), sizes, step.name, progress), strict=True):
        results.append(result)
        _, _, _, number, _, _, _, piece, pieces, _ = task
        if piece + 1 < pieces:
            continue
        part = manifest["parts"][number]
        made, pending = results[0] if pieces == 1 else _written(step, folder, manifest, number, results, failed[number])
        results = []
        part["files"] |= done.signed(step, made, part["files"])
        part["pending"] = part.get("pending", {}) | pending
        part["done"][step.name] = marks[number]
        if time.monotonic() >= next_time:  # a manifest of very many parts takes time to write: not more than one second in twenty
            begun = time.monotonic()
            store.publish(folder, manifest, final=False)
            next_time = time.monotonic() + 19 * (time.monotonic() - begun) - 0.5
    for name in {name for part in manifest["parts"] for name in part.get("pending", {})}:
        frames = [store.files.frame_of(store.files.read(folder, part["pending"].pop(name))) for part in manifest["parts"]
                  if name in part.get("pending", {})]
        if name in manifest["whole"] and (name == "problems" or len(todo) < len(manifest["parts"])):
            frames.insert(0, store.files.frame_of(store.files.read(folder, manifest["whole"][name])))
        manifest["whole"][name] = store.files.write(folder, name, calls.join(name, frames).drop_duplicates(ignore_index=True))


def _annotate_piece(task: tuple) -> tuple:
    """Annotate a piece of a part where its files are; of a whole part the entries of what was written, else the tables."""
    step, folder, manifest, number, options, told, failed, piece, pieces, size = task
    tables = store.load_part(folder, manifest, number, (*step.needs, *step.optional, "documents"))
    across = _tables_of(folder, told)
    ids = tables["documents"]["document_id"]
    if pieces > 1:
        some = set(ids.iloc[piece * size:(piece + 1) * size])
        tables, across = ({name: frame[frame["document_id"].isin(some)].reset_index(drop=True) if "document_id" in frame else frame
                           for name, frame in given.items()} for given in (tables, across))
    tables = calls.without(tables, failed)
    documents = tables["documents"]
    given = zip(calls.blocks(tables, documents, step.block), calls.blocks(across, documents, step.block), strict=True)
    results = [calls.attempt((step, block, options, some)) for block, some in given]
    return results if pieces > 1 else _written(step, folder, manifest, number, [results], failed)


def _written(step, folder: Path, manifest: dict, number: int, results: list[list], failed: list[dict]) -> tuple[dict, dict]:
    """Write what was made of a part: entries of its own tables, and of its rows of tables that all parts share."""
    made_of = [one for piece in results for one in piece]
    made = {name: calls.join(name, [tables[name] for tables, _ in made_of]) for name in step.makes}
    failed = [*failed, *(row for _, rows in made_of for row in rows)]
    if failed:
        made["problems"] = schema.conform("problems", pd.DataFrame(failed))
    ids = store.load_part(folder, manifest, number, ("documents",), columns=["document_id"])["documents"]["document_id"]
    own = {name: frame for name, frame in made.items() if "document_id" in frame}
    shared = {name: store.files.write(folder, f"{name}/pending-{number:05d}", frame) for name, frame in made.items() if name not in own}
    return store.put(folder, number, own, ids), shared


def _whole(step, folder: Path, manifest: dict, options: Mapping) -> None:
    """An annotator that can only be called on everything at once."""
    mark = done.mark(step, options, manifest["parts"], manifest)
    if manifest.get("done", {}).get(step.name) == mark and all(done.stands(step, part) for part in manifest["parts"]):
        return
    parts = [store.load_part(folder, manifest, part["part"], (*step.needs, *step.optional, "documents")) for part in manifest["parts"]]
    documents = [part["documents"]["document_id"] for part in parts]
    tables = {name: calls.join(name, [part[name] for part in parts]) for name in parts[0]}
    del parts
    made = calls.call(step, tables, options)
    for part, ids in zip(manifest["parts"], documents, strict=True):
        own = {name: frame[frame["document_id"].isin(ids)] for name, frame in made.items() if "document_id" in frame}
        part["files"] |= done.signed(step, store.put(folder, part["part"], own, ids), part["files"])
    manifest["whole"] |= {name: store.files.write(folder, name, frame) for name, frame in made.items() if "document_id" not in frame}
    manifest.setdefault("done", {})[step.name] = mark
    store.publish(folder, manifest)
