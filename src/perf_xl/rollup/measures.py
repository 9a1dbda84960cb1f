"""A typed 指标值 or 完成值 as something that can be added: exact number, base unit, comparison sign; or a word.

Amounts of money come in 万元, multiples of counts in the count itself (1.2万人 is 12000 人). Different units stay apart:
家, 个 and 户 are three.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellValue
from perf_xl.model.units import MONEY, UNITS
from perf_xl.model.values import (
    Blank,
    Frequency,
    Growth,
    Interval,
    Moment,
    Number,
    amount_in,
    normal_unit,
    parse_value,
)

Sign = Literal["", "≥", ">", "≤", "<"]


@dataclass(frozen=True, slots=True)
class Measure:
    """What a cell says. ``number`` and ``sign`` are set for numbers only; ``text`` is the cell as shown.

    ``unclear``: a number whose unit cannot be told (a bare 1 in a row of percentages), or a two-sided range.
    """

    kind: Literal["number", "word", "blank", "unclear"]
    text: str = ""
    number: Decimal | None = None
    unit: str = ""
    sign: Sign = ""


BLANK = Measure("blank")
UNSURE = "（是否百分数不明）"
"""Ends a number that an old file may have shown as a percentage: it stays a text, and is never added."""


def measure(typed: CellValue, unit: str | None = None, beside: str = "") -> Measure:
    """Read a cell. ``unit`` is the row's 计量单位; ``beside`` the unit of the row's other value or of the name.

    >>> measure("6个及以上").sign, measure("20亿").number, measure("20亿").unit
    ('≥', Decimal('200000'), '万元')
    """
    if typed is None:
        return BLANK
    text = shown(typed)
    if text.endswith(UNSURE):
        return Measure("unclear", text)
    own = normal_unit(unit) if unit else ""
    value = parse_value(typed, own or ("" if beside == "%" else beside))
    match value:
        case Blank():
            return BLANK
        case Number(number=number, unit=of, bare=bare):
            return _number(text, number, of, "", own or beside, bare=bare)
        case Interval() if value.comparison is not None and value.bound is not None:
            sign: Sign = value.comparison  # type: ignore[assignment]  # one of the four
            return _number(text, value.bound, value.unit, sign, own or beside, bare=value.bare)
        case Growth(change=change, unit=of):
            return Measure("number", text, change, "百分点" if "百分点" in of else "%")
        case Interval():
            return Measure("unclear", text)
        case Moment() | Frequency():
            return Measure("word", text)
        case _:
            return Measure("word", text)


def _number(text: str, number: Decimal, unit: str, sign: Sign, row_unit: str, *, bare: bool) -> Measure:
    given = unit or row_unit
    value = number
    if given == "%" and bare and unit != "%":
        return Measure("unclear", text)
    base = base_unit(given)
    if base != given:
        converted = amount_in(number, given, base)
        if converted is None:
            return Measure("unclear", text)
        value = converted
    return Measure("number", text, value, base, sign)


@lru_cache(maxsize=4096)
def base_unit(unit: str) -> str:
    """The unit in which amounts of ``unit`` are added: 万元 for money, 人 for 万人, else the unit itself."""
    if unit in MONEY:
        return "万元"
    if unit[:1] in ("万", "亿", "千", "百") and unit[1:] in UNITS and unit not in ("千米", "千克", "千瓦", "千瓦时"):
        return unit[1:]
    return unit


def shown(typed: CellValue) -> str:
    """A cell value as a person reads it."""
    if typed is None:
        return ""
    return plain(typed) if isinstance(typed, Decimal) else " ".join(str(typed).split())
