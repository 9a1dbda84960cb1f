"""An .xlsx of data.

Cells are read with their formats: a number shown as ``001`` is the text 001, a percent cell the text it shows. The
whole sheet is held in memory; for more than some ten thousand records csv, parquet or jsonl are the better choice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

from perf_xl.bulk.source_sheets import Cells, SheetSource
from perf_xl.commands.generate import Unread
from perf_xl.errors import FileProblem, os_reason
from perf_xl.forms.sheet_view import shown_value
from perf_xl.model.amounts import plain
from perf_xl.model.cells import Cell, CellValue
from perf_xl.ooxml.cells import typed_value
from perf_xl.ooxml.cellxml import parse_cell
from perf_xl.ooxml.package import Package
from perf_xl.ooxml.workbook import Workbook

_UNCOMPUTED = "是公式，文件里没有算好的值。请在 Excel 或 WPS 中打开并保存一次再试"
_PADDED = re.compile(r"0{2,}")


class WorkbookSource(SheetSource):
    """An ``.xlsx`` with the sheets of the data."""

    caveat = ""

    def __init__(self, path: Path) -> None:
        try:
            self._book = Workbook(Package.parse(path.read_bytes(), str(path)))
        except OSError as error:
            raise FileProblem(str(path), f"读不出来（{os_reason(error)}）", "请检查它是否正被打开。") from error
        sheets = [tab.name for tab in self._book.worksheets() if not tab.hidden]
        super().__init__(path.name, sheets, [name for name in sheets if self._book.sheet(name).used_box() is not None])

    def lines(self, sheet: str) -> Iterator[tuple[int, Cells]]:
        """The lines of a sheet that hold anything, each cell as it is shown."""
        part = self._book.sheet(sheet)
        line: Cells = {}
        current = 0
        for row, column, text in part.cells():
            if row != current:
                if line:
                    yield current, line
                current, line = row, {}
            raw = parse_cell(text, part.prefix)
            value = typed_value(self._book, raw)
            if value is not None:
                shown = _shown(value, self._book.styles.number_format(raw.style))
                if shown is not None:
                    line[column] = shown
            elif raw.formula is not None:
                line[column] = Unread(f"={raw.formula.text}", _UNCOMPUTED)
        if line:
            yield current, line


def _shown(value: CellValue, number_format: str) -> CellValue:
    """The value as ``read`` gives it; a number padded with zeros is the text that is seen."""
    if isinstance(value, Decimal) and _PADDED.fullmatch(number_format) and value == value.to_integral_value():
        return plain(value).zfill(len(number_format))
    return shown_value(Cell(value, None, number_format))
