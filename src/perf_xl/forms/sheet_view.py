"""One sheet read in one go, with its merges: the value of a cell as forms mean it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from perf_xl.model.amounts import plain, round_half_up
from perf_xl.model.cells import EMPTY, Area, Cell, CellReader, CellRef, CellValue

_PERCENT = re.compile(r"[#0,?]*(?:\.([0#?]+))?\s*%")
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]')


class SheetView:
    """The cells of one sheet. Rows and columns are 1-based."""

    def __init__(self, reader: CellReader, sheet: str) -> None:
        self.sheet = sheet
        self._reader = reader
        self.used = reader.used_area(sheet) or Area(sheet, 1, 1, 1, 1)
        self._block = reader.block(self.used)
        self._heads: dict[tuple[int, int], Area] = {}
        for area in reader.merges(sheet):
            self._heads.update(dict.fromkeys(_cells_of(area), area))

    def cell(self, row: int, column: int) -> Cell:
        """The cell itself, empty inside a merge."""
        top, left = row - self.used.top, column - self.used.left
        if 0 <= top < len(self._block) and 0 <= left < len(self._block[top]):
            return self._block[top][left]
        return EMPTY

    def value(self, row: int, column: int) -> CellValue:
        """The raw value: blank text is None, a percent cell gives the text it shows."""
        return shown_value(self.cell(row, column))

    def merge(self, row: int, column: int) -> Area | None:
        """The merged area that covers the cell, if any."""
        return self._heads.get((row, column))

    def merged_value(self, row: int, column: int) -> CellValue:
        """The value that holds for the cell: of the merge that covers it, else its own."""
        area = self.merge(row, column)
        return self.value(area.top, area.left) if area else self.value(row, column)

    def is_locked_blank(self, row: int, column: int) -> bool:
        """Whether the whole row is blank and the cell is locked on a protected sheet: a footer of ours."""
        if not self._reader.is_protected(self.sheet):
            return False
        if any(self.value(row, each) is not None for each in range(self.used.left, self.used.right + 1)):
            return False
        return bool(self._reader.look(CellRef(self.sheet, row, column)).locked)

    def filled(self) -> Iterator[tuple[int, int, CellValue]]:
        """Row, column and value of every cell that is not blank."""
        for row in range(self.used.top, self.used.bottom + 1):
            for column in range(self.used.left, self.used.right + 1):
                value = self.value(row, column)
                if value is not None:
                    yield row, column, value


def _cells_of(area: Area) -> Iterator[tuple[int, int]]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield row, column


def shown_value(cell: Cell) -> CellValue:
    """The value of a cell as ``read`` gives it: text without surrounding blanks, ``95%`` for a percent cell."""
    if isinstance(cell.value, str):
        return cell.value.strip() or None
    if isinstance(cell.value, Decimal) and "%" in cell.number_format:
        return percent_text(cell.value, cell.number_format)
    return cell.value


def exact_value(cell: Cell) -> CellValue:
    """The value of a cell for computing: a percent cell gives all its decimals (87.49 % shown as 87%), as text."""
    if isinstance(cell.value, Decimal) and "%" in cell.number_format:
        return f"{plain(cell.value * 100)}%"
    return shown_value(cell)


def percent_text(value: Decimal, number_format: str) -> CellValue:
    """``value`` as a percent format shows it; the value itself when ``%`` is not the format's sign.

    >>> percent_text(Decimal("0.998"), "0.0%")
    '99.8%'
    """
    section = _QUOTED.sub("", number_format.split(";", maxsplit=1)[0])
    match = _PERCENT.search(section)
    if match is None:
        return value
    decimals = match[1] or ""
    text = format(round_half_up(value * 100, len(decimals)), "f")
    optional = len(decimals) - len(decimals.rstrip("#?"))
    while optional and text.endswith("0"):
        text, optional = text[:-1], optional - 1
    return f"{text.rstrip('.')}%"
