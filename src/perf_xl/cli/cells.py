"""Cells as people type them: G15, 自评表!G15, G15:G17."""

from __future__ import annotations

from perf_xl.errors import InputError
from perf_xl.model.cells import Area, CellReader, CellRef, parse_a1


def cell_of(workbook: CellReader, typed: str, file: str) -> CellRef:
    """The cell; without a sheet on the first one. InputError for a sheet that is not there, and for no address."""
    sheet, address = _sheet_and_address(workbook, typed, file)
    return CellRef(sheet, *_place(address, typed))


def area_of(workbook: CellReader, typed: str, file: str) -> Area:
    """One cell or an area, from its upper left to its lower right cell."""
    sheet, address = _sheet_and_address(workbook, typed, file)
    first, _, last = address.partition(":")
    one, other = _place(first, typed), _place(last or first, typed)
    (top, bottom), (left, right) = (sorted(pair) for pair in zip(one, other, strict=True))
    return Area(sheet, top, left, bottom, right)


def _sheet_and_address(workbook: CellReader, typed: str, file: str) -> tuple[str, str]:
    sheet, _, address = typed.rpartition("!")
    sheets = list(workbook.sheets())
    sheet = sheet.strip("'") or sheets[0]
    if sheet not in sheets:
        raise InputError(f"“{file}”里没有工作表“{sheet}”。有：{'、'.join(sheets)}。")
    return sheet, address


def _place(address: str, typed: str) -> tuple[int, int]:
    try:
        return parse_a1(address.strip().upper().replace("$", ""))
    except ValueError:
        raise InputError(f"“{typed}”不是单元格地址。请写成 G15 或 表名!G15。") from None
