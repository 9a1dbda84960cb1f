"""PX323."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, year_of
from perf_xl.findings.finding import Finding, Severity


class YearOutsidePeriod(Check):
    """本表的年度不在项目的实施期限里。

    检查内容：表上填了年度的项目绩效目标表，年度应当在起始年度和到期年度之间。

    依据：项目支出绩效目标表“实施期限”“当年度目标”。

    错误示例：2026 年的表，起始年度 2023，到期年度 2024。

    正确示例：2026 年的表，起始年度 2023，到期年度 2026。

    如何修改：核对是年度写错，还是期限写错。

    自动修改是否安全：没有自动修改。
    """

    code = "PX323"
    title = "年度不在实施期限内"
    severity = Severity.WARNING

    def run(self, form: FormContext) -> Iterable[Finding]:
        year = year_of(form.value("year"))
        start, end = year_of(form.value("start_year")), year_of(form.value("end_year"))
        if year is None or start is None or end is None or end < start or start <= year <= end:
            return
        message = f"本表是 {year} 年度，实施期限却是 {start} 至 {end} 年。请核对年度和期限。"
        yield self.finding(form, form.cell("start_year"), message)
