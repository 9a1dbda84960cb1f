"""PX309."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.values import Interval


class SignInActual(Check):
    """完成值里有比较符号，不是一个确定的数。

    检查内容：自评表的完成值写成“≥95%”“6个及以上”“1-3次”这样的范围。

    依据：项目支出绩效目标自评表注 2：“定量指标，资金使用单位填写本部门实际完成数”。

    错误示例：“群众满意度”年度指标值 ≥95%，全年完成值 ≥95%。

    正确示例：全年完成值 96.3%。

    如何修改：填实际完成的数，不带 ≥、以上等字样。

    自动修改是否安全：没有自动修改，实际完成数只有填表人知道。
    """

    code = "PX309"
    title = "完成值是一个范围"
    severity = Severity.WARNING

    def run(self, form: FormContext) -> Iterable[Finding]:
        basis = form.demand("定量指标", "实际完成数")
        for row in form.named_indicators:
            if row.has("actual") and isinstance(row.parsed("actual"), Interval):
                typed = row.text("actual")
                message = f"{row.place}的{row.heading('actual')}“{typed}”是一个范围，不是实际完成数。请填确定的数，如 96.3%、7 个。"
                yield self.finding(form, row.cell("actual"), message, basis=basis)
