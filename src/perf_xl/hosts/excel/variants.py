"""COM variants to worksheet values and back: what pywin32 hands over, without importing it.

A range arrives as ``("PxRange", Value2, NumberFormat, Date1904, areas)``: ``Value2`` has the exact numbers (``Value``
cuts amounts formatted as currency to four places), and the number formats tell dates and percentages apart. Both may
be packed, see :mod:`perf_xl.hosts.excel.packed`.
"""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from typing import Any, Literal

from perf_xl.functions import Argument, Block, CellError, Column, ManualWork, Result, Scalar
from perf_xl.hosts.excel.packed import is_packed, unpacked
from perf_xl.model.amounts import exact, plain

MISSING = -2147352572
"""An optional argument that was not given (DISP_E_PARAMNOTFOUND)."""

_ERROR_BASE = -2146828288
ERRORS = {
    _ERROR_BASE + 2000: "#NULL!",
    _ERROR_BASE + 2007: "#DIV/0!",
    _ERROR_BASE + 2015: "#VALUE!",
    _ERROR_BASE + 2023: "#REF!",
    _ERROR_BASE + 2029: "#NAME?",
    _ERROR_BASE + 2036: "#NUM!",
    _ERROR_BASE + 2042: "#N/A",
    _ERROR_BASE + 2043: "#GETTING_DATA",
    _ERROR_BASE + 2045: "#SPILL!",
    _ERROR_BASE + 2046: "#CONNECT!",
    _ERROR_BASE + 2047: "#BLOCKED!",
    _ERROR_BASE + 2048: "#UNKNOWN!",
    _ERROR_BASE + 2049: "#FIELD!",
    _ERROR_BASE + 2050: "#CALC!",
}
"""Excel's error values as COM numbers them."""

RANGE = "PxRange"
KEPT = 20_000
"""Numbers of one kind that are kept as read."""
KEPT_COLUMNS = 32
KEPT_ROWS = 5_000
"""Columns that are kept, and the longest one."""

Kind = Literal["number", "percent", "date"]


def from_variant(value: Any) -> Argument:
    """One argument of a worksheet function; ManualWork for a range of several areas."""
    if isinstance(value, tuple | list):
        if len(value) == 5 and value[0] == RANGE:
            return _from_range(*value[1:])
        return _block(value, None, date1904=False)
    return _cell(value, _number_reader("number"))


def to_variant(result: Result) -> Any:
    """The answer as COM sends it: a blank is the empty text, since an empty variant would show as 0.

    A column is a list, never a tuple, which pywin32 would take for a result and its output arguments.
    """
    if isinstance(result, list):
        return [[_sent(cell) for cell in row] for row in result]
    return _sent(result)


def _sent(cell: str | Decimal | Fraction | None) -> str | float:
    if isinstance(cell, str):
        return cell
    return "" if cell is None else float(cell)


def _from_range(values: Any, formats: Any, date1904: Any, areas: Any) -> Argument:
    if int(areas) > 1:
        raise ManualWork(f"参数是 {int(areas)} 块不相连的区域，请改为连续的区域")
    if is_packed(values):
        read = _column if len(values[1]) <= KEPT_ROWS else _column.__wrapped__
        return read(values, formats, date1904=bool(date1904))
    if isinstance(values, tuple | list):
        return _block(values, unpacked(formats), date1904=bool(date1904))
    return _cell(values, _reader_of(formats, date1904=bool(date1904)))


@lru_cache(maxsize=KEPT_COLUMNS)
def _column(packed: Any, formats: Any, *, date1904: bool) -> Column:
    """A packed column, kept by its content: after a change in one cell, Excel sends all the others again."""
    return Column(_block(unpacked(packed), unpacked(formats), date1904=date1904))


def _block(values: Sequence[Any], formats: Any, *, date1904: bool) -> Block:
    """Rows of cells; an array of one dimension is a row. ``formats`` is one for all, or shaped as ``values``."""
    rows = values if values and isinstance(values[0], tuple | list) else [values]
    if isinstance(formats, tuple | list):
        return tuple(
            tuple(_cell(cell, _reader_of(own, date1904=date1904)) for cell, own in zip(row, of_row, strict=True))
            for row, of_row in zip(rows, formats, strict=True)
        )
    reader = _number_reader("number") if formats is None else _reader_of(formats, date1904=date1904)
    widths = set(map(len, rows))
    if len(widths) > 1:
        return tuple(tuple(_cells(row, reader)) for row in rows)
    # All cells in one go: thousands of rows of one cell each are what a worksheet asks for.
    cells, [width] = iter(_cells(list(chain.from_iterable(rows)), reader)), widths
    return tuple(zip(*[cells] * width, strict=True)) if width else tuple(() for _ in rows)


NumberReader = Callable[[float], Scalar]


def _cells(values: Sequence[Any], reader: NumberReader) -> list[Scalar]:
    """The cells of one number format: columns of texts or numbers alone, as most are, without looking at each cell."""
    types = set(map(type, values))
    if types == {float}:
        return list(map(reader, values))
    if types <= {str, type(None)}:
        return list(values)
    return [_cell(value, reader) for value in values]


def _cell(value: Any, reader: NumberReader) -> Scalar:
    if value is None or isinstance(value, str | bool):
        return value
    if isinstance(value, float):
        return reader(value)
    if isinstance(value, int):
        return _integer(value)
    if isinstance(value, dt.datetime):
        return dt.datetime(*value.timetuple()[:6])  # noqa: DTZ001 - the variant's zone is invented by pywin32
    if isinstance(value, Decimal):
        return value
    raise ManualWork(f"不认识的参数类型：{type(value).__name__}")


def _integer(value: int) -> Scalar:
    if value == MISSING:
        return None
    if value in ERRORS:
        return CellError(ERRORS[value])
    return Decimal(value)


def _reader_of(number_format: Any, *, date1904: bool) -> NumberReader:
    """How a number with this format is read."""
    return _number_reader(format_kind(str(number_format)), date1904=date1904)


@lru_cache(maxsize=8)
def _number_reader(kind: Kind, *, date1904: bool = False) -> NumberReader:
    """Reads the numbers of one kind. Kept by value, since every recalculation sends the same numbers again."""

    @lru_cache(maxsize=KEPT)
    def read(value: float) -> Scalar:
        if not math.isfinite(value):
            return CellError("#NUM!")
        if kind == "date":
            return serial_date(value, date1904=date1904)
        number = exact(value + 0.0)  # -0.0, which is kept under the same key, becomes 0.0
        return f"{plain(number * 100)}%" if kind == "percent" else number

    return read


@lru_cache(maxsize=256)
def format_kind(number_format: str) -> Kind:
    """What a number format shows: a date or time, a percentage, or a number."""
    positive = number_format.split(";", maxsplit=1)[0]
    bare = re.sub(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', "", positive, flags=re.IGNORECASE)
    if "%" in bare:
        return "percent"
    if bare.lower() == "general" or re.search(r"[ymdhs]", bare, flags=re.IGNORECASE) is None:
        return "number"
    return "date"


def serial_date(serial: float, *, date1904: bool) -> Scalar:
    """The date of a serial number, to the second; the number itself where Excel has no date for it."""
    if not 0 <= serial < 2958466:
        return exact(serial)
    start = dt.datetime(1904, 1, 1) if date1904 else dt.datetime(1899, 12, 30)  # noqa: DTZ001 - cells have no zone
    if not date1904 and serial < 60:
        start += dt.timedelta(days=1)  # the 29 February 1900 that Excel counts comes later
    moment = start + dt.timedelta(seconds=round(serial * 86400))
    return moment.time() if serial < 1 else moment
