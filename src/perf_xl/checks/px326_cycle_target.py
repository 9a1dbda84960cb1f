"""PX326."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, year_of
from perf_xl.checks.indicator import Indicator
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.values import Blank, Number


class CycleTarget(Check):
    """当年度指标值与实施周期指标值矛盾。

    检查内容：数量指标的当年度值大于整个实施周期的值；实施期限只有一年，两个值不同。

    依据：项目支出绩效目标表“实施周期指标值”“当年度指标值”。

    错误示例：实施周期 10 次，当年度 20 次。

    正确示例：实施周期 20 次，当年度 10 次。

    如何修改：核对两个值。

    自动修改是否安全：没有自动修改。
    """

    code = "PX326"
    title = "当年度与周期指标值矛盾"
    severity = Severity.WARNING

    def run(self, form: FormContext) -> Iterable[Finding]:
        start, end = year_of(form.value("start_year")), year_of(form.value("end_year"))
        one_year = start is not None and start == end
        for row in form.named_indicators:
            if row.has("cycle_target") and self._contradicts(row, one_year=one_year):
                yearly, whole = row.text("target"), row.text("cycle_target")
                why = "实施期限只有一年，两个值应当相同" if one_year else "当年度不应多于整个周期"
                message = f"{row.place}的当年度指标值“{yearly}”与实施周期指标值“{whole}”矛盾：{why}。请核对。"
                yield self.finding(form, row.cell("target"), message)

    @staticmethod
    def _contradicts(row: Indicator, *, one_year: bool) -> bool:
        yearly, whole = row.parsed("target"), row.parsed("cycle_target")
        if isinstance(yearly, Blank) or isinstance(whole, Blank):
            return False
        if one_year:
            return yearly != whole
        numbers = isinstance(yearly, Number) and isinstance(whole, Number) and yearly.unit == whole.unit
        return (
            numbers
            and row.level2 == "数量指标"
            and not getattr(yearly, "is_percent", False)
            and getattr(yearly, "number", 0) > getattr(whole, "number", 0)
        )
