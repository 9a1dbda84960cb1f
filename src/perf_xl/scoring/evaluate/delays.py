"""Delays: from the deadline to a day of completion, or told in words, in days or whole months."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from fractions import Fraction

from perf_xl.model.numerals import any_number
from perf_xl.model.units import TIME
from perf_xl.model.values import Moment, Number, Value
from perf_xl.policy import Policy
from perf_xl.scoring.evaluate.readings import Num, Reading, Text, Unusable
from perf_xl.scoring.plan import Plan
from perf_xl.scoring.row import Row, compatible

_LATE = re.compile(
    r"^(?:推迟|延期|延迟|迟报|逾期|晚|迟|超期|滞后|延误|拖延)了?(?P<n>\d+(?:\.\d+)?|[一二两三四五六七八九十]{1,3})(?P<u>个工作日|工作日|个月|天|日|小时|个小时|分钟|周|月)$|^(?P<n2>\d+(?:\.\d+)?)(?P<u2>个工作日|工作日|个月|天|日|小时|周|月)(?:后|完成)?$"
)


_LONGEST = 3660
"""Units late that can be meant; more is a day written without separators."""
_EARLIEST = 731
_EARLY = re.compile(r"^提前.{0,10}$")


_IN_TIME = frozenset(
    {
        "按时",
        "及时",
        "准时",
        "按期",
        "如期",
        "按时完成",
        "及时完成",
        "按期完成",
        "准时完成",
        "如期完成",
        "未延期",
        "未迟报",
        "无延期",
        "按计划完成",
        "按时报送",
        "未推迟",
        "没有延期",
    }
)


def read_delay(plan: Plan, row: Row, policy: Policy, value: Value, text: str) -> Reading:
    match value:
        case Moment():
            return _delay(plan, row, policy, value)
        case Number():
            if _is_calendar(value, text, row):
                return Unusable(
                    "actual_not_a_delay",
                    f"“{text}”是完成的时间还是迟延的多少分不清；请填写日期（如 2026-01-10），或写成“迟延2个月”“迟延5天”。",
                )
            if not value.unit or compatible(value.unit, plan.late_unit):
                if value.number > _LONGEST:
                    return Unusable(
                        "actual_not_a_delay", f"“{text}”不像迟延的天数；请填写日期（如 2026-01-10）或迟延多少。"
                    )
                return Num(max(Fraction(0), Fraction(value.number)))
            return _late_text(plan, text)
    if text in _IN_TIME or _EARLY.match(text):
        return Num(Fraction(0))
    return _late_text(plan, text)


_DURATIONS = frozenset(TIME) - {"月", "年"}
_CALENDAR = re.compile(r"\d{1,2}[月日]份?底?|\d{4}年?")


def _is_calendar(value: Number, text: str, row: Row) -> bool:
    """6月, 30日, 2025 and 12.15 are how people write when something was done, not how late it was.

    A part of a unit is a delay only where the row counts in such units (1.5 in a row of 天).
    """
    whole = value.number == value.number.to_integral_value()
    year = whole and 1900 <= value.number <= 2100
    part = not whole and value.bare and row.unit not in _DURATIONS
    month = value.bare and row.unit == "月" and row.target is not None and value.number > 0
    return (
        part
        or month
        or (year and value.unit in ("", "年"))
        or (_CALENDAR.fullmatch(text) is not None and bool(value.unit))
    )


def _late_text(plan: Plan, text: str) -> Reading:
    match = _LATE.match(text)
    if match is None:
        return Text(text)
    number, unit = any_number(match["n"] or match["n2"]), match["u"] or match["u2"]
    if number is None or not compatible(unit, plan.late_unit):
        return Unusable("unit_mismatch", f"迟延“{text}”的单位与标准的“{plan.late_unit}”不同；请换算后填写。")
    return Num(Fraction(number))


def _delay(plan: Plan, row: Row, policy: Policy, moment: Moment) -> Reading:
    """Days or whole months from the deadline to the day of completion."""
    if moment.precision != "day" or moment.by:
        return Unusable("actual_not_a_day", "实际完成值不是具体日期，无法计算迟延；请填写完成日期。")
    deadline = _deadline(plan, row, moment.day)
    if isinstance(deadline, Unusable):
        return deadline
    if not policy.deadline_includes_day:
        deadline -= dt.timedelta(days=1)
    day = moment.day
    if (deadline - day).days > _EARLIEST:
        return Unusable("actual_not_a_delay", f"完成日期 {day.isoformat()} 比期限早两年以上；请核对。")
    if day <= deadline:
        return Num(Fraction(0))
    if plan.late_unit in ("天", "日"):
        return Num(Fraction((day - deadline).days))
    if plan.late_unit in ("个月", "月"):
        return Num(_months(deadline, day))
    if plan.late_unit == "周":
        return Num(Fraction((day - deadline).days, 7))
    return Unusable(
        "unit_mismatch", f"标准按“{plan.late_unit}”计迟延，不能由日期算出；请直接填写迟延多少{plan.late_unit}。"
    )


def _deadline(plan: Plan, row: Row, actual: dt.date) -> dt.date | Unusable:
    if plan.due is None:
        if row.due is None:
            return Unusable(
                "deadline_missing", "没有完成期限（指标值不是日期），无法由日期计算迟延；请填写期限或迟延天数。"
            )
        return row.due
    year, month, day = plan.due
    if year is None and row.due is not None:
        year = row.due.year
    guessed = year is None
    year = actual.year if year is None else year
    last = monthrange(year, month)[1]
    deadline = dt.date(year, month, min(day or last, last))
    if guessed and (deadline - actual).days > 120:
        return Unusable("year_missing", "标准的期限没有写年份，不知实际日期是提前还是推迟；请写明年份。")
    return deadline


def _months(start: dt.date, end: dt.date) -> Fraction:
    """Whole months, and the rest in days of the month that runs."""
    months = (end.year - start.year) * 12 + end.month - start.month
    while months > 0 and _add_months(start, months) > end:
        months -= 1
    begun = _add_months(start, months)
    following = _add_months(start, months + 1)
    return Fraction(months) + Fraction((end - begun).days, (following - begun).days)


def _add_months(day: dt.date, months: int) -> dt.date:
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    last = monthrange(year, month + 1)[1]
    end_of_month = day.day == monthrange(day.year, day.month)[1]
    return dt.date(year, month + 1, last if end_of_month else min(day.day, last))
