"""PX413."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.relations import relations
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain


class RoundingDifference(Check):
    """合计与各项之和相差一个尾数，属于四舍五入。

    检查内容：与 PX412 相同的合计关系，差额不超过“末位的一半 × 项数”时只作参考。

    依据：各项分别四舍五入到同一位小数，合计可能差几个末位。

    错误示例：14 个项目之和 1247.37，合计 1247.36。

    正确示例：合计与各项之和相等；差一个尾数也可以保留。

    如何修改：可以不改；要完全一致时，调整最大的一项。

    自动修改是否安全：没有自动修改。
    """

    code = "PX413"
    title = "尾差"
    severity = Severity.INFO

    def run(self, form: FormContext) -> Iterable[Finding]:
        for relation in relations(form):
            if relation.is_rounding:
                difference = plain(abs(relation.sum - relation.total))
                message = (
                    f"{relation.label}是 {plain(relation.total)}，各项之和是 {plain(relation.sum)}，"
                    f"相差 {difference}，是四舍五入的尾差，可以不改。"
                )
                yield self.finding(form, relation.cell, message)
