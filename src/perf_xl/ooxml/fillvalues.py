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
from perf_xl.ooxml.slots import Slot


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
        if value is None or value == "":
            return slot.styled + slot.blank
        if isinstance(value, str):
            return self._text_cell(slot, value, tall)
        if isinstance(value, Computed):
            return self._computed(slot, value, tall)
        return self._other(slot, value)

    def _text_cell(self, slot: Slot, value: str, tall: Tall) -> str:
        text = self._checked(value, slot)
        if len(text) > slot.fit or "\n" in text:
            tall.append((slot, text))
        if slot.formula:
            return f"{slot.text}{escape(encode_hex(text))}{slot.text_end}"
        return f"{slot.text}{text_element(text, slot.prefix)}{slot.text_end}"

    def _checked(self, value: str, slot: Slot) -> str:
        text = normal_text(value)
        if len(text) * 2 > MAX_TEXT and text_units(text) > MAX_TEXT:
            length = text_units(text)
            message = f"的文字有 {length} 个字符，超过 Excel 单元格的上限 {MAX_TEXT}。请缩短后再生成。"
            raise InputError(self._where(slot) + message)
        return text

    def _other(self, slot: Slot, value: Value) -> str:
        if isinstance(value, bool):
            return f"{slot.boolean}{int(value)}{slot.value_end}"
        if isinstance(value, int):
            if not -_MOST_DIGITS < value < _MOST_DIGITS:
                raise InputError(f"{self._where(slot)}的数 {value} 超过 15 位，Excel 会丢失末位。请改为文字。")
            return f"{slot.number}{int(value)}{slot.value_end}"
        if isinstance(value, (float, Decimal)):
            return f"{slot.number}{self._number(slot, exact(value))}{slot.value_end}"
        if isinstance(value, (dt.date, dt.time)):
            return f"{_date_head(slot, value)}{self._serial(slot, value)}{slot.value_end}"
        raise InputError(f"{self._where(slot)}的值“{value}”不是文字、数、日期或空白，不能写入。")

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

    def _computed(self, slot: Slot, value: Computed, tall: Tall) -> str:
        formula = value.formula.removeprefix("=")
        if len(formula) > MAX_FORMULA:
            message = f"的公式有 {len(formula)} 个字符，超过 Excel 的上限 {MAX_FORMULA}，不能写入。"
            raise InputError(self._where(slot) + message)
        body = f"><{slot.prefix}f>{escape(encode_hex(formula))}</{slot.prefix}f><{slot.prefix}v>"
        cached = value.cached
        if cached is None or isinstance(cached, str):
            text = self._checked(cached or "", slot)
            if len(text) > slot.fit or "\n" in text:
                tall.append((slot, text))
            return f'{slot.styled} t="str"{body}{escape(encode_hex(text))}{slot.value_end}'
        if isinstance(cached, bool):
            return f'{slot.styled} t="b"{body}{int(cached)}{slot.value_end}'
        if isinstance(cached, (dt.date, dt.time)):
            head = _date_head(slot, cached)
            return f"{head[: head.index('>')]}{body}{self._serial(slot, cached)}{slot.value_end}"
        return f"{slot.styled}{body}{self._number(slot, exact(cached))}{slot.value_end}"

    def _where(self, slot: Slot) -> str:
        return f"工作表“{self._sheet}”单元格 {column_letters(slot.column)}{slot.row} "


def _date_head(slot: Slot, value: dt.date | dt.time) -> str:
    if isinstance(value, dt.time):
        return slot.time
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return slot.datetime
    return slot.date
