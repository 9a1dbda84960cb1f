"""PX412."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check, Scope
from perf_xl.checks.context import FormContext
from perf_xl.checks.relations import relations
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain


class SumWrong(Check):
    """合计与各项之和不符。

    检查内容：年度资金总额与各来源；三公经费、公务用车、公用经费与其各项；项目支出合计与所列各项目；部门预算支出与收入来源、
    与按预算级次划分。只比较填了数的栏目。“其中”只列了一部分的，各项之和不超过合计即可。四舍五入的尾差见 PX413。

    依据：各表的合计关系。

    错误示例：年度资金总额 100，中央补助 60，省级资金 30。

    正确示例：年度资金总额 100，中央补助 60，省级资金 40。

    如何修改：核对合计与各项，改正错的一个，或补填漏填的一项。

    自动修改是否安全：没有自动修改，不知道哪一个错。
    """

    code = "PX412"
    title = "合计不等于各项之和"
    severity = Severity.ERROR
    caused_by = ("PX316",)
    cause_scope = Scope.FORM

    def run(self, form: FormContext) -> Iterable[Finding]:
        for relation in relations(form):
            if relation.is_exact or relation.is_rounding:
                continue
            difference = plain(abs(relation.sum - relation.total))
            message = (
                f"{relation.label}是 {plain(relation.total)}，各项之和是 {plain(relation.sum)}，相差 {difference}。"
                "请核对合计和各项，漏填的补上。"
            )
            yield self.finding(form, relation.cell, message)
