"""PX321."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, year_of
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.values import Moment


class TargetYear(Check):
    """指标值的日期不在本表的年度里。

    检查内容：表上填了年度的，指标值是日期时看年份是否就是本年度。跨年度项目的实施周期指标值、正文里提到的其他年份不检查。

    依据：年度绩效目标应当在本年度内完成。

    错误示例：（2025）年度的表，“工作完成时间”指标值“2026年12月31日前”。

    正确示例：（2026）年度的表，“工作完成时间”指标值“2026年12月31日前”。

    如何修改：核对是表的年度写错，还是指标的日期写错。

    自动修改是否安全：没有自动修改。
    """

    code = "PX321"
    title = "指标日期不在本年度"
    severity = Severity.WARNING

    def run(self, form: FormContext) -> Iterable[Finding]:
        year = year_of(form.value("year"))
        if year is None:
            return
        for row in form.named_indicators:
            read = row.parsed("target")
            if isinstance(read, Moment) and read.day.year != year:
                message = f"本表是 {year} 年度，{row.place}的指标值却是“{row.text('target')}”。请核对是年度写错，还是日期写错。"
                yield self.finding(form, row.cell("target"), message)
