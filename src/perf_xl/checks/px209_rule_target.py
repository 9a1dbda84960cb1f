"""PX209."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.indicator import Indicator
from perf_xl.checks.rule_text import rule_rows, top_awards
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain
from perf_xl.model.values import Moment, Number
from perf_xl.scoring import nodes


class RuleTarget(Check):
    """评（扣）分标准里的满分线与指标值不一致。

    检查内容：标准写明达到多少（百分数）或哪一天得满分的，与本行的指标值比较。单位不同、方向不同的不比较。

    依据：达到指标值即为完成，应得满分。

    错误示例：指标值 95%，标准“90%以上得10分”；指标值“2026年12月31日前”，标准“2026年11月30日前完成得10分”。

    正确示例：指标值 90%，标准“90%以上得10分”。

    如何修改：改正指标值或标准。

    自动修改是否安全：没有自动修改，不知道哪一边错。
    """

    code = "PX209"
    title = "满分线与指标值不同"
    severity = Severity.WARNING

    def run(self, form: FormContext) -> Iterable[Finding]:
        for row, rule in rule_rows(form):
            for award in top_awards(rule):
                stated = _stated(row, award.condition)
                if stated:
                    message = f"{row.place}的指标值是“{row.text('target')}{row.text('unit')}”，评（扣）分标准的满分线是“{stated}”。请统一。"
                    yield self.finding(form, row.cell("rule"), message)
                    break


def _stated(row: Indicator, condition: nodes.Condition) -> str:
    """The rule's line when it is another than the row's target; "" when they agree or cannot be compared."""
    target = row.parsed("target")
    match condition:
        case nodes.Test(op=op, amount=nodes.Amount(number=number, unit="%"), of_target=False, way=None):
            percent = isinstance(target, Number) and target.is_percent
            if op is not nodes.Op.EQ and percent and isinstance(target, Number) and target.number != number:
                return f"{plain(number)}%"
        case nodes.Due(year=year, month=month, day=day):
            if isinstance(target, Moment) and day is not None and (month, day) != (target.day.month, target.day.day):
                return f"{month}月{day}日"
            if isinstance(target, Moment) and year is not None and year != target.day.year:
                return f"{year}年"
        case _:
            pass
    return ""
