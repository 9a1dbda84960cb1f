"""Reading through xlwings: each sheet is read once, in blocks, and kept until the next write."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from perf_xl.errors import InputError
from perf_xl.hosts.xlwings_specifics import Specifics
from perf_xl.model.amounts import exact
from perf_xl.model.cells import EMPTY, Area, Cell, CellRef, CellValue, DefinedName
from perf_xl.model.references import area_of

_TRUTH = ("=TRUE", "=FALSE")
"""LibreOffice makes formulas of the truth values of a file; they are constants to us."""


@dataclass
class SheetCells:
    """The non-empty cells of one sheet, as they were when it was read."""

    cells: dict[tuple[int, int], Cell]

    @property
    def box(self) -> tuple[int, int, int, int] | None:
        """Top, left, bottom, right of what is not empty."""
        if not self.cells:
            return None
        rows, columns = zip(*self.cells, strict=True)
        return min(rows), min(columns), max(rows), max(columns)


class BookReader:
    """A workbook's contents; :meth:`forget` after every write."""

    def __init__(self, book: Any, specifics: Specifics) -> None:
        self._book = book
        self._specifics = specifics
        self._sheets: dict[str, SheetCells] = {}
        self._notes: dict[str, dict[tuple[int, int], str]] = {}
        self._names: list[DefinedName] | None = None
        self._objects: dict[str, Any] = {}
        self._merges: dict[str, list[Area]] = {}

    def forget(self) -> None:
        """Read anew at the next question."""
        self._sheets.clear()
        self._notes.clear()
        self._objects.clear()
        self._merges.clear()
        self._names = None

    def sheet(self, name: str) -> Any:
        """The ``xlwings.Sheet``; InputError if there is none."""
        if name not in self._objects:
            self._objects[name] = self._find(name)
        return self._objects[name]

    def _find(self, name: str) -> Any:
        try:
            return self._book.sheets[name]
        except Exception as error:
            raise InputError(f"工作簿“{self._book.name}”里没有工作表“{name}”。请检查工作表名。") from error

    def range(self, area: Area) -> Any:
        """The ``xlwings.Range`` of an area; by its address, which Excel finds in one question."""
        return self.sheet(area.sheet).range(area.a1)

    def cell_range(self, ref: CellRef) -> Any:
        """The ``xlwings.Range`` of a cell."""
        return self.sheet(ref.sheet).range(ref.a1)

    def cells(self, sheet: str) -> SheetCells:
        """All non-empty cells of a sheet."""
        if sheet not in self._sheets:
            self._sheets[sheet] = read_sheet(self.sheet(sheet), self._specifics)
        return self._sheets[sheet]

    def cell(self, ref: CellRef) -> Cell:
        """One cell."""
        return self.cells(ref.sheet).cells.get((ref.row, ref.column), EMPTY)

    def formulas(self, sheet: str) -> dict[tuple[int, int], str]:
        """Formula or constant of every non-empty cell as the host writes it, in one question; never kept."""
        used = self.sheet(sheet).used_range
        return {
            (used.row + row, used.column + column): str(text)
            for row, line in enumerate(_two_dimensional(used.formula))
            for column, text in enumerate(line)
            if text not in (None, "")
        }

    def notes(self, sheet: str) -> dict[tuple[int, int], str]:
        """The notes of a sheet."""
        if sheet not in self._notes:
            self._notes[sheet] = self._specifics.notes(self.sheet(sheet))
        return self._notes[sheet]

    def merges(self, sheet: str) -> list[Area]:
        """The merged areas of a sheet, in order."""
        if sheet not in self._merges:
            self._merges[sheet] = sorted(self._specifics.merges(self.sheet(sheet)))
        return self._merges[sheet]

    def names(self) -> Sequence[DefinedName]:
        """All defined names."""
        if self._names is None:
            self._names = [self._name(name) for name in self._book.names]
        return self._names

    def _name(self, name: Any) -> DefinedName:
        scope, _, key = name.name.rpartition("!")
        sheet = scope.strip("'").replace("''", "'") or None
        refers_to = (name.refers_to or "").removeprefix("=")
        return DefinedName(key, sheet, refers_to, area_of(refers_to), self._specifics.is_hidden_name(name))


def read_sheet(sheet: Any, specifics: Specifics) -> SheetCells:
    """Values, formulas and number formats of the used range, each in one block."""
    used = sheet.used_range
    values = used.options(ndim=2, err_to_str=True).value
    formulas = _two_dimensional(used.formula)
    errors = _errors(used, values)
    formats = specifics.number_formats(used)
    cells = {}
    for row, (value_row, formula_row) in enumerate(zip(values, formulas, strict=True)):
        for column, (value, text) in enumerate(zip(value_row, formula_row, strict=True)):
            if value is not None or text:
                is_error = (row, column) in errors
                cell = _cell(value, text, formats[row][column], is_error=is_error)
                cells[used.row + row, used.column + column] = cell
    return SheetCells(cells)


def _errors(used: Any, values: list[list[Any]]) -> set[tuple[int, int]]:
    """Error cells: what reads as ``#…`` text with ``err_to_str`` and as nothing without it."""
    suspects = [
        (row, column)
        for row, line in enumerate(values)
        for column, value in enumerate(line)
        if isinstance(value, str) and value.startswith("#")
    ]
    if not suspects:
        return set()
    plain = used.options(ndim=2).value
    return {place for place in suspects if plain[place[0]][place[1]] is None}


def _cell(value: Any, text: Any, number_format: str, *, is_error: bool) -> Cell:
    is_formula = isinstance(text, str) and text.startswith("=") and value != text and text not in _TRUTH
    formula = text[1:] if is_formula else None
    if value is None and is_formula:
        value = ""
    return Cell(_exact(value), formula, number_format, is_error)


def _exact(value: Any) -> CellValue:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value.replace(tzinfo=None) if isinstance(value, dt.datetime) else value
    return exact(value)


def _two_dimensional(block: Any) -> Sequence[Sequence[Any]]:
    if not isinstance(block, (list, tuple)):
        return [[block]]
    return block if not block or isinstance(block[0], (list, tuple)) else [block]
