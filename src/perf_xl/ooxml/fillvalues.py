"""The text of one value in its slot: typed, escaped, within Excel's limits."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from perf_xl.errors import InputError
from perf_xl.model.amounts import exact
from perf_xl.model.cells import CellValue, column_letters
from perf_xl.ooxml.cellxml import MAX_FORMULA, MAX_TEXT, normal_text, number_text, text_element, text_units
from perf_xl.ooxml.dates import to_serial
from perf_xl.ooxml.markup import encode_hex, escape
from perf_xl.ooxml.slots import Slot, formula_body, opening


@dataclass(frozen=True, slots=True, eq=False)
class Computed:
    """A formula (English, no ``=``) with the value that it has now; None for the empty text."""

    formula: str
    cached: CellValue


Value = CellValue | int | float | Computed
"""What a record may hold; an ``int`` or ``float`` is taken by the 15 digits a spreadsheet keeps."""

_MOST_DIGITS = 10**15


Tall = list[tuple[Slot, str]]
"""Slots with a text that may need more height than their row has."""


class ValueTexts:
    """The whole text of a cell with a value, for one sheet: every type, every refusal in words."""

    def __init__(self, sheet: str, *, date1904: bool) -> None:
        self._sheet, self._date1904 = sheet, date1904

    def cell(self, slot: Slot, value: Value, tall: Tall) -> str:
        """The cell with ``value``; a text that may not fit its row is added to ``tall``. InputError over the limits."""
        formula = slot.formula
        if isinstance(value, Computed):
            formula = self._formula(slot, value.formula)
            value = "" if value.cached is None else value.cached
        elif value is None or value == "":
            return opening(slot.prefix, slot.row, slot.column, slot.style) + slot.blank.decode()
        kind, style, text = self._stored(slot, value)
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

    def _stored(self, slot: Slot, value: Value) -> tuple[str, int, str]:
        if isinstance(value, str):
            return ' t="str"', slot.style, self._text(slot, value)
        if isinstance(value, bool):
            return ' t="b"', slot.style, str(int(value))
        if isinstance(value, int) and not -_MOST_DIGITS < value < _MOST_DIGITS:
            raise InputError(f"{self._where(slot)}的数 {value} 超过 15 位，Excel 会丢失末位。请改为文字。")
        if isinstance(value, (int, float, Decimal)):
            return "", slot.style, self._number(slot, exact(value))
        if isinstance(value, (dt.date, dt.time)):
            return "", _date_style(slot, value), self._serial(slot, value)
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


def _date_style(slot: Slot, value: dt.date | dt.time) -> int:
    date, datetime, time = slot.date_styles
    if isinstance(value, dt.time):
        return time
    return datetime if isinstance(value, dt.datetime) and value.time() != dt.time() else date
