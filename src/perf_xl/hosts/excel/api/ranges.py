"""A range as the functions of the shim send it."""

from __future__ import annotations

from typing import Any

from perf_xl.hosts.excel.variants import RANGE


def range_variant(cells: Any) -> tuple[Any, ...]:
    """A range of xlwings as the shim sends it: exact values, number format or formats, date system, areas."""
    excel = cells.api
    formats = excel.NumberFormat
    if formats is None:
        rows, columns = cells.shape
        formats = [[str(cells[r, c].api.NumberFormat) for c in range(columns)] for r in range(rows)]
    return (RANGE, excel.Value2, formats, excel.Worksheet.Parent.Date1904, excel.Areas.Count)
