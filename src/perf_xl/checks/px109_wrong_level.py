"""PX109."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check, Scope
from perf_xl.checks.context import FormContext
from perf_xl.checks.levels import is_no_satisfaction, plain_level2, stands_right
from perf_xl.findings.finding import Finding, Severity


class WrongLevel(Check):
    """指标放错了二级指标。

    检查内容：只看一望而知的几种：完成时间应在时效指标；以金额表示的成本应在成本指标；满意度应在满意度指标；满意度指标下面应当
    是满意度。数量和质量之间的归属不检查。

    依据：部门（单位）整体绩效目标表说明“指标名称”各二级指标的含义。

    错误示例：“完成时间 2023年度”列在成本指标；“预算成本 76万元”列在经济效益指标。

    正确示例：“完成时间 2023年度”列在时效指标；“预算成本 76万元”列在成本指标。

    如何修改：移到对应的二级指标下面。连着几行都错开一行的，见 PX110。

    自动修改是否安全：没有自动修改。
    """

    code = "PX109"
    title = "指标放错二级指标"
    severity = Severity.WARNING
    basis = "指标名称：二级指标的含义"
    caused_by = ("PX110",)
    cause_scope = Scope.FORM

    def run(self, form: FormContext) -> Iterable[Finding]:
        if form.is_common:
            return
        for row in form.named_indicators:
            right = plain_level2(row)
            if right is not None and row.level2 and not stands_right(row, right):
                message = (
                    f"“{row.name}”（{row.text('target')}）应列在{right}，现在列在{row.level2}。请移到{right}下面。"
                )
                yield self.finding(form, row.cell("level3"), message)
            elif is_no_satisfaction(row):
                message = (
                    f"满意度指标下的“{row.name}”说的不是满意度。请改填服务对象的满意度，这一项移到相应的指标下面。"
                )
                yield self.finding(form, row.cell("level3"), message)
