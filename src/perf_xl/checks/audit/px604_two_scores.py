"""PX604."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from perf_xl.checks.base import Audit
from perf_xl.checks.context import FormContext
from perf_xl.checks.group import Group
from perf_xl.checks.identity import plain_name
from perf_xl.checks.indicator import Indicator
from perf_xl.checks.points import score_groups
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain


class TwoScores(Audit):
    """同一指标在共性指标表和自评表里的得分不一致。

    检查内容：两张表里名称相同的指标，得分占分值的比例是否相同（分值不同的按比例比）。

    依据：同一指标、同一年度，完成情况只有一个。

    错误示例：预算完成率在共性指标表得 3 分（分值 5），在自评表得 0 分（分值 5）。

    正确示例：两张表都得 3 分。

    如何修改：按完成情况和评价标准核对，改正其中一个。

    自动修改是否安全：没有自动修改。
    """

    code = "PX604"
    title = "同一指标两个得分"
    severity = Severity.WARNING

    def run(self, group: Group) -> Iterable[Finding]:
        common, evaluation = group.department("common-indicators"), group.department("self-evaluation")
        if common is None or evaluation is None:
            return
        known = _shares(common)
        for name, (share, words, row) in _shares(evaluation).items():
            if name in known and known[name][0] != share:
                message = (
                    f"{row.place}在本表得 {words}，在{common.spec.title}得 {known[name][1]}。"
                    "同一指标的得分应当一致，请按评价标准核对。"
                )
                yield self.finding(evaluation, row.cell("score"), message)


def _shares(form: FormContext) -> dict[str, tuple[Fraction, str, Indicator]]:
    found: dict[str, tuple[Fraction, str, Indicator]] = {}
    for group in score_groups(form):
        if len(group.rows) == 1 and group.score is not None and group.max_score:
            words = f"{plain(group.score)} 分（分值 {plain(group.max_score)} 分）"
            found[plain_name(group.first.name)] = (
                Fraction(group.score) / Fraction(group.max_score),
                words,
                group.first,
            )
    return found
