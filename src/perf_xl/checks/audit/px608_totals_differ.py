"""PX608."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from perf_xl.checks.base import Audit
from perf_xl.checks.context import FormContext
from perf_xl.checks.group import Group
from perf_xl.checks.relations import Relation
from perf_xl.checks.slip import is_unit_slip
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain


class TotalsDiffer(Audit):
    """部门各表之间的总数不一致。

    检查内容：部门自评表的项目支出与基础数据表的项目支出合计（决算数或预算数，任一相等即可）；部门绩效目标表的收入合计与自评表的
    年初预算数；公用经费大于基本支出。四舍五入的尾差不算。

    依据：各表说的是同一个部门、同一年度的收支。

    错误示例：自评表项目支出 1247.36，基础数据表项目支出合计 1274.36。

    正确示例：两张表都是 1247.36。

    如何修改：按部门决算核对后改正。

    自动修改是否安全：没有自动修改。
    """

    code = "PX608"
    title = "各表总数不一致"
    severity = Severity.ERROR

    def run(self, group: Group) -> Iterable[Finding]:
        evaluation, base = group.department("self-evaluation"), group.department("base-data")
        target = group.department("target")
        if evaluation is not None and base is not None:
            yield from self._projects(evaluation, base)
            yield from self._operating(evaluation, base)
        if evaluation is not None and target is not None:
            yield from self._initial(evaluation, target)

    def _projects(self, evaluation: FormContext, base: FormContext) -> Iterator[Finding]:
        own = evaluation.amount("项目支出")
        names = ("项目支出合计_决算数_本年", "项目支出合计_预算数_本年")
        others = [number for name in names if (number := base.amount(name)) is not None]
        if own is None or not others or any(_same(own, other) for other in others):
            return
        unit = "像是元与万元之别，" if any(is_unit_slip(own, other) for other in others) else ""
        listed = "、".join(plain(other) for other in others)
        message = f"自评表的项目支出 {plain(own)} 万元，与基础数据表的项目支出合计（{listed}）都不相等。{unit}请核对。"
        yield self.finding(evaluation, evaluation.record.cells.get("项目支出"), message)

    def _operating(self, evaluation: FormContext, base: FormContext) -> Iterator[Finding]:
        basic, operating = evaluation.amount("基本支出"), base.amount("公用经费_决算数_本年")
        if basic is not None and operating is not None and operating > basic:
            message = f"基础数据表的公用经费 {plain(operating)} 万元大于自评表的基本支出 {plain(basic)} 万元。请核对。"
            yield self.finding(base, base.record.cells.get("公用经费_决算数_本年"), message)

    def _initial(self, evaluation: FormContext, target: FormContext) -> Iterator[Finding]:
        income = [number for name in ("财政拨款", "其他资金") if (number := target.amount(name)) is not None]
        initial, total = evaluation.amount("资金_年初预算数"), sum(income, Decimal(0))
        if income and initial is not None and not _same(initial, total):
            message = (
                f"自评表的年初预算数 {plain(initial)} 万元，绩效目标表的收入合计 {plain(total)} 万元，"
                f"相差 {plain(abs(initial - total))} 万元。请核对。"
            )
            yield self.finding(evaluation, evaluation.record.cells.get("资金_年初预算数"), message)


def _same(one: Decimal, other: Decimal) -> bool:
    relation = Relation("", one, (other,), None)
    return relation.is_exact or relation.is_rounding
