"""PX315."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, says_nothing
from perf_xl.checks.names import is_rate
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.values import Word


class RateIsWord(Check):
    """名称是率，指标值却是文字。

    检查内容：名称以“率”“满意度”“比例”结尾的指标，指标值是“及时”“较高”一类的文字。指标类型已选“定性”的不检查。

    依据：率要用数字衡量；文字无法判断完成了多少。

    错误示例：“资金发放及时率”指标值“及时”。

    正确示例：“资金发放及时率”指标值 100%；或改名为“资金发放及时性”，指标值“及时”。

    如何修改：填百分数，或改名称。

    自动修改是否安全：没有自动修改。
    """

    code = "PX315"
    title = "率的指标值是文字"
    severity = Severity.INFO

    def run(self, form: FormContext) -> Iterable[Finding]:
        for row in form.named_indicators:
            if row.is_qualitative or not is_rate(row.name):
                continue
            if not says_nothing(row.value("target")) and isinstance(row.parsed("target"), Word):
                message = f"{row.place}是率，{row.heading('target')}却是“{row.text('target')}”。请填百分数，或把名称改为不带“率”的说法。"
                yield self.finding(form, row.cell("target"), message)
