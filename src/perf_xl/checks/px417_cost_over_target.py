"""PX417."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.funds import cost_amount
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain
from perf_xl.model.values import Interval


class CostOverTarget(Check):
    """实际成本超过了成本指标。

    检查内容：成本指标的完成值（金额）大于指标值。

    依据：成本指标是成本的上限。

    错误示例：“预算成本”年度指标值 ≤30 万元，全年完成值 36.67 万元。

    正确示例：全年完成值 29.8 万元。

    如何修改：核对指标值和完成值；确实超支的，在原因里写明，并按未完成计分。

    自动修改是否安全：没有自动修改。
    """

    code = "PX417"
    title = "成本超过指标值"
    severity = Severity.WARNING
    caused_by = ("PX316",)

    def run(self, form: FormContext) -> Iterable[Finding]:
        for row in form.named_indicators:
            target, actual = row.parsed("target"), cost_amount(row, "actual")
            limit = cost_amount(row, "target")
            if isinstance(target, Interval) and target.comparison in ("≥", ">"):
                continue
            if limit is not None and actual is not None and actual > limit:
                message = (
                    f"{row.place}完成值 {plain(actual)} 万元，超过指标值 {plain(limit)} 万元（多 {plain(actual - limit)} 万元）。"
                    "请核对；确实超支的请说明原因。"
                )
                yield self.finding(form, row.cell("actual"), message)
