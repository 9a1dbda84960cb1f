"""PX102."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.findings.finding import Finding, Severity


class LabelChanged(Check):
    """标签文字被改动，夹在其中的数读不出来。

    检查内容：有些栏的数写在标签后面，如“基本支出: 584.64”。标签文字改了，就分不清哪一段是填的数。

    依据：各表印好的标签。

    错误示例：“其中: 一般公共预算: 596.39”改成“财政给的钱596.39”。

    正确示例：“其中: 一般公共预算: 596.39”。

    如何修改：恢复印好的标签文字，只在冒号后面或括号里填数。

    自动修改是否安全：没有自动修改。
    """

    code = "PX102"
    title = "标签被改动"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        for problem in form.record.problems:
            if problem.kind == "label_changed":
                message = f"“{problem.name}”所在格的标签被改成“{problem.text}”，读不出填的数。请恢复印好的标签，只在其后填写。"
                yield self.finding(form, problem.cell, message)
