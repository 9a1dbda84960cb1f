"""PX414."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from perf_xl.checks.base import Check, Scope
from perf_xl.checks.context import FormContext
from perf_xl.checks.relations import Relation
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain

_BLOCKS = {
    "按收入性质分": ("一般公共预算", "政府性基金拨款", "专户非税收入", "其他资金"),
    "按支出性质分": ("基本支出", "项目支出"),
}
_TOTALS = ("资金_年初预算数", "资金_全年预算数", "资金_全年执行数")


class BreakdownMatchesNothing(Check):
    """按性质划分的各项之和，与年初预算、全年预算、全年执行数都对不上。

    检查内容：部门整体支出绩效自评表的“按收入性质分”和“按支出性质分”，各自合计后应等于年初预算数、全年预算数、全年执行数中的
    一个。表上没有写明用哪一个口径，所以等于任何一个都可以，两块也不相加。

    依据：部门整体支出绩效自评表“年度资金总额”的分解。

    错误示例：基本支出 584.64 + 项目支出 1200 = 1784.64，三个总额是 596.39、1832、1832。

    正确示例：基本支出 584.64 + 项目支出 1247.36 = 1832。

    如何修改：核对分项和总额。

    自动修改是否安全：没有自动修改。
    """

    code = "PX414"
    title = "按性质划分与总额不符"
    severity = Severity.ERROR
    caused_by = ("PX316",)
    cause_scope = Scope.FORM

    def run(self, form: FormContext) -> Iterable[Finding]:
        totals = [number for name in _TOTALS if (number := form.amount(name)) is not None]
        for block, names in _BLOCKS.items():
            known = [name for name in names if form.amount(name) is not None]
            parts = tuple(number for name in known if (number := form.amount(name)) is not None)
            if not parts or not totals or any(self._fits(total, parts) for total in totals):
                continue
            amounts = "、".join(plain(total) for total in totals)
            message = (
                f"“{block}”各项之和是 {plain(sum(parts, Decimal(0)))}，与年初预算数、全年预算数、全年执行数"
                f"（{amounts}）都不相等。请核对。"
            )
            yield self.finding(form, form.record.cells.get(known[0]), message)

    @staticmethod
    def _fits(total: Decimal, parts: tuple[Decimal, ...]) -> bool:
        relation = Relation("", total, parts, None)
        return relation.is_exact or relation.is_rounding
