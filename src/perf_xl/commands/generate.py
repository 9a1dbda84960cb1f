"""Data of any origin as the entries of a form: what a value means in its field, or why it cannot stand there."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from perf_xl.forms.spec import COMPARISONS, Column, Field
from perf_xl.model.amounts import exact, plain
from perf_xl.model.cells import CellValue
from perf_xl.model.values import Number, amount_in, parse_value

MAX_TEXT = 32_767
"""Letters a cell holds, counted as Excel does: in UTF-16 units."""
MAX_DIGITS = 15
"""Digits a spreadsheet number keeps."""
FIRST_YEAR = 1900
"""The year of the first day that a spreadsheet knows."""

_NUMERIC = ("amount", "number", "points", "rate")
_ISO = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d:\d\d)?")
_SLASHED = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")
"""A day as a Chinese Excel writes it into csv."""
_PLAIN = re.compile(r"-?(?:0|[1-9][0-9]{0,14})(?:\.[0-9]{1,12})?")
_NO_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)")
_DASHES = ("—", "－", "-", "/", "——")
_SIGNS = {
    ">=": "≥", "=>": "≥", "≧": "≥", "大于等于": "≥", "大于或等于": "≥", "＞": ">", "大于": ">", "＝": "=", "==": "=", "等于": "=",
    "<=": "≤", "=<": "≤", "≦": "≤", "小于等于": "≤", "小于或等于": "≤", "＜": "<", "小于": "<",
}  # fmt: skip
_LARGEST_RATE = Decimal(5)
"""A bare number above it in a rate column is a percentage without its sign."""

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Entry:
    """A value as it goes into its cell, and what is wrong with it; with an ``error`` it must not be written."""

    value: CellValue
    fault: str = ""
    severity: Severity = "warning"


@dataclass(frozen=True, slots=True)
class Unread:
    """A cell of the data that says something whose value is not there: told, never left blank in silence."""

    said: str
    fault: str

    def __str__(self) -> str:
        return self.said


def entry(item: Field | Column, value: Any, *, faithful: bool = False) -> Entry:
    """``value`` as an entry of ``item``.

    ``faithful``: it was read from a form with its type, so that it goes back as it was; otherwise it comes from a table
    where everything may be text, and a text in a number column is a slip (an error).
    """
    if isinstance(value, float | int) and not isinstance(value, bool):
        value = exact(value)
    if isinstance(value, str):
        value = value.strip() or None
        fault = _text_fault(value or "")
        if fault is not None:
            return fault
    elif isinstance(value, Unread):
        return Entry(None, value.fault, "error")
    elif value is not None and not isinstance(value, Decimal | bool | dt.date | dt.time):
        return Entry(None, "不是单个的值。请写成一个文字或数", "error")
    if value is None:
        return Entry(None)
    if isinstance(value, Decimal) and not value.is_finite():
        return Entry(None, "不是数", "error")
    found = _by_kind(item, value)
    if isinstance(found.value, dt.date) and found.value.year < FIRST_YEAR:
        return Entry(value, f"早于 {FIRST_YEAR} 年，表格里存不下这样的日期。请改正", "error")
    return _as_read(item, value, found) if faithful else found


def _as_read(item: Field | Column, value: CellValue, found: Entry) -> Entry:
    """A value read from a form goes back as it was, unless no cell can hold it; what it would mean is only told."""
    is_long = isinstance(value, Decimal) and digits(value) > MAX_DIGITS
    if is_long or item.kind == "year":
        return found
    if found.severity == "error":
        return Entry(value, found.fault)
    if item.kind == "date":
        return found if isinstance(value, str) and _ISO.fullmatch(value) else Entry(value)
    if isinstance(value, str) and isinstance(found.value, Decimal) and item.kind in _NUMERIC:
        return Entry(value, "是文字，不是数，合计不会计入。是数请去掉引号")
    return Entry(value)


def digits(value: Decimal) -> int:
    """How many significant digits a number has; of a long one, too, where ``normalize`` would round it first.

    >>> digits(Decimal("10000000000000000000000000000001")), digits(Decimal("-0.0050")), digits(Decimal("1E+3"))
    (32, 1, 1)
    """
    return len(str(value).partition("E")[0].replace(".", "").strip("-0"))


def _text_fault(text: str) -> Entry | None:
    if len(text) * 2 > MAX_TEXT:
        units = len(text.encode("utf-16-le", "surrogatepass")) // 2
        if units > MAX_TEXT:
            return Entry(None, f"有 {units} 个字，超过单元格的上限 {MAX_TEXT}。请缩短", "error")
    if text.startswith("#") and _ERROR.fullmatch(text):
        return Entry(None, "是公式的错误值。请在数据里改正", "error")
    bad = None if text.isprintable() else _NO_XML.search(text)
    if bad is not None:
        return Entry(None, f"含有不可见的控制字符（U+{ord(bad[0]):04X}）。请在数据里删去", "error")
    return None


def _by_kind(item: Field | Column, value: CellValue) -> Entry:
    unit = item.unit
    match item.kind:
        case "amount" if unit:
            return _number(value, unit)
        case "number" | "points":
            return _number(value, unit or "")
        case "rate":
            return _rate(value)
        case "year":
            return _year(item, value)
        case "date":
            return _date(value)
        case "comparison":
            return _choice(value, COMPARISONS)
        case "value" | "amount":
            return Entry(_as_typed(value))
        case _:
            found = Entry(_as_text(value))
            if item.choices and found.value not in item.choices:
                return Entry(found.value, f"不在下拉项里（{'、'.join(item.choices)}）")
            return found


def _number(value: CellValue, unit: str) -> Entry:
    """A number in ``unit``; a text with a unit is converted exactly (「13.8万元」)."""
    if isinstance(value, str):
        if value in _DASHES:
            return Entry(value)
        read = parse_value(value)
        number = amount_in(read.number, read.unit, unit) if isinstance(read, Number) else None
        if number is None:
            return Entry(value, f"不是数{f'（单位：{unit}）' if unit else ''}。请改为数字", "error")
        value = number
    if not isinstance(value, Decimal):
        return Entry(value, "不是数。请改为数字", "error")
    if digits(value) > MAX_DIGITS:
        return Entry(value, f"超过 {MAX_DIGITS} 位有效数字，表格存不准。请核对", "error")
    return Entry(value)


def _rate(value: CellValue) -> Entry:
    """A fraction (0.95) or the text of a percentage (95%)."""
    if isinstance(value, str):
        if value in _DASHES:
            return Entry(value)
        read = parse_value(value)
        if isinstance(read, Number) and read.is_percent:
            return Entry(value)
        if not isinstance(read, Number) or read.unit:
            return Entry(value, "不是比率。请写成 95% 或 0.95", "error")
        value = read.number
    if not isinstance(value, Decimal) or abs(value) > _LARGEST_RATE:
        return Entry(value, "不知是否百分数。请写成 95% 或 0.95", "error")
    return Entry(value)


def _year(item: Field | Column, value: CellValue) -> Entry:
    text = plain(value) if isinstance(value, Decimal) else str(value)
    match = re.fullmatch(r"(\d{4})(年|年度)?", text)
    if match is None:
        fault = "不是年度。请写成四位数字，如 2026"
        return Entry(value, fault, "warning" if re.search(r"\d{4}", text) else "error")
    holds_text = isinstance(item, Field) and item.pattern is None and match[2]
    return Entry(text if holds_text else Decimal(match[1]))


def _choice(value: CellValue, choices: tuple[str, ...]) -> Entry:
    text = str(value)
    text = _SIGNS.get(text, text)
    if text in choices:
        return Entry(text)
    return Entry(value, f"不是下拉项。请改为 {' '.join(choices)} 之一", "error")


def _as_typed(value: CellValue) -> CellValue:
    """What typing it into a cell gives: 3 is a number, 001 and 5次 stay texts, as does a number that a cell would round."""
    number = Decimal(value) if isinstance(value, str) and _PLAIN.fullmatch(value) else value
    if isinstance(number, Decimal) and digits(number) > MAX_DIGITS:
        return plain(number) if isinstance(value, Decimal) else value
    return number


def _as_text(value: CellValue) -> CellValue:
    match value:
        case Decimal():
            return plain(value)
        case bool():
            return "是" if value else "否"
        case dt.datetime() if value.time() == dt.time():
            return value.date().isoformat()
        case dt.date() | dt.time():
            return value.isoformat()
        case _:
            return value


def _date(value: CellValue) -> Entry:
    """A day; a text that looks like one and is none (30 February) is a slip, any other text stays."""
    if not isinstance(value, str):
        return Entry(value)
    slashed = _SLASHED.fullmatch(value)
    try:
        if slashed is not None:
            year, month, day = map(int, slashed.groups())
            return Entry(dt.datetime(year, month, day))  # noqa: DTZ001 - worksheets have no time zones
        return Entry(dt.datetime.fromisoformat(value) if _ISO.fullmatch(value) else value)
    except ValueError:
        return Entry(value, "日历上没有这一天。请改正，如 2026-05-31", "error")
