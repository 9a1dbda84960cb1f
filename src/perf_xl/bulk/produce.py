"""Many files made by one function: each whole or not at all, none twice, none of somebody else's overwritten.

:func:`produce` runs the maker over a pool, writes what it gives, keeps the manifest, and, when resuming, makes again
only what is missing. Same orders, same bytes: an interrupted run that is resumed ends in the folder of an undisturbed
one.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, islice
from typing import Any

from perf_xl.bulk.folder import Folder, FolderLost, fingerprint
from perf_xl.bulk.manifest import Line, Lines, ManifestLog, has_manifest, is_settled, read_manifest, settle
from perf_xl.bulk.runner import Done, Pool
from perf_xl.errors import FileProblem, InputError


@dataclass(frozen=True, slots=True)
class Order:
    """One file to make. ``digest`` is a hash of everything that decides its bytes, ``item`` what the maker gets."""

    name: str
    digest: str
    item: Any


@dataclass(frozen=True, slots=True)
class Product:
    """What a maker gives: the file, and remarks for the person who asked for it."""

    data: bytes
    notes: tuple[str, ...] = ()


Maker = Callable[[Any], Product]

BATCH = 4096
"""Orders looked at together when resuming: what is done already waits in memory until they are through."""


_WORDS = {"job": "命令", "form": "表", "name": "文件名的写法", "year": "年度", "score": "计分"}
"""What the entries of a head are called."""


@dataclass(frozen=True, slots=True)
class Made:
    """One file of the run; ``earlier`` when an earlier run had made it and nothing was done now."""

    line: Line
    earlier: bool = False


@dataclass(frozen=True, slots=True)
class _Make:
    """What is sent to a worker: the maker and the folder."""

    maker: Maker
    folder: Folder

    def __call__(self, task: tuple[Order, str | None]) -> Line | _Lost:
        """Make and write one file; ``task`` has the hash of the file that may be replaced."""
        order, replaceable = task
        product = self.maker(order.item)
        output = fingerprint(product.data)
        line = Line(order.name, order.digest, "written", output, len(product.data), notes=product.notes)
        try:
            present = self.folder.read(order.name)
            if present is not None:
                found = fingerprint(present)
                if found == output:
                    return line
                if found != replaceable and not _is_torn(present):
                    return replace(line, outcome="kept", message="已有同名文件且内容不同，保留原文件，没有覆盖。")
            self.folder.write(order.name, product.data)
        except FolderLost as error:
            return _Lost(error.reason, error.remedy)
        return line


@dataclass(frozen=True, slots=True)
class _Lost:
    """The folder takes no more files; an exception of its own cannot be sent between processes."""

    reason: str
    remedy: str


def produce(
    orders: Iterable[Order],
    maker: Maker,
    folder: Folder,
    *,
    pool: Pool,
    head: Mapping[str, Any],
    resume: bool = False,
    tell_others: Callable[[list[str]], None] = lambda _: None,
) -> Generator[Made, None, None]:
    """Make the files of ``orders``, in order; what could not be made is a line with outcome ``failed``.

    ``head`` says what the run is; resuming with another head is an InputError, as is a folder that has a manifest when
    not resuming. FolderLost, once, when no more files can be written; what was written stays noted. ``tell_others`` gets
    the files of earlier runs that are still there and are none of these orders.
    """
    if not (folder.is_shared or pool.shares_memory):
        raise InputError(f"“{folder.address}”只在本进程内可见，请用 --jobs 1。")
    with folder.alone():
        previous = _previous(folder, head, resume=resume)
        log = ManifestLog(folder, head)
        order, appended = list[str](), list(previous)
        try:
            for batch in _batches(orders):
                for made in _made(batch, _Make(maker, folder), pool, previous, folder):
                    if previous.get(made.line.name) != made.line:
                        log.add(made.line)
                        appended.append(made.line.name)
                    order.append(made.line.name)
                    yield made
        finally:
            folder.sweep()
            log.close()
        if previous:
            tell_others(_others(previous, order, folder))
        previous.clear()
        if order != appended or not is_settled(folder, len(order)):
            settle(folder, order)


def _others(previous: Lines, order: Iterable[str], folder: Folder) -> list[str]:
    ours = set(order)
    made = (name for name, line in previous.items() if line.outcome != "failed" and name not in ours)
    return [name for name in made if folder.read(name) is not None]


def _batches(orders: Iterable[Order]) -> Iterator[Iterator[Order]]:
    """The orders in batches that are not held in memory: each is read while it is worked on."""
    source = iter(orders)
    for first in source:
        yield chain((first,), islice(source, BATCH - 1))


def _previous(folder: Folder, head: Mapping[str, Any], *, resume: bool) -> Lines:
    if not has_manifest(folder):
        return {}
    if not resume:
        reason = "里已有一次批量处理的清单（manifest.jsonl）"
        raise FileProblem(folder.address, reason, "要接着做请加 --resume；要重做请换一个空文件夹。")
    before, lines = read_manifest(folder)
    if before and before != dict(head):
        raise InputError(
            f"“{folder.address}”里的清单属于另一次处理（{_difference(before, head)}），不能接着做。"
            "请用与上次相同的选项，或换一个空文件夹。"
        )
    folder.sweep()
    return lines


def _difference(before: Mapping[str, Any], now: Mapping[str, Any]) -> str:
    """What the earlier run was and this one is not: 「文件名的写法：上次“{编号}”，这次“{名称}”」."""
    keys = [key for key in {**before, **now} if before.get(key) != now.get(key)]
    return "；".join(
        f"{_WORDS.get(key, key)}：上次{_quoted(before.get(key))}，这次{_quoted(now.get(key))}" for key in keys
    )


def _quoted(value: object) -> str:
    return "没有" if value is None else "有" if value is True else f"“{value}”"


def _made(orders: Iterable[Order], make: _Make, pool: Pool, previous: Lines, folder: Folder) -> Iterator[Made]:
    """Orders that need no work become results where they stand in the order."""
    settled: dict[int, Made] = {}
    numbers: list[int] = []

    def tasks() -> Iterator[tuple[Order, str | None]]:
        for number, order in enumerate(orders):
            earlier, replaceable = _earlier(order, previous.get(order.name), folder)
            if earlier is not None:
                settled[number] = earlier
                continue
            numbers.append(number)
            yield order, replaceable

    next_number = 0
    for position, done in enumerate(pool.map(make, tasks())):
        while next_number < numbers[position]:
            yield settled.pop(next_number)
            next_number += 1
        yield _result(done, folder)
        next_number += 1
    while settled:
        yield settled.pop(next_number)
        next_number += 1


def _result(done: Done[tuple[Order, str | None], Line | _Lost], folder: Folder) -> Made:
    if isinstance(done.result, _Lost):
        raise FolderLost(folder.address, done.result.reason, done.result.remedy)
    if done.result is not None:
        return Made(done.result)
    (order, replaceable), failure = done.item, done.failure
    assert failure is not None
    notes = (failure.detail,) if failure.detail else ()
    # a file of ours that is still there may be replaced when this is tried again
    return Made(Line(order.name, order.digest, "failed", replaceable or "", message=failure.message, notes=notes))


def _earlier(order: Order, line: Line | None, folder: Folder) -> tuple[Made | None, str | None]:
    """What an earlier run did about this order, if that still stands; and the hash of our own file, if it does not.

    A file that somebody has changed since is theirs: it is kept and said so.
    """
    if line is None or not line.output:
        return None, None
    present = folder.read(order.name)
    if present is None or _is_torn(present):
        return None, None
    if fingerprint(present) != line.output:
        if line.outcome != "written":
            return None, None
        return Made(replace(line, outcome="kept", message="文件在生成之后被改过，保留改过的文件。"), earlier=True), None
    if line.outcome == "written" and line.input == order.digest:
        return Made(line, earlier=True), None
    return None, line.output


def _is_torn(data: bytes) -> bool:
    """Whether a power cut left an empty or half-filled file: a workbook begins and ends as a zip does.

    What begins in any other way is no torn file of ours: a workbook that somebody gave a password is no zip.
    """
    if not data[:4].strip(b"\0"):
        return True
    return data.startswith(b"PK\x03\x04") and b"PK\x05\x06" not in data[-65_557:]
