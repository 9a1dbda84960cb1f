"""汇总 of files, one call for the command line and the ribbon: which files, read where, written beside and put in place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import cast

from perf_xl.bulk.local import InProcess, local_pool
from perf_xl.bulk.runner import Done, Pool, Worker, in_flight
from perf_xl.commands.rollup import MapParts, Part, RollupOptions, rollup_files
from perf_xl.errors import InputError
from perf_xl.hosts import ods
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.files_access import refuse_unwritable, write_file
from perf_xl.hosts.folder import find_workbooks
from perf_xl.hosts.old_formats import SUFFIXES, open_old_format
from perf_xl.model.cells import CellReader
from perf_xl.rollup.choices import NO_CHOICES, Choices, load_choices
from perf_xl.rollup.entries import FormEntry
from perf_xl.rollup.labelled import without_formats
from perf_xl.rollup.parquet import ParquetFiles
from perf_xl.rollup.partial import Failure, Partial
from perf_xl.rollup.quick import quick_entries
from perf_xl.rollup.reading import workbook_entries
from perf_xl.rollup.summary import Summary

MANY = 1500
"""From so many files on, starting processes takes less time than it saves."""
_ZIP = b"PK\x03\x04"
CACHE = Path(".perf_xl") / "rollup.sqlite"
CHOICES_FILE = "汇总口径.yml"
UNDER_WAY = 32
"""Parts sent to other processes and not yet merged: enough for sixteen of them, and little memory."""


def open_form(path: Path) -> CellReader:
    """A reader for any workbook the roll-up takes."""
    return open_old_format(path) if _is_old(path) else FilesWorkbook.open(path)


def read_form(path: Path) -> list[FormEntry] | None:
    """The entries of a plain .xlsx, or of an old format; None for a file that :func:`open_form` has to read."""
    if not _is_old(path):
        return quick_entries(path)
    entries = workbook_entries(open_old_format(path), str(path))
    return entries if path.suffix.lower() == ods.SUFFIX else list(without_formats(entries))


def _is_old(path: Path) -> bool:
    """Whether it is an old format by its name, and not a workbook of today that somebody renamed."""
    if path.suffix.lower() not in SUFFIXES:
        return False
    try:
        with path.open("rb") as file:
            return file.read(len(_ZIP)) != _ZIP or path.suffix.lower() == ods.SUFFIX
    except OSError:
        return False  # the other reader says in words why it cannot be read


def choices_beside(paths: Sequence[Path]) -> tuple[Choices, Path | None]:
    """What a person decided in the 汇总口径.yml of a folder to be summed, and that file; no decisions where there is none.

    InputError when two of the folders have one, and for a file that cannot be used.
    """
    found = [path / CHOICES_FILE for path in paths if (path / CHOICES_FILE).is_file()]
    if len(found) > 1:
        raise InputError(f"“{found[0]}”和“{found[1]}”都是汇总口径，不知道用哪一个。请用 --choices 指定。")
    return (load_choices(found[0]), found[0]) if found else (NO_CHOICES, None)


def _is_same(file: Path, out: Path) -> bool:
    """Whether ``file`` is the summary itself; paths are followed only where the names agree, for there are many."""
    return file.name.casefold() == out.name.casefold() and file.resolve() == out.resolve()


class RollupRun:
    """Reads and writes; decides nothing about figures.

    ``jobs``: processes on this machine (None: by the number of files); ``scheduler``: the address of a Dask scheduler
    whose workers see the files under the same paths. InputError when there is nothing to read.
    """

    def __init__(
        self,
        paths: Sequence[Path],
        out: Path,
        choices: Choices,
        *,
        jobs: int | None = None,
        scheduler: str | None = None,
        details: bool | None = None,
    ) -> None:
        found, skipped = find_workbooks(paths, also=SUFFIXES)
        if scheduler is not None:
            found = [file.absolute() for file in found]  # workers stand elsewhere
        self.files = [file for file in found if not _is_same(file, out)]
        self._out, self._choices, self._details = out, choices, details
        self._jobs, self._scheduler = jobs, scheduler
        self._left_out = [Failure(str(item.path), item.reason, item.remedy) for item in skipped]
        if not self.files:
            where = "、".join(f"“{path}”" for path in paths)
            detail = "".join(f"\n{item}" for item in skipped)
            raise InputError(f"{where}里没有可汇总的工作簿（.xlsx）。请检查路径。{detail}")
        self._check_keep()
        refuse_unwritable(out)

    def _check_keep(self) -> None:
        """A file that was chosen and is not there would silently choose nothing."""
        names = ["/" + str(file).replace("\\", "/") for file in self.files]
        for end in self._choices.keep:
            if not any(name.endswith(f"/{end.split('!', 1)[0]}") for name in names):
                raise InputError(f"要采用的文件“{end}”不在所给的文件里。请检查 --keep 或汇总口径文件的“采用”。")

    def summarize(
        self,
        *,
        incremental: bool = False,
        parquet: Path | None = None,
        progress: Callable[[int], None] | None = None,
    ) -> Summary:
        """Read and add up. ``incremental``: remember what was read, beside the summary; ``progress``: files done.

        ``parquet``: a folder for the analysis tables of all forms that were added up, however many.
        """
        cache = self._out.resolve().parent / CACHE if incremental else None
        options = RollupOptions(self._choices, self._details, quick=read_form, cache=cache, left_out=self._left_out)
        options.parquet = ParquetFiles(parquet) if parquet is not None else None
        pool = self._pool()
        try:
            summary = rollup_files(self.files, open_form, options, map_parts=mapper(pool), progress=progress)
            if options.parquet is not None:
                options.parquet.finish(summary.series)
        finally:
            pool.close()
            if options.parquet is not None:
                options.parquet.discard()
        return summary

    def _pool(self) -> Pool:
        if self._scheduler is not None:
            from perf_xl.bulk.with_dask import DaskPool  # noqa: PLC0415 - an extra

            return DaskPool(self._scheduler)
        many = self._jobs is not None or len(self.files) >= MANY
        return local_pool(self._jobs if many else 1, items=len(self.files))

    def write(self, summary: Summary) -> None:
        """The summary workbook, in one step."""
        from perf_xl.rollup.book.build import build_summary  # noqa: PLC0415 - openpyxl: processes that read need it not

        write_file(self._out, build_summary(summary, self._out))


def mapper(pool: Pool) -> MapParts:
    """Where a pool reads parts; a part whose process died becomes the failure of each of its files."""

    def map_parts(function: Callable[[Part], Partial], parts: Iterable[Part]) -> Iterator[Partial]:
        for done in _mapped(pool, function, parts):
            yield _lost(done) if done.result is None else done.result

    return map_parts


def _mapped(pool: Pool, function: Callable[[Part], Partial], parts: Iterable[Part]) -> Iterator[Done[Part, Partial]]:
    """The pool's ``map``; a part is work enough to be sent to another process by itself."""
    if isinstance(pool, InProcess):
        return pool.map(function, parts)
    return in_flight(cast("Worker", pool), function, parts, window=UNDER_WAY, chunk=1)


def _lost(done: Done[Part, Partial]) -> Partial:
    part = done.item
    result = Partial(part.choices, keep=part.keep, chosen=part.chosen, files=len(part.files))
    message = done.failure.message.rstrip("。") if done.failure else "没有读成"
    result.failures = [Failure(name, message, "请单独汇总这个文件再试。") for name in part.files]
    return result
