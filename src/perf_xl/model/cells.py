"""What a host offers: cells to read, and edits to apply. Every host (memory, files, Excel, LibreOffice) meets it.

Rows and columns are 1-based, areas include both ends. A sheet is named by its tab. Commands take these protocols and
never a host's own objects, so that one command runs everywhere and one contract suite holds for all hosts.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Literal, Protocol, runtime_checkable

CellValue = str | Decimal | bool | dt.datetime | dt.date | dt.time | None
"""A typed cell value. Numbers are exact decimals; an error cell is the text it shows ("#DIV/0!") with ``is_error``."""


def column_letters(column: int) -> str:
    """The letters of a 1-based column number.

    >>> column_letters(28)
    'AB'
    """
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The 1-based number of column ``letters``.

    >>> column_number("AB")
    28
    """
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@dataclass(frozen=True, slots=True, order=True)
class CellRef:
    """One cell."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        """The address without the sheet: ``C7``."""
        return f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        return f"{self.sheet}!{self.a1}"


_A1 = re.compile(r"\$?([A-Za-z]{1,3})\$?([0-9]{1,7})")


def parse_a1(address: str) -> tuple[int, int]:
    """``(row, column)`` of an address such as ``$C$7``; ValueError if it is none.

    >>> parse_a1("$C$7")
    (7, 3)
    """
    match = _A1.fullmatch(address)
    if match is None:
        raise ValueError(address)
    return int(match[2]), column_number(match[1])


@dataclass(frozen=True, slots=True, order=True)
class Area:
    """A rectangle of cells on one sheet, both ends included."""

    sheet: str
    top: int
    left: int
    bottom: int
    right: int

    @property
    def a1(self) -> str:
        """``A1:C3``, or ``A1`` for a single cell; no sheet."""
        first = f"{column_letters(self.left)}{self.top}"
        if (self.top, self.left) == (self.bottom, self.right):
            return first
        return f"{first}:{column_letters(self.right)}{self.bottom}"

    @property
    def first(self) -> CellRef:
        """The top-left cell, where a merged area keeps its value."""
        return CellRef(self.sheet, self.top, self.left)

    def __contains__(self, ref: CellRef) -> bool:
        inside = self.top <= ref.row <= self.bottom and self.left <= ref.column <= self.right
        return inside and ref.sheet == self.sheet


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in a cell: its value (of a formula: the cached one), formula without ``=``, number format."""

    value: CellValue = None
    formula: str | None = None
    number_format: str = "General"
    is_error: bool = False


EMPTY = Cell()


@dataclass(frozen=True, slots=True)
class DefinedName:
    """A defined name. ``sheet`` is its scope (None: the workbook); ``area`` is None when it refers to anything else.

    ``refers_to`` is the text without ``=``, as stored: a reference, or a constant such as ``"text"``.
    """

    name: str
    sheet: str | None
    refers_to: str
    area: Area | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Look:
    """The part of a cell's format that we set; a field left None stays as it is. Colours are ``RRGGBB``, "" for none."""

    fill: str | None = None
    font_name: str | None = None
    font_size: float | None = None
    font_color: str | None = None
    bold: bool | None = None
    border: str | None = None
    """Colour of a thin border on all four sides, "" to take it away."""
    horizontal: Literal["left", "center", "right", "general"] | None = None
    vertical: Literal["top", "center", "bottom"] | None = None
    wrap: bool | None = None
    number_format: str | None = None
    locked: bool | None = None


@dataclass(frozen=True, slots=True)
class SetValue:
    """Write a constant. Text stays text whatever it begins with (``=``, ``+``, ``-``, ``@``); None empties the cell."""

    ref: CellRef
    value: CellValue


@dataclass(frozen=True, slots=True)
class SetFormula:
    """Write a formula (English, no ``=``) with the value that it has now; hosts that calculate ignore ``cached``.

    ``cached`` None means the result is the empty text ``""``.
    """

    ref: CellRef
    formula: str
    cached: CellValue


@dataclass(frozen=True, slots=True)
class SetLook:
    """Change the format of every cell of an area."""

    area: Area
    look: Look


@dataclass(frozen=True, slots=True)
class SetNote:
    """Set the note (comment) of a cell, None to remove it."""

    ref: CellRef
    text: str | None


@dataclass(frozen=True, slots=True)
class Erase:
    """Take values, formulas, formats, notes and links of an area away, as if nobody had ever touched these cells."""

    area: Area


@dataclass(frozen=True, slots=True)
class SetName:
    """Define a name: ``refers_to`` without ``=`` (None deletes it); ``sheet`` is the scope, None for the workbook."""

    name: str
    sheet: str | None
    refers_to: str | None
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class AddSheet:
    """Add an empty sheet at the end."""

    sheet: str


@dataclass(frozen=True, slots=True)
class DeleteSheet:
    """Remove a sheet, its names and its parts."""

    sheet: str


@dataclass(frozen=True, slots=True)
class InsertRows:
    """Insert ``count`` rows before ``row``; everything that refers below follows. Format and height as row ``like``."""

    sheet: str
    row: int
    count: int
    like: int


@dataclass(frozen=True, slots=True)
class DeleteRows:
    """Delete ``count`` rows from ``row`` on."""

    sheet: str
    row: int
    count: int


@dataclass(frozen=True, slots=True)
class SetMerge:
    """Merge an area, or take its merge away."""

    area: Area
    merged: bool = True


@dataclass(frozen=True, slots=True)
class SetRowHeight:
    """Height of a row in points; None: automatic."""

    sheet: str
    row: int
    height: float | None


@dataclass(frozen=True, slots=True)
class SetColumnWidth:
    """Width of a column in characters, as Excel counts them; None: the sheet's default."""

    sheet: str
    column: int
    width: float | None


@dataclass(frozen=True, slots=True)
class SetLink:
    """A hyperlink of a cell to a place in this workbook (``'表'!C7``) or a file; None removes it."""

    ref: CellRef
    target: str | None


@dataclass(frozen=True, slots=True)
class SetChoices:
    """A drop-down list for every cell of an area of a new sheet; ``choices`` without commas, none takes it away."""

    area: Area
    choices: tuple[str, ...]


Edit = (
    SetValue
    | SetFormula
    | SetLook
    | SetNote
    | Erase
    | SetName
    | AddSheet
    | DeleteSheet
    | InsertRows
    | DeleteRows
    | SetMerge
    | SetRowHeight
    | SetColumnWidth
    | SetLink
    | SetChoices
)
"""One change. A list of edits is applied in order, all or none."""


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore did: the label of the write it took back, and the cells it changed (in sheet order).

    ``kept`` are cells of that write that a person changed since: they stay as they are.
    """

    label: str
    cells: tuple[CellRef, ...] = field(default=())
    kept: tuple[CellRef, ...] = field(default=())


@runtime_checkable
class CellReader(Protocol):
    """Read access to one workbook."""

    @property
    def source(self) -> str:
        """The workbook as users know it: file name, or a title; used in messages."""

    def sheets(self) -> Sequence[str]:
        """Tab names in order, hidden ones included."""

    def is_hidden(self, sheet: str) -> bool:
        """Whether the tab is hidden."""

    def names(self) -> Sequence[DefinedName]:
        """All defined names, hidden and built-in ones included."""

    def cell(self, ref: CellRef) -> Cell:
        """One cell; :data:`EMPTY` where nothing stands."""

    def block(self, area: Area) -> list[list[Cell]]:
        """The cells of an area, row by row; one read for hosts where a call is dear."""

    def used_area(self, sheet: str) -> Area | None:
        """The smallest area that holds every non-empty cell; None for an empty sheet."""

    def merges(self, sheet: str) -> Sequence[Area]:
        """Merged areas, in order."""

    def note(self, ref: CellRef) -> str | None:
        """The text of the cell's note."""

    def look(self, ref: CellRef) -> Look:
        """The cell's present format, every field of :class:`Look` filled."""

    def is_protected(self, sheet: str) -> bool:
        """Whether the sheet is protected, with or without password."""


@runtime_checkable
class CellWriter(CellReader, Protocol):
    """Write access: edits in, all or none, and one step back."""

    def apply(self, edits: Sequence[Edit], *, label: str, unlock: bool = False) -> None:
        """Apply ``edits``. ``label`` names the write for :meth:`restore` (「计算得分」).

        A value, formula, look or note of a locked cell on a protected sheet is refused with ProtectedError, as Excel
        refuses it. ``unlock=True`` takes the protection off for the write and puts the same back afterwards; a sheet
        protected by a password is refused all the same. After an error nothing has changed.
        """

    def restore(self) -> Restored | None:
        """Take the last :meth:`apply` back: values, formulas, formats, notes, names, sheets. None: nothing to restore."""
