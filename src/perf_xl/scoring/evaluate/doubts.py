"""Numbers that cannot be meant as the row reads them: ranks and classes, calendar years, amounts in another unit."""

from __future__ import annotations

import re
from fractions import Fraction

from perf_xl.scoring.nodes import Op
from perf_xl.scoring.plan import Actual, Compare, Const, Measure, Plan, PlanNote, Target
from perf_xl.scoring.row import Row

_CLASSES = frozenset({"级", "类", "等", "名次"})
_RANK_NAME = re.compile("排名|名次|位次|排位|位列")
_CALENDAR_NAME = re.compile("时间|时限|期限|年份|年度|日期|及时|按时|完成")
_TOO_MUCH = 1000
_ONE_WAN = 10_000
_LARGE_UNIT = re.compile("万|亿")


def doubt(plan: Plan, row: Row, actual: Fraction, typed: str) -> PlanNote | None:
    """Why a number cannot be scored in its row, however well it can be read; None if it can."""
    if plan.measure is not Measure.PLAIN or row.target is None or actual == row.target:
        return None
    if _is_class(row) and _orders(plan):
        message = f"“{row.unit}”是等级或名次，不知是大的好还是小的好，也没有比例可言；实际完成值“{typed}”与指标值不同，请由人计分。"
        return PlanNote("ordinal_value", message)
    if _is_calendar(row) and (_misses(row, actual) or actual.denominator != 1) and _orders(plan):
        message = f"指标值是日历上的{row.unit}，不是数量；实际完成值“{typed}”不能按数值比较或按比例计分，请由人计分。"
        return PlanNote("calendar_value", message)
    if _LARGE_UNIT.search(row.unit) and row.target >= 1 and actual >= _ONE_WAN and actual >= _TOO_MUCH * row.target:
        message = f"实际完成值“{typed}”是指标值的 {_TOO_MUCH} 倍以上，像是没有换算成“{row.unit}”；请核对单位后填写。"
        return PlanNote("unit_doubtful", message)
    return None


def _is_class(row: Row) -> bool:
    return row.unit in _CLASSES or (row.unit in ("名", "位") and _RANK_NAME.search(row.name) is not None)


def _is_calendar(row: Row) -> bool:
    if row.target is None or _CALENDAR_NAME.search(row.name) is None:
        return False
    years = row.unit in ("年", "年度") and 1900 <= row.target <= 2100
    return years or (row.unit == "月" and 1 <= row.target <= 12)


def _misses(row: Row, actual: Fraction) -> bool:
    """Whether the actual is not plainly reached (≤ 9月, done in 6月)."""
    early = row.target is not None and row.sign in ("≤", "<") and actual < row.target
    return not early


def _orders(plan: Plan) -> bool:
    """Whether the rule asks for more than that the number is a certain one (二级得8分 does not)."""
    return any(p.value is not None and (any(map(_is_order, p.tests)) or not p.tests) for p in plan.pieces)


def _is_order(test: Compare) -> bool:
    return test.op is not Op.EQ and test.left == Actual() and isinstance(test.right, (Const, Target))
