"""Runs one annotator over a corpus: here, in processes, or on Dask. It knows functions and tables, no annotator by name.

An annotator of scope "document" is called on blocks of documents, wherever the blocks are; its rows are the same whatever the
blocks. One of scope "corpus" is called once, here, on everything. A document on which an annotator fails goes to ``problems``
with its traceback and the rest goes on; where every document fails, the error is the programmer's and is raised.
"""

import hashlib
import json
import os
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pandas as pd

from workbench import __version__, schema, store
from workbench.corpus import Corpus

BLOCK = 256  # documents a call: large enough to batch a model, small enough for a progress bar and a retry
ENGINES = ("here", "processes", "dask")
RETRIES = 2  # a block whose worker died is tried again this often

Tables = dict[str, pd.DataFrame]


def run(step, corpus: Corpus, options: Mapping, *, on: object = "here", progress: bool = True) -> Corpus:
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
        ``"here"``, ``"processes"``, ``"dask"`` or a ``distributed.Client``.
    progress
        Whether to show a bar when there is more than one block.

    Raises
    ------
    ValueError
        If the engine is not known; the message lists those there are.
    Exception
        What the annotator raised, when it did so on every document.
    """
    if isinstance(on, str) and on not in ENGINES:
        raise ValueError(f"no engine {on!r}; there are {', '.join(ENGINES)}, or a Dask client")
    tables = {name: corpus.table(name) for name in (*step.needs, *step.optional)}
    if step.scope == "corpus":
        return corpus.replace(**_call(step, tables, options))
    blocks = list(_blocks(tables, corpus.documents))
    with _mapper(on, len(blocks)) as mapper:
        done = mapper(_attempt, [(step, block, dict(options)) for block in blocks])
        results = list(_bar(done, len(blocks), step.name) if progress and len(blocks) > 1 else done)
    made = {name: _join(name, [tables[name] for tables, _ in results]) for name in step.makes}
    failed = [row for _, rows in results for row in rows]
    if failed and len(failed) == len(corpus.documents):
        _call(step, {**tables, **_first(tables, corpus.documents)}, options)  # raises what it raised there
    if failed:
        known = corpus.table("problems")
        made["problems"] = pd.concat([known, schema.conform("problems", pd.DataFrame(failed))], ignore_index=True)
    return corpus.replace(**made)


def run_parts(step, folder: Path, options: Mapping, *, on: object = "here", progress: bool = True) -> None:
    """Annotate a saved corpus in its folder, part by part: one part is in memory a worker, and a part done stays done.

    A part is let in as soon as it is written, so that a run that was killed goes on where it stopped. An annotator of scope
    "corpus" reads what it needs of all parts at once.

    Parameters
    ----------
    step, options, on, progress
        As for :func:`run`. Dask workers must see the folder under the same path.
    folder
        What ``store.save`` wrote.
    """
    manifest = store.files.manifest_of(folder)
    if step.scope == "corpus":
        _run_whole(step, folder, manifest, options)
        return
    marks = {part["part"]: _mark(step, options, [part], manifest) for part in manifest["parts"]}
    todo = [part for part in manifest["parts"] if part["done"].get(step.name) != marks[part["part"]]]
    with _mapper(on, len(todo)) as mapper:
        done = mapper(_annotate_part, [(step, folder, manifest, part["part"], dict(options)) for part in todo])
        for part, (made, pending) in zip(todo, _bar(done, len(todo), step.name) if progress and len(todo) > 1 else done, strict=True):
            part["files"] |= made
            part["pending"] = part.get("pending", {}) | pending
            part["done"][step.name] = marks[part["part"]]
            store.publish(folder, manifest, final=False)
    for name in {name for part in manifest["parts"] for name in part.get("pending", {})}:
        frames = [store.files.frame_of(store.files.read(folder, part["pending"].pop(name))) for part in manifest["parts"]
                  if name in part.get("pending", {})]
        if name in manifest["whole"]:
            frames.append(store.files.frame_of(store.files.read(folder, manifest["whole"][name])))
        manifest["whole"][name] = store.files.write(folder, name, _join(name, frames).drop_duplicates(ignore_index=True))
    store.publish(folder, manifest)


def _annotate_part(task: tuple) -> tuple[dict, dict]:
    """Annotate one part where its files are; the entries of what was written: tables of the part, and what all parts share."""
    step, folder, manifest, number, options = task
    tables = store.load_part(folder, manifest, number, (*step.needs, *step.optional, "documents"))
    results = [_attempt((step, block, options)) for block in _blocks(tables, tables["documents"])]
    made = {name: _join(name, [m[name] for m, _ in results]) for name in step.makes}
    failed = [row for _, rows in results for row in rows]
    if failed:
        made["problems"] = schema.conform("problems", pd.DataFrame(failed))
    own = {name: frame for name, frame in made.items() if "document_id" in frame}
    shared = {name: store.files.write(folder, f"{name}/pending-{number:05d}", frame) for name, frame in made.items() if name not in own}
    return store.put(folder, number, own, tables["documents"]["document_id"]), shared


def _run_whole(step, folder: Path, manifest: dict, options: Mapping) -> None:
    mark = _mark(step, options, manifest["parts"], manifest)
    if manifest.get("done", {}).get(step.name) == mark:
        return
    parts = [store.load_part(folder, manifest, part["part"], (*step.needs, *step.optional, "documents")) for part in manifest["parts"]]
    documents = [part["documents"]["document_id"] for part in parts]
    tables = {name: _join(name, [part[name] for part in parts]) for name in parts[0]}
    del parts
    made = _call(step, tables, options)
    for part, ids in zip(manifest["parts"], documents, strict=True):
        own = {name: frame[frame["document_id"].isin(ids)] for name, frame in made.items() if "document_id" in frame}
        part["files"] |= store.put(folder, part["part"], own, ids)
    manifest["whole"] |= {name: store.files.write(folder, name, frame) for name, frame in made.items() if "document_id" not in frame}
    manifest.setdefault("done", {})[step.name] = mark
    store.publish(folder, manifest)


def _mark(step, options: Mapping, parts: list[dict], manifest: dict) -> str:
    """What a result depends on: the annotator, its options, and the very bytes of the tables that it needs."""
    names = (*step.needs, *step.optional)
    inputs = [{**part["files"], **manifest["whole"]}.get(name, {}).get("sha256") for part in parts for name in names]
    told = json.dumps([__version__, step.path, sorted(options.items()), inputs], default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def _call(step, tables: Tables, options: Mapping) -> Tables:
    made = step.load()(*(tables[name] for name in (*step.needs, *step.optional)), **options)
    made = (made,) if isinstance(made, pd.DataFrame) else made
    return dict(zip(step.makes, made, strict=True))


def _attempt(task: tuple) -> tuple[Tables, list[dict]]:
    """What an annotator makes of a block, and the documents that it fails on, found by halving."""
    step, tables, options = task
    documents = tables["documents"]
    try:
        return _call(step, tables, options), []
    except Exception as error:  # whatever an annotator raises on hostile text belongs to the document, not to the run
        if len(documents) <= 1:
            rows = [{"source_path": row.source_path if isinstance(row.source_path, str) else row.document_id,
                     "reason": f"{step.name} failed: {error!r}", "detail": traceback.format_exc()} for row in documents.itertuples()]
            return {name: schema.empty(name) for name in step.makes}, rows
    half = len(documents) // 2
    parts = [_attempt((step, part, options)) for part in _blocks(tables, documents, max(half, 1))]
    return ({name: _join(name, [made[name] for made, _ in parts]) for name in step.makes}, [row for _, rows in parts for row in rows])


def _blocks(tables: Tables, documents: pd.DataFrame, size: int = BLOCK) -> Iterator[Tables]:
    """The tables of each run of ``size`` documents. Tables without document_id go with every block."""
    place = pd.Series(range(len(documents)), index=documents["document_id"])
    by_block = {name: dict(list(frame.groupby(frame["document_id"].map(place).to_numpy() // size)))
                for name, frame in tables.items() if "document_id" in frame}
    for block in range(max(1, -(-len(documents) // size))):
        yield {name: by_block[name].get(block, frame.head(0)).reset_index(drop=True) if name in by_block else frame
               for name, frame in tables.items()}


def _first(tables: Tables, documents: pd.DataFrame) -> Tables:
    return next(_blocks(tables, documents, 1))


def _join(table: str, frames: list[pd.DataFrame]) -> pd.DataFrame:
    frames = [frame for frame in frames if len(frame)]
    if not frames:
        return schema.empty(table)
    joined = pd.concat(frames, ignore_index=True)
    if "document_id" in joined:
        return joined
    # an authority, such as places: blocks may name the same row
    key = schema.declared(table).key
    return joined.drop_duplicates(key).sort_values(key, ignore_index=True)


def _bar(done: Iterator, total: int, name: str) -> Iterator:
    from tqdm.auto import tqdm

    return tqdm(done, total=total, desc=name, unit=" block")


@contextmanager
def _mapper(on: object, blocks: int) -> Iterator[Callable]:
    """A function ``mapper(function, tasks)`` that yields results in the order of the tasks."""
    if on == "here":
        yield map
    elif on == "processes":
        yield lambda function, tasks: _in_processes(function, tasks, min(blocks, os.cpu_count() or 1))
    elif on == "dask":
        from distributed import Client, LocalCluster

        with (LocalCluster(n_workers=os.cpu_count(), threads_per_worker=1, dashboard_address=None) as cluster,
              Client(cluster) as client):
            yield lambda function, tasks: _on_dask(client, function, tasks)
    else:
        yield lambda function, tasks: _on_dask(on, function, tasks)


def _in_processes(function: Callable, tasks: list, workers: int) -> Iterator:
    """Results in order; when a worker dies, what is left is tried again in fresh ones."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    done = 0
    for tries_left in range(RETRIES, -1, -1):
        # spawn: a forked child would inherit the locks of threads that it does not have
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            futures = [pool.submit(function, task) for task in tasks[done:]]
            try:
                for future in futures:
                    result = future.result()
                    done += 1
                    yield result
                return
            except BrokenProcessPool:
                if not tries_left:
                    raise RuntimeError(f"a worker process died {RETRIES + 1} times at block {done + 1} of {len(tasks)}: out of memory? "
                                       "Nothing of this step was kept; fewer articles at once, or on='here', may do") from None


def _on_dask(client, function: Callable, tasks: list) -> Iterator:
    futures = [client.submit(function, task, retries=RETRIES, pure=False) for task in tasks]
    for future in futures:
        yield future.result()
