"""Workbooks of data in the formats that are not .xlsx, read through calamine: values without their number formats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import python_calamine as calamine

from perf_xl.bulk.panics import no_panic
from perf_xl.bulk.source_sheets import Cells, SheetSource
from perf_xl.bulk.xlsb_cells import has_unread_cells
from perf_xl.errors import FileProblem
from perf_xl.model.amounts import exact
from perf_xl.model.cells import CellValue

_REMEDY = "请在 Excel 或 WPS 中另存为 .xlsx 后再试。"


class CalamineSource(SheetSource):
    """An .xls, .xlsb, .ods or .et with the sheets of the data."""

    def __init__(self, path: Path) -> None:
        try:
            with no_panic():
                sheets = self._opened(path)
            unread = path.suffix.lower() == ".xlsb" and has_unread_cells(path)
        except calamine.PasswordError as error:
            raise FileProblem(str(path), "有密码", "请去掉密码后再试。") from error
        except (calamine.CalamineError, OSError, ValueError) as error:
            reason = "读不懂（不是这种格式，或已损坏）"
            raise FileProblem(str(path), reason, _REMEDY) from error
        if unread:
            raise FileProblem(str(path), "里有读不出的单元格（不是 Excel 保存的 .xlsb）", _REMEDY)
        filled = [name for name, sheet in self._sheets.items() if sheet.end is not None]
        super().__init__(path.name, sheets, filled)

    def _opened(self, path: Path) -> list[str]:
        """Open the file; gives the names of its visible sheets."""
        self._book = calamine.CalamineWorkbook.from_path(str(path))
        sheets = [
            item.name
            for item in self._book.sheets_metadata
            if item.typ == calamine.SheetTypeEnum.WorkSheet and item.visible == calamine.SheetVisibleEnum.Visible
        ]
        self._sheets = {name: self._book.get_sheet_by_name(name) for name in sheets}
        return sheets

    @property
    def caveat(self) -> str:
        """What a reader of these formats cannot see."""
        return (
            f"“{self.name}”不是 .xlsx，读不出单元格的数字格式：显示为 95% 的读成 0.95，显示为 001 的数读成 1。"
            "请核对编号和比率，或另存为 .xlsx 再试。"
        )

    def lines(self, sheet: str) -> Iterator[tuple[int, Cells]]:
        """The lines of a sheet that hold anything."""
        for number, line in enumerate(self._sheets[sheet].to_python(skip_empty_area=False), start=1):
            said = enumerate(map(cell_value, line), start=1)
            cells: Cells = {column: value for column, value in said if value is not None}
            if cells:
                yield number, cells


def cell_value(value: object) -> CellValue:
    """A value of calamine's as that of a cell: numbers exact, blank texts nothing."""
    match value:
        case bool() | dt.datetime() | dt.time():
            return value
        case int() | float():
            return exact(value)
        case dt.date():
            return dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001 - worksheets have no time zones
        case str():
            return value.strip() or None
        case _:
            return None
