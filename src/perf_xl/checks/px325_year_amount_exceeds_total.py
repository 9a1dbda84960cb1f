"""PX325."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, year_of
from perf_xl.findings.finding import Finding, Severity
from perf_xl.forms.rates import amount_of
from perf_xl.model.amounts import plain


class YearAmountExceedsTotal(Check):
    """当年度金额与总金额矛盾。

    检查内容：当年度金额大于总金额；实施期限只有一年而两者不等。

    依据：项目支出绩效目标表“预算金额”。

    错误示例：总金额 13 万元，当年度金额 31.2 万元；2024 至 2024 年的项目，总金额 20 万元，当年度金额 10 万元。

    正确示例：总金额 260 万元，当年度金额 31.2 万元（2023 至 2026 年）。

    如何修改：核对两个金额和实施期限。

    自动修改是否安全：没有自动修改。
    """

    code = "PX325"
    title = "当年度金额与总金额矛盾"
    severity = Severity.ERROR
    caused_by = ("PX316",)

    def run(self, form: FormContext) -> Iterable[Finding]:
        total, yearly = amount_of(form.value("total_budget")), amount_of(form.value("budget"))
        if total is None or yearly is None or form.spec.kind != "target":
            return
        start, end = year_of(form.value("start_year")), year_of(form.value("end_year"))
        if yearly > total:
            message = f"当年度金额 {plain(yearly)} 万元大于总金额 {plain(total)} 万元。请核对两个金额。"
            yield self.finding(form, form.cell("budget"), message)
        elif start is not None and start == end and yearly != total:
            message = (
                f"实施期限只有 {start} 年一年，总金额 {plain(total)} 万元与当年度金额 {plain(yearly)} 万元却不等。"
                "请核对金额和期限。"
            )
            yield self.finding(form, form.cell("budget"), message, severity=Severity.WARNING)
