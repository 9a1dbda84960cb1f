"""PX409."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.completion import rule_input
from perf_xl.checks.context import FormContext, says_nothing
from perf_xl.checks.points import points
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.model.amounts import plain
from perf_xl.scoring import score_rule


class ScoreDiffersFromRule(Check):
    """填的得分与按评分标准算出的不一致。

    检查内容：有评分标准（表内，或评分区的“评分标准”）又有完成值、分值、得分的行，按评分标准重算得分。标准读不懂或要人评定的
    不比较。

    依据：本行的评（扣）分标准。

    错误示例：标准“90%以上得10分，每下降1%扣0.5分”，完成值 88%，得分 10 分。

    正确示例：得分 9 分。

    如何修改：点“计算得分”；确有理由的，标为“已核实”并写明。

    自动修改是否安全：不自动改；给出按标准算出的得分。
    """

    code = "PX409"
    title = "得分与评分标准不符"
    severity = Severity.WARNING
    fixable = FixKind.SUGGESTED
    caused_by = ("PX403", "PX407", "PX417")

    def run(self, form: FormContext) -> Iterable[Finding]:
        for row in form.named_indicators:
            cell = row.cell("score")
            rule = form.rule_of(row)
            full, typed = points(row.value("max_score")), points(row.value("score"))
            if not rule or full is None or typed is None or not row.has("actual") or says_nothing(row.value("actual")):
                continue
            outcome = score_rule(rule_input(row, rule, full), form.policy)
            if outcome.status == "scored" and outcome.score is not None and outcome.score != typed:
                message = (
                    f"{row.place}按评分标准应得 {plain(outcome.score)} 分，填的是 {plain(typed)} 分"
                    f"（完成值 {row.text('actual')}；标准：{rule}）。请核对。"
                )
                yield self.finding(form, cell, message, suggested=outcome.score)
