"""Where work is done: here, in processes of this machine, or on Dask. Results come in the order of the tasks."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager

ENGINES = ("here", "processes", "dask")
_ADDRESS = ("tcp://", "tls://", "ucx://", "ws://", "wss://")  # of a scheduler of Dask
RETRIES = 2  # a task whose worker died is tried again this often


def check(on: object) -> None:
    """Raise a ValueError that lists the engines, if there is none such."""
    if isinstance(on, str) and on not in ENGINES and not on.startswith(_ADDRESS):
        raise ValueError(f"no engine {on!r}; there are {', '.join(ENGINES)}, the address of a Dask scheduler, or a Dask client")


def count(on: object) -> int:
    """How many workers the engine has; as many as this machine's processors where a scheduler has yet to tell."""
    if on == "here":
        return 1
    return (os.cpu_count() or 1) if isinstance(on, str) else max(1, len(on.scheduler_info(n_workers=-1)["workers"]))


def bar(results: Iterable, sizes: list[int], name: str, shown: bool) -> Iterator:
    """The results, with a progress bar that counts articles and tells how many a second and how long it takes still."""
    if not shown or len(sizes) < 2:
        yield from results
        return
    from tqdm.auto import tqdm

    with tqdm(total=sum(sizes), desc=name, unit=" articles", unit_scale=True) as told:
        for result, size in zip(results, sizes, strict=True):
            told.update(size)
            yield result


@contextmanager
def mapper(on: object, memory: int | None = None) -> Iterator[Callable]:
    """A function ``mapper(function, tasks)`` that yields results in the order of the tasks.

    Parameters
    ----------
    on
        ``"here"``, ``"processes"``, ``"dask"``, the address of a Dask scheduler, or a Dask client.
    memory
        Bytes that a worker may hold, None for no bound. In a process an allocation beyond it fails, so that the block is tried again by
        halves; Dask ends the worker and tries the task on a fresh one. A client's workers have the bound that they were started with.
    """
    if on == "here":
        yield map
    elif on == "processes":
        yield lambda function, tasks: _in_processes(function, list(tasks), memory)
    elif on == "dask":
        from distributed import Client, LocalCluster

        with (LocalCluster(n_workers=count(on), threads_per_worker=1, dashboard_address=None, memory_limit=memory or "auto") as cluster,
              Client(cluster) as client):
            yield lambda function, tasks: _on_dask(client, function, tasks)
    elif isinstance(on, str):
        from distributed import Client

        with Client(on) as client:
            yield lambda function, tasks: _on_dask(client, function, tasks)
    else:
        yield lambda function, tasks: _on_dask(on, function, tasks)


def _bound(memory: int | None) -> None:
    """Bound the memory of this process, where the system can."""
    if memory is None:
        return
    try:
        import resource
    except ModuleNotFoundError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_DATA, (memory, resource.getrlimit(resource.RLIMIT_DATA)[1]))


def _in_processes(function: Callable, tasks: list, memory: int | None) -> Iterator:
    """Results in order; when a worker dies, what is left is tried again in fresh ones."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    done = 0
    for tries_left in range(RETRIES, -1, -1):
        # spawn: a forked child would inherit the locks of threads that it does not have
        with ProcessPoolExecutor(max(1, min(len(tasks) - done, count("processes"))), mp_context=get_context("spawn"), initializer=_bound,
                                 initargs=(memory,)) as pool:
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
                                       "What was saved in a folder stays; fewer articles at once, or on='here', may do") from None
            finally:
                for future in futures:
                    future.cancel()


def _on_dask(client, function: Callable, tasks: Iterable) -> Iterator:
    futures = [client.submit(function, task, retries=RETRIES, pure=False) for task in tasks]
    for number, future in enumerate(futures):
        yield future.result()
        futures[number] = None  # lets the cluster forget the result
