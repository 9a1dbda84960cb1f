"""A workbook of data: a sheet 表头 with one line a record, and one sheet a table, joined by 编号.

Cells are read with their formats: a number shown as ``001`` is the text 001, a percent cell the text it shows. The
whole sheet is held in memory; for more than some ten thousand records csv, parquet or jsonl are the better choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from perf_xl.bulk.join import JoinedSource, key_of
from perf_xl.bulk.source import HEADER, RawRow
from perf_xl.errors import FileProblem, InputError, os_reason
from perf_xl.forms.sheet_view import shown_value
from perf_xl.model.amounts import plain
from perf_xl.model.cells import Cell, CellValue
from perf_xl.ooxml.cells import typed_value
from perf_xl.ooxml.cellxml import parse_cell
from perf_xl.ooxml.package import Package
from perf_xl.ooxml.workbook import Workbook

_PADDED = re.compile(r"0{2,}")


class WorkbookSource(JoinedSource):
    """An ``.xlsx`` with the sheets of the data."""

    def __init__(self, path: Path) -> None:
        self.name = path.name
        try:
            self._book = Workbook(Package.parse(path.read_bytes(), str(path)))
        except OSError as error:
            raise FileProblem(str(path), f"读不出来（{os_reason(error)}）", "请检查它是否正被打开。") from error
        sheets = [tab.name for tab in self._book.worksheets() if not tab.hidden]
        self._head = HEADER if HEADER in sheets else sheets[0] if len(sheets) == 1 else ""
        if not self._head:
            raise InputError(
                f"“{path.name}”没有名为“{HEADER}”的工作表。请把每条记录一行的那张表命名为“{HEADER}”，各表格用表格名。"
            )
        super().__init__(path.name, [sheet for sheet in sheets if sheet != self._head and self._is_filled(sheet)])

    def _is_filled(self, sheet: str) -> bool:
        return self._book.sheet(sheet).used_box() is not None

    def heads(self) -> Iterator[RawRow]:
        """The lines of the sheet 表头."""
        return self._rows(self._head)

    def table_rows(self, table: str) -> Iterator[RawRow]:
        """The lines of the sheet of a table."""
        return self._rows(table)

    def _rows(self, name: str) -> Iterator[RawRow]:
        """The lines below the headings, wholly blank ones left out; a heading stands in the first row that is filled."""
        headings: dict[int, str] = {}
        for number, cells in self._lines(name):
            if not headings:
                headings = self._headings(name, cells)
                continue
            values = {heading: cells.get(column) for column, heading in headings.items()}
            extra = {f"（第 {column} 列，没有标题）": cells[column] for column in cells if column not in headings}
            if any(value is not None for value in cells.values()):
                yield RawRow(f"工作表“{name}”第 {number} 行", values | extra)

    def _headings(self, name: str, cells: dict[int, CellValue]) -> dict[int, str]:
        headings = {column: key_of(value) for column, value in cells.items() if value is not None}
        texts = list(headings.values())
        twice = next((text for text in texts if texts.count(text) > 1), None)
        if twice is not None:
            raise InputError(f"“{self.name}”的工作表“{name}”有两列都叫“{twice}”。请改名或删去一列。")
        return headings

    def _lines(self, name: str) -> Iterator[tuple[int, dict[int, CellValue]]]:
        sheet = self._book.sheet(name)
        line: dict[int, CellValue] = {}
        current = 0
        for row, column, text in sheet.cells():
            if row != current:
                if line:
                    yield current, line
                current, line = row, {}
            raw = parse_cell(text, sheet.prefix)
            value = typed_value(self._book, raw)
            if value is not None:
                shown = _shown(value, self._book.styles.number_format(raw.style))
                if shown is not None:
                    line[column] = shown
        if line:
            yield current, line


def _shown(value: CellValue, number_format: str) -> CellValue:
    """The value as ``read`` gives it; a number padded with zeros is the text that is seen."""
    if isinstance(value, Decimal) and _PADDED.fullmatch(number_format) and value == value.to_integral_value():
        return plain(value).zfill(len(number_format))
    return shown_value(Cell(value, None, number_format))
