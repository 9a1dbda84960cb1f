"""PX314."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.indicator import Indicator
from perf_xl.checks.names import is_count, is_money, is_rate
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.units import COUNTS, MONEY
from perf_xl.model.values import Interval, Number, normal_unit

_ROLES = ("target", "actual")


class UnitDoesNotFit(Check):
    """计量单位与指标不相称。

    检查内容：率（满意度、比例）的单位是个、人、万元；人数、户数、数量的单位是 %；金额、成本的单位是个、人。单位写在指标值里的
    也算。增长类指标写百分数不算错。

    依据：部门（单位）整体绩效目标表说明“计量单位”。

    错误示例：“服务对象满意度”95 个；“培训人数”100 %。

    正确示例：“服务对象满意度”95 %；“培训人数”100 人。

    如何修改：改正单位，或改正指标名称。

    自动修改是否安全：没有自动修改。
    """

    code = "PX314"
    title = "单位与指标不相称"
    severity = Severity.WARNING

    def run(self, form: FormContext) -> Iterable[Finding]:
        for row in form.named_indicators:
            for role in _ROLES:
                unit = _unit(row, role)
                wanted = _wanted(row.name, unit)
                if wanted is not None:
                    cell = row.cell("unit") if row.has("unit") and row.text("unit") else row.cell(role)
                    message = f"{row.place}的单位是“{unit}”，与名称不相称，应是{wanted}。请改正单位或名称。"
                    yield self.finding(form, cell, message)
                    break


def _unit(row: Indicator, role: str) -> str:
    if row.text("unit"):
        return normal_unit(row.text("unit"))
    read = row.parsed(role)
    return read.unit if isinstance(read, Number | Interval) else ""


def _wanted(name: str, unit: str) -> str | None:
    """What the unit should be like; None where it fits or nothing is certain."""
    if is_rate(name) and (unit in COUNTS or unit in MONEY):
        return "“%”"
    if is_count(name) and unit == "%":
        return "人、个、次这类单位"
    if is_money(name) and unit in COUNTS:
        return "元、万元这类单位"
    return None
