"""The rows of a table, from the names of its columns: header and footer stripped, levels filled down by the merge."""

from __future__ import annotations

import re
from collections import Counter

from perf_xl.forms.detect import FormSheet
from perf_xl.forms.records import Row
from perf_xl.forms.sheet_view import SheetView
from perf_xl.forms.spec import Column, Table
from perf_xl.model.cells import Area, CellRef, CellValue


def table_areas(sheet: FormSheet, table: Table) -> dict[str, Area]:
    """Column name to the area its defined name refers to; columns whose name is lost are absent."""
    areas: dict[str, Area] = {}
    for column in table.columns:
        name = sheet.names.get(table.name_of(column))
        if name is not None and name.area is not None and name.area.sheet == sheet.sheet:
            areas[column.name] = name.area
    return areas


def body_rows(areas: dict[str, Area]) -> range:
    """The sheet rows between header and footer, by what most columns say."""
    if not areas:
        return range(0)
    spans = Counter((area.top, area.bottom) for area in areas.values())
    top, bottom = spans.most_common(1)[0][0]
    return range(top + 1, bottom)


def read_table(view: SheetView, sheet: FormSheet, table: Table) -> tuple[list[Row], list[str]]:
    """The rows that are not blank, and the names of the columns that the sheet lost."""
    areas = table_areas(sheet, table)
    missing = [table.name_of(column) for column in table.columns if column.name not in areas]
    rows: list[Row] = []
    for row in body_rows(areas):
        own = {name: view.value(row, area.left) for name, area in areas.items()}
        if any(_says_something(table.column(name), value) for name, value in own.items()):
            rows.append(_row(view, sheet.sheet, table, areas, row))
    return rows, missing


def _row(view: SheetView, sheet: str, table: Table, areas: dict[str, Area], row: int) -> Row:
    values: dict[str, CellValue] = {}
    cells: dict[str, CellRef] = {}
    for column in table.columns:
        area = areas.get(column.name)
        if area is None:
            values[column.name] = None
            continue
        cells[column.name] = CellRef(sheet, row, area.left)
        value = view.merged_value(row, area.left) if column.merges else view.value(row, area.left)
        values[column.name] = column_value(column, value)
    return Row(values, cells)


def column_value(column: Column, value: CellValue) -> CellValue:
    """A cell's value as a row has it: without its printed prefix, and a level's name without line breaks.

    Line breaks in the name of a level are there for the narrow column; they are no part of the name.
    """
    value = without_number(column, value)
    if column.kind in ("level1", "level2") and isinstance(value, str) and "\n" in value:
        return re.sub(r"\s*\n\s*", "", value)
    return value


def _says_something(column: Column, value: CellValue) -> bool:
    return without_number(column, value) is not None


def without_number(column: Column, value: CellValue) -> CellValue:
    """``value`` without the printed prefix of its column (「指标1：」); None when nothing else is there."""
    if column.numbered is None or not isinstance(value, str):
        return value
    before, after = (re.escape(part) for part in column.numbered.split("{n}"))
    prefix = f"{before}\\s*[0-9]*\\s*{after}".replace("：", "[:：]")
    return re.sub(f"^\\s*{prefix}\\s*", "", value) or None
