"""Workbooks of older and other formats, read into memory: .xls and .et (WPS writes the same records) through calamine, .ods.

Of .xls and .et values and merges only: calamine gives no number formats, so 0.95 may have been shown as 95%. Whoever uses
such a reading must say so (:func:`maybe_percents`). Formats whose merges nobody gives (.xlsb) are refused: without them
the levels of the indicators would be lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from perf_xl.bulk.panics import no_panic
from perf_xl.errors import FileProblem
from perf_xl.forms.records import FormRecord
from perf_xl.forms.spec import FormSpec
from perf_xl.hosts import ods
from perf_xl.hosts.memory import MemoryWorkbook
from perf_xl.model.cells import Area, CellRef, CellValue, Edit, SetMerge, SetValue

SUFFIXES = (".xls", ".et", ods.SUFFIX)


def open_old_format(path: Path) -> MemoryWorkbook:
    """The cells of all sheets, hidden ones marked; FileProblem in words for a file that cannot be read."""
    if path.suffix.lower() == ods.SUFFIX:
        return ods.open_ods(path)
    import python_calamine as calamine  # noqa: PLC0415 - only these formats need it

    try:
        with no_panic(), calamine.CalamineWorkbook.from_path(str(path)) as book:
            kinds = {item.name: item for item in book.sheets_metadata if item.typ == calamine.SheetTypeEnum.WorkSheet}
            sheets = {name: book.get_sheet_by_name(name) for name in kinds}
            memory = MemoryWorkbook(sheets, source=path.name)
            memory.apply([edit for name, sheet in sheets.items() for edit in _edits(name, sheet)], label="读取")
            for name, item in kinds.items():
                if item.visible != calamine.SheetVisibleEnum.Visible:
                    memory.hide(name)
    except calamine.PasswordError as error:
        raise FileProblem(str(path), "有密码", "请去掉密码后再试。") from error
    except FileNotFoundError as error:
        raise FileProblem(str(path), "不存在", "请检查路径和文件名。") from error
    except (calamine.CalamineError, OSError, ValueError) as error:
        raise FileProblem(
            str(path), "读不懂（不是这种格式，或已损坏）", "请在 Excel 或 WPS 中另存为 .xlsx 后再试。"
        ) from error
    return memory


def _edits(name: str, sheet: Any) -> Iterator[Edit]:
    from perf_xl.bulk.source_calamine import cell_value  # noqa: PLC0415 - loads calamine

    for row, values in enumerate(sheet.to_python(skip_empty_area=False), start=1):
        for column, value in enumerate(values, start=1):
            plain = cell_value(value)
            if plain is not None:
                yield SetValue(CellRef(name, row, column), plain)
    if sheet.merged_cell_ranges is None:
        raise ValueError(name)
    for (top, left), (bottom, right) in sheet.merged_cell_ranges:
        yield SetMerge(Area(name, top + 1, left + 1, bottom + 1, right + 1))


def maybe_percents(record: FormRecord, spec: FormSpec) -> Iterator[tuple[CellRef, str, Decimal]]:
    """Cells of ``record`` whose fraction may have been shown as a percentage: cell, name, value."""
    for table in spec.tables():
        for row in record.rows(table.name):
            for name, value in _fractions(row.values):
                if table.column(name).kind in ("value", "rate") and name in row.cells:
                    yield row.cells[name], table.name_of(table.column(name)), value
    for name, value in _fractions(record.fields):
        item = spec.field(name)
        if item is not None and item.kind == "rate" and name in record.cells:
            yield record.cells[name], name, value


def _fractions(values: Mapping[str, CellValue]) -> Iterator[tuple[str, Decimal]]:
    for name, value in values.items():
        if isinstance(value, Decimal) and 0 < value <= 1 and (value == 1 or value != value.to_integral_value()):
            yield name, value
