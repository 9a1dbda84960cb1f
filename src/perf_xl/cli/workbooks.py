"""What all commands on files share: the list of workbooks, opening each, and errors that stop one file only."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

import typer

from perf_xl.cli.folders import make_folder, refuse_file
from perf_xl.cli.output import ATTENTION
from perf_xl.errors import InputError, PerfXlError
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.folder import find_workbooks

Result = TypeVar("Result")


@dataclass
class Batch:
    """The files of one call: what was done, and what could not be done and why."""

    files: list[Path] = field(default_factory=list)
    roots: Sequence[Path] = ()
    problems: list[str] = field(default_factory=list)
    done: int = 0

    @property
    def status(self) -> int:
        """0 all done, 1 some files need attention; 2 when nothing could be done."""
        if not self.problems:
            return 0
        return ATTENTION if self.done else 2

    def label(self, file: Path) -> str:
        """The file as it is printed: under a folder that was given, with its subfolders; else its name."""
        for root in self.roots:
            if root.is_dir() and file.is_relative_to(root):
                return str(file.relative_to(root))
        return file.name

    def report(self) -> None:
        """Print what was not done, one line a file, on stderr."""
        for problem in self.problems:
            typer.echo(problem, err=True)


@dataclass(frozen=True)
class Output:
    """Where changed workbooks go: back into their files, or under ``folder`` with the same relative paths."""

    roots: Sequence[Path]
    folder: Path | None = None

    def __post_init__(self) -> None:
        refuse_file(self.folder)

    def path(self, file: Path) -> Path:
        """The file a workbook is written to."""
        if self.folder is None:
            return file
        for root in self.roots:
            if root.is_dir() and file.is_relative_to(root):
                return self.folder / file.relative_to(root)
        return self.folder / file.name

    def save(self, workbook: FilesWorkbook, file: Path, *, changed: bool) -> Path:
        """Write the workbook; an unchanged one is only written where it goes to another folder."""
        target = self.path(file)
        if target != file:
            make_folder(target.parent)
            workbook.save(target)
        elif changed:
            workbook.save()
        return target


def open_batch(paths: Iterable[Path]) -> Batch:
    """The workbooks under ``paths``; files of other kinds become problems. InputError when there is none at all."""
    listed = list(paths)
    files, skipped = find_workbooks(listed)
    if not files:
        detail = "".join(f"\n{item}" for item in skipped)
        where = "、".join(f"“{path}”" for path in listed)
        raise InputError(f"{where}里没有可读取的工作簿（.xlsx）。请检查路径。{detail}")
    return Batch(files, listed, [str(item) for item in skipped])


def expect_forms(workbook: FilesWorkbook, file: Path) -> None:
    """InputError when no sheet carries our names: nothing can be done with the workbook as it is."""
    from perf_xl.forms.detect import has_forms

    if not has_forms(workbook):
        raise InputError(f'文件“{file}”里没有带名称的官方表。手工录入或复制来的表请先用：perf-xl adopt "{file}"')


@contextmanager
def about(file: Path) -> Iterator[None]:
    """Name the file in an error that does not."""
    try:
        yield
    except PerfXlError as error:
        message = str(error)
        raise InputError(message if str(file) in message else f"文件“{file}”：{message}") from error


def each(batch: Batch, action: Callable[[Path], Result]) -> Iterable[tuple[Path, Result]]:
    """``action`` on each file in turn; an expected error is noted and the rest goes on."""
    for path in batch.files:
        try:
            result = action(path)
        except PerfXlError as error:
            message = str(error)
            batch.problems.append(message if str(path) in message else f"文件“{path}”：{message}")
            continue
        batch.done += 1
        yield path, result
