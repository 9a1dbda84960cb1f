"""Entries of the library and where they come from: the shipped TOML, and 指标库.xlsx files of users.

A user's workbook has one sheet with the headings 三级指标 指标解释 计算公式 评分标准 来源 (in any order, the first is
required); its rows stand before the shipped ones.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from perf_xl.errors import FileProblem, PerfXlError

USER_HEADINGS = {
    "三级指标": "name",
    "指标解释": "explanation",
    "计算公式": "formula",
    "评分标准": "rule",
    "来源": "source",
}


class LibraryError(PerfXlError):
    """A library workbook that cannot be used: the file, what is missing, and how to put it right."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One indicator: its name (三级指标), definition, formula, rule, and the document each was taken from.

    ``level`` is 部门 or 项目 where the definition holds for one of them only; ``scope`` the wording of its document.
    ``certainty`` is published, found, unverified, or user.
    """

    name: str
    source: str
    certainty: str
    explanation: str | None = None
    formula: str | None = None
    rule: str | None = None
    level: str | None = None
    scope: str | None = None

    @property
    def definition(self) -> str:
        """What goes into the 指标解释 cell: the definition, then its formula."""
        return (
            "计算公式：".join(part for part in (self.explanation, self.formula) if part)
            if self.explanation
            else (f"计算公式：{self.formula}" if self.formula else "")
        )


@dataclass(frozen=True, slots=True)
class Library:
    """Entries in order of preference, and the sentence patterns by second level."""

    entries: tuple[Entry, ...]
    patterns: dict[str, str]
    rule_patterns: dict[str, str]

    def with_entries(self, first: tuple[Entry, ...]) -> Library:
        """The library with ``first`` preferred over everything in it."""
        return Library(first + self.entries, self.patterns, self.rule_patterns)


@cache
def shipped_library() -> Library:
    """The library that comes with the package."""
    data = resources.files("perf_xl.library") / "data"
    entries = tomllib.loads((data / "explanations.toml").read_text("utf-8"))["entry"]
    patterns = tomllib.loads((data / "patterns.toml").read_text("utf-8"))
    return Library(tuple(Entry(**entry) for entry in entries), patterns["level2"], patterns["rule"])


def load_library(paths: tuple[Path, ...] = ()) -> Library:
    """The shipped library behind the users' own workbooks, the first path preferred.

    Raises LibraryError for a workbook without the heading 三级指标, FileProblem for one that cannot be read.
    """
    own = tuple(entry for path in paths for entry in _read_workbook(path))
    return shipped_library().with_entries(own)


def _read_workbook(path: Path) -> tuple[Entry, ...]:
    from python_calamine import CalamineError, CalamineWorkbook  # noqa: PLC0415 - only users' own libraries need it

    try:
        workbook = CalamineWorkbook.from_path(path)
        rows = workbook.get_sheet_by_index(0).to_python()
    except (CalamineError, OSError) as error:
        raise FileProblem(str(path), "不能作为指标库读取", "请确认它是未加密的 Excel 工作簿。") from error
    for number, row in enumerate(rows):
        headings = [str(cell).strip() for cell in row]
        if "三级指标" in headings:
            columns = {USER_HEADINGS[text]: i for i, text in enumerate(headings) if text in USER_HEADINGS}
            found = (_entry(rows[i], columns, path) for i in range(number + 1, len(rows)))
            return tuple(entry for entry in found if entry is not None)
    raise LibraryError(f"指标库“{path}”第一张工作表没有“三级指标”这一列。请加上表头：{'、'.join(USER_HEADINGS)}。")


def _entry(row: list[Any], columns: dict[str, int], path: Path) -> Entry | None:
    cells = {key: str(row[i]).strip() for key, i in columns.items() if i < len(row) and str(row[i]).strip()}
    if "name" not in cells:
        return None
    cells.setdefault("source", path.name)
    return Entry(certainty="user", **cells)
