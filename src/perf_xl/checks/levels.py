"""Which second level an indicator plainly belongs to, from its value and name; only where nobody could doubt it.

A count or a rate may be a matter of 数量 or 质量, and is never decided here.
"""

from __future__ import annotations

import re

from perf_xl.checks.indicator import Indicator
from perf_xl.model.indicators import IndicatorCategory
from perf_xl.model.values import Frequency, Interval, Moment, Number

_COST_NAMES = re.compile(r"(预算|总|项目|经费|投入|支出|经济|单位)?成本(控制数|总额|金额)?|成本控制|预算控制数")
_TIME_NAMES = re.compile(r".*(完成时间|完成时限|完工时间|竣工时间|完成期限|开工时间)")
_SATISFACTION = re.compile(r"满意|投诉|好评|认可|信访|评价|获得感|幸福感|安全感|支持率")
_SATISFACTION_RATE = re.compile(r".*(满意度|满意率)")
_MONEY = ("元", "万元", "亿元", "万", "亿", "千元")


def plain_level2(row: Indicator, role: str = "target") -> str | None:
    """时效指标 for a date or a frequency, 成本指标 for a cost in money, 服务对象满意度指标 for a 满意度; else None."""
    value = row.parsed(role)
    name = row.name.strip("（）() ")
    if isinstance(value, Moment) and (_TIME_NAMES.fullmatch(name) or row.level2 == "成本指标"):
        return "时效指标"
    if isinstance(value, Frequency) and row.is_cost:
        return "时效指标"
    if isinstance(value, Number | Interval) and value.unit in _MONEY and _COST_NAMES.fullmatch(name):
        return "成本指标"
    if isinstance(value, Number | Interval) and _SATISFACTION_RATE.fullmatch(name):
        return "服务对象满意度指标"
    return None


def stands_right(row: Indicator, level2: str) -> bool:
    """Whether the row stands where ``level2`` belongs; money under any 成本 level is right, 满意度 under any 满意度."""
    if level2 == "成本指标":
        return row.is_cost
    if level2 == "服务对象满意度指标" and "满意度" in row.level2:
        return True
    return row.level2 == level2


def is_no_satisfaction(row: Indicator) -> bool:
    """Whether a row under 满意度 says nothing of satisfaction."""
    under = row.category is IndicatorCategory.SATISFACTION
    return under and row.is_named and not _SATISFACTION.search(row.name)
