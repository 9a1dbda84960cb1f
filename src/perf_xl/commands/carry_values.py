"""Single values carried from one form into another: units, years, targets put together. Exact, or not at all."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal

from perf_xl.forms.spec import Column, Field
from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellValue
from perf_xl.model.values import Blank, Interval, Number, amount_in, normal_unit, parse_value

_SIGNS = ("≥", ">", "≤", "<")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?=\s*年|[-./]\d)")


class NotCarried(Exception):  # noqa: N818 - it is an answer, not a fault
    """Why a value has no exact counterpart in the new form."""


def carried_value(value: CellValue, source: Field | Column, target: Field | Column) -> CellValue:
    """``value`` of ``source`` as an entry of ``target``; NotCarried with the reason when that is not exact.

    Amounts are converted into the unit of the new form (「13.8万元」 is 13.8 where the unit is printed), years lose or
    keep their 年 as the new form has them, everything else stays as it is.
    """
    if value is None:
        return None
    if target.kind == "amount":
        return _amount(value, source, target)
    if target.kind == "year":
        return _year(value, target)
    if target.kind in ("number", "points") and not isinstance(value, Decimal):
        raise NotCarried("不是数")
    return value


def _amount(value: CellValue, source: Field | Column, target: Field | Column) -> CellValue:
    if source.unit == target.unit:
        return value
    read = parse_value(value)
    if not isinstance(read, Number):
        raise NotCarried("不是单一的金额")
    unit = read.unit or source.unit or ""
    if not unit:
        raise NotCarried("没有写明单位")
    if target.unit is None:
        return f"{plain(read.number)}{unit}"
    number = amount_in(read.number, unit, target.unit)
    if number is None:
        raise NotCarried(f"单位“{unit}”换算不成“{target.unit}”")
    return number


def _year(value: CellValue, target: Field | Column) -> CellValue:
    match = re.fullmatch(r"\s*(\d{4})\s*(?:年|年度)?\s*", plain(value) if isinstance(value, Decimal) else str(value))
    if match is None:
        return value
    return f"{match[1]}年" if "年" in getattr(target, "hint", "") else Decimal(match[1])


def year_of(value: CellValue) -> int | None:
    """The year an entry of kind year says, None for anything else."""
    match = re.fullmatch(r"\s*(\d{4})\s*(?:年|年度)?\s*", plain(value) if isinstance(value, Decimal) else str(value))
    return int(match[1]) if match else None


def joined_target(comparison: CellValue, value: CellValue, unit: CellValue) -> CellValue:
    """One cell that says what three said: ``≥``, 3, 家 is 「≥3家」; ``=`` needs no sign; 定性 is the value alone.

    A sign or unit that the value already has is not said twice.
    """
    if value is None:
        return None
    if str(comparison or "").strip() == "定性":
        return value
    read = parse_value(value)
    text = plain(value) if isinstance(value, Decimal) else str(value)
    shown_unit = "" if unit is None else str(unit).strip()
    if not isinstance(read, Number | Interval):
        return value
    if shown_unit and normal_unit(read.unit) == "":
        text = f"{text}{shown_unit}"
    sign = str(comparison or "").strip()
    if sign in _SIGNS and isinstance(read, Number):
        text = f"{sign}{text}"
    return value if text == (plain(value) if isinstance(value, Decimal) else value) else text


def says_the_same(joined: CellValue, comparison: CellValue, value: CellValue, unit: CellValue) -> bool:
    """Whether the joined cell is read as the three cells were: same number, sign and unit."""
    if isinstance(parse_value(value), Blank) or str(comparison or "").strip() == "定性":
        return joined == value
    alone, whole = parse_value(value, str(unit or "")), parse_value(joined)
    if isinstance(alone, Number) and isinstance(whole, Interval):
        return whole.bound == alone.number and whole.comparison == comparison
    if isinstance(alone, Number) and isinstance(whole, Number):
        return whole.number == alone.number
    return type(alone) is type(whole)


def shifted_years(value: CellValue, years: int) -> CellValue:
    """``value`` with every year in it moved on: 「2026年12月31日前」 is 「2027年12月31日前」; other values as they are."""
    if isinstance(value, dt.date):
        return _moved_on(value, years)
    if isinstance(value, str):
        return _YEAR.sub(lambda match: str(int(match[1]) + years), value)
    return value


def _moved_on(day: dt.date, years: int) -> dt.date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def years_in(value: CellValue) -> list[int]:
    """The years that a text names."""
    return [int(year) for year in _YEAR.findall(value)] if isinstance(value, str) else []
