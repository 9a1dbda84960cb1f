"""The row a rule stands in: sign, target, unit and name as the language needs them."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perf_xl.model.cells import CellValue
from perf_xl.model.numerals import half_width
from perf_xl.model.units import COUNTS
from perf_xl.model.values import Growth, Interval, Moment, Number, Value, amount_in, normal_unit, parse_value
from perf_xl.scoring import nodes as n
from perf_xl.scoring.direction import Direction, direction

_SIGNS = {"≥": "≥", ">=": "≥", "=>": "≥", "≧": "≥", ">": ">", "=": "=", "==": "=", "≤": "≤", "<=": "≤", "=<": "≤", "≦": "≤",
          "<": "<", "大于等于": "≥", "大于": ">", "等于": "=", "小于等于": "≤", "小于": "<", "定性": "定性", "》": "≥", "《": "≤",
          "不低于": "≥", "不高于": "≤", "正向": "≥", "反向": "≤"}  # fmt: skip
_RATE_NAME = re.compile(r"(?:率|比例|比重|占比|满意度)(?:\(.*\))?$")


@dataclass(frozen=True, slots=True)
class Row:
    """A row as read. ``target`` is a number in the row's scale (a rate as a fraction), or None."""

    sign: str | None
    unit: str
    name: str
    value: Value
    target: Fraction | None
    target_text: str
    rate: bool
    direction: Direction | None
    max_score: Fraction | None
    due: dt.date | None

    @property
    def qualitative(self) -> bool:
        """定性, or no number anywhere."""
        return self.sign == "定性"


def read_row(
    rule: n.Rule,
    *,
    comparison: str | None,
    target: CellValue,
    unit: str | None,
    name: str | None,
    max_score: Decimal | None,
    level1: str | None,
    level2: str | None,
) -> Row:
    """The row beside ``rule``."""
    own = normal_unit(unit)
    value = parse_value(target, own or None)
    sign = _SIGNS.get(re.sub(r"\s", "", half_width(comparison or "")).replace("型", ""))
    if sign is None and isinstance(value, Interval):
        sign = value.comparison
    rate = _is_rate(rule, own, value, name or "")
    number = _number(value, own, rate=rate)
    way = direction(rule, sign, name, level1, level2)
    due = value.day if isinstance(value, Moment) else None
    points = Fraction(max_score) if max_score is not None and max_score > 0 else None
    text = "" if target is None else str(target).strip()
    return Row(sign, own, (name or "").strip(), value, number, text, rate, way, points, due)


def _is_rate(rule: n.Rule, unit: str, value: Value, name: str) -> bool:
    """Convention 2: unit %, a % in the target or in the rule's own threshold; the name only if the unit is blank."""
    if unit == "%":
        return True
    if isinstance(value, (Number, Interval)) and value.is_percent:
        return True
    if unit:
        return False
    if isinstance(value, (Number, Interval)) and not _RATE_NAME.search(half_width(name).strip()):
        bounds = [bound.number for bound in own_bounds(rule) if bound.unit == "%"]
        told = value.number if isinstance(value, Number) else value.bound
        return told in bounds  # else a target that is a plain number of something
    return isinstance(value, Growth) or _percent_bounds(rule) or _RATE_NAME.search(half_width(name).strip()) is not None


def _percent_bounds(rule: n.Rule) -> bool:
    return any(bound.unit == "%" for bound in own_bounds(rule))


def own_bounds(rule: n.Rule) -> list[n.Amount]:
    """The bounds the rule itself states (shares of the target left out)."""
    bounds: list[n.Amount] = []
    for clause in rule.clauses:
        if isinstance(clause, n.Award):
            bounds += _bounds(clause.condition)
        elif isinstance(clause, n.Basis):
            bounds.append(clause.amount)
        elif isinstance(clause, n.Step) and clause.origin is not None:
            bounds += _bounds(clause.origin)
    return bounds


def _bounds(condition: n.Condition) -> list[n.Amount]:
    match condition:
        case n.Test() if not condition.of_target:
            return [condition.amount]
        case n.Within() if not condition.of_target:
            return [condition.low, condition.high]
        case n.Joined():
            return [bound for part in condition.parts for bound in _bounds(part)]
        case _:
            return []


def _number(value: Value, unit: str, *, rate: bool) -> Fraction | None:
    match value:
        case Number():
            return in_scale(value.number, value.unit, unit, rate=rate)
        case Interval() if value.bound is not None:
            return in_scale(value.bound, value.unit, unit, rate=rate)
        case Growth() if rate:
            return Fraction(abs(value.change)) / 100
        case _:
            return None


def in_scale(number: Decimal, own: str, unit: str, *, rate: bool) -> Fraction | None:
    """A typed number in the row's scale; None if its unit does not fit.

    A bare number of a rate is in per cent, unless it is at most 1 and no unit says per cent.
    """
    exact = Fraction(number)
    if rate:
        if own in ("%", "百分点"):
            return exact / 100
        if own:
            return None
        return exact if unit != "%" and abs(exact) <= 1 else exact / 100
    if own == "%":
        return None
    converted = amount_in(number, own, unit) if own and unit else number
    if converted is None:
        return exact if compatible(own, unit) else None
    return Fraction(converted)


_PEOPLE = frozenset({"人", "名", "位"})
_ALIASES = (
    {"公里", "千米", "km"},
    {"天", "日", "工作日", "个工作日"},
    {"个月", "月"},
    {"平方米", "㎡", "m2", "m²"},
    {"小时", "个小时"},
    {"年", "周年"},
)


def compatible(first: str, second: str) -> bool:
    """Whether two units may stand for each other: equal, one missing, 个 for anything counted."""
    first, second = first.replace("·", ""), second.replace("·", "")
    if not first or not second or first == second:
        return True
    if "/" in first + second and (first.split("/")[0] == second or second.split("/")[0] == first):
        return True  # 每超5元 in a row of 元/人
    if first in ("个", "项") or second in ("个", "项"):
        return first in COUNTS and second in COUNTS
    if {first, second} <= _PEOPLE:
        return True
    return any({first, second} <= group for group in _ALIASES)
