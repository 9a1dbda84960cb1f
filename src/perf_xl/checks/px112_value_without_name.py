"""PX112."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, says_nothing
from perf_xl.findings.finding import Finding, Severity

_ROLES = ("target", "cycle_target", "actual")


class ValueWithoutName(Check):
    """有指标值或完成值，却没有三级指标。

    检查内容：三级指标空白的行里填了指标值、完成值。印好的空行不算。

    依据：指标值属于三级指标。

    错误示例：三级指标空白，指标值“≥95%”。

    正确示例：三级指标“群众满意度”，指标值“≥95%”。

    如何修改：补上三级指标；多余的值删掉。

    自动修改是否安全：没有自动修改。
    """

    code = "PX112"
    title = "有指标值没有三级指标"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        for row in form.indicators:
            filled = [role for role in _ROLES if not says_nothing(row.value(role))]
            if not row.is_named and filled:
                message = f"{row.place}没有三级指标，{row.heading(filled[0])}却填了“{row.text(filled[0])}”。请补上三级指标，或删掉这个值。"
                yield self.finding(form, row.cell("level3"), message)
