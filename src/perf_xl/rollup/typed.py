"""A typed cell as the roll-up takes it: an amount in 万元, or points; blank and unreadable are said, never guessed."""

from __future__ import annotations

import re
from decimal import Decimal

from perf_xl.forms.rates import amount_of
from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellValue
from perf_xl.model.values import amount_in
from perf_xl.rollup.entries import Amount, Place

_POINTS = re.compile(r"\d{1,6}(?:\.\d{1,8})?")
_WITH_A_UNIT = re.compile(r"[^\d.,\s+-]")


def read_amount(typed: CellValue, unit: str | None, place: Place | None) -> Amount:
    """An amount cell in 万元. A bare number counts in ``unit``; where the form prints none it cannot be told."""
    if typed is None:
        return Amount(None, "blank", None, place)
    if unit == "万元" and isinstance(typed, Decimal) and typed.is_finite():
        return Amount(typed, "number", typed, place)
    value = amount_of(typed, "万元") if unit in (None, "万元") else _converted(typed, unit)
    if value is None or not value.is_finite() or (unit is None and _is_bare(typed)):
        return Amount(None, "unreadable", typed, place)
    return Amount(value, "number", typed, place)


def read_points(typed: CellValue, place: Place | None) -> Amount:
    """A 得分 or 分值 cell as a number of points."""
    if typed is None:
        return Amount(None, "blank", None, place)
    text = str(typed).strip().removesuffix("分") if not isinstance(typed, Decimal) else plain(typed)
    value = Decimal(text) if _POINTS.fullmatch(text) else None
    return Amount(value, "unreadable" if value is None else "number", typed, place)


def _converted(typed: CellValue, unit: str | None) -> Decimal | None:
    """An amount cell of a column printed in 元 or 亿元, in 万元."""
    value = amount_of(typed, unit or "万元")
    return None if value is None else amount_in(value, unit or "万元", "万元")


def _is_bare(typed: CellValue) -> bool:
    return isinstance(typed, Decimal) or not _WITH_A_UNIT.search(str(typed))
