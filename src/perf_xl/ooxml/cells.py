"""Typed cells of a workbook: read with formats, shared texts and dates resolved; written with their limits kept."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal, InvalidOperation

from perf_xl.errors import InputError
from perf_xl.model.amounts import exact
from perf_xl.model.cells import EMPTY, Area, Cell, CellRef, CellValue, Look, column_letters
from perf_xl.ooxml import cellxml
from perf_xl.ooxml.cellxml import RawCell
from perf_xl.ooxml.dates import DATE_FORMAT, DATETIME_FORMAT, TIME_FORMAT, from_serial, to_serial
from perf_xl.ooxml.formulas import MAX_COLUMN, MAX_ROW
from perf_xl.ooxml.sharedformulas import arrays, shared_text, write_out
from perf_xl.ooxml.workbook import Workbook

Plain = str | Decimal | bool | None
_LARGEST = Decimal("9.99999999999999E307")


def read_cell(book: Workbook, ref: CellRef) -> Cell:
    """The cell at ``ref``; of a formula, the cached value and the formula's own text."""
    sheet = book.sheet(ref.sheet)
    text = sheet.element(ref.row, ref.column)
    if text is None:
        return EMPTY
    raw = cellxml.parse_cell(text, sheet.prefix)
    code = book.styles.number_format(raw.style)
    formula = None
    if raw.formula is not None:
        formula = formula_text(book, ref, raw)
    value = typed_value(book, raw)
    return Cell(value, formula, code, raw.type == "e" and value is not None)


def formula_text(book: Workbook, ref: CellRef, raw: RawCell) -> str | None:
    """The formula of a cell, written out for members of a shared group; None for a data table's cell."""
    if raw.formula is None or raw.formula.kind == "dataTable":
        return None
    if raw.formula.kind == "shared" and not raw.formula.text:
        return shared_text(book.sheet(ref.sheet), ref.row, ref.column, raw.formula.group or "")
    return raw.formula.text


def typed_value(book: Workbook, raw: RawCell) -> CellValue:
    """What a cell's value means: text, exact number, truth value, or a date by the cell's number format."""
    if raw.value is None:
        return None
    if raw.type in ("inlineStr", "str", "e"):
        return raw.value
    if raw.type == "s":
        try:
            return book.strings.text(int(raw.value))
        except (ValueError, IndexError):
            return None
    if raw.value == "":
        return None
    if raw.type == "b":
        return raw.value.strip() in ("1", "true")
    if raw.type == "d":
        return _iso_date(raw.value)
    return _number(book, raw)


def _number(book: Workbook, raw: RawCell) -> CellValue:
    text = (raw.value or "").strip()
    try:
        number = Decimal(text)
        if not number.is_finite():
            return text
        number = number if len(number.as_tuple().digits) <= 15 else exact(float(number))
    except (InvalidOperation, OverflowError):
        return text
    has_date, has_time = book.styles.is_date(raw.style)
    if has_date or has_time:
        moment = from_serial(number, date1904=book.date1904, has_date=has_date)
        if moment is not None:
            return moment
    return number


def _iso_date(text: str) -> CellValue:
    try:
        return dt.datetime.fromisoformat(text)
    except ValueError:
        return text


# writing


def write_value(book: Workbook, ref: CellRef, value: CellValue) -> None:
    """Put a constant into a cell; its format stays (a date in a cell without a date format gets one). None empties."""
    sheet = book.sheet(ref.sheet)
    _make_free(book, ref)
    address = f"{column_letters(ref.column)}{ref.row}"
    style = sheet.style(ref.row, ref.column)
    if value is None or value == "":
        if sheet.element(ref.row, ref.column) is not None or style:
            sheet.put(ref.row, ref.column, cellxml.empty_cell(address, style, sheet.prefix))
        return
    if isinstance(value, (dt.date, dt.time)):
        style = _date_style(book, style, value)
    plain = plain_value(book, ref, value)
    assert plain is not None
    sheet.put(ref.row, ref.column, cellxml.value_cell(address, style, plain, sheet.prefix))


def write_formula(book: Workbook, ref: CellRef, formula: str, cached: CellValue) -> None:
    """Put a formula and the value it has now into a cell; a cached None is the empty text."""
    sheet = book.sheet(ref.sheet)
    _make_free(book, ref)
    formula = formula.removeprefix("=")
    if len(formula) > cellxml.MAX_FORMULA:
        raise InputError(
            f"{_where(ref)}的公式有 {len(formula)} 个字符，超过 Excel 的上限 {cellxml.MAX_FORMULA}，不能写入。"
        )
    plain = plain_value(book, ref, cached)
    text = cellxml.formula_cell(ref.a1, sheet.style(ref.row, ref.column), formula, "" if plain is None else plain,
                                sheet.prefix)  # fmt: skip
    sheet.put(ref.row, ref.column, text)


def erase(book: Workbook, area: Area) -> set[CellRef]:
    """Take cells away, contents and format; gives those that held something."""
    sheet = book.sheet(area.sheet)
    places = [(row, column) for row, column, _ in sheet.cells()]
    inside = [CellRef(area.sheet, *place) for place in places if CellRef(area.sheet, *place) in area]
    for ref in inside:
        _make_free(book, ref)
    held = {
        ref for ref in inside if (raw := sheet.raw(ref.row, ref.column)).value is not None or raw.formula is not None
    }
    sheet.erase((area.top, area.left, area.bottom, area.right))
    return held


def plain_value(book: Workbook, ref: CellRef, value: CellValue) -> Plain:
    """A value as a cell stores it: dates as serial numbers; InputError over Excel's limits."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, str):
        text = cellxml.normal_text(value)
        if len(text) * 2 > cellxml.MAX_TEXT and cellxml.text_units(text) > cellxml.MAX_TEXT:
            length = cellxml.text_units(text)
            message = (
                f"{_where(ref)}的文字有 {length} 个字符，超过 Excel 单元格的上限 {cellxml.MAX_TEXT}。请缩短后再写入。"
            )
            raise InputError(message)
        return text
    if isinstance(value, (dt.date, dt.time)):
        try:
            return to_serial(value, date1904=book.date1904)
        except ValueError as error:
            message = f"{_where(ref)}的日期 {value} 早于 Excel 能表示的第一天。请改为文字或改正日期。"
            raise InputError(message) from error
    number = exact(value)
    if not number.is_finite() or abs(number) > _LARGEST:
        raise InputError(f"{_where(ref)}的数值 {value} 超出 Excel 能表示的范围，不能写入。")
    return number


def _date_style(book: Workbook, style: int, value: dt.date | dt.time) -> int:
    if any(book.styles.is_date(style)):
        return style
    code = DATE_FORMAT
    if isinstance(value, dt.time):
        code = TIME_FORMAT
    elif isinstance(value, dt.datetime) and value.time() != dt.time():
        code = DATETIME_FORMAT
    return book.styles.changed(style, Look(number_format=code))


def _make_free(book: Workbook, ref: CellRef) -> None:
    """Refuse a cell that is none or part of an array; let go of a formula group whose text stands in it."""
    if not (1 <= ref.row <= MAX_ROW and 1 <= ref.column <= MAX_COLUMN):
        raise InputError(f"工作表“{ref.sheet}”没有第 {ref.row} 行第 {ref.column} 列，不能写入。")
    sheet = book.sheet(ref.sheet)
    for top, left, bottom, right in arrays(sheet):
        if top <= ref.row <= bottom and left <= ref.column <= right and (top, left) != (bottom, right):
            raise InputError(f"{_where(ref)}是数组公式的一部分，不能单独改写。请先在 Excel 中清除整个数组公式。")
    formula = sheet.raw(ref.row, ref.column).formula
    if formula is not None and formula.kind == "shared" and formula.text:
        write_out(sheet, formula.group)


def _where(ref: CellRef) -> str:
    return f"工作表“{ref.sheet}”单元格 {ref.a1} "
