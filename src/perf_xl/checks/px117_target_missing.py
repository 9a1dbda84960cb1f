"""PX117."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, says_nothing
from perf_xl.findings.finding import Finding, Severity


class TargetMissing(Check):
    """有三级指标，没有指标值。

    检查内容：每个三级指标的指标值（年度指标值、当年度指标值）。

    依据：没有指标值就无法判断是否完成。

    错误示例：“促进社会消费品零售总额持续增长”指标值空白。

    正确示例：“社会消费品零售总额增长”指标值“增长7%”。

    如何修改：补上指标值；不用的指标删掉。

    自动修改是否安全：没有自动修改，空白不会当作 0。
    """

    code = "PX117"
    title = "缺少指标值"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        for row in form.named_indicators:
            if row.has("target") and says_nothing(row.value("target")):
                message = f"{row.place}没有填{row.heading('target')}。请补上；这一项不用时请删掉。"
                yield self.finding(form, row.cell("target"), message)
