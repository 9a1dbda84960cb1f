"""PX312."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.entries import entries, number_in_text
from perf_xl.checks.signs import ODD_SIGNS, plain_form
from perf_xl.findings.finding import Finding, FixKind, Severity


class OddCharacters(Check):
    """数值里有全角字符，或用书名号代替了大于号。

    检查内容：指标值、完成值、执行率里的全角数字和 ％、＞、＜，书名号 》〉《〈，以及 >=、=>。换成规定写法后意思不变的才提示。

    依据：部门（单位）整体绩效目标表说明“指标类型”列出的符号是 ≥、>、=、≤、<。

    错误示例：》95%；９５％；>=95%。

    正确示例：≥95%。

    如何修改：改为半角数字和规定的符号。

    自动修改是否安全：安全。只换字符，读出的数值不变（》读作 ≥）。
    """

    code = "PX312"
    title = "全角字符或错用符号"
    severity = Severity.INFO
    fixable = FixKind.SAFE

    def run(self, form: FormContext) -> Iterable[Finding]:
        for entry in entries(form):
            if (
                entry.kind not in ("value", "rate")
                or not isinstance(entry.value, str)
                or number_in_text(entry) is not None
            ):
                continue
            plain = plain_form(entry.value)
            if plain is not None:
                odd = entry.value[:1] in ODD_SIGNS
                what = f"用“{entry.value[:1]}”代替了比较符号" if odd else "有全角字符或不规范的符号"
                message = f"{entry.label}填的“{entry.value}”{what}。应写“{plain}”。"
                yield self.finding(form, entry.cell, message, safe=plain, severity=Severity.WARNING if odd else None)
