"""A crew: processes that do pieces of a run's work, or this process where one worker is asked for.

Every worker prepares for itself from the same files. A piece of work is a function of the prepared run and one job; results come back in the order
of the jobs, so that the number of workers changes nothing.
"""

from __future__ import annotations

import gc
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.context import SpawnContext, SpawnProcess
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any, TypeVar

from wargame.simulation.run.prepare import Prepared, RunSpec, prepare


class _Apart(SpawnProcess):
    """A process that does not run the program of its parent anew: it needs nothing of it, and a script without `if __name__ == "__main__"`, or one
    that was typed into a shell, could not be run a second time."""

    @staticmethod
    def _Popen(process_obj: BaseProcess) -> Any:
        program = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            return SpawnProcess._Popen(process_obj)  # a hook of multiprocessing
        finally:
            sys.modules["__main__"] = program


class _ApartContext(SpawnContext):
    Process = _Apart  # as SpawnContext itself sets it


J = TypeVar("J")
R = TypeVar("R")
_prepared: Prepared | None = None  # a worker's own copy


class WorkerPool:
    """Processes that work on one prepared run."""

    def __init__(self, ready: Prepared, workers: int) -> None:
        self.ready, self.workers = ready, workers
        self.pool: ProcessPoolExecutor | None = None
        if workers > 1:
            spec = replace(ready.spec, digests=ready.digests)
            self.pool = ProcessPoolExecutor(workers, _ApartContext(), _begin_work, (spec, gc.get_threshold()))
            with deaf(signal.SIGINT):  # workers inherit the ear: Ctrl-C is for the parent, even while they still start
                for _ in range(workers):
                    self.pool.submit(int)

    def each(self, work: Callable[[Prepared, J], R], jobs: Iterable[J]) -> Iterator[R]:
        """What `work` makes of each job, in their order; a few results are kept ahead, so that memory does not grow with the number of jobs."""
        if self.pool is None:
            for job in jobs:
                yield work(self.ready, job)
            return
        waiting: list[Future[R]] = []
        for job in jobs:
            waiting.append(self.pool.submit(_work, work, job))
            if len(waiting) > self.workers:
                yield waiting.pop(0).result()
        for future in waiting:
            yield future.result()

    def close(self, *, at_once: bool = False) -> None:
        """Send the workers home."""
        if self.pool is None:
            return
        workers = list((self.pool._processes or {}).values())
        self.pool.shutdown(wait=not at_once, cancel_futures=True)
        if at_once:
            for worker in workers:
                worker.terminate()


@contextmanager
def deaf(*signals: signal.Signals) -> Iterator[None]:
    """Some signals are not heard meanwhile; outside the main thread there is nothing to set."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = {one: signal.signal(one, signal.SIG_IGN) for one in signals}
    try:
        yield
    finally:
        for one, heard in before.items():
            signal.signal(one, heard)


@contextmanager
def worker_pool(ready: Prepared, workers: int) -> Iterator[WorkerPool]:
    """A crew that is always sent home, at once if something went wrong."""
    team = WorkerPool(ready, workers)
    try:
        yield team
    except BaseException:
        team.close(at_once=True)
        raise
    team.close()


def _begin_work(spec: RunSpec, collecting: tuple[int, ...]) -> None:
    global _prepared
    gc.set_threshold(*collecting)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears Ctrl-C and sends the workers home
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _prepared = prepare(spec)


def _work(work: Callable[[Prepared, J], R], job: J) -> R:
    assert _prepared is not None
    return work(_prepared, job)
