"""增加指标行, 删除指标行: a row of the indicator table, with the merges of its levels."""

from __future__ import annotations

from collections.abc import Iterator

from perf_xl.errors import InputError
from perf_xl.model.cells import (
    Area,
    CellReader,
    CellRef,
    CellWriter,
    DeleteRows,
    Edit,
    InsertRows,
    SetMerge,
    SetValue,
)

TABLE = "指标_"
LEVELS = ("指标_一级指标", "指标_二级指标")


def add_row(workbook: CellWriter, below: CellRef) -> CellRef:
    """Insert an indicator row below the row of ``below``; gives the new row's 三级指标 cell.

    The new row belongs to the levels of the row above it: their cells are merged on. InputError outside the table.
    """
    table = _table(workbook, below.sheet)
    if not table.top <= below.row < table.bottom:
        raise InputError(f"单元格 {below} 不在指标表里。请选中一行指标，新行加在它下面。")
    like = max(below.row, table.top + 1)
    edits: list[Edit] = [InsertRows(below.sheet, below.row + 1, 1, like)]
    edits += _merges_of_new_row(workbook, below.sheet, below.row, table)
    workbook.apply(edits, label="增加指标行", unlock=True)
    return CellRef(below.sheet, below.row + 1, table.left)


def delete_rows(workbook: CellWriter, rows: Area) -> int:
    """Delete the indicator rows that ``rows`` covers; gives how many. InputError outside the table, or for all rows.

    A level whose first row goes keeps its name: it moves to the next row of its merged cell.
    """
    table = _table(workbook, rows.sheet)
    if rows.top <= table.top or rows.bottom >= table.bottom:
        raise InputError(f"工作表“{rows.sheet}”的第 {rows.top}～{rows.bottom} 行不全是指标行。请只选要删除的指标行。")
    count = rows.bottom - rows.top + 1
    if count >= table.bottom - table.top - 1:
        raise InputError(f"工作表“{rows.sheet}”的指标表至少要留一行。不需要的内容请直接清空。")
    edits: list[Edit] = [DeleteRows(rows.sheet, rows.top, count), *_kept_names(workbook, rows)]
    workbook.apply(edits, label="删除指标行", unlock=True)
    return count


def _table(workbook: CellReader, sheet: str) -> Area:
    """The column 三级指标, header and footer included."""
    for name in workbook.names():
        if name.sheet == sheet and name.name == "指标_三级指标" and name.area is not None:
            return name.area
    raise InputError(f"工作表“{sheet}”没有指标表。请先打开绩效表格，或点“修复表格”（命令行：perf-xl adopt）。")


def _columns(workbook: CellReader, sheet: str, wanted: tuple[str, ...] = ()) -> list[int]:
    """The first column of each column of the table, of all or of those wanted."""
    return sorted(
        name.area.left
        for name in workbook.names()
        if name.sheet == sheet and name.area and name.name.startswith(TABLE) and (not wanted or name.name in wanted)
    )


def _merges_of_new_row(workbook: CellReader, sheet: str, row: int, table: Area) -> Iterator[SetMerge]:
    """Merges as they must be once a row stands below ``row``; a merge that goes on below grows by itself."""
    merges = {(area.top, area.left): area for area in workbook.merges(sheet)}
    levels = _columns(workbook, sheet, LEVELS) if row > table.top else []
    for column in _columns(workbook, sheet):
        area = next((m for m in merges.values() if _holds(m, row, column)), Area(sheet, row, column, row, column))
        if area.bottom > row:
            continue
        if column in levels:
            if area.top < area.bottom or area.left < area.right:
                yield SetMerge(area, merged=False)
            yield SetMerge(Area(sheet, area.top, area.left, row + 1, area.right))
        elif area.left < area.right:
            yield SetMerge(Area(sheet, row + 1, area.left, row + 1, area.right))


def _holds(area: Area, row: int, column: int) -> bool:
    return area.top <= row <= area.bottom and area.left <= column <= area.right


def _kept_names(workbook: CellReader, rows: Area) -> Iterator[SetValue]:
    """The values of merged cells that begin in a deleted row and go on below."""
    for area in workbook.merges(rows.sheet):
        if rows.top <= area.top <= rows.bottom < area.bottom:
            value = workbook.cell(area.first).value
            if value is not None:
                yield SetValue(CellRef(rows.sheet, rows.top, area.left), value)
