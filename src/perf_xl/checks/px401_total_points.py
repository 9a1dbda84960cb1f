"""PX401."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from perf_xl.checks.base import Check, Scope
from perf_xl.checks.context import FormContext
from perf_xl.checks.points import budget_points, points
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain

_FULL = Decimal(100)


class TotalPoints(Check):
    """分值合计不是 100 分。

    检查内容：各三级指标的分值加上预算执行率的分值，应等于总分（100 分）。有分值没有填的，先提示 PX405。

    依据：自评表“总分 100”；财预〔2020〕10号：自评指标总分设定为 100 分。

    错误示例：三级指标分值合计 95 分，加预算执行率 10 分为 105 分。

    正确示例：三级指标分值合计 90 分，加预算执行率 10 分为 100 分。

    如何修改：调整分值，使合计为 100 分。

    自动修改是否安全：没有自动修改，分值由填表人确定。
    """

    code = "PX401"
    title = "分值合计不是 100"
    severity = Severity.ERROR
    caused_by = ("PX402",)
    cause_scope = Scope.FORM

    def run(self, form: FormContext) -> Iterable[Finding]:
        rows = [row for row in form.named_indicators if row.has("max_score")]
        own = [points(row.value("max_score")) for row in rows]
        numbers = [number for number in own if number is not None]
        if not numbers or (len(numbers) < len(own) and not form.is_common):
            return
        budget, _ = budget_points(form)
        wanted = points(form.value("total_max_score")) or _FULL
        total = sum(numbers, Decimal(0)) + (budget or 0)
        if total != wanted or wanted != _FULL:
            parts = f"三级指标分值合计 {plain(sum(numbers, Decimal(0)))} 分"
            parts += f"，加预算执行率 {plain(budget)} 分" if budget is not None else ""
            message = f"{parts}，共 {plain(total)} 分；总分填的是 {plain(wanted)} 分，应为 100 分。请调整分值。"
            cell = form.cell("total_max_score") or rows[0].cell("max_score")
            yield self.finding(form, cell, message)
