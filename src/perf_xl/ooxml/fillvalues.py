"""The text of one value in its slot: typed, escaped, within Excel's limits."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal

from perf_xl.errors import InputError
from perf_xl.model.amounts import exact
from perf_xl.model.cells import CellValue, column_letters
from perf_xl.ooxml.cellxml import MAX_FORMULA, MAX_TEXT, normal_text, number_text, text_element, text_units
from perf_xl.ooxml.dates import to_serial
from perf_xl.ooxml.markup import encode_hex, escape
from perf_xl.ooxml.slots import Slot


@dataclass(frozen=True, slots=True)
class Computed:
    """A formula (English, no ``=``) with the value that it has now; None for the empty text."""

    formula: str
    cached: CellValue


Value = CellValue | int | float | Computed
"""What a record may hold; an ``int`` or ``float`` is taken by the 15 digits a spreadsheet keeps."""

_KEPT_TEXTS, _KEPT_LENGTH = 8_192, 64
_MOST_DIGITS = 10**15
_PLAIN_DECIMAL = re.compile(r"-?[0-9]{1,11}(?:\.[0-9]{1,4})?")


class ValueTexts:
    """Writes values of one sheet into pieces; texts that come again are escaped once."""

    def __init__(self, sheet: str, *, date1904: bool) -> None:
        self._sheet, self._date1904 = sheet, date1904
        self._texts: dict[str, str] = {}

    def put(self, pieces: list[str], slot: Slot, value: Value, tall: list[tuple[Slot, str]]) -> None:
        """Set the slot's piece; texts that may not fit their row are added to ``tall``. InputError over the limits."""
        kind = value.__class__
        if kind is str:
            assert isinstance(value, str)
            pieces[slot.piece] = self._text_cell(slot, value, tall)
        elif value is None:
            pieces[slot.piece] = slot.blank
        elif kind is int:
            assert isinstance(value, int)
            if not -_MOST_DIGITS < value < _MOST_DIGITS:
                raise InputError(f"{self._where(slot)}的数 {value} 超过 15 位，Excel 会丢失末位。请改为文字。")
            pieces[slot.piece] = f"{slot.number}{value}{slot.value_end}"
        else:
            pieces[slot.piece] = self._other(slot, value, tall)

    def _text_cell(self, slot: Slot, value: str, tall: list[tuple[Slot, str]]) -> str:
        if not value:
            return slot.blank
        if len(value) > slot.fit or "\n" in value:
            tall.append((slot, value))
        if slot.formula:
            return f"{slot.text}{escape(encode_hex(self._checked(value, slot)))}{slot.text_end}"
        if slot.prefix:
            return f"{slot.text}{text_element(self._checked(value, slot), slot.prefix)}{slot.text_end}"
        return f"{slot.text}{self._texts.get(value) or self._element(value, slot)}{slot.text_end}"

    def _element(self, value: str, slot: Slot) -> str:
        if _needs_no_care(value):
            element = f"<t>{value}</t>"
            if len(value) <= _KEPT_LENGTH and len(self._texts) < _KEPT_TEXTS:
                self._texts[value] = element
            return element
        return text_element(self._checked(value, slot))

    def _checked(self, value: str, slot: Slot) -> str:
        text = normal_text(value)
        if len(text) * 2 > MAX_TEXT and text_units(text) > MAX_TEXT:
            length = text_units(text)
            message = f"的文字有 {length} 个字符，超过 Excel 单元格的上限 {MAX_TEXT}。请缩短后再生成。"
            raise InputError(self._where(slot) + message)
        return text

    def _other(self, slot: Slot, value: Value, tall: list[tuple[Slot, str]]) -> str:
        if isinstance(value, bool):
            return f"{slot.boolean}{int(value)}{slot.value_end}"
        if isinstance(value, Decimal):
            text = str(value)
            stored = text if _PLAIN_DECIMAL.fullmatch(text) else self._number(slot, value)
            return f"{slot.number}{stored}{slot.value_end}"
        if isinstance(value, (float, int)):
            return f"{slot.number}{self._number(slot, exact(value))}{slot.value_end}"
        if isinstance(value, (dt.date, dt.time)):
            return f"{_date_head(slot, value)}{self._serial(slot, value)}{slot.value_end}"
        if isinstance(value, Computed):
            return self._computed(slot, value, tall)
        if isinstance(value, str):
            return self._text_cell(slot, str(value), tall)
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

    def _computed(self, slot: Slot, value: Computed, tall: list[tuple[Slot, str]]) -> str:
        formula = value.formula.removeprefix("=")
        if len(formula) > MAX_FORMULA:
            message = f"的公式有 {len(formula)} 个字符，超过 Excel 的上限 {MAX_FORMULA}，不能写入。"
            raise InputError(self._where(slot) + message)
        body = f"<{slot.prefix}f>{escape(encode_hex(formula))}</{slot.prefix}f><{slot.prefix}v>"
        cached = "" if value.cached is None else value.cached
        if isinstance(cached, str):
            if len(cached) > slot.fit or "\n" in cached:
                tall.append((slot, cached))
            text = escape(encode_hex(self._checked(cached, slot)))
            return f'{slot.head} t="str">{body}{text}{slot.value_end}'
        if isinstance(cached, bool):
            return f'{slot.head} t="b">{body}{int(cached)}{slot.value_end}'
        if isinstance(cached, (dt.date, dt.time)):
            return f"{slot.head}>{body}{self._serial(slot, cached)}{slot.value_end}"
        return f"{slot.head}>{body}{self._number(slot, exact(cached))}{slot.value_end}"

    def _where(self, slot: Slot) -> str:
        return f"工作表“{self._sheet}”单元格 {column_letters(slot.column)}{slot.row} "


def _needs_no_care(text: str) -> bool:
    """Whether a text is its own XML: printable, nothing to escape, no blanks at its ends, surely short enough."""
    return (
        text.isprintable()
        and "<" not in text
        and "&" not in text
        and ">" not in text
        and "_x" not in text
        and text[0] != " "
        and text[-1] != " "
        and len(text) < MAX_TEXT // 2
    )


def _date_head(slot: Slot, value: dt.date | dt.time) -> str:
    if isinstance(value, dt.time):
        return slot.time
    if isinstance(value, dt.datetime) and value.time() != dt.time():
        return slot.datetime
    return slot.date
