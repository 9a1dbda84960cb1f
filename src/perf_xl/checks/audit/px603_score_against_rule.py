"""PX603."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from perf_xl.checks.base import Audit
from perf_xl.checks.common_ratios import Computed, computed, tables_of
from perf_xl.checks.group import Group
from perf_xl.checks.points import points
from perf_xl.checks.ratios import percent
from perf_xl.checks.rule_text import full_marks_line
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.model.amounts import plain
from perf_xl.scoring import RuleInput, read_rule, score_rule


class ScoreAgainstRule(Audit):
    """共性指标的得分与评价标准不符。

    检查内容：共性指标表里能由基础数据表、自评表算出的比率，按本行的评价标准重算得分，与填写的得分比较。算不出的见 PX605。

    依据：部门整体支出绩效评价共性指标表的“评价标准”“指标说明”。

    错误示例：追加预算使预算控制率达到 207%（标准：大于 30% 不得分），得分填 4 分。

    正确示例：得分 0 分。

    如何修改：按评价标准改得分，或核对基础数据。

    自动修改是否安全：不自动改；给出按标准算出的得分。
    """

    code = "PX603"
    title = "共性指标得分与标准不符"
    severity = Severity.ERROR
    fixable = FixKind.SUGGESTED
    basis = "部门整体支出绩效评价共性指标表“评价标准”"

    def run(self, group: Group) -> Iterable[Finding]:
        common, tables = group.department("common-indicators"), tables_of(list(group.forms))
        if common is None or tables is None:
            return
        for row in common.named_indicators:
            outcome = computed(row.name, *tables)
            full, typed = points(row.value("max_score")), points(row.value("score"))
            if not isinstance(outcome, Computed) or full is None or typed is None:
                continue
            actual = Decimal(outcome.ratio.numerator * 100) / Decimal(outcome.ratio.denominator)
            line = full_marks_line(read_rule(row.text("rule")).rule)
            rule = RuleInput(
                text=row.text("rule"),
                max_score=full,
                name=row.name,
                unit="%",
                target=None if line is None else f"{plain(line)}%",
                actual=f"{actual:.6f}%",
            )
            result = score_rule(rule, common.policy)
            if result.status == "scored" and result.score is not None and result.score != typed:
                message = (
                    f"“{row.name}”为 {percent(outcome.ratio)}（{outcome.how}），按评价标准应得 {plain(result.score)} 分，"
                    f"填的是 {plain(typed)} 分。请核对。"
                )
                yield self.finding(common, row.cell("score"), message, suggested=result.score)
