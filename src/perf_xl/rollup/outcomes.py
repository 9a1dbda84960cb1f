"""Whether a row reached its target, as far as the two cells say so without a person's judgement.

Used for counting (已达成, 未达成, 需人工判断, 未填), never for points.
"""

from __future__ import annotations

import re
from enum import Enum

from perf_xl.model.indicators import IndicatorCategory, category_of
from perf_xl.model.values import Moment, parse_value
from perf_xl.rollup.entries import IndicatorLine
from perf_xl.rollup.measures import Measure


class Outcome(Enum):
    """What a row's 完成值 says about its 指标值; ``label`` is shown."""

    REACHED = "已达成"
    MISSED = "未达成"
    MANUAL = "需人工判断"
    BLANK = "未填完成值"

    @property
    def label(self) -> str:
        """The word in tables and charts."""
        return self.value


_LOWER_IS_BETTER = re.compile(r"成本|控制率|变动率|投诉|能耗|事故|死亡率|违约|超支|损失|待修|逾期")


def outcome_of(line: IndicatorLine, target: Measure, actual: Measure) -> Outcome | None:
    """The outcome of a row; None for a form that has no 完成值 (a target form)."""
    if not line.has_actual:
        return None
    if actual.kind == "blank":
        return Outcome.BLANK
    if target.kind == "blank":
        return Outcome.MANUAL
    if target.text == actual.text:
        return Outcome.REACHED
    reached = _numbers(line, target, actual) if target.kind == actual.kind == "number" else _days(line)
    if reached is None:
        return Outcome.MANUAL
    return Outcome.REACHED if reached else Outcome.MISSED


def _numbers(line: IndicatorLine, target: Measure, actual: Measure) -> bool | None:
    if target.unit != actual.unit or target.number is None or actual.number is None:
        return None
    sign = line.comparison if line.comparison in ("≥", ">", "=", "≤", "<") else target.sign
    if not sign or sign == "=":
        sign = "≤" if _lower_is_better(line) else "≥"
    if actual.sign and actual.sign[0] not in ("≥>" if sign in "≥>" else "≤<"):
        return None
    number, goal = actual.number, target.number
    if sign == ">":
        return number > goal or (number == goal and actual.sign == ">")
    if sign == "<":
        return number < goal or (number == goal and actual.sign == "<")
    return _reached(sign, number >= goal, number <= goal, exact=not actual.sign)


def _reached(sign: str, at_least: bool, at_most: bool, *, exact: bool) -> bool | None:
    """≥ and ≤; 「≥93%」 against 「≥95%」 may or may not have reached it."""
    reached = at_least if sign == "≥" else at_most
    return reached if reached or exact else None


def _lower_is_better(line: IndicatorLine) -> bool:
    in_cost = category_of(line.level1, None) is IndicatorCategory.COST or line.level2 in (
        "成本指标", "经济成本指标", "社会成本指标", "生态环境成本指标",
    )  # fmt: skip
    return in_cost or _LOWER_IS_BETTER.search(line.name) is not None


def _days(line: IndicatorLine) -> bool | None:
    target, actual = parse_value(line.target), parse_value(line.actual)
    if not (isinstance(target, Moment) and isinstance(actual, Moment)):
        return None
    if actual.precision == "day" or actual.day <= target.day:
        return actual.day <= target.day
    return None
