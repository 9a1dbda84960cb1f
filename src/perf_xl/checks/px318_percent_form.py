"""PX318."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.ratios import percent_meant, ratio_name
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.model.amounts import plain


class PercentForm(Check):
    """执行率写成了 100，没有写成百分数。

    检查内容：执行率、控制率栏填的是 100、98.5 这样的数，而按预算数、执行数算出来正是 100%、98.5%。

    依据：执行率（B/A）是百分数；100 在百分数格式里是 10000%。

    错误示例：执行率 100。

    正确示例：执行率 100%。

    如何修改：写成百分数，或点“计算执行率”。

    自动修改是否安全：安全。只在换成百分数后与金额算出的一致时才改。
    """

    code = "PX318"
    title = "执行率没有写成百分数"
    severity = Severity.WARNING
    fixable = FixKind.SAFE

    def run(self, form: FormContext) -> Iterable[Finding]:
        for line in form.rates:
            meant = percent_meant(line)
            if meant is not None:
                message = f"{ratio_name(line)}写的是 {line.typed}，应写成百分数 {plain(meant)}%。"
                yield self.finding(form, line.rate, message, safe=meant / 100)
