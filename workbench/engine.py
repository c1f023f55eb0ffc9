"""Runs one annotator over a corpus: here, in processes, or on Dask. It knows functions and tables, no annotator by name.

An annotator of scope "document" is called on blocks of documents, wherever the blocks are; its rows are the same whatever the
blocks. One of scope "corpus" is called once, here, on everything. A document on which an annotator fails goes to ``problems``
with its traceback and the rest goes on; where every document fails, the error is the programmer's and is raised.
"""

import os
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager

import pandas as pd

from workbench import schema
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
