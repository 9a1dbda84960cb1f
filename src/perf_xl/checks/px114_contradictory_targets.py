"""PX114."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, says_nothing
from perf_xl.checks.indicator import Indicator
from perf_xl.checks.same import same_named
from perf_xl.findings.finding import Finding, Severity


class ContradictoryTargets(Check):
    """同一个指标填了两个不同的指标值。

    检查内容：同一张表里三级指标相同、指标值不同的行。

    依据：一个指标只能有一个指标值，否则无法判断是否完成。

    错误示例：“引进高中层次人才”一行 ≥5 人，另一行 ≥1 人。

    正确示例：“引进高层次人才 ≥1 人”“引进中层次人才 ≥5 人”。

    如何修改：删掉一行；或把两项的名称分清。

    自动修改是否安全：没有自动修改。
    """

    code = "PX114"
    title = "同一指标两个指标值"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        for first, row in same_named(form):
            one, other = _target(first), _target(row)
            if one != other and not says_nothing(first.value("target")) and not says_nothing(row.value("target")):
                message = (
                    f"“{row.name}”出现两次，指标值一处是“{one}”，一处是“{other}”。请删掉一行，或把两项的名称分清。"
                )
                yield self.finding(form, row.cell("target"), message)


def _target(row: Indicator) -> str:
    return f"{row.text('comparison')}{row.text('target')}{row.text('unit')}"
