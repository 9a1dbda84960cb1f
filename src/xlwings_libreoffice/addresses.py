"""Rectangles of cells and their A1 texts; 1-based, both ends included."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from xlwings_libreoffice.bridge import struct

MAX_ROW = 1_048_576
MAX_COLUMN = 16_384

_CELLS = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)(?::\$?([A-Za-z]{1,3})\$?(\d+))?")
_COLUMNS = re.compile(r"\$?([A-Za-z]{1,3}):\$?([A-Za-z]{1,3})")
_ROWS = re.compile(r"\$?(\d+):\$?(\d+)")


def column_letters(column: int) -> str:
    """The letters of a column number."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """The number of a column."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle of cells on some sheet."""

    top: int
    left: int
    bottom: int
    right: int

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.bottom - self.top + 1, self.right - self.left + 1

    @property
    def size(self) -> int:
        """The number of cells."""
        rows, columns = self.shape
        return rows * columns

    @property
    def is_cell(self) -> bool:
        """Whether it is one cell."""
        return self.shape == (1, 1)

    @property
    def whole_rows(self) -> bool:
        """Whether it covers its rows entirely."""
        return self.left == 1 and self.right == MAX_COLUMN

    @property
    def whole_columns(self) -> bool:
        """Whether it covers its columns entirely."""
        return self.top == 1 and self.bottom == MAX_ROW

    @property
    def corner(self) -> Box:
        """Its top-left cell."""
        return Box(self.top, self.left, self.top, self.left)

    def meet(self, other: Box) -> Box | None:
        """The common part, None if there is none."""
        box = Box(
            max(self.top, other.top),
            max(self.left, other.left),
            min(self.bottom, other.bottom),
            min(self.right, other.right),
        )
        return box if box.top <= box.bottom and box.left <= box.right else None

    def without(self, other: Box) -> list[Box]:
        """What is left of it outside another rectangle, in up to four pieces."""
        common = self.meet(other)
        if common is None:
            return [self]
        pieces = [
            Box(self.top, self.left, common.top - 1, self.right),
            Box(common.bottom + 1, self.left, self.bottom, self.right),
            Box(common.top, self.left, common.bottom, common.left - 1),
            Box(common.top, common.right + 1, common.bottom, self.right),
        ]
        return [piece for piece in pieces if piece.top <= piece.bottom and piece.left <= piece.right]

    def holds(self, row: int, column: int) -> bool:
        """Whether a cell lies inside."""
        return self.top <= row <= self.bottom and self.left <= column <= self.right

    def a1(self, *, row_absolute: bool = True, column_absolute: bool = True) -> str:
        """``$A$1:$C$3``; whole rows and columns as ``$1:$3`` and ``$A:$C``."""
        row, column = "$" * row_absolute, "$" * column_absolute
        if self.whole_columns and not self.whole_rows:
            return f"{column}{column_letters(self.left)}:{column}{column_letters(self.right)}"
        if self.whole_rows:
            return f"{row}{self.top}:{row}{self.bottom}"
        first = f"{column}{column_letters(self.left)}{row}{self.top}"
        last = f"{column}{column_letters(self.right)}{row}{self.bottom}"
        return first if self.is_cell else f"{first}:{last}"


def parse(text: str) -> Box | None:
    """The rectangle of an A1 text, ``A:C`` or ``1:3``; None if it is none of these (it may be a name)."""
    if match := _CELLS.fullmatch(text):
        left, top, right, bottom = match.groups()
        return _ordered(int(top), column_number(left), int(bottom or top), column_number(right or left))
    if match := _COLUMNS.fullmatch(text):
        return _ordered(1, column_number(match[1]), MAX_ROW, column_number(match[2]))
    if match := _ROWS.fullmatch(text):
        return _ordered(int(match[1]), 1, int(match[2]), MAX_COLUMN)
    return None


def _ordered(row1: int, column1: int, row2: int, column2: int) -> Box | None:
    box = Box(min(row1, row2), min(column1, column2), max(row1, row2), max(column1, column2))
    return box if box.top >= 1 and box.bottom <= MAX_ROW and box.right <= MAX_COLUMN else None


def of_uno(address: Any) -> Box:
    """The rectangle of a ``CellRangeAddress``."""
    return Box(address.StartRow + 1, address.StartColumn + 1, address.EndRow + 1, address.EndColumn + 1)


def to_uno(box: Box, sheet_index: int) -> Any:
    """The ``CellRangeAddress`` of a rectangle; ``sheet_index`` from 0."""
    return struct(
        "table.CellRangeAddress",
        Sheet=sheet_index,
        StartRow=box.top - 1,
        StartColumn=box.left - 1,
        EndRow=box.bottom - 1,
        EndColumn=box.right - 1,
    )


def quoted(sheet: str) -> str:
    """A sheet name as Excel writes it before ``!``: quoted where it must be."""
    plain = re.fullmatch(r"[^\W\d][\w.]*", sheet) and parse(sheet) is None and not re.fullmatch(r"(?i)[rc]\d*", sheet)
    return sheet if plain else "'" + sheet.replace("'", "''") + "'"
