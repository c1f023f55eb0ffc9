"""Where work is done: here, in processes of this machine, or on Dask. Results come in the order of the tasks."""

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial

ENGINES = ("here", "processes", "dask")
_ADDRESS = ("tcp://", "tls://", "ucx://", "ws://", "wss://")  # of a scheduler of Dask
RETRIES = 2  # a task whose worker died is tried again this often


@dataclass(frozen=True)
class Workers:
    """Workers that are there for one run after another: called as ``workers(function, tasks)``, results in the order of the tasks."""

    each: Callable[[Callable, Iterable], Iterable]
    count: int

    def __call__(self, function: Callable, tasks: Iterable) -> Iterable:
        return self.each(function, tasks)


def check(on: object) -> None:
    """Raise a ValueError that lists the engines, if there is none such."""
    if isinstance(on, str) and on not in ENGINES and not on.startswith(_ADDRESS):
        raise ValueError(f"no engine {on!r}; there are {', '.join(ENGINES)}, the address of a Dask scheduler, or a Dask client")


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
def opened(on: object, memory: int | None = None) -> Iterator[Workers]:
    """The workers of an engine, which are sent away at the end.

    Parameters
    ----------
    on
        ``"here"``, ``"processes"``, ``"dask"``, the address of a Dask scheduler, or a Dask client; or workers that are there already,
        which stay.
    memory
        Bytes that a worker may hold, None for no bound. In a process an allocation beyond it fails, so that the block is tried again by
        halves; Dask ends the worker and tries the task on a fresh one. A client's workers have the bound that they were started with.

    Raises
    ------
    ValueError
        If the engine is not known; the message lists those there are.
    """
    check(on)
    cores = os.cpu_count() or 1
    if isinstance(on, Workers):
        yield on
    elif on == "here":
        yield Workers(map, 1)
    elif on == "processes":
        processes = _Processes(cores, memory)
        try:
            yield Workers(processes.each, cores)
        finally:
            processes.close()
    elif on == "dask":
        from distributed import Client, LocalCluster

        with (LocalCluster(n_workers=cores, threads_per_worker=1, dashboard_address=None, memory_limit=memory or "auto") as cluster,
              Client(cluster) as client):
            yield _of_client(client)
    elif isinstance(on, str):
        from distributed import Client

        with Client(on) as client:
            yield _of_client(client)
    else:
        yield _of_client(on)


def _bound(memory: int | None) -> None:
    """Bound the memory of this process, where the system can."""
    if memory is None:
        return
    try:
        import resource
    except ModuleNotFoundError:  # Windows
        return
    resource.setrlimit(resource.RLIMIT_DATA, (memory, resource.getrlimit(resource.RLIMIT_DATA)[1]))


class _Processes:
    """Processes of this machine. When one dies, what is left of the tasks is tried again in fresh ones."""

    def __init__(self, count: int, memory: int | None):
        self.count, self.memory, self._pool = count, memory, None

    def _open(self):
        from concurrent.futures import ProcessPoolExecutor
        from multiprocessing import get_context

        if self._pool is None:
            # spawn: a forked child would inherit the locks of threads that it does not have
            self._pool = ProcessPoolExecutor(self.count, mp_context=get_context("spawn"), initializer=_bound, initargs=(self.memory,))
        return self._pool

    def close(self) -> None:
        pool, self._pool = self._pool, None
        if pool is not None:
            pool.shutdown(cancel_futures=True)

    def each(self, function: Callable, tasks: Iterable) -> Iterator:
        from concurrent.futures.process import BrokenProcessPool

        tasks, done = list(tasks), 0
        for tries_left in range(RETRIES, -1, -1):
            futures = [self._open().submit(function, task) for task in tasks[done:]]
            try:
                for future in futures:
                    result = future.result()
                    done += 1
                    yield result
                return
            except BrokenProcessPool:
                self.close()
                if not tries_left:
                    raise RuntimeError(f"a worker process died {RETRIES + 1} times at block {done + 1} of {len(tasks)}: out of memory? "
                                       "What was saved in a folder stays; fewer articles at once, or on='here', may do") from None
            finally:
                for future in futures:
                    future.cancel()


def _of_client(client) -> Workers:
    return Workers(partial(_on_dask, client), max(1, len(client.scheduler_info(n_workers=-1)["workers"])))


def _on_dask(client, function: Callable, tasks: Iterable) -> Iterator:
    futures = [client.submit(function, task, retries=RETRIES, pure=False) for task in tasks]
    for number, future in enumerate(futures):
        yield future.result()
        futures[number] = None  # lets the cluster forget the result
