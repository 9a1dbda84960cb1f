"""Which way an indicator is added up: 累加, 加权平均, or shown as a distribution; decided by unit, name and library.

Source: 填报说明 2 of the 项目支出绩效目标自评表, 「对绝对值直接累加计算，相对值按照资金额度加权平均计算」. Every decision carries its
reason, and a person can correct it (:mod:`perf_xl.rollup.choices`).
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from perf_xl.library.match import MatchKind, explain
from perf_xl.model.units import COUNTS, MEASURES, MONEY, TIME
from perf_xl.rollup.measures import Measure


class Kind(Enum):
    """How an indicator is added up; ``label`` is what people read and write."""

    ADD = "绝对值"
    AVERAGE = "相对值"
    WORDS = "定性"
    UNKNOWN = "待定"

    @property
    def label(self) -> str:
        """The word in the summary and in a choices file."""
        return self.value

    @property
    def method(self) -> str:
        """What is done with it."""
        return {"绝对值": "直接累加", "相对值": "按全年预算数加权平均", "定性": "按档次列示", "待定": "待确认，不汇总"}[
            self.value
        ]


_RATE_NAME = re.compile(r"(?:率|满意度|知晓度|占比|比重|比例|增速|增幅|涨幅|百分比|达标比|完成度)$")
_NOT_RATES = re.compile(r"(?:效率|利率|汇率|频率|税率)$")
_MEAN_NAME = re.compile(r"^(?:人均|户均|平均|每.{1,3}均|单位成本|单价)|(?:单价|均价|平均[^，,]{0,6}|标准)$")
_AMOUNT_NAME = re.compile(r"(?:数|数量|人数|户数|次数|家数|个数|面积|里程|金额|资金|成本|产值|收入|投资|总额|规模)$")
_PERCENT = ("%", "‰", "百分点")


def kind_of(name: str, target: Measure, actual: Measure) -> tuple[Kind, str]:
    """The kind of an indicator row, and the reason in a few words."""
    unit = unit_of(target, actual)
    if unit is None:
        if "unclear" in (target.kind, actual.kind):
            return Kind.UNKNOWN, "数值没有写清单位或是区间"
        return Kind.WORDS, "指标值是文字"
    return _by_unit_and_name(name, unit)


def unit_of(target: Measure, actual: Measure) -> str | None:
    """The unit the row counts in: of the actual value, else of the target; None where neither is a number."""
    return next((side.unit for side in (actual, target) if side.kind == "number"), None)


@lru_cache(maxsize=65_536)
def _by_unit_and_name(name: str, unit: str) -> tuple[Kind, str]:
    rate_like = _RATE_NAME.search(name) is not None and _NOT_RATES.search(name) is None
    if unit in _PERCENT:
        return Kind.AVERAGE, f"单位为 {unit}"
    if "/" in unit or _MEAN_NAME.search(name):
        return Kind.AVERAGE, "是平均数（单价、人均一类）"
    if unit in TIME:
        return Kind.WORDS, f"单位为“{unit}”，是时限，不相加"
    if rate_like:
        return Kind.UNKNOWN, f"名称像比率，单位却是“{unit or '未写'}”"
    if unit in (*MONEY, "万元") or unit in COUNTS or unit in MEASURES:
        return Kind.ADD, f"单位为“{unit}”"
    found = explain(name)
    if found is not None and found.kind in (MatchKind.EXACT, MatchKind.NORMALISED) and "×100%" in found.text:
        return Kind.UNKNOWN, f"指标库按百分比定义（{found.source}），数值没有写 %"
    if _AMOUNT_NAME.search(name):
        return Kind.ADD, "名称是数量，数值没有写单位"
    return Kind.UNKNOWN, f"单位“{unit}”不认识" if unit else "没有写单位"
