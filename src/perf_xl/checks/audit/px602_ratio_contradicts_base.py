"""PX602."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Audit
from perf_xl.checks.common_ratios import Computed, computed, tables_of
from perf_xl.checks.group import Group
from perf_xl.checks.ratios import agrees, percent
from perf_xl.findings.finding import Finding, Severity


class RatioContradictsBase(Audit):
    """自评表里的比率与基础数据表算出的不一致。

    检查内容：部门自评表里的共性指标（在职人员控制率、公用经费控制率、“三公经费”控制率、政府采购执行率等），完成值与按基础数据表
    重算的结果比较，按填写的小数位数。基础数据不够的见 PX605。

    依据：部门整体支出绩效评价共性指标表的“指标说明”。

    错误示例：基础数据表公用经费预算 38.4、决算 34.28（89.27%），自评表公用经费控制率填 163%。

    正确示例：自评表填 89.27%。

    如何修改：核对两张表，改正错的一个。

    自动修改是否安全：没有自动修改，不知道哪张表错。
    """

    code = "PX602"
    title = "比率与基础数据不符"
    severity = Severity.ERROR
    basis = "部门整体支出绩效评价共性指标表“指标说明”的公式"

    def run(self, group: Group) -> Iterable[Finding]:
        tables = tables_of(list(group.forms))
        if tables is None or tables[1] is None:
            return
        base, evaluation = tables
        for row in tables[1].named_indicators:
            outcome = computed(row.name, base, evaluation)
            typed = row.value("actual")
            if isinstance(outcome, Computed) and typed is not None and agrees(typed, outcome.ratio) is False:
                message = (
                    f"{row.place}的{row.heading('actual')}填 {row.text('actual')}，按基础数据表应为 {percent(outcome.ratio)}"
                    f"（{outcome.how}）。请核对两张表。"
                )
                yield self.finding(tables[1], row.cell("actual"), message)
