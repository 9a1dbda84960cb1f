"""PX202."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.completion import rule_input
from perf_xl.checks.context import FormContext
from perf_xl.checks.points import points
from perf_xl.checks.rule_text import rule_rows
from perf_xl.findings.finding import Finding, Severity
from perf_xl.scoring import score_rule


class RuleNotUnderstood(Check):
    """评（扣）分标准读不懂，不能自动计分。

    检查内容：评（扣）分标准里有读不懂的内容，或没有写怎样得分、扣分。读不懂的标准一律不计分，不会猜。

    依据：部门（单位）整体绩效目标表说明“评（扣）分标准”所列的几种赋分方法。

    错误示例：“按有关文件执行”“96%×0.5=0.48”。

    正确示例：90%以上得10分，每下降1%扣0.5分，扣完为止。

    如何修改：改写成“……得……分”“每……扣……分”的句子；各种写法见 docs/language.md。

    自动修改是否安全：没有自动修改。
    """

    code = "PX202"
    title = "评分标准读不懂"
    severity = Severity.WARNING

    def run(self, form: FormContext) -> Iterable[Finding]:
        for row, _ in rule_rows(form):
            outcome = score_rule(rule_input(row, row.text("rule"), points(row.value("max_score"))), form.policy)
            if outcome.status == "unreadable":
                why = outcome.notes[0].message if outcome.notes else "没有写怎样得分或扣分。"
                yield self.finding(form, row.cell("rule"), f"{row.place}的评（扣）分标准读不懂：{why}")
