"""PX411."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.ratios import percent, ratio_name
from perf_xl.findings.finding import Finding, Severity


class OverBudget(Check):
    """执行数超过预算数。

    检查内容：资金各行的全年执行数大于全年预算数。人员、面积等控制率超过 100% 也提示。

    依据：自评表“执行率（B/A）”：全年预算数是调整后的预算数，执行数一般不会超过它。

    错误示例：全年预算数 30 万元，全年执行数 36.67 万元（执行率 122.23%）。

    正确示例：全年预算数 36.67 万元（含年中追加），全年执行数 36.67 万元。

    如何修改：全年预算数填调整后的数（含追加、结转）；确实超支的，在原因里说明。

    自动修改是否安全：没有自动修改。
    """

    code = "PX411"
    title = "执行数超过预算数"
    severity = Severity.WARNING
    caused_by = ("PX316",)

    def run(self, form: FormContext) -> Iterable[Finding]:
        for line in form.rates:
            ratio = line.value
            if ratio is not None and ratio > 1:
                message = (
                    f"{ratio_name(line)}是 {percent(ratio)}：{line.spent_value} 超过 {line.budget_value}。"
                    "请核对：预算数应含年中追加和结转；确实超出的请说明原因。"
                )
                yield self.finding(form, line.spent, message)
