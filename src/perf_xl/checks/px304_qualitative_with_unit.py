"""PX304."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, says_nothing
from perf_xl.findings.finding import Finding, Severity


class QualitativeWithUnit(Check):
    """定性指标填了计量单位。

    检查内容：指标类型为“定性”的行，计量单位要空着。

    依据：部门（单位）整体绩效目标表说明“计量单位”：“指标类型为定性设置为空不可填”。

    错误示例：指标类型“定性”，指标值“效果明显”，计量单位“%”。

    正确示例：指标类型“定性”，指标值“效果明显”，计量单位空白。

    如何修改：清空计量单位；如果其实是数字，指标类型改选符号。

    自动修改是否安全：没有自动修改，要由填表人决定改哪一边。
    """

    code = "PX304"
    title = "定性指标填了计量单位"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        basis = form.demand("计量单位", "定性", "不可填")
        for row in form.named_indicators:
            if row.is_qualitative and row.has("unit") and not says_nothing(row.value("unit")):
                message = f"{row.place}是定性指标，计量单位应为空，现填“{row.text('unit')}”。请清空；如果是数字指标，请改选指标类型。"
                yield self.finding(form, row.cell("unit"), message, basis=basis)
