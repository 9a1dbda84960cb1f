"""PX404."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from perf_xl.checks.base import Check, Scope
from perf_xl.checks.context import FormContext
from perf_xl.checks.points import budget_points, points, score_groups
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.model.amounts import plain


class TotalScore(Check):
    """总分与各项得分之和不符。

    检查内容：总分应等于各三级指标得分加预算执行率得分。还有项目没有得分时不比较（见 PX406）。

    依据：自评表“总分”。

    错误示例：各项得分合计 85 分，总分填 95 分。

    正确示例：总分 85 分。

    如何修改：改正总分，或改用求和公式。

    自动修改是否安全：不自动改，先要确认是总分错还是某一项得分错；给出各项之和。
    """

    code = "PX404"
    title = "总分不等于各项之和"
    severity = Severity.ERROR
    fixable = FixKind.SUGGESTED
    caused_by = ("PX403",)
    cause_scope = Scope.FORM

    def run(self, form: FormContext) -> Iterable[Finding]:
        total = points(form.value("total_score"))
        scores = [group.score for group in score_groups(form)]
        points_of_rate, score_of_rate = budget_points(form)
        if points_of_rate is not None:
            scores.append(score_of_rate)
        if total is None or not scores or any(score is None for score in scores):
            return
        own = sum((score for score in scores if score is not None), Decimal(0))
        if own != total:
            message = (
                f"总分填 {plain(total)} 分，各项得分之和是 {plain(own)} 分，相差 {plain(abs(total - own))} 分。请核对。"
            )
            yield self.finding(form, form.cell("total_score"), message, suggested=own)
