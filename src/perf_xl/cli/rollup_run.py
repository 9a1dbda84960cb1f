"""One call of ``perf-xl rollup``: which files, read where, with a progress bar, written beside and put in place."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from perf_xl.bulk.local import Processes, local_pool
from perf_xl.bulk.runner import Pool, in_flight
from perf_xl.commands.rollup import PART, MapParts, Part, RollupOptions, rollup_files
from perf_xl.errors import InputError
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.files_access import refuse_unwritable, write_file
from perf_xl.hosts.folder import find_workbooks
from perf_xl.rollup.book.build import build_summary
from perf_xl.rollup.choices import Choices
from perf_xl.rollup.partial import Failure, Partial
from perf_xl.rollup.quick import quick_entries
from perf_xl.rollup.summary import Summary

MANY = 1500
"""From so many files on, starting processes takes less time than it saves."""
CACHE = Path(".perf_xl") / "rollup.sqlite"


class RollupRun:
    """Reads and writes; decides nothing about figures."""

    def __init__(
        self, paths: Sequence[Path], out: Path, choices: Choices, *, jobs: int | None, details: bool | None
    ) -> None:
        found, skipped = find_workbooks(paths)
        self._out = out
        self._files = [file for file in found if file.resolve() != out.resolve()]
        self._left_out = [Failure(str(item.path), item.reason, item.remedy) for item in skipped]
        self._choices, self._jobs, self._details = choices, jobs, details
        if not self._files:
            where = "、".join(f"“{path}”" for path in paths)
            detail = "".join(f"\n{item}" for item in skipped)
            raise InputError(f"{where}里没有可汇总的工作簿（.xlsx）。请检查路径。{detail}")
        self._check_keep()
        refuse_unwritable(out)

    def _check_keep(self) -> None:
        """A file that was chosen and is not there would silently choose nothing."""
        names = ["/" + str(file).replace("\\", "/") for file in self._files]
        for end in self._choices.keep:
            if not any(name.endswith(f"/{end.split('!', 1)[0]}") for name in names):
                raise InputError(f"要采用的文件“{end}”不在所给的文件里。请检查 --keep 或汇总口径文件的“采用”。")

    def summarize(self, *, incremental: bool) -> Summary:
        """Read and add up."""
        cache = self._out.resolve().parent / CACHE if incremental else None
        options = RollupOptions(self._choices, self._details, quick=quick_entries, cache=cache, left_out=self._left_out)
        with _Progress(len(self._files)) as progress:
            pool = local_pool(self._jobs if self._jobs or len(self._files) >= MANY else 1, items=len(self._files))
            try:
                return rollup_files(
                    self._files, FilesWorkbook.open, options, map_parts=_mapper(_mapping(pool)), progress=progress
                )
            finally:
                pool.close()

    def write(self, summary: Summary) -> None:
        """The summary workbook, in one step."""
        write_file(self._out, build_summary(summary, self._out))

    def write_parquet(self, summary: Summary, folder: Path) -> None:
        """The detail tables as parquet files."""
        from perf_xl.rollup.dataframes import frames_of

        frames_of(summary.entries, summary.choices).to_parquet(folder)


def _mapping(pool: Pool) -> Callable[..., Iterable[object]]:
    """The pool's ``map``; a part is work enough to be sent to a process by itself."""
    if isinstance(pool, Processes):
        return lambda function, parts: in_flight(pool, function, parts, window=8, chunk=1)
    return pool.map


def _mapper(pool_map: Callable[..., Iterable[object]]) -> MapParts:
    """A pool's ``map`` as :data:`MapParts`: a part whose process died becomes the failure of each of its files."""

    def map_parts(function: Callable[[Part], Partial], parts: Iterable[Part]) -> Iterator[Partial]:
        for done in pool_map(function, parts):
            part: Part = done.item  # type: ignore[attr-defined]
            result: Partial | None = done.result  # type: ignore[attr-defined]
            if result is None:
                result = Partial(part.choices, keep=part.keep, chosen=part.chosen, files=len(part.files))
                message = str(done.failure.message).rstrip("。")  # type: ignore[attr-defined]
                result.failures = [Failure(name, message, "请单独汇总这个文件再试。") for name in part.files]
            yield result

    return map_parts


class _Progress:
    """A bar on stderr, only for people who watch and only when it takes a while."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._bar: object | None = None

    def __enter__(self) -> Callable[[int], None]:
        if self._total <= PART or not sys.stderr.isatty():
            return _unseen
        from rich.console import Console
        from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

        bar = Progress(
            TextColumn("读取"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn(), console=Console(stderr=True)
        )
        self._bar = bar
        bar.start()
        task = bar.add_task("读取", total=self._total)
        return lambda done: bar.update(task, completed=done)

    def __exit__(self, *exception: object) -> None:
        if self._bar is not None:
            self._bar.stop()  # type: ignore[attr-defined]


def _unseen(done: int) -> None:
    """Progress that nobody watches."""
