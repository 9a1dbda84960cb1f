"""PX207."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.rule_text import rule_rows
from perf_xl.findings.finding import Finding, Severity
from perf_xl.scoring.direction import by_rule, by_sign

_WORDS = {"more": "越大越好", "less": "越小越好"}


class RuleDirection(Check):
    """评（扣）分标准的方向与指标类型相反。

    检查内容：指标类型是 ≥、> 的指标越大越好，是 ≤、< 的越小越好；标准里“每低……扣”“以上得……”说的是越大越好，“每超……扣”
    “以下得……”说的是越小越好。两者相反的提示。

    依据：部门（单位）整体绩效目标表说明“指标类型”。

    错误示例：指标类型 ≤，标准“每低于1%扣1分”。

    正确示例：指标类型 ≤，标准“每超出1%扣1分”。

    如何修改：改正指标类型或标准。

    自动修改是否安全：没有自动修改，不知道哪一边错。
    """

    code = "PX207"
    title = "评分标准方向相反"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        for row, rule in rule_rows(form):
            sign, own = by_sign(row.text("comparison")), by_rule(rule)
            if sign in _WORDS and own in _WORDS and sign != own:
                message = (
                    f"{row.place}的指标类型“{row.text('comparison')}”是{_WORDS[sign or '']}，评（扣）分标准却是"
                    f"{_WORDS[own or '']}。请改正其中一处。"
                )
                yield self.finding(form, row.cell("rule"), message)
