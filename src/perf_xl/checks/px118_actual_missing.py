"""PX118."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, says_nothing
from perf_xl.findings.finding import Finding, Severity


class ActualMissing(Check):
    """自评表里没有填完成值。

    检查内容：自评表每个三级指标的完成值。空白是“未填报”，不当作 0，也不当作完成。

    依据：项目支出绩效目标自评表注 2：“定量指标，资金使用单位填写本部门实际完成数”。

    错误示例：“科技培训”年度指标值 5次，全年完成值空白。

    正确示例：全年完成值 5次。

    如何修改：补上实际完成数；没有开展的填 0 或“未完成”，并说明原因。

    自动修改是否安全：没有自动修改。
    """

    code = "PX118"
    title = "缺少完成值"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        basis = form.demand("定量指标", "实际完成数")
        for row in form.named_indicators:
            if row.has("actual") and says_nothing(row.value("actual")):
                message = (
                    f"{row.place}没有填{row.heading('actual')}。请补上实际完成数，没有开展的填“未完成”并说明原因。"
                )
                yield self.finding(form, row.cell("actual"), message, basis=basis)
