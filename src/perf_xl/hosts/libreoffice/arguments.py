"""What a worksheet function gets from Calc, as the shape that the function host takes: values with their formats.

A range comes as a UNO object (from the Basic wrapper) or as bare numbers (from the add-in interface). Only the object
tells 95% from 0.95; so does :mod:`perf_xl.hosts.excel.variants`, whose shape is used for both hosts.
"""

from __future__ import annotations

from typing import Any

from perf_xl.forms.naming import constant_text
from perf_xl.hosts.excel.variants import ERRORS, RANGE

_CODES = {text: code for code, text in ERRORS.items()}
_BY_OFFICE = {521: "#NULL!", 532: "#DIV/0!", 524: "#REF!", 525: "#NAME?", 503: "#NUM!", 523: "#NUM!", 32767: "#N/A"}
_PERCENT, _DATE, _TIME = 128, 2, 4  # com.sun.star.util.NumberFormat


def from_uno(value: Any) -> Any:
    """One argument; blanks are None."""
    cells = cells_of(value)
    if cells is not None:
        return _range(cells)
    if isinstance(value, (tuple, list)):
        return tuple(tuple(map(_bare, row)) if isinstance(row, (tuple, list)) else _bare(row) for row in value)
    return value


def cells_of(value: Any) -> Any:
    """The UNO range of an argument: itself, or inside the VBA range that a Basic wrapper hands over; else None."""
    if hasattr(value, "getCellByPosition"):
        return value
    return getattr(value, "CellRange", None)


def _bare(value: Any) -> Any:
    return None if value == "" else value


def _range(cells: Any) -> tuple[Any, ...]:
    address = cells.RangeAddress
    document = document_of(cells)
    rows, columns = address.EndRow - address.StartRow + 1, address.EndColumn - address.StartColumn + 1
    kinds: dict[int, str] = {}
    values, formats = [], []
    for row in range(rows):
        line = [cells.getCellByPosition(column, row) for column in range(columns)]
        values.append(tuple(_cell(cell) for cell in line))
        formats.append(tuple(_format(cell.NumberFormat, document.NumberFormats, kinds) for cell in line))
    if (rows, columns) == (1, 1):
        return RANGE, values[0][0], formats[0][0], is_1904(document), 1
    return RANGE, tuple(values), tuple(formats), is_1904(document), 1


def _cell(cell: Any) -> Any:
    kind = cell.Type.value
    if kind == "EMPTY":
        return None
    if kind == "TEXT":
        return str(cell.String)
    if kind == "FORMULA":
        code = cell.getError()
        if code:
            return _CODES[_BY_OFFICE.get(code, "#VALUE!")]
        if cell.FormulaResultType2 == 2:
            return str(cell.String)
    return float(cell.Value)


def _format(key: int, known: Any, kinds: dict[int, str]) -> str:
    """A format code that tells what :func:`format_kind` asks for."""
    if key not in kinds:
        kind = known.getByKey(key).Type
        kinds[key] = "0%" if kind & _PERCENT else "yyyy-mm-dd" if kind & (_DATE | _TIME) else "General"
    return kinds[key]


def document_of(cells: Any) -> Any:
    """The document a range belongs to; the way leads over its draw page."""
    return cells.getSpreadsheet().DrawPage.Forms.Parent


def is_1904(document: Any) -> bool:
    """Whether days are counted from 1904."""
    return int(document.NullDate.Year) == 1904


def policy_text(arguments: Any) -> str:
    """The 口径 of the sheet that the first range among the arguments stands on; empty for the default."""
    for value in arguments:
        cells = cells_of(value)
        if cells is not None:
            sheet = cells.getSpreadsheet()
            for names in (sheet.NamedRanges, document_of(cells).NamedRanges):
                if names.hasByName("_px_policy"):
                    content = str(names.getByName("_px_policy").Content)
                    return constant_text(content) or content
            return ""
    return ""
