"""Data of any origin as the entries of a form: what a value means in its field, or why it cannot stand there."""

from __future__ import annotations

import datetime as dt
import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from perf_xl.forms.outside import squeezed
from perf_xl.forms.spec import COMPARISONS, Column, Field, FormSpec, Table
from perf_xl.model.amounts import exact, plain
from perf_xl.model.cells import CellValue
from perf_xl.model.values import Number, amount_in, parse_value

MAX_TEXT = 32_767
"""Letters a cell holds, counted as Excel does: in UTF-16 units."""
MAX_DIGITS = 15
"""Digits a spreadsheet number keeps."""

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
    elif value is not None and not isinstance(value, Decimal | bool | dt.date | dt.time):
        return Entry(None, "不是单个的值。请写成一个文字或数", "error")
    if value is None:
        return Entry(None)
    if isinstance(value, Decimal) and not value.is_finite():
        return Entry(None, "不是数", "error")
    found = _by_kind(item, value)
    if found.severity == "error" and faithful:
        return Entry(value, found.fault)
    return Entry(value) if faithful and item.kind not in ("date", "year") else found


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
            return Entry(_iso_date(value) or value)
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
    if len(value.normalize().as_tuple().digits) > MAX_DIGITS:
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
    """What typing it into a cell gives: 3 is a number, 001 and 5次 stay texts."""
    return Decimal(value) if isinstance(value, str) and _PLAIN.fullmatch(value) else value


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


def _iso_date(value: CellValue) -> dt.datetime | None:
    if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d:\d\d)?", value):
        return None
    try:
        return dt.datetime.fromisoformat(value)
    except ValueError:
        return None


@dataclass
class Headings:
    """The columns of data by the entries of a form: Chinese names, English aliases, the printed labels, defined names."""

    spec: FormSpec
    _fields: dict[str, str] = field(init=False)
    _columns: dict[str, dict[str, str]] = field(init=False)
    _tables: dict[str, Table] = field(init=False)

    def __post_init__(self) -> None:
        self._fields = {item.en: item.name for item in self.spec.fields() if item.en}
        self._fields |= {squeezed(item.name): item.name for item in self.spec.fields()}
        self._tables = {table.name: table for table in self.spec.tables()}
        self._columns = {name: _column_keys(table) for name, table in self._tables.items()}

    def field_name(self, heading: str) -> str | None:
        """The field a heading means; None if there is none."""
        return self._fields.get(squeezed(heading)) or self._fields.get(heading)

    def column_name(self, table: str, heading: str) -> str | None:
        """The column of ``table`` that a heading means; None if there is none."""
        keys = self._columns[table]
        return keys.get(squeezed(heading)) or keys.get(heading)

    def table(self, name: str) -> Table | None:
        """The table of that name; ``指标.csv`` and ``指标表`` are close enough to be asked about, not taken."""
        return self._tables.get(name)

    def nearest(self, heading: str, table: str | None = None) -> tuple[str, ...]:
        """The names a misspelt heading may have meant, the likeliest first."""
        known: Mapping[str, str] = self._columns[table] if table is not None else self._fields
        keys = difflib.get_close_matches(squeezed(heading), list(known), n=3, cutoff=0.5)
        return tuple(dict.fromkeys(known[key] for key in keys))

    def nearest_table(self, name: str) -> tuple[str, ...]:
        """The tables a misspelt name may have meant."""
        return tuple(difflib.get_close_matches(name, list(self._tables), n=3, cutoff=0.3)) or tuple(self._tables)


def _column_keys(table: Table) -> dict[str, str]:
    keys = {squeezed(column.label): column.name for column in table.columns if column.label}
    keys |= {column.en: column.name for column in table.columns if column.en}
    keys |= {squeezed(table.name_of(column)): column.name for column in table.columns}
    return keys | {squeezed(column.name): column.name for column in table.columns}
