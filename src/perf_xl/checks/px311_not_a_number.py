"""PX311."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, says_nothing
from perf_xl.checks.entries import NUMERIC, Entry, entries, number_in_text
from perf_xl.checks.errors import is_error_value
from perf_xl.findings.finding import Finding, Severity
from perf_xl.forms.rates import amount_of


class NotANumber(Check):
    """该填数字的地方不是数字。

    检查内容：金额、人数、分值、得分栏里的文字。横线（—）表示不适用，不算错；“13.8万元”读作金额。

    依据：金额栏以万元为单位填数。

    错误示例：全年预算数“约13”“见附件”。

    正确示例：13.8。

    如何修改：填确定的数；没有的留空或填 0。

    自动修改是否安全：没有自动修改。
    """

    code = "PX311"
    title = "不是数字"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        quantitative = {row.cell("target") for row in form.named_indicators if row.has("comparison")}
        for entry in entries(form):
            if entry.cell in quantitative or not self._wrong(entry):
                continue
            kind = {"amount": "金额", "points": "分数"}.get(entry.kind, "数")
            message = f"{entry.label}填的“{entry.value}”不是{kind}。请填确定的数字{f'（{entry.unit}）' if entry.unit else ''}。"
            yield self.finding(form, entry.cell, message)

    @staticmethod
    def _wrong(entry: Entry) -> bool:
        if entry.kind not in NUMERIC or not isinstance(entry.value, str) or says_nothing(entry.value):
            return False
        if is_error_value(entry.value) or number_in_text(entry) is not None:
            return False
        return entry.kind != "amount" or amount_of(entry.value, entry.unit or "万元") is None
