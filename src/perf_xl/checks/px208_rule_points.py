"""PX208."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.completion import rule_input
from perf_xl.checks.context import FormContext
from perf_xl.checks.points import points
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain
from perf_xl.scoring import score_rule

_CODE = "points_differ_from_max_score"


class RulePoints(Check):
    """评（扣）分标准写的分数与本行分值不一致。

    检查内容：表内或评分区同时有分值和评分标准的，标准里的满分（得……分）与分值不同。满分写 100 分的按比例折算，不提示。

    依据：本行的分值。

    错误示例：分值 5 分，标准“按计划完成得2分”。

    正确示例：分值 5 分，标准“按计划完成得5分”。

    如何修改：改正标准里的分数或分值。

    自动修改是否安全：没有自动修改，不知道哪一边错。
    """

    code = "PX208"
    title = "标准里的分数与分值不同"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        if form.is_common:
            return
        for row in form.named_indicators:
            full, rule = points(row.value("max_score")), form.rule_of(row)
            if full is None or not rule:
                continue
            outcome = score_rule(rule_input(row, rule, full), form.policy)
            note = next((note for note in outcome.notes if note.code == _CODE), None)
            if note is not None and outcome.status != "scored":
                message = f"{row.place}分值 {plain(full)} 分，评（扣）分标准里的分数与它不同：{note.message}"
                yield self.finding(form, row.cell("rule") or row.cell("max_score"), message)
