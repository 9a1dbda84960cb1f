"""XlsxWriter, which starts from nothing: the form is rebuilt in code."""

from __future__ import annotations

import io
from pathlib import Path

from benchmarks.peers.base import Cells, Contestant, Fill, Formula, Work, number


def xlsxwriter_in_memory(work: Work) -> Fill:
    """XlsxWriter: the layout rebuilt in code (values, formats' count alike, merges, widths, heights)."""
    import openpyxl
    import xlsxwriter

    sheet = openpyxl.load_workbook(io.BytesIO(work.template)).active
    constants = {(cell.row, cell.column): cell.value for row in sheet.iter_rows() for cell in row}
    merges = [(area.min_row - 1, area.min_col - 1, area.max_row - 1, area.max_col - 1) for area in sheet.merged_cells]
    heights = {row: dimension.height for row, dimension in sheet.row_dimensions.items() if dimension.height}

    def fill(cells: Cells, path: Path) -> None:
        book = xlsxwriter.Workbook(str(path), {"in_memory": True})
        page = book.add_worksheet(sheet.title)
        bordered = book.add_format({"border": 1, "text_wrap": True, "align": "center", "valign": "vcenter"})
        for area in merges:
            page.merge_range(*area, "", bordered)
        for row, height in heights.items():
            page.set_row(row - 1, height)
        for (row, column), value in (constants | cells).items():
            if isinstance(value, Formula):
                page.write_formula(row - 1, column - 1, value.formula, bordered, number(value.cached))
            elif isinstance(value, str):
                page.write_string(row - 1, column - 1, value, bordered)
            elif value is None:
                page.write_blank(row - 1, column - 1, None, bordered)
            else:
                page.write_number(row - 1, column - 1, float(value), bordered)
        book.close()

    return fill


CONTESTANTS = [Contestant("xlsxwriter_in_memory", xlsxwriter_in_memory, loses="主题，模板的样式靠代码重建")]
