"""Whole rows of a sheet that come and go, and everything that moves with them: merged cells, names, formulas, heights."""

import copy

from openpyxl.worksheet.cell_range import CellRange
from openpyxl.worksheet.merge import MergedCellRange

from perf_xl.model.references import area_of, shift_formula, shifted_rows


def insert(worksheet, row, count):
    """Rows before ``row``, formatted as the row above."""
    _move(worksheet, row, count)
    for sheet in (worksheet.sheet, worksheet.values):
        for column in range(1, sheet.max_column + 1):
            for new in range(row, row + count):
                sheet.cell(new, column)._style = copy.copy(sheet.cell(row - 1, column)._style)


def delete(worksheet, row, count):
    """Rows from ``row`` on."""
    _move(worksheet, row, -count)


def _move(worksheet, row, count):
    book, name = worksheet.Parent.book, worksheet.Name
    for sheet in (worksheet.sheet, worksheet.values):
        if count > 0:
            sheet.insert_rows(row, count)
        else:
            sheet.delete_rows(row, -count)
        _move_merges(sheet, row, count)
        _move_heights(sheet, row, count)
    for own in book.worksheets:
        for cell in (cell for line in own.iter_rows() for cell in line if cell.data_type == "f"):
            cell.value = "=" + shift_formula(str(cell.value)[1:], own.title, name, row, count)
    for names in (book.defined_names, *(own.defined_names for own in book.worksheets)):
        for defined in names.values():
            area = area_of(defined.attr_text)
            if area is not None and area.sheet == name:
                defined.attr_text = "$".join(_shifted(defined.attr_text.split("$"), area, row, count))


def _shifted(parts, area, row, count):
    """``'表'!$A$3:$B$9`` cut at its dollar signs, with the rows where they are now."""
    top, bottom = shifted_rows(area.top, area.bottom, row, count) or (1, 1)
    yield from parts[:2]
    yield f"{top}:" if parts[2].endswith(":") else str(top)
    yield from (parts[3], str(bottom)) if len(parts) > 3 else ()


def _move_merges(sheet, row, count):
    moved = set()
    for area in sheet.merged_cells.ranges:
        rows = shifted_rows(area.min_row, area.max_row, row, count)
        if rows is not None and (rows[0], area.min_col) != (rows[1], area.max_col):
            moved.add(MergedCellRange(sheet, CellRange(None, area.min_col, rows[0], area.max_col, rows[1]).coord))
    sheet.merged_cells.ranges = moved


def _move_heights(sheet, row, count):
    heights = {number: line.height for number, line in sheet.row_dimensions.items() if line.height is not None}
    for number in heights:
        sheet.row_dimensions[number].height = None
    for number, height in heights.items():
        rows = shifted_rows(number, number, row, count)
        if rows is not None:
            sheet.row_dimensions[rows[0]].height = height
