"""Map one function over many items: results in order, a bounded number in flight, one failure kept per item.

A pool says where the calls run (``local``, ``with_dask``). The function must be importable by name, so that it can be
sent to another process or machine; it is never stopped by what happens to another item.
"""

from __future__ import annotations

import traceback
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any, Generic, Protocol, TypeVar

from perf_xl.errors import PerfXlError

Item = TypeVar("Item")
Result = TypeVar("Result")

CHUNK = 16
"""Items sent to a worker at once: few enough to keep the order moving, many enough to make the sending cheap."""


@dataclass(frozen=True, slots=True)
class Failure:
    """Why an item has no result: a sentence for the user; ``detail`` is for whoever mends the program."""

    message: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Done(Generic[Item, Result]):
    """One item, with its result or its failure (exactly one of them unless the result itself is None)."""

    item: Item
    result: Result | None
    failure: Failure | None = None


class Pool(Protocol):
    """Where the calls run."""

    @property
    def shares_memory(self) -> bool:
        """Whether the calls run in this process, so that they see its memory."""

    def map(self, function: Callable[[Item], Result], items: Iterable[Item]) -> Iterator[Done[Item, Result]]:
        """Call ``function`` on every item; results in the order of the items, read no faster than they are taken."""

    def close(self) -> None:
        """Let the workers go."""


def attempt(function: Callable[[Item], Result], item: Item) -> Done[Item, Result]:
    """``function(item)``, whatever happens: an expected error is its message, any other an internal error."""
    try:
        return Done(item, function(item))
    except PerfXlError as error:
        return Done(item, None, Failure(str(error)))
    except Exception as error:  # noqa: BLE001 - one bad item must not stop the rest; it is reported with its traceback
        message = f"程序内部错误（{type(error).__name__}：{error}）。请把这份数据和清单文件交给维护人员。"
        return Done(item, None, Failure(message, traceback.format_exc()))


def attempt_all(function: Callable[[Item], Result], items: list[Item]) -> list[tuple[Result | None, Failure | None]]:
    """What a worker does with a chunk; the items themselves are not sent back."""
    outcomes = (attempt(function, item) for item in items)
    return [(done.result, done.failure) for done in outcomes]


def chunks(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """``items`` in lists of ``size``, the last one shorter."""
    source = iter(items)
    while chunk := list(islice(source, size)):
        yield chunk


class Worker(Protocol):
    """What :func:`in_flight` needs of a pool of other processes."""

    broken: tuple[type[BaseException], ...]

    def submit(self, function: Callable[..., Any], *arguments: Any) -> Any:
        """Start a call; gives a future with ``result()``."""

    def renew(self) -> None:
        """Make the pool usable again after a worker died."""


def in_flight(
    worker: Worker, function: Callable[[Item], Result], items: Iterable[Item], *, window: int, chunk: int = CHUNK
) -> Iterator[Done[Item, Result]]:
    """Map through ``worker`` with at most ``window`` chunks under way.

    When a worker dies, what was under way is done again, item by item; an item that kills its worker a second time
    becomes a failure.
    """
    flights: deque[tuple[list[Item], Any]] = deque()
    for part in chunks(items, chunk):
        flights.append((part, _submit(worker, function, part)))
        if len(flights) >= window:
            yield from _land(worker, function, flights)
    while flights:
        yield from _land(worker, function, flights)


def _submit(worker: Worker, function: Callable[[Item], Result], part: list[Item]) -> Any:
    """A future; None when the pool turned out to be broken, so that the chunk is done again on landing."""
    try:
        return worker.submit(attempt_all, function, part)
    except worker.broken:
        return None


def _land(
    worker: Worker, function: Callable[[Item], Result], flights: deque[tuple[list[Item], Any]]
) -> Iterator[Done[Item, Result]]:
    part, future = flights.popleft()
    try:
        outcomes = None if future is None else future.result()
    except worker.broken:
        outcomes = None
    if outcomes is not None:
        yield from (Done(item, *outcome) for item, outcome in zip(part, outcomes, strict=True))
        return
    worker.renew()
    lost = [part, *(other for other, _ in flights)]
    flights.clear()
    for item in (item for other in lost for item in other):
        yield _alone(worker, function, item)


def _alone(worker: Worker, function: Callable[[Item], Result], item: Item) -> Done[Item, Result]:
    try:
        result, failure = worker.submit(attempt_all, function, [item]).result()[0]
    except worker.broken:
        worker.renew()
        message = "处理它的进程意外退出（可能内存不足），这一份没有完成。其余不受影响，可加 --resume 重试。"
        return Done(item, None, Failure(message))
    return Done(item, result, failure)
