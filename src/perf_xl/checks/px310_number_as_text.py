"""PX310."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.entries import entries, number_in_text
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.model.amounts import plain


class NumberAsText(Check):
    """数字存成了文本，合计和公式不会算它。

    检查内容：金额、人数、分值、得分栏和定量指标的指标值里，内容是数字却存为文本（带空格、全角、千分位逗号，或又写了一遍单位）。

    依据：表格公式只对数字求和；文本格式的数字会被当作没有填。

    错误示例：全年预算数（万元）填“13.8万元”或“１３．８”。

    正确示例：13.8。

    如何修改：改为数字。

    自动修改是否安全：安全。数值不变，只改存法；单位不同（如在万元栏填“138000元”）的按栏目单位换算。
    """

    code = "PX310"
    title = "数字存成文本"
    severity = Severity.WARNING
    fixable = FixKind.SAFE

    def run(self, form: FormContext) -> Iterable[Finding]:
        for entry in entries(form):
            number = number_in_text(entry)
            if number is not None:
                unit = f"（{entry.unit}）" if entry.unit else ""
                message = f"{entry.label}填的“{entry.value}”是文本，不能参加计算。应为数字 {plain(number)}{unit}。"
                yield self.finding(form, entry.cell, message, safe=number)
