"""PX318."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.ratios import is_percent_number, ratio_name
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.model.amounts import plain
from perf_xl.model.values import Number, parse_value


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
            if is_percent_number(line):
                typed = line.typed
                read = parse_value(typed)
                number = read.number if isinstance(read, Number) else Decimal(0)
                message = f"{ratio_name(line)}写的是 {typed}，应写成百分数 {plain(number)}%。"
                yield self.finding(form, line.rate, message, safe=number / 100)
