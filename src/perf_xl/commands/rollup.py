"""汇总到部门: project workbooks added up, by the same function for open workbooks, files, and summaries of summaries.

Files are read in parts that can be made anywhere (:func:`read_part` is sent to other processes) and merged in any order.
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from perf_xl.errors import FileProblem, PerfXlError
from perf_xl.model.cells import CellReader
from perf_xl.rollup.cache import EntryCache
from perf_xl.rollup.choices import NO_CHOICES, Choices
from perf_xl.rollup.entries import FormEntry
from perf_xl.rollup.parquet import ParquetFiles, Schemas, tables_of
from perf_xl.rollup.partial import Failure, Partial, chosen_identities
from perf_xl.rollup.reading import workbook_entries
from perf_xl.rollup.summary import Summary, summarize, summarize_entries

DETAIL_LIMIT = 500
"""Up to so many files the summary has a row a project and all detail sheets; above it, a row a 主管部门."""
PART = 64
"""Least files of one part; with very many files parts are larger, so that there are about sixteen of them."""
LARGEST_PART = 1000
"""Most files of one part: what a process holds before it hands over its sums."""

OpenWorkbook = Callable[[Path], CellReader]
ReadEntries = Callable[[Path], list[FormEntry] | None]
"""A quick way to read a file; None for a file that it leaves to :data:`OpenWorkbook`."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some files to read: the work of one call, possibly in another process."""

    files: tuple[str, ...]
    open_workbook: OpenWorkbook
    quick: ReadEntries | None = None
    choices: Choices = NO_CHOICES
    keep: bool = True
    chosen: frozenset[bytes] = frozenset()
    cache: str | None = None
    schemas: Schemas | None = None
    """Those of the analysis tables, when the forms are wanted as such."""


MapParts = Callable[[Callable[[Part], Partial], Iterable[Part]], Iterable[Partial]]
"""Where parts are read: ``map`` reads them here; a pool of processes reads them elsewhere."""


@dataclass
class RollupOptions:
    """How a roll-up of files is done. ``details`` None: by the number of files."""

    choices: Choices = NO_CHOICES
    details: bool | None = None
    quick: ReadEntries | None = None
    cache: Path | None = None
    left_out: Sequence[Failure] = field(default_factory=tuple)
    """Files that were not even tried (.docx, archives): listed with the others that are not counted."""
    parquet: ParquetFiles | None = None
    """Where every form goes as it is read, whatever the number of files."""


def rollup_workbooks(workbooks: Iterable[CellReader], choices: Choices = NO_CHOICES) -> Summary:
    """Open workbooks added up. InputError when none of them holds a project form."""
    return summarize_entries((entry for book in workbooks for entry in workbook_entries(book)), choices)


def rollup_files(
    files: Sequence[Path],
    open_workbook: OpenWorkbook,
    options: RollupOptions | None = None,
    *,
    map_parts: MapParts = map,
    progress: Callable[[int], None] | None = None,
) -> Summary:
    """Files added up. A file that cannot be read is listed with its reason and stops nothing.

    ``progress`` is told how many files are done. InputError when no project form was found in any of them.
    """
    options = options or RollupOptions()
    keep = len(files) <= DETAIL_LIMIT if options.details is None else options.details
    whole = Partial(options.choices, keep=keep, chosen=_chosen(files, open_workbook, options))
    whole.failures += options.left_out
    whole.files += len(options.left_out)
    with _without_collector():
        for part in map_parts(read_part, _parts(files, open_workbook, options, whole)):
            if options.parquet is not None:
                options.parquet.add(part.tables)
            whole.merge(part)
            if progress is not None:
                progress(whole.files - len(options.left_out))
    return summarize(whole)


@contextmanager
def _without_collector() -> Iterator[None]:
    """Sums hold no cycles; looking for some among a million small objects would take half of the time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _parts(
    files: Sequence[Path], open_workbook: OpenWorkbook, options: RollupOptions, whole: Partial
) -> Iterator[Part]:
    names = [str(file) for file in files]
    cache = str(options.cache) if options.cache else None
    schemas = options.parquet.schemas if options.parquet is not None else None
    size = min(max(PART, len(names) // 16), LARGEST_PART)
    for start in range(0, len(names), size):
        group = tuple(names[start : start + size])
        yield Part(group, open_workbook, options.quick, options.choices, whole.keep, whole.chosen, cache, schemas)


def read_part(part: Part) -> Partial:
    """Read the files of a part. Whatever is wrong with a file is kept as its failure."""
    with _without_collector():
        return _read_part(part)


def _read_part(part: Part) -> Partial:
    result = Partial(part.choices, keep=part.keep or part.schemas is not None, chosen=part.chosen)
    cache = EntryCache(Path(part.cache)) if part.cache else None
    for name in part.files:
        result.files += 1
        try:
            result.fold(_entries(Path(name), part, cache))
        except FileProblem as error:
            result.failures.append(Failure(name, error.reason, error.remedy))
        except PerfXlError as error:
            result.failures.append(Failure(name, str(error).rstrip("。"), "请按提示改正后再汇总。"))
        except Exception as error:  # noqa: BLE001 - one bad file must not stop a thousand; it is listed, never left out
            reason = f"读取时程序出错（{type(error).__name__}：{error}）"
            result.failures.append(Failure(name, reason, "请把这个文件交给维护人员。"))
    if cache is not None:
        cache.close()
    if part.schemas is not None:
        result.tables = tables_of(result.entries, part.choices, part.schemas)
        result.entries = result.entries if part.keep else []
    return result


def _entries(path: Path, part: Part, cache: EntryCache | None) -> list[FormEntry]:
    if cache is not None:
        return cache.entries(path, lambda: _read(path, part))
    return _read(path, part)


def _read(path: Path, part: Part) -> list[FormEntry]:
    quick = part.quick(path) if part.quick is not None else None
    return quick if quick is not None else workbook_entries(part.open_workbook(path), str(path))


def _chosen(files: Sequence[Path], open_workbook: OpenWorkbook, options: RollupOptions) -> frozenset[bytes]:
    """The identities of the files a person chose, read first: the others of the same identity then stay out."""
    choices = options.choices
    if not choices.keep:
        return frozenset()
    ends = tuple(end.split("!", 1)[0] for end in choices.keep)
    named = [
        str(file) for file in files if any(("/" + str(file).replace("\\", "/")).endswith(f"/{end}") for end in ends)
    ]
    entries: list[FormEntry] = []
    for name in named:
        try:
            entries += workbook_entries(open_workbook(Path(name)), name)
        except PerfXlError:
            continue  # read_part reads it again and lists why it could not be read
    return chosen_identities(entries, choices)
