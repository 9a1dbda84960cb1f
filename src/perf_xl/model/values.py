"""What people type into 指标值 and 实际完成值: numbers, percents, intervals, amounts, dates, frequencies, words.

:func:`parse_value` never raises and never guesses: what it cannot read exactly (「约13」) is a :class:`Word`. Numbers are
exact decimals *as typed*: ``95%`` is ``Number(95, "%")``; :attr:`Number.ratio` gives 0.95.
Conventions: ``docs/language.md``.
"""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from perf_xl.model.amounts import exact, plain
from perf_xl.model.cells import CellValue
from perf_xl.model.numerals import NUMERAL, any_number, half_width, plain_number
from perf_xl.model.units import UNITS

PERCENT_UNITS = ("%", "％", "百分比", "百分点", "个百分点")
_LONGEST = 200  # a longer cell is prose, never a value

_MONEY = {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000), "千元": Decimal(1000)}
_MULTIPLES = {"万": Decimal(10_000), "亿": Decimal(100_000_000), "千": Decimal(1000), "百": Decimal(100)}


@dataclass(frozen=True, slots=True)
class Blank:
    """Nothing typed: 未填报, never 0."""


@dataclass(frozen=True, slots=True)
class Number:
    """A plain number with the unit typed beside it ("" if none). ``bare``: typed without unit or percent sign."""

    number: Decimal
    unit: str = ""
    bare: bool = False

    @property
    def is_percent(self) -> bool:
        """Whether it counts in per cent."""
        return self.unit == "%"

    @property
    def ratio(self) -> Decimal:
        """The number itself, a percent as a fraction: 95% is 0.95."""
        return self.number / 100 if self.is_percent else self.number


@dataclass(frozen=True, slots=True)
class Interval:
    """A range of numbers as typed: ``≥95%``, ``6个及以上``, ``1-3次``. None means open-ended."""

    low: Decimal | None
    high: Decimal | None
    low_closed: bool = True
    high_closed: bool = True
    unit: str = ""
    bare: bool = False

    @property
    def is_percent(self) -> bool:
        """Whether it counts in per cent."""
        return self.unit == "%"

    @property
    def comparison(self) -> str | None:
        """``≥ > ≤ <`` of a one-sided interval, None of a two-sided one."""
        if self.high is None:
            return "≥" if self.low_closed else ">"
        if self.low is None:
            return "≤" if self.high_closed else "<"
        return None

    @property
    def bound(self) -> Decimal | None:
        """The number of a one-sided interval."""
        return self.low if self.high is None else self.high if self.low is None else None


@dataclass(frozen=True, slots=True)
class Moment:
    """A day. ``by``: the text says 前, 之前, 底前, or names a month or year, so the last day that counts is ``day``."""

    day: dt.date
    by: bool = False
    precision: Literal["day", "month", "year"] = "day"


@dataclass(frozen=True, slots=True)
class Frequency:
    """每半年, 每月1次: how often; ``times`` in one ``period`` (年, 半年, 季度, 月, 周, 日)."""

    times: Decimal
    period: str


@dataclass(frozen=True, slots=True)
class Growth:
    """增长7%, 下降3个百分点: a change, signed as typed (down is negative)."""

    change: Decimal
    unit: str = "%"


@dataclass(frozen=True, slots=True)
class Word:
    """Anything else: 及时, 长效, 约13."""

    text: str


Value = Blank | Number | Interval | Moment | Frequency | Growth | Word


def parse_value(typed: CellValue, unit: str | None = None) -> Value:
    """Read a typed cell. ``unit`` (计量单位 of the row) gives a bare number its per cent, nothing else.

    >>> parse_value("６个及以上")
    Interval(low=Decimal('6'), high=None, low_closed=True, high_closed=True, unit='个', bare=False)
    >>> parse_value("95", "%"), parse_value("约13")
    (Number(number=Decimal('95'), unit='%', bare=True), Word(text='约13'))
    """
    match typed:
        case None:
            return Blank()
        case bool():
            return Word("是" if typed else "否")
        case Decimal() | int() | float():
            number = exact(typed)
            return _in_row_unit(Number(number, "", bare=True), unit) if number.is_finite() else Word(str(typed))
        case dt.datetime():
            return Moment(typed.date())
        case dt.date():
            return Moment(typed)
        case dt.time():
            return Word(typed.isoformat())
        case _:
            return _parse_text(str(typed), unit or "")


def normal_unit(unit: str | None) -> str:
    """A unit as it is compared: half width, no spaces or brackets, 百分比 as %.

    >>> normal_unit(" ％ "), normal_unit("（万元）")
    ('%', '万元')
    """
    text = re.sub(r"[\s()]", "", half_width(unit or ""))[:_LONGEST]
    return "%" if text in PERCENT_UNITS else text


def amount_in(number: Decimal, unit: str, wanted: str) -> Decimal | None:
    """``number unit`` expressed in ``wanted`` (亿元, 万元, 元; 万人, 人); None if the units do not convert.

    >>> amount_in(Decimal("20"), "亿", "万元"), amount_in(Decimal(3), "间", "个") is None
    (Decimal('200000'), True)
    """
    if unit == wanted or not unit or not wanted:
        return number
    source, goal = _scale(unit), _scale(wanted)
    if source[1] != goal[1] and source[1] and goal[1]:
        return None
    if source[0] == goal[0]:
        return number if source[1] == goal[1] or not source[1] or not goal[1] else None
    return (number * source[0] / goal[0]).normalize() + 0


def _scale(unit: str) -> tuple[Decimal, str]:
    """The multiple a unit begins with, and the rest: 万元 is (10000, 元)."""
    if unit in _MONEY:
        return _MONEY[unit], "元"
    if unit[0] in _MULTIPLES:
        return _MULTIPLES[unit[0]], unit[1:]
    return Decimal(1), unit


def _in_row_unit(value: Number | Interval, unit: str | None) -> Number | Interval:
    """A bare number of a % row counts in per cent."""
    if value.unit or normal_unit(unit) != "%":
        return value
    if isinstance(value, Number):
        return Number(value.number, "%", bare=True)
    return Interval(value.low, value.high, value.low_closed, value.high_closed, "%", bare=True)


_N = rf"(?:[+-]?\d{{1,3}}(?:,\d{{3}})+(?:\.\d+)?|[+-]?\d+(?:\.\d+)?|[{NUMERAL}]+)"
_U = r"(?:[^\d\s<>≥≤=~,;。、:+*/()-]{1,8}?)"
_INCL = r"(?:\(?(?:含|不含)\)?)?"
_BEFORE = {
    "≥": ("≥", ">=", "=>", "》=", "》", "〉", "不低于", "不少于", "不小于", "大于等于", "大于或等于", "至少", "达到",
          "高于或等于", "最少", "不低于等于"),
    ">": (">", "大于", "超过", "高于", "多于", "超出"),
    "≤": ("≤", "<=", "=<", "《", "〈", "不超过", "不高于", "不大于", "不多于", "小于等于", "小于或等于", "至多", "最多",
          "控制在", "低于或等于"),
    "<": ("<", "小于", "低于", "少于", "不足", "不到", "不满"),
    "=": ("=", "等于"),
}  # fmt: skip
_AFTER = {
    "≥": ("及以上", "以上", "(含)以上", "含以上", "以上(含)", "及其以上", "或以上", "起", "+"),
    "≤": ("及以下", "以下", "以内", "之内", "内", "(含)以下", "(含)以内", "以下(含)", "以内(含)", "或以下"),
    ">": ("以上(不含)", "(不含)以上", "以上不含"),
    "<": ("以下(不含)", "(不含)以下", "以内(不含)"),
}
_SIGN_OF = {word: sign for sign, words in _BEFORE.items() for word in words}
_SIGN_AFTER = {word: sign for sign, words in _AFTER.items() for word in words}


def _choice(words: dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_ONE = re.compile(
    rf"(?P<before>{_choice(_SIGN_OF)})?(?P<number>{_N})(?P<unit>{_U})?(?P<after>{_choice(_SIGN_AFTER)})?",
)
_RANGE = re.compile(
    rf"(?P<low>{_N})(?P<unit1>{_U})?(?P<in1>{_INCL})(?:-|~|至|到|--)(?P<high>{_N})(?P<unit2>{_U})?(?P<in2>{_INCL})(?:之间)?",
)
_GROWTH = re.compile(
    rf"(?:同比|比上年|较上年|环比|年均|增速)*(?P<way>增长|增加|提高|上升|提升|上涨|下降|降低|减少|下滑|下跌)(?:率|幅)?(?:为|达|达到)?"
    rf"(?P<number>{_N})(?P<unit>%|个百分点|百分点)",
)
_UP_WORDS = frozenset({"增长", "增加", "提高", "上升", "提升", "上涨"})
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]\d{1,2}:\d{2}(?::\d{2})?)?")
_DAY = re.compile(
    r"(?P<year>\d{4})年度?(?:(?P<month>\d{1,2})月(?:(?P<day>\d{1,2})[日号]|(?P<part>底|末|份|初|中旬|上旬|下旬)?))?"
    r"(?P<end>年?底|末|终|内)?(?P<by>(?:之|以)?前|之内|完成|内)?(?:完成)?",
)
_FREQUENCY = re.compile(
    rf"每(?P<period>半年|年度?|季度?|月|周|星期|日|天|个月|个季度)(?:不少于|至少|≥|开展|进行)?(?:(?P<times>{_N})(?:次|期|篇|场|回|份))?"
)


def _parse_text(text: str, unit: str) -> Value:
    if len(text) > _LONGEST:
        return Word(text)
    return _parse_short(text, unit)


@lru_cache(maxsize=16_384)
def _parse_short(text: str, unit: str) -> Value:
    compact = re.sub(r"\s+", "", half_width(text)).strip("。;,、")
    spaced = half_width(text).strip()
    if not compact:
        return Blank()
    for reader in _READERS:
        value = reader(spaced if reader is _moment else compact, unit)
        if value is not None:
            return value
    return Word(text.strip())


def _moment(text: str, unit: str) -> Value | None:
    del unit
    iso = _ISO.fullmatch(text)
    if iso is not None:
        return _valid_day(int(iso[1]), int(iso[2]), int(iso[3]), by=False)
    match = _DAY.fullmatch(re.sub(r"\s+", "", text))
    if match is None:
        return None
    year, month = int(match["year"]), match["month"]
    by = match["by"] is not None or match["end"] is not None
    if month is None:
        return Moment(dt.date(year, 12, 31), by=True, precision="year") if 1900 <= year <= 2200 else None
    if match["day"] is not None:
        return _valid_day(year, int(month), int(match["day"]), by=by)
    if match["part"] in ("初", "中旬", "上旬", "下旬") or not (1 <= int(month) <= 12 and 1900 <= year <= 2200):
        return None
    return Moment(dt.date(year, int(month), monthrange(year, int(month))[1]), by=True, precision="month")


def _valid_day(year: int, month: int, day: int, *, by: bool) -> Moment | None:
    try:
        return Moment(dt.date(year, month, day), by=by) if 1900 <= year <= 2200 else None
    except ValueError:
        return None


def _growth(text: str, unit: str) -> Value | None:
    del unit
    match = _GROWTH.fullmatch(text)
    number = any_number(match["number"]) if match else None
    if match is None or number is None:
        return None
    return Growth(number if match["way"] in _UP_WORDS else -number)


def _frequency(text: str, unit: str) -> Value | None:
    del unit
    match = _FREQUENCY.fullmatch(text)
    if match is None:
        return None
    times = any_number(match["times"]) if match["times"] else Decimal(1)
    return None if times is None else Frequency(times, match["period"].removeprefix("个").removesuffix("度"))


def _range(text: str, unit: str) -> Value | None:
    match = _RANGE.fullmatch(text)
    if match is None:
        return None
    low, high = any_number(match["low"]), any_number(match["high"])
    own = [normal_unit(u) for u in (match["unit1"], match["unit2"]) if u]
    if low is None or high is None or low > high or (len(set(own)) > 1):
        return None
    interval = Interval(
        low, high, "不含" not in match["in1"], "不含" not in match["in2"], own[0] if own else "", not own
    )
    return _in_row_unit(interval, unit)


def _one(text: str, unit: str) -> Value | None:
    match = _ONE.fullmatch(text)
    number = any_number(match["number"]) if match else None
    if match is None or number is None or not _is_unit(match["number"], match["unit"] or "", unit):
        return None
    before, after = _SIGN_OF.get(match["before"] or ""), _SIGN_AFTER.get(match["after"] or "")
    if before and after and (before == "=" or (before in "≥>") != (after in "≥>")):
        return None
    sign = after if before in (None, "≥", "≤") and after else before
    return _in_row_unit(_signed(sign, number, normal_unit(match["unit"])), unit)


def _is_unit(number: str, own: str, unit: str) -> bool:
    """Whether ``own`` can be a unit: a known one, or the row's. A Chinese numeral needs one (一般 is a word)."""
    if not own:
        return plain_number(number) is not None or bool(unit)
    return own in UNITS or normal_unit(own) == normal_unit(unit)


def _signed(sign: str | None, number: Decimal, unit: str) -> Number | Interval:
    bare = not unit
    match sign:
        case "≥" | ">":
            return Interval(number, None, low_closed=sign == "≥", unit=unit, bare=bare)
        case "≤" | "<":
            return Interval(None, number, high_closed=sign == "≤", unit=unit, bare=bare)
        case _:
            return Number(number, unit, bare)


_PERCENT_OF = re.compile(rf"(?P<head>.*?)百分之(?P<number>{_N})(?P<tail>.*)")


def _spelled_percent(text: str, unit: str) -> Value | None:
    match = _PERCENT_OF.fullmatch(text)
    number = any_number(match["number"]) if match else None
    return None if match is None or number is None else _one(f"{match['head']}{plain(number)}%{match['tail']}", unit)


_Reader = Callable[[str, str], Value | None]
_READERS: tuple[_Reader, ...] = (_moment, _growth, _frequency, _range, _spelled_percent, _one)
