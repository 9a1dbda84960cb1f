"""PX324."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, says_nothing, year_of
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.values import Moment, parse_value


class DateInvalid(Check):
    """日期或年度读不出来。

    检查内容：填报日期应是年月日；年度、起始年度、到期年度应是四位年份（2026 或“2026年”）。

    依据：表尾“填报日期”；实施期限。

    错误示例：2025.13.45；2月30日；二六年。

    正确示例：2025.12.8；2025年12月8日；2026。

    如何修改：写明年月日，确认日历上有这一天。

    自动修改是否安全：没有自动修改。
    """

    code = "PX324"
    title = "日期不成立"
    severity = Severity.WARNING

    def run(self, form: FormContext) -> Iterable[Finding]:
        for item in form.spec.fields():
            value = form.record.fields.get(item.name)
            if says_nothing(value):
                continue
            if item.kind == "date" and not isinstance(parse_value(value), Moment):
                message = f"“{item.name}”填的“{value}”不是一个日期。请写明年月日，如 2026.3.15。"
            elif item.kind == "year" and year_of(value) is None:
                message = f"“{item.name}”填的“{value}”不是年份。请写四位年份，如 2026。"
            else:
                continue
            yield self.finding(form, form.record.cells.get(item.name), message)
