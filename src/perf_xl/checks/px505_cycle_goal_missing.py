"""PX505."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, says_nothing, year_of
from perf_xl.findings.finding import Finding, Severity


class CycleGoalMissing(Check):
    """跨年度项目没有写实施周期总目标。

    检查内容：起始年度与到期年度不同的项目，“实施周期总目标”要填；只有一年的项目可以不填。

    依据：项目支出绩效目标表栏目“实施周期总目标（跨年度项目需填写）”。

    错误示例：2023 至 2026 年的项目，实施周期总目标空白。

    正确示例：2023 至 2026 年的项目写明三年总目标。

    如何修改：补写；其实只有一年的，改正到期年度。

    自动修改是否安全：没有自动修改。
    """

    code = "PX505"
    title = "缺少实施周期总目标"
    severity = Severity.ERROR
    basis = "实施周期总目标（跨年度项目需填写）"

    def run(self, form: FormContext) -> Iterable[Finding]:
        start, end = year_of(form.value("start_year")), year_of(form.value("end_year"))
        name = form.role("cycle_goal")
        if name is None or start is None or end is None or end <= start or not says_nothing(form.value("cycle_goal")):
            return
        message = f"项目实施期限是 {start} 至 {end} 年，属于跨年度项目，“{name}”没有填写。请补写。"
        yield self.finding(form, form.cell("cycle_goal"), message)
