"""PX317."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.entries import NUMERIC, entries
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain


class Negative(Check):
    """金额、人数、分值或得分是负数。

    检查内容：金额、人数、分值、得分栏的负数。“调整”一类可增可减的栏目除外。

    依据：预算数、执行数、人数、分值、得分都不小于 0。

    错误示例：全年执行数 -76。

    正确示例：76。

    如何修改：改为实际的数；红字冲销后净额仍为负的，请在说明里写明。

    自动修改是否安全：没有自动修改。
    """

    code = "PX317"
    title = "负数"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        for entry in entries(form):
            if (
                entry.kind in NUMERIC
                and isinstance(entry.value, Decimal)
                and entry.value < 0
                and self._never(entry.label)
            ):
                message = f"{entry.label}是负数 {plain(entry.value)}。请改为实际的数。"
                yield self.finding(form, entry.cell, message)

    @staticmethod
    def _never(label: str) -> bool:
        """Whether such an amount can never be negative; a 定量 target (增速) can."""
        return "调整" not in label and "“指标值”" not in label
