"""PX206."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.rule_text import rule_rows
from perf_xl.findings.finding import Finding, Severity
from perf_xl.scoring import nodes


class FloorMissing(Check):
    """按次扣分的标准没有写“扣完为止”。

    检查内容：“每……扣……分”的标准里没有“扣完为止”“最多扣……分”。计分时按扣完为止（最低 0 分）处理。

    依据：各表通行写法；得分不能为负数。

    错误示例：每超出1%，扣2分。

    正确示例：每超出1%，扣2分，扣完为止。

    如何修改：补上“扣完为止”。

    自动修改是否安全：没有自动修改；不改也按最低 0 分计算。
    """

    code = "PX206"
    title = "没有写扣完为止"
    severity = Severity.INFO

    def run(self, form: FormContext) -> Iterable[Finding]:
        for row, rule in rule_rows(form):
            steps = [clause for clause in rule.clauses if _takes_off(clause)]
            limited = any(isinstance(c, nodes.Limit) and c.kind in ("floor", "most_off", "least") for c in rule.clauses)
            if steps and not limited:
                message = f"{row.place}的评（扣）分标准没有写“扣完为止”，按最低 0 分计算。请补上。"
                yield self.finding(form, row.cell("rule"), message)


def _takes_off(clause: nodes.Clause) -> bool:
    match clause:
        case nodes.Step(outcome=nodes.Deduct()):
            return True
        case nodes.Event(outcome=nodes.Deduct()):
            return True
        case _:
            return False
