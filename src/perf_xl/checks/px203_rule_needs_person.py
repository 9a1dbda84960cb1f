"""PX203."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.rule_text import rule_rows
from perf_xl.findings.finding import Finding, Severity
from perf_xl.scoring import nodes


class RuleNeedsPerson(Check):
    """评（扣）分标准要靠人判断扣多少分。

    检查内容：标准里有“酌情”“扣1-3分”“根据材料评定”“按排名折算”等，没有写明多少。这样的指标要人工评定得分。

    依据：评分标准应当能让不同的人算出同一个得分。

    错误示例：完成得5分，否则酌情扣分。

    正确示例：完成得5分，每少一项扣1分，扣完为止。

    如何修改：写明每种情况扣多少分；确实要人工评定的可以保留。

    自动修改是否安全：没有自动修改。
    """

    code = "PX203"
    title = "评分标准要人判断"
    severity = Severity.INFO

    def run(self, form: FormContext) -> Iterable[Finding]:
        for row, rule in rule_rows(form):
            piece = next((piece for clause in rule.clauses if (piece := _judged(clause))), "")
            if piece:
                message = f"{row.place}的评（扣）分标准“{piece}”没有写明多少分，要人工评定。请尽量写成“每……扣……分”。"
                yield self.finding(form, row.cell("rule"), message)


def _judged(clause: nodes.Clause) -> str:
    match clause:
        case nodes.Manual(text=text):
            return text
        case nodes.Award(outcome=nodes.Judged(text=text)) | nodes.Step(outcome=nodes.Judged(text=text)):
            return text
        case nodes.Event(outcome=nodes.Judged(text=text)):
            return text
        case _:
            return ""
