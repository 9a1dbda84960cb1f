"""PX205."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.rule_text import rule_rows
from perf_xl.findings.finding import Finding, Severity
from perf_xl.scoring.coverage import bands, first_overlap


class BandsOverlap(Check):
    """两档重叠，同一个完成值有两个得分。

    检查内容：写明上下限的两档有重叠的一段。只在边界上相接而没有写含不含的不算（按约定含下限）。从严到宽的“96%以上……、92%以上……”
    不算重叠。

    依据：同一个完成值只能有一个得分。

    错误示例：80%-90%得6分，85%-95%得8分。

    正确示例：80%（含）-90%得6分，90%（含）-95%得8分。

    如何修改：改正边界。

    自动修改是否安全：没有自动修改。
    """

    code = "PX205"
    title = "分档有重叠"
    severity = Severity.WARNING

    def run(self, form: FormContext) -> Iterable[Finding]:
        for row, rule in rule_rows(form):
            pair = first_overlap(bands(rule))
            if pair is not None:
                message = f"{row.place}的评（扣）分标准“{pair[0].words}”与“{pair[1].words}”有重叠。请改正边界。"
                yield self.finding(form, row.cell("rule"), message)
