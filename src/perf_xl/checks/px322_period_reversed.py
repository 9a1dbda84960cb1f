"""PX322."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, year_of
from perf_xl.findings.finding import Finding, Severity


class PeriodReversed(Check):
    """到期年度早于起始年度。

    检查内容：实施期限的起始年度、到期年度。

    依据：项目支出绩效目标表“实施期限”。

    错误示例：起始年度 2026，到期年度 2024。

    正确示例：起始年度 2024，到期年度 2026。

    如何修改：改正年度。

    自动修改是否安全：没有自动修改。
    """

    code = "PX322"
    title = "实施期限颠倒"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        start, end = year_of(form.value("start_year")), year_of(form.value("end_year"))
        if start is not None and end is not None and end < start:
            message = f"到期年度 {end} 早于起始年度 {start}。请改正。"
            yield self.finding(form, form.cell("end_year"), message)
