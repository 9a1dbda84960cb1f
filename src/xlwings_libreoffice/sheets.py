"""Sheets of a workbook."""

from __future__ import annotations

import numbers
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from xlwings import NoSuchObjectError
from xlwings import base_classes as bc

from xlwings_libreoffice import values
from xlwings_libreoffice.addresses import MAX_COLUMN, MAX_ROW, Box, of_uno, parse
from xlwings_libreoffice.charts import Charts
from xlwings_libreoffice.errors import BookClosedError
from xlwings_libreoffice.members import implements
from xlwings_libreoffice.names import Names, SheetNames
from xlwings_libreoffice.notes import Note, notes_of
from xlwings_libreoffice.page_setup import FreezePanes, PageSetup
from xlwings_libreoffice.protection import refuse_locked, refuse_protected
from xlwings_libreoffice.ranges import Range
from xlwings_libreoffice.tables import Tables

if TYPE_CHECKING:
    from xlwings_libreoffice.books import Book

CONTENTS = 1 | 2 | 4 | 16
"""CellFlags: numbers, dates, texts and formulas."""

FORMATS = 32 | 64
EVERYTHING = 1023


@implements(bc.Sheets)
class Sheets:
    """The sheets of a workbook, hidden ones included."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @property
    def api(self) -> Any:
        """The UNO sheets; BookClosedError when the workbook has been closed, which UNO shows by having none."""
        sheets = self.book.api.Sheets
        if sheets is None:
            raise BookClosedError("The workbook has been closed in LibreOffice")
        return sheets

    @property
    def active(self) -> Sheet:
        """The sheet in front."""
        controller = self.book.api.CurrentController
        return Sheet(self.book, controller.ActiveSheet) if controller is not None else self(1)

    def __call__(self, name_or_index: str | int) -> Sheet:
        if isinstance(name_or_index, numbers.Number):
            index = int(name_or_index) - 1
            if not 0 <= index < len(self):
                raise IndexError(f"There is no sheet number {name_or_index}")
            return Sheet(self.book, self.api.getByIndex(index))
        wanted = str(name_or_index).casefold()
        for name in self.api.ElementNames:
            if name.casefold() == wanted:
                return Sheet(self.book, self.api.getByName(name))
        raise KeyError(name_or_index)

    def __contains__(self, name_or_index: str | int) -> bool:
        try:
            self(name_or_index)
        except (KeyError, IndexError):
            return False
        return True

    def __len__(self) -> int:
        return int(self.api.Count)

    def __iter__(self) -> Iterator[Sheet]:
        return (self(index) for index in range(1, len(self) + 1))

    def add(self, before: Sheet | None = None, after: Sheet | None = None, name: str | None = None) -> Sheet:
        """A new sheet, in front of the active one if no place is given; it becomes the active one."""
        place = before or (None if after else self.active)
        index = place.index - 1 if place else after.index  # type: ignore[union-attr]
        title = name or self._next_name()
        self.api.insertNewByName(title, index)
        sheet = Sheet(self.book, self.api.getByName(title))
        sheet.activate()
        return sheet

    def _next_name(self) -> str:
        number = 1
        while self.api.hasByName(f"Sheet{number}"):
            number += 1
        return f"Sheet{number}"


@implements(bc.Sheet, "pivot_tables")
class Sheet:
    """One sheet."""

    book: Book

    def __init__(self, book: Book, sheet: Any) -> None:
        self.book = book
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """The UNO sheet."""
        return self._sheet

    @property
    def name(self) -> str:
        """The text of its tab."""
        return str(self._sheet.Name)

    @name.setter
    def name(self, value: str) -> None:
        self._sheet.Name = value

    @property
    def index(self) -> int:
        """Its place, from 1."""
        return int(self._sheet.RangeAddress.Sheet) + 1

    @property
    def visible(self) -> bool:
        """Whether the tab is shown."""
        return bool(self._sheet.IsVisible)

    @visible.setter
    def visible(self, value: bool) -> None:
        self._sheet.IsVisible = bool(value)

    @property
    def names(self) -> Names:
        """The names whose scope is this sheet."""
        return SheetNames(self.book, self)

    @property
    def notes(self) -> list[Note]:
        """Its notes."""
        return notes_of(self)

    @property
    def charts(self) -> Charts:
        """Its charts."""
        return Charts(self)

    @property
    def tables(self) -> Tables:
        """Its tables."""
        return Tables(self)

    @property
    def page_setup(self) -> PageSetup:
        """Its page set-up."""
        return PageSetup(self)

    @property
    def freeze_panes(self) -> FreezePanes:
        """Its frozen rows and columns."""
        return FreezePanes(self)

    @property
    def show_gridlines(self) -> bool:
        """Whether grid lines are shown."""
        return bool(self._shown_controller().ShowGrid)

    @show_gridlines.setter
    def show_gridlines(self, value: bool) -> None:
        self._shown_controller().ShowGrid = bool(value)

    def activate(self) -> None:
        """Bring it to the front."""
        self.book.api.CurrentController.setActiveSheet(self._sheet)

    def select(self) -> None:
        """The same for us, who select one sheet at a time."""
        self.activate()

    def range(self, arg1: Any, arg2: Any = None) -> Range:
        """A range by A1 text, name, pair of numbers, or two corners."""
        if arg2 is None:
            return self._range_of(arg1)
        first, last = self._box_of(arg1), self._box_of(arg2)
        top, left = min(first.top, last.top), min(first.left, last.left)
        return Range(self, Box(top, left, max(first.bottom, last.bottom), max(first.right, last.right)))

    @property
    def cells(self) -> Range:
        """All cells."""
        return Range(self, Box(1, 1, MAX_ROW, MAX_COLUMN))

    @property
    def used_range(self) -> Range:
        """From the first to the last cell in use."""
        return Range(self, self.used_box())

    def used_box(self) -> Box:
        """The rectangle in use; A1 for an empty sheet."""
        cursor = self._sheet.createCursor()
        cursor.gotoStartOfUsedArea(False)
        cursor.gotoEndOfUsedArea(True)
        return of_uno(cursor.RangeAddress)

    def uno_range(self, box: Box) -> Any:
        """The UNO range of a rectangle."""
        if box.is_cell:
            return self._sheet.getCellByPosition(box.left - 1, box.top - 1)
        return self._sheet.getCellRangeByPosition(box.left - 1, box.top - 1, box.right - 1, box.bottom - 1)

    def uno_cell(self, row: int, column: int) -> Any:
        """The UNO cell at a place."""
        return self._sheet.getCellByPosition(column - 1, row - 1)

    def noted_cells(self) -> list[tuple[int, int]]:
        """Row and column of each cell with a note."""
        notes = self._sheet.Annotations
        places = [notes.getByIndex(index).Position for index in range(notes.Count)]
        return [(place.Row + 1, place.Column + 1) for place in places]

    def write(self, box: Box, block: Sequence[Sequence[Any]]) -> None:
        """Write values, after the protection has been asked."""
        refuse_locked(self, box)
        values.write_block(self, box, block)

    def clear_contents(self) -> None:
        """Empty all cells; formats and notes stay."""
        self.cells.clear_contents()

    def clear_formats(self) -> None:
        """Take all formats away."""
        self.cells.clear_formats()

    def clear(self) -> None:
        """Empty all cells and take formats and notes away."""
        self.cells.clear()

    def autofit(self, axis: str | None = None) -> None:
        """Fit the sizes of columns, rows, or both to their contents."""
        self.used_range.autofit(axis)

    def delete(self) -> None:
        """Delete it."""
        self.book.api.Sheets.removeByName(self.name)

    def copy(self, before: Sheet | None, after: Sheet | None) -> None:
        """Copy it within the workbook, or into another one of the same app."""
        target = before or after
        place = before.index - 1 if before else after.index  # type: ignore[union-attr]
        if target is None or target.book == self.book:
            self.book.api.Sheets.copyByName(self.name, self._copy_name(), place)
        else:
            target.book.api.Sheets.importSheet(self.book.api, self.name, place)

    def move(self, before: Sheet | None, after: Sheet | None) -> None:
        """Move it before or behind another sheet."""
        place = before.index - 1 if before else after.index  # type: ignore[union-attr]
        self.book.api.Sheets.moveByName(self.name, place)

    def refuse_protected(self, what: str) -> None:
        """ProtectedCellsError if it is protected."""
        refuse_protected(self, what)

    def _copy_name(self) -> str:
        number = 2
        while self.book.api.Sheets.hasByName(f"{self.name} ({number})"):
            number += 1
        return f"{self.name} ({number})"

    def _shown_controller(self) -> Any:
        self.activate()
        return self.book.api.CurrentController

    def _range_of(self, arg: Any) -> Range:
        if isinstance(arg, str) and (box := parse(arg)):
            return Range(self, box, arg)
        return Range(self, self._box_of(arg))

    def _box_of(self, arg: Any) -> Box:
        if hasattr(arg, "impl"):  # a public xlwings.Range
            arg = arg.impl
        if isinstance(arg, Range):
            return arg.box
        if isinstance(arg, str):
            return parse(arg) or self._named(arg).box
        if len(arg) == 4:
            if 0 in arg:
                raise IndexError("Range indexes must be at least 1, and sizes too")
            return Box(arg[0], arg[1], arg[0] + arg[2] - 1, arg[1] + arg[3] - 1)
        if 0 in arg:
            raise IndexError("Attempted to access 0-based Range. xlwings/Excel Ranges are 1-based.")
        return Box(arg[0], arg[1], arg[0], arg[1])

    def _named(self, name: str) -> Range:
        for names in (self.names, self.book.names):
            if names.contains(name):
                return names(name).refers_to_range
        raise NoSuchObjectError(f"There is no range or name '{name}'")

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sheet) and self.book == other.book and self.name == other.name

    def __hash__(self) -> int:
        return hash((self.book, self.name))
