"""The text of one value in its slot: typed, escaped, within Excel's limits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from perf_xl.errors import InputError
from perf_xl.model.amounts import exact
from perf_xl.model.cells import CellValue, column_letters
from perf_xl.ooxml.cellxml import MAX_FORMULA, MAX_TEXT, normal_text, number_text, text_element, text_units
from perf_xl.ooxml.dates import DATE_FORMAT, DATETIME_FORMAT, TIME_FORMAT, to_serial
from perf_xl.ooxml.markup import encode_hex, escape
from perf_xl.ooxml.slots import Slot, formula_body, opening


@dataclass(frozen=True, slots=True)
class Computed:
    """A formula (English, no ``=``) with the value that it has now; None for the empty text."""

    formula: str
    cached: CellValue


Plain = CellValue | int | float | Computed
"""A value without a number format of its own."""


@dataclass(frozen=True, slots=True)
class Styled:
    """A value shown in a number format (``0.0%``) that is not the cell's own; all else of its look stays."""

    value: Plain
    number_format: str


Value = Plain | Styled
"""What a record may hold; an ``int`` or ``float`` is taken by the 15 digits a spreadsheet keeps."""

_MOST_DIGITS = 10**15


Tall = list[tuple[Slot, str]]
"""Slots with a text that may need more height than their row has."""


class ValueTexts:
    """The whole text of a cell with a value, for one sheet: every type, every refusal in words."""

    def __init__(self, sheet: str, *, date1904: bool) -> None:
        self._sheet, self._date1904 = sheet, date1904

    def cell(self, slot: Slot, value: Plain, style: int, tall: Tall) -> str:
        """The cell with ``value`` in the cell format ``style``; a text that may not fit is added to ``tall``.

        InputError for a value that is over Excel's limits.
        """
        formula = slot.formula
        if isinstance(value, Computed):
            formula = self._formula(slot, value.formula)
            value = "" if value.cached is None else value.cached
        elif value is None or value == "":
            return opening(slot.prefix, slot.row, slot.column, style) + slot.blank.decode()
        kind, text = self._stored(slot, value)
        if kind == ' t="str"' and (len(text) > slot.fit or "\n" in text):
            tall.append((slot, text))
        prefix = slot.prefix
        head = opening(prefix, slot.row, slot.column, style)
        if formula:
            body = formula_body(prefix, formula)
            return f"{head}{kind}{body}<{prefix}v>{escape(encode_hex(text))}</{prefix}v></{prefix}c>"
        if kind == ' t="str"':
            return f'{head} t="inlineStr"><{prefix}is>{text_element(text, prefix)}</{prefix}is></{prefix}c>'
        return f"{head}{kind}><{prefix}v>{text}</{prefix}v></{prefix}c>"

    def _stored(self, slot: Slot, value: Plain) -> tuple[str, str]:
        if isinstance(value, str):
            return ' t="str"', self._text(slot, value)
        if isinstance(value, bool):
            return ' t="b"', str(int(value))
        if isinstance(value, int) and not -_MOST_DIGITS < value < _MOST_DIGITS:
            raise InputError(f"{self._where(slot)}的数 {value} 超过 15 位，Excel 会丢失末位。请改为文字。")
        if isinstance(value, (int, float, Decimal)):
            return "", self._number(slot, exact(value))
        if isinstance(value, (dt.date, dt.time)):
            return "", self._serial(slot, value)
        raise InputError(f"{self._where(slot)}的值“{value}”不是文字、数、日期或空白，不能写入。")

    def _text(self, slot: Slot, value: str) -> str:
        text = normal_text(value)
        if len(text) * 2 > MAX_TEXT and text_units(text) > MAX_TEXT:
            length = text_units(text)
            message = f"的文字有 {length} 个字符，超过 Excel 单元格的上限 {MAX_TEXT}。请缩短后再生成。"
            raise InputError(self._where(slot) + message)
        return text

    def _number(self, slot: Slot, value: Decimal) -> str:
        if not value.is_finite() or value.adjusted() > 307:
            raise InputError(f"{self._where(slot)}的数值 {value} 超出 Excel 能表示的范围，不能写入。")
        return number_text(value)

    def _serial(self, slot: Slot, value: dt.date | dt.time) -> str:
        try:
            return number_text(to_serial(value, date1904=self._date1904))
        except ValueError as error:
            message = f"{self._where(slot)}的日期 {value} 早于 Excel 能表示的第一天。请改正日期。"
            raise InputError(message) from error

    def _formula(self, slot: Slot, text: str) -> str:
        formula = text.removeprefix("=")
        if len(formula) > MAX_FORMULA:
            message = f"的公式有 {len(formula)} 个字符，超过 Excel 的上限 {MAX_FORMULA}，不能写入。"
            raise InputError(self._where(slot) + message)
        return formula

    def _where(self, slot: Slot) -> str:
        return f"工作表“{self._sheet}”单元格 {column_letters(slot.column)}{slot.row} "


def unstyled(slot: Slot, value: Value) -> tuple[Plain, str | None]:
    """The value itself, and the number format it needs (None: the cell's own): what is asked for, or that of a date."""
    if isinstance(value, Styled):
        return value.value, value.number_format
    shown = value.cached if isinstance(value, Computed) else value
    if slot.is_date or not isinstance(shown, (dt.date, dt.time)):
        return value, None
    if isinstance(shown, dt.time):
        return value, TIME_FORMAT
    return value, DATETIME_FORMAT if isinstance(shown, dt.datetime) and shown.time() != dt.time() else DATE_FORMAT
