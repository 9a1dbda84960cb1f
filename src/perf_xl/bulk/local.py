"""Pools on this machine: in this process, or in several."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from multiprocessing.connection import wait
from typing import Any

from perf_xl.bulk.runner import Done, Item, Pool, Result, attempt, in_flight

_SELDOM = (50_000, 20, 100)
"""How seldom a worker looks for garbage in cycles."""
FEW = 64
"""Below this many items, starting processes takes longer than the work."""


class InProcess:
    """Calls in this process, one after the other."""

    shares_memory = True

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Done[Item, Result]]:
        """Call ``function`` on each item when its result is asked for."""
        return (attempt(function, item) for item in items)

    def close(self) -> None:
        """Nothing to let go."""


class Processes:
    """Calls in ``jobs`` other processes; a process that dies is replaced."""

    shares_memory = False
    broken: tuple[type[BaseException], ...] = (BrokenProcessPool,)

    def __init__(self, jobs: int) -> None:
        self._jobs = jobs
        self._executor = self._started()

    def _started(self) -> ProcessPoolExecutor:
        # spawn on every system: no state of this process leaks into the workers, and Linux behaves as Windows does
        context = multiprocessing.get_context("spawn")
        return ProcessPoolExecutor(self._jobs, mp_context=context, initializer=_begin)

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Future[Any]:
        """Start a call, and a process for it where one is still to be started."""
        with _unheard_interrupt():
            return self._executor.submit(function, *arguments)

    def renew(self) -> None:
        """Start the processes anew."""
        self._executor.shutdown(wait=False, cancel_futures=True)
        self._executor = self._started()

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Done[Item, Result]]:
        """Call ``function`` on every item; a few chunks a process are under way."""
        return in_flight(self, function, items, window=3 * self._jobs)

    def close(self) -> None:
        """End the processes; calls that have not begun are dropped."""
        self._executor.shutdown(wait=True, cancel_futures=True)


def local_pool(jobs: int | None = None, *, items: int | None = None) -> Pool:
    """A pool for ``items`` calls on this machine; ``jobs`` None means as many as there are processors."""
    wanted = jobs if jobs is not None else _processors()
    if wanted <= 1 or (jobs is None and items is not None and items < FEW):
        return InProcess()
    return Processes(wanted)


def _processors() -> int:
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextmanager
def _unheard_interrupt() -> Iterator[None]:
    """Ctrl+C waits until this is over; a process that is started meanwhile does not hear it before :func:`_begin`."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _begin() -> None:
    """Ctrl+C is the parent's business; a worker whose parent was killed must not go on writing files.

    Records come and go without cycles: what stays (templates, forms) is not to be looked through again and again.
    """
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = multiprocessing.parent_process()
    if parent is not None:
        threading.Thread(target=_watch, args=(parent.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    wait([sentinel])
    os._exit(1)
