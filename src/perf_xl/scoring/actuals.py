"""What stands in 实际完成值, read for one plan: a number in its scale, an interval, a word, marks, or why it cannot be used."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perf_xl.model.cells import CellValue
from perf_xl.model.numerals import CIRCLED, any_number, half_width
from perf_xl.model.units import UNITS
from perf_xl.model.values import Blank, Growth, Interval, Moment, Number, Value, amount_in, parse_value
from perf_xl.policy import Policy
from perf_xl.scoring.draft import is_count, is_fault
from perf_xl.scoring.plan import Measure, Plan
from perf_xl.scoring.row import Row, compatible


@dataclass(frozen=True, slots=True)
class Num:
    """A number in the plan's scale; ``other``: what it would be if a bare 0.95 meant 95%."""

    value: Fraction
    other: Fraction | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Every number between two bounds."""

    low: Fraction | None
    high: Fraction | None
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    text: str


@dataclass(frozen=True, slots=True)
class Marks:
    """The parts of an enumeration that are fulfilled; ``count`` where only their number is told."""

    numbers: frozenset[int]
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Unusable:
    """Not usable: note code and message."""

    code: str
    message: str


Reading = Num | Span | Text | Marks | Unusable

BLANK = Unusable("actual_missing", "实际完成值没有填写；请填报。")
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
_COUNTED = re.compile(
    rf"^(?:共|共计|累计|全年|年内)?(?:发现|发生|出现|存在|有|查出|涉及)?了?(?P<n>\d+|[一二两三四五六七八九十]{{1,3}})(?P<u>{'|'.join(map(re.escape, UNITS))})(?P<rest>[^\d]{{0,20}})$"
)
_LATE = re.compile(
    r"^(?:推迟|延期|延迟|迟报|逾期|晚|迟|超期|滞后|延误|拖延)了?(?P<n>\d+(?:\.\d+)?|[一二两三四五六七八九十]{1,3})(?P<u>个工作日|工作日|个月|天|日|小时|个小时|分钟|周|月)$|^(?P<n2>\d+(?:\.\d+)?)(?P<u2>个工作日|工作日|个月|天|日|小时|周|月)(?:后|完成)?$"
)
_EARLY = re.compile(r"^提前.{0,10}$")
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
            return _late(plan, row, policy, value, compact)
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
    if text in _NOTHING and (is_count(row.unit) or row.unit == "%") and row.direction == "less":
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
    converted = amount_in(number, unit, row.unit) if unit and row.unit else number
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
    if abs(exact) <= 2 and reference >= Fraction(1, 10):
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


def _late(plan: Plan, row: Row, policy: Policy, value: Value, text: str) -> Reading:
    match value:
        case Moment():
            return _delay(plan, row, policy, value)
        case Number():
            if not value.unit or compatible(value.unit, plan.late_unit):
                return Num(max(Fraction(0), Fraction(value.number)))
            return _late_text(plan, text)
    if text in _IN_TIME or _EARLY.match(text):
        return Num(Fraction(0))
    return _late_text(plan, text)


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
    if isinstance(value, Number) and value.unit in ("", "项", "个", "条", "点"):
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
