"""A workbook of data, whatever its format: a sheet 表头 with one line a record, and one sheet a table, joined by 编号."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Collection, Iterator

from perf_xl.bulk.join import JoinedSource, key_of
from perf_xl.bulk.source import HEADER, RawRow
from perf_xl.commands.generate import Unread
from perf_xl.errors import InputError
from perf_xl.model.cells import CellValue

Cells = dict[int, CellValue | Unread]
"""A line of a sheet: the cells that are not blank, by column."""


class SheetSource(JoinedSource):
    """A workbook with the sheets of the data; a kind of workbook says how the lines of a sheet are read.

    ``sheets`` are the visible ones, ``filled`` those of them that hold anything.
    """

    def __init__(self, name: str, sheets: Collection[str], filled: Collection[str]) -> None:
        self.name = name
        self._head = HEADER if HEADER in sheets else next(iter(sheets)) if len(sheets) == 1 else ""
        if not self._head:
            raise InputError(
                f"“{name}”没有名为“{HEADER}”的工作表。请把每条记录一行的那张表命名为“{HEADER}”，各表格用表格名。"
            )
        super().__init__(name, [sheet for sheet in sheets if sheet != self._head and sheet in filled])

    @abstractmethod
    def lines(self, sheet: str) -> Iterator[tuple[int, Cells]]:
        """The lines of a sheet that hold anything, with their numbers."""

    def heads(self) -> Iterator[RawRow]:
        """The lines of the sheet 表头."""
        return self._rows(self._head)

    def table_rows(self, table: str) -> Iterator[RawRow]:
        """The lines of the sheet of a table."""
        return self._rows(table)

    def _rows(self, name: str) -> Iterator[RawRow]:
        """The lines below the headings, wholly blank ones left out; a heading stands in the first row that is filled."""
        headings: dict[int, str] = {}
        for number, cells in self.lines(name):
            if not headings:
                headings = self._headings(name, cells)
                continue
            values = {heading: cells.get(column) for column, heading in headings.items()}
            extra = {f"（第 {column} 列，没有标题）": cells[column] for column in cells if column not in headings}
            if any(value is not None for value in cells.values()):
                yield RawRow(f"工作表“{name}”第 {number} 行", values | extra)

    def _headings(self, name: str, cells: Cells) -> dict[int, str]:
        headings = {column: key_of(value) for column, value in cells.items() if value is not None}
        texts = list(headings.values())
        twice = next((text for text in texts if texts.count(text) > 1), None)
        if twice is not None:
            raise InputError(f"“{self.name}”的工作表“{name}”有两列都叫“{twice}”。请改名或删去一列。")
        return headings
