"""The entries as pandas DataFrames, for people who write their own analysis; docs/rollup.md has shapes and dtypes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from perf_xl.errors import FileProblem, PerfXlError, os_reason
from perf_xl.ooxml.reader import PackageReader
from perf_xl.rollup.choices import NO_CHOICES, Choices
from perf_xl.rollup.columns import TABLES, columns_of
from perf_xl.rollup.entries import FormEntry
from perf_xl.rollup.partial import Failure
from perf_xl.rollup.quick import quick_entries
from perf_xl.rollup.reading import workbook_entries

_WORKBOOKS = (".xlsx", ".xlsm")
_OTHERS = (".xls", ".et", ".xlsb", ".ods", ".docx", ".zip", ".rar", ".7z")
_OTHERS_REMEDY = "请另存为 .xlsx（压缩包先解压）；.xls、.et 可用 perf-xl rollup … --parquet 读出同样的表。"


@dataclass(frozen=True)
class Frames:
    """``forms``: one row a form; ``funds``: one row an amount; ``indicators``: one row an indicator.

    Floats are for analysis; the roll-up itself adds exact numbers. ``typed``, ``target`` and ``actual`` are the texts.
    """

    forms: pd.DataFrame
    funds: pd.DataFrame
    indicators: pd.DataFrame
    failures: tuple[Failure, ...] = ()
    """Files that could not be read, with reason and remedy (only of :func:`frames_of_files`)."""


def frames_of_files(paths: Iterable[str | Path], choices: Choices = NO_CHOICES) -> Frames:
    """The tables of all workbooks under ``paths`` (files or folders with their subfolders, in order).

    FileProblem for a path that does not exist; a file that cannot be read, or is of another format (.xls, archives), is
    one of ``failures``.
    """
    entries: list[FormEntry] = []
    failures: list[Failure] = []
    for file in _files(Path(path) for path in paths):
        if file.suffix.lower() in _OTHERS:
            failures.append(Failure(str(file), f"是 {file.suffix} 文件，这里只读 .xlsx", _OTHERS_REMEDY))
            continue
        try:
            found = quick_entries(file)
            entries += (
                workbook_entries(PackageReader(file.read_bytes(), str(file)), str(file)) if found is None else found
            )
        except FileProblem as error:
            failures.append(Failure(str(file), error.reason, error.remedy))
        except PerfXlError as error:
            failures.append(Failure(str(file), str(error).rstrip("。"), "请按提示改正。"))
        except OSError as error:
            failures.append(Failure(str(file), f"读不了（{os_reason(error)}）", "请检查文件和权限。"))
    return replace(frames_of(entries, choices), failures=tuple(failures))


def _files(paths: Iterable[Path]) -> Iterator[Path]:
    """Workbooks, and files that may hold forms although they are none."""
    for path in paths:
        if not path.exists():
            raise FileProblem(str(path), "不存在", "请检查路径和文件名。")
        found = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in found:
            usable = file == path or file.suffix.lower() in (*_WORKBOOKS, *_OTHERS)
            if usable and file.is_file() and not file.name.startswith(("~$", ".")):
                yield file


def frames_of(entries: Iterable[FormEntry], choices: Choices = NO_CHOICES) -> Frames:
    """The tables of entries, hidden and department forms included (see ``hidden`` and ``level``)."""
    tables = columns_of(entries, choices)
    forms, funds, indicators = (pd.DataFrame(tables[name]).astype(dtypes) for name, dtypes in TABLES.items())
    return Frames(forms, funds, indicators)
