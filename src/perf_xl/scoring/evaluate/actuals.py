"""What stands in 实际完成值, read for one plan: a number in its scale, an interval, a word, marks, or why it cannot be used."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction

from perf_xl.model.cells import CellValue
from perf_xl.model.numerals import CIRCLED, any_number, half_width
from perf_xl.model.units import COUNTS, TIME, UNITS
from perf_xl.model.values import Blank, Growth, Interval, Moment, Number, Value, amount_in, parse_value
from perf_xl.policy import Policy
from perf_xl.scoring import words as w
from perf_xl.scoring.evaluate.delays import read_delay
from perf_xl.scoring.evaluate.readings import BLANK, Marks, Num, Reading, Span, Text, Unusable
from perf_xl.scoring.plan import Measure, Plan
from perf_xl.scoring.reading.facts import is_fault
from perf_xl.scoring.row import Row, compatible

_NOTHING = frozenset(
    {
        "无",
        "没有",
        "未发生",
        "未发现",
        "未出现",
        "零",
        "没有发生",
        "没有发现",
        "无发生",
        "未有",
        "零发生",
        "零起",
        "无此情况",
        "未发生过",
        "均未发生",
    }
)
NOT_APPLICABLE = frozenset(
    {
        "不适用",
        "无此项",
        "不涉及",
        "无该项",
        "本年不涉及",
        "N/A",
        "n/a",
        "无此项目",
        "无该项目",
        "不存在该项",
        "没有此项",
        "无此类项目",
    }
)
_COUNTED = re.compile(
    rf"^(?:共|共计|累计|全年|年内)?(?:发现|发生|出现|存在|有|查出|涉及)?了?(?P<n>\d+|[一二两三四五六七八九十]{{1,3}})(?P<u>{'|'.join(map(re.escape, UNITS))})(?P<rest>[^\d]{{0,20}})$"
)
_CHANGE = re.compile(
    r"^(?P<s>[^\d]{0,20}?)(?P<way>下降|降低|减少|下滑|下跌|压减|节约|增长|增加|提高|上升|提升|上涨|增幅|降幅)了?(?:为|达|约为)?(?P<n>-?\d+(?:\.\d+)?)(?:%|个百分点)$"
)
_UP = frozenset({"增长", "增加", "提高", "上升", "提升", "上涨", "增幅"})


def read_actual(plan: Plan, row: Row, policy: Policy, typed: CellValue) -> Reading:
    """Read the actual for ``plan``."""
    value = parse_value(typed, row.unit or None)
    if isinstance(value, Blank):
        return BLANK
    text = half_width(str(typed)).strip() if not isinstance(typed, (dt.date, dt.datetime)) else ""
    compact = re.sub(r"\s+", "", text).strip("。;,")
    if plan.marks:
        return _marks(value, compact, len(plan.marks))
    match plan.measure:
        case Measure.LATE:
            return read_delay(plan, row, policy, value, compact)
        case Measure.COUNT:
            return _count(row, value, compact)
        case Measure.CHANGE:
            return _change(plan, row, value, compact)
        case _:
            return _quantity(plan, row, value, compact)


def _quantity(plan: Plan, row: Row, value: Value, text: str) -> Reading:
    match value:
        case Number():
            return _number(plan, row, value)
        case Interval():
            return _interval(row, value)
        case Growth() if plan.measure is Measure.RATE and re.search("增|提高|上升|提升|变动|降|减|下滑", row.name):
            return _growth(row, value)
        case Moment():
            return Unusable(
                "actual_is_date", f"实际完成值“{text or value.day.isoformat()}”是日期，标准要的是数；请改正。"
            )
    if text in _NOTHING and (w.is_count(row.unit) or row.unit == "%") and row.direction == "less":
        return Num(Fraction(0))
    return Text(text)


def _growth(row: Row, value: Growth) -> Reading:
    falling = re.search("降|减|下滑", row.name) is not None and re.search("增|提高|上升|提升|变动", row.name) is None
    return Num(Fraction(-value.change if falling else value.change) / 100)


def _number(plan: Plan, row: Row, value: Number) -> Reading:
    if plan.measure is Measure.RATE:
        return _rate(plan, row, value)
    number = _plain(row, value.number, value.unit)
    if number is not None:
        return Num(number)
    if value.unit == "%" and plan.share_rows and row.target is not None:
        return Num(Fraction(value.number) / 100 * row.target, note="actual_is_share")
    return _mismatch(value.unit, row)


def _plain(row: Row, number: Decimal, unit: str) -> Fraction | None:
    if unit == "%" or (row.unit == "%" and unit):
        return None
    reference = row.unit or getattr(row.value, "unit", "")
    if unit and not reference and row.target is not None and unit not in COUNTS and unit not in TIME:
        return None  # 0.9亿元 beside a target of 10000 of nobody knows what
    converted = amount_in(number, unit, reference) if unit and reference else number
    if converted is not None:
        return Fraction(converted)
    return Fraction(number) if compatible(unit, row.unit) else None


def _mismatch(unit: str, row: Row) -> Unusable:
    return Unusable("unit_mismatch", f"实际完成值的单位“{unit}”与计量单位“{row.unit or '（空）'}”对不上；请改正。")


def _rate(plan: Plan, row: Row, value: Number) -> Reading:
    """95, 95% and 0.95 are told apart by the unit; a bare 1 beside a target of 100 is doubtful (convention 21)."""
    exact = Fraction(value.number)
    if value.unit not in ("%", "", "百分点"):
        return _mismatch(value.unit, row)
    if not value.bare and value.unit:
        return Num(exact / 100)
    reference = max((abs(r) for r in plan.references), default=Fraction(1))
    if exact == 0:
        return Num(exact)
    if abs(exact) <= 2 and (reference >= Fraction(1, 10) or abs(exact) in plan.references):
        return Num(exact / 100, other=exact)
    return Num(exact / 100)


def _interval(row: Row, value: Interval) -> Reading:
    bounds: list[Fraction | None] = []
    for bound in (value.low, value.high):
        if bound is None:
            bounds.append(None)
            continue
        if row.rate:
            number = Fraction(bound) / 100 if value.is_percent or value.bare else None
        else:
            number = _plain(row, bound, value.unit)
        if number is None:
            return _mismatch(value.unit, row)
        bounds.append(number)
    return Span(bounds[0], bounds[1], value.low_closed, value.high_closed)


def _count(row: Row, value: Value, text: str) -> Reading:
    match value:
        case Number():
            if value.unit == "%" and not (value.bare and row.unit == "%"):
                return Unusable("count_missing", f"标准按次数扣分，而实际完成值“{text}”是比率；请填写次数。")
            return _whole(Fraction(value.number), text)
        case Interval() if value.unit != "%":
            return Span(_fraction(value.low), _fraction(value.high), value.low_closed, value.high_closed)
        case Moment():
            return Unusable(
                "actual_is_date", f"实际完成值“{text or value.day.isoformat()}”是日期，标准要的是次数；请改正。"
            )
    if text in _NOTHING:
        return Num(Fraction(0))
    match = _COUNTED.match(text)
    if match is not None and (not match["rest"] or is_fault(match["rest"])):
        number = any_number(match["n"])
        if number is not None:
            return Num(Fraction(number))
    return Text(text)


def _fraction(number: Decimal | None) -> Fraction | None:
    return None if number is None else Fraction(number)


def _whole(number: Fraction, text: str) -> Reading:
    if number < 0:
        return Unusable("actual_negative", f"次数“{text}”不能是负数；请改正。")
    return Num(number)


def _change(plan: Plan, row: Row, value: Value, text: str) -> Reading:
    """A change in the plan's direction: 价格下降6%, or a plain rate where the name says the direction."""
    match = _CHANGE.match(text)
    if match is not None:
        number = Fraction(Decimal(match["n"])) / 100
        up = match["way"] in _UP
        return Num(number if up == (plan.change_way == "up") else -number)
    named = re.search("增|提高|上升|提升" if plan.change_way == "up" else "降|减|节约|下滑", row.name)
    if isinstance(value, Number) and named and value.unit in ("%", "") and (value.unit or row.unit == "%"):
        return Num(Fraction(value.number) / 100)
    if isinstance(value, Interval) and named and value.is_percent:
        return _interval(row, value)
    if isinstance(value, (Number, Interval)):
        return Unusable("direction_missing", f"实际完成值“{text}”没有说是上升还是下降；请写明。")
    return Text(text)


_ALL = frozenset(
    {
        "全部",
        "全部符合",
        "全部达到",
        "全部完成",
        "全部满足",
        "均符合",
        "均达到",
        "都符合",
        "均已完成",
        "全部做到",
        "均满足",
        "全部具备",
    }
)
_NONE = frozenset({"均不符合", "都不符合", "全部不符合", "均未达到", "均未完成", "无", "0", "没有", "无一符合"})
_MARK_SPLIT = re.compile(r"[、,;和及\s]+")


def _marks(value: Value, text: str, size: int) -> Reading:
    """①②④, 1,2,4, 全部; a plain number is a count."""
    if text in _ALL:
        return Marks(frozenset(range(1, size + 1)))
    if text in _NONE:
        return Marks(frozenset(), 0)
    if isinstance(value, Number) and (value.bare or value.unit in ("项", "个", "条", "点")):
        whole = value.number == value.number.to_integral_value() and 0 <= value.number <= size
        return (
            Marks(frozenset(), int(value.number))
            if whole
            else Unusable("marks_out_of_range", f"“{text}”超出了列举的项数（{size} 项）；请核对。")
        )
    numbers: list[int] = []
    if text and not text.strip(CIRCLED + "、,;和及"):
        numbers = [CIRCLED.index(c) + 1 for c in text if c in CIRCLED]
    else:
        for piece in _MARK_SPLIT.split(text):
            match = re.fullmatch(r"\(?第?(\d{1,2})项?\)?", piece)
            if match is None:
                return Text(text)
            numbers.append(int(match[1]))
    if len(set(numbers)) != len(numbers) or not all(1 <= k <= size for k in numbers):
        return Unusable("marks_out_of_range", f"“{text}”里的序号重复或超出了列举的项数（{size} 项）；请核对。")
    return Marks(frozenset(numbers))
