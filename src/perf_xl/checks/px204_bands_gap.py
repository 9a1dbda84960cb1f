"""PX204."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.rule_text import rule_rows
from perf_xl.findings.finding import Finding, Severity
from perf_xl.scoring.coverage import bands, first_gap


class BandsGap(Check):
    """各档之间有空当，落在里面的完成值没有得分。

    检查内容：分档的标准，相邻两档之间有没有写到的数。有“否则”“其他”的不算；按个数、分数、天数分档的不检查。

    依据：每个可能的完成值都应当有对应的得分。

    错误示例：90%以上得10分，70%-84%得6分，低于70%不得分（84% 到 90% 之间没有写）。

    正确示例：90%以上得10分，70%（含）-90%得6分，低于70%不得分。

    如何修改：补齐中间的一段，写明含不含边界。

    自动修改是否安全：没有自动修改。
    """

    code = "PX204"
    title = "分档有空当"
    severity = Severity.WARNING

    def run(self, form: FormContext) -> Iterable[Finding]:
        for row, rule in rule_rows(form):
            gap = first_gap(bands(rule))
            if gap:
                message = f"{row.place}的评（扣）分标准在{gap}没有写得多少分。请补齐，并写明含不含边界。"
                yield self.finding(form, row.cell("rule"), message)
