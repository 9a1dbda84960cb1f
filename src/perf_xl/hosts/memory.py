"""A workbook in memory: the plainest host, the reference for what the protocol means, and the bench of the tests.

It keeps cells in dictionaries and takes a deep copy before each write, so "all or none" and :meth:`restore` are plain
to see. Like the real hosts it refuses a write to a locked cell of a protected sheet.
"""

from __future__ import annotations

import copy
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, fields, replace
from typing import Any

from perf_xl.errors import ProtectedError
from perf_xl.hosts.rowshift import shift_area, shift_cells, shift_formulas
from perf_xl.model.cells import (
    EMPTY,
    AddSheet,
    Area,
    Cell,
    CellRef,
    CellValue,
    DefinedName,
    DeleteRows,
    DeleteSheet,
    Edit,
    Erase,
    InsertRows,
    Look,
    Restored,
    SetChoices,
    SetColumnWidth,
    SetFormula,
    SetLink,
    SetLook,
    SetMerge,
    SetName,
    SetNote,
    SetRowHeight,
    SetValue,
)
from perf_xl.model.references import area_of

PLAIN_LOOK = Look("", "宋体", 11.0, "000000", False, "", "general", "bottom", False, "General", True)
"""The format of a cell nobody has formatted."""


@dataclass
class MemorySheet:
    """One sheet: cells, formats and notes by ``(row, column)``; sizes; protection."""

    cells: dict[tuple[int, int], Cell] = field(default_factory=dict)
    looks: dict[tuple[int, int], Look] = field(default_factory=dict)
    notes: dict[tuple[int, int], str] = field(default_factory=dict)
    links: dict[tuple[int, int], str] = field(default_factory=dict)
    choices: dict[Area, tuple[str, ...]] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    heights: dict[int, float | None] = field(default_factory=dict)
    widths: dict[int, float | None] = field(default_factory=dict)
    hidden: bool = False
    protected: bool = False
    password: bool = False


class MemoryWorkbook:
    """A workbook that lives in memory and meets ``CellWriter``."""

    def __init__(self, sheets: Iterable[str] = ("Sheet1",), source: str = "内存工作簿") -> None:
        self._source = source
        self._sheets: dict[str, MemorySheet] = {name: MemorySheet() for name in sheets}
        self._names: list[DefinedName] = []
        self._structure_locked = False
        self._undo: list[tuple[str, dict[str, MemorySheet], list[DefinedName]]] = []

    @property
    def source(self) -> str:
        """The title given at creation."""
        return self._source

    def sheets(self) -> Sequence[str]:
        """Tab names in order."""
        return list(self._sheets)

    def is_hidden(self, sheet: str) -> bool:
        """Whether the tab is hidden."""
        return self._sheets[sheet].hidden

    def names(self) -> Sequence[DefinedName]:
        """All defined names."""
        return list(self._names)

    def cell(self, ref: CellRef) -> Cell:
        """One cell."""
        return self._sheets[ref.sheet].cells.get((ref.row, ref.column), EMPTY)

    def block(self, area: Area) -> list[list[Cell]]:
        """The cells of an area, row by row."""
        cells = self._sheets[area.sheet].cells
        columns = range(area.left, area.right + 1)
        return [[cells.get((row, column), EMPTY) for column in columns] for row in range(area.top, area.bottom + 1)]

    def used_area(self, sheet: str) -> Area | None:
        """The smallest area that holds every non-empty cell."""
        keys = self._sheets[sheet].cells
        if not keys:
            return None
        rows, columns = zip(*keys, strict=True)
        return Area(sheet, min(rows), min(columns), max(rows), max(columns))

    def merges(self, sheet: str) -> Sequence[Area]:
        """Merged areas, in order."""
        return sorted(Area(sheet, *merge) for merge in self._sheets[sheet].merges)

    def note(self, ref: CellRef) -> str | None:
        """The text of the cell's note."""
        return self._sheets[ref.sheet].notes.get((ref.row, ref.column))

    def look(self, ref: CellRef) -> Look:
        """The cell's present format."""
        return self._sheets[ref.sheet].looks.get((ref.row, ref.column), PLAIN_LOOK)

    def is_protected(self, sheet: str) -> bool:
        """Whether the sheet is protected."""
        return self._sheets[sheet].protected

    def protect(self, sheet: str, *, password: bool = False) -> None:
        """Protect a sheet, as a user would; for tests."""
        self._sheets[sheet].protected, self._sheets[sheet].password = True, password

    def protect_structure(self) -> None:
        """Protect the structure by a password, as a user would; for tests."""
        self._structure_locked = True

    def hide(self, sheet: str) -> None:
        """Hide a tab, as a user would; for tests."""
        self._sheets[sheet].hidden = True

    def apply(self, edits: Sequence[Edit], *, label: str, unlock: bool = False) -> None:
        """Apply all edits or none."""
        before = (label, copy.deepcopy(self._sheets), list(self._names))
        try:
            for edit in edits:
                self._refuse_locked(edit, unlock=unlock)
                self._apply(edit)
        except Exception:
            _, self._sheets, self._names = before
            raise
        self._undo.append(before)

    def restore(self) -> Restored | None:
        """Take the last write back."""
        if not self._undo:
            return None
        label, sheets, names = self._undo.pop()
        changed = tuple(sorted(set(_changed_cells(self._sheets, sheets))))
        self._sheets, self._names = sheets, names
        return Restored(label, changed)

    def _refuse_locked(self, edit: Edit, *, unlock: bool) -> None:
        if isinstance(edit, AddSheet | DeleteSheet) and self._structure_locked:
            raise ProtectedError(f"工作簿“{self._source}”的结构有密码保护，不能增删工作表。请先撤销工作簿保护。")
        ref = _written_cell(edit)
        if ref is None or not self._sheets[ref.sheet].protected:
            return
        if self._sheets[ref.sheet].password:
            raise ProtectedError(f"工作表“{ref.sheet}”有密码保护，不能写入 {ref.a1}。请先撤销工作表保护。")
        if not unlock and self.look(ref).locked:
            raise ProtectedError(f"工作表“{ref.sheet}”受保护，单元格 {ref.a1} 已锁定，不能写入。")

    def _apply(self, edit: Edit) -> None:
        match edit:
            case SetValue(ref, value):
                self._put(ref, value, None)
            case SetFormula(ref, formula, cached):
                self._put(ref, "" if cached is None else cached, formula)
            case SetLook(area, look):
                self._set_look(area, look)
            case SetNote(ref, text):
                _put_or_drop(self._sheets[ref.sheet].notes, (ref.row, ref.column), text)
            case SetLink(ref, target):
                _put_or_drop(self._sheets[ref.sheet].links, (ref.row, ref.column), target)
            case Erase(area):
                self._erase(area)
            case SetName():
                self._set_name(edit)
            case AddSheet(sheet):
                self._sheets[sheet] = MemorySheet()
            case DeleteSheet(sheet):
                del self._sheets[sheet]
                self._names = [name for name in self._names if name.sheet != sheet]
            case InsertRows(sheet, row, count, like):
                self._insert(sheet, row, count, like)
            case DeleteRows(sheet, row, count):
                self._move_rows(sheet, row, -count)
            case SetMerge(area, merged):
                self._set_merge(area, merged=merged)
            case SetRowHeight(sheet, row, height):
                self._sheets[sheet].heights[row] = height
            case SetChoices(area, choices):
                self._sheets[area.sheet].choices[area] = choices
            case SetColumnWidth(sheet, column, width):
                self._sheets[sheet].widths[column] = width

    def _put(self, ref: CellRef, value: CellValue, formula: str | None) -> None:
        cells, key = self._sheets[ref.sheet].cells, (ref.row, ref.column)
        if value is None:
            cells.pop(key, None)
            return
        cells[key] = Cell(value, formula, self.look(ref).number_format or "General")

    def _set_look(self, area: Area, look: Look) -> None:
        given = {item.name: getattr(look, item.name) for item in fields(look) if getattr(look, item.name) is not None}
        sheet = self._sheets[area.sheet]
        for row in range(area.top, area.bottom + 1):
            for column in range(area.left, area.right + 1):
                changed = replace(sheet.looks.get((row, column), PLAIN_LOOK), **given)
                sheet.looks[row, column] = changed
                if (row, column) in sheet.cells:
                    number_format = changed.number_format or "General"
                    sheet.cells[row, column] = replace(sheet.cells[row, column], number_format=number_format)

    def _erase(self, area: Area) -> None:
        sheet = self._sheets[area.sheet]
        tables: tuple[dict[tuple[int, int], Any], ...] = (sheet.cells, sheet.looks, sheet.notes, sheet.links)
        for table in tables:
            for key in [key for key in table if CellRef(area.sheet, *key) in area]:
                del table[key]

    def _set_name(self, edit: SetName) -> None:
        same = (edit.name.casefold(), edit.sheet)
        self._names = [name for name in self._names if (name.name.casefold(), name.sheet) != same]
        if edit.refers_to is not None:
            area = area_of(edit.refers_to)
            self._names.append(DefinedName(edit.name, edit.sheet, edit.refers_to, area, edit.hidden))

    def _set_merge(self, area: Area, *, merged: bool) -> None:
        merges, box = self._sheets[area.sheet].merges, (area.top, area.left, area.bottom, area.right)
        if merged and box not in merges:
            merges.append(box)
        elif not merged and box in merges:
            merges.remove(box)

    def _insert(self, sheet: str, row: int, count: int, like: int) -> None:
        model = {key: look for key, look in self._sheets[sheet].looks.items() if key[0] == like}
        height = self._sheets[sheet].heights.get(like)
        self._move_rows(sheet, row, count)
        target = self._sheets[sheet]
        for new in range(row, row + count):
            target.looks.update({(new, column): look for (_, column), look in model.items()})
            target.heights[new] = height

    def _move_rows(self, sheet: str, row: int, count: int) -> None:
        target = self._sheets[sheet]
        for table in (target.cells, target.looks, target.notes, target.links):
            shift_cells(table, row, count)
        target.heights = {new: h for r, h in target.heights.items() if (new := _moved(r, row, count)) is not None}
        boxes = (shift_area(Area(sheet, *box), row, count) for box in target.merges)
        target.merges = [(box.top, box.left, box.bottom, box.right) for box in boxes if box is not None]
        self._names = shift_formulas(self._sheets, self._names, sheet, row, count)


def _moved(row: int, first: int, count: int) -> int | None:
    if row < first:
        return row
    return row + count if count > 0 or row >= first - count else None


def _written_cell(edit: Edit) -> CellRef | None:
    match edit:
        case SetValue(ref=ref) | SetFormula(ref=ref) | SetNote(ref=ref):
            return ref
        case SetLook(area=area) | Erase(area=area):
            return area.first
        case _:
            return None


def _put_or_drop(table: dict[tuple[int, int], str], key: tuple[int, int], text: str | None) -> None:
    if text is None:
        table.pop(key, None)
    else:
        table[key] = text


def _changed_cells(now: dict[str, MemorySheet], before: dict[str, MemorySheet]) -> Iterable[CellRef]:
    for name in now.keys() & before.keys():
        new, old = now[name], before[name]
        for table, earlier in ((new.cells, old.cells), (new.looks, old.looks), (new.notes, old.notes)):
            for key in table.keys() | earlier.keys():
                if table.get(key) != earlier.get(key):
                    yield CellRef(name, *key)
