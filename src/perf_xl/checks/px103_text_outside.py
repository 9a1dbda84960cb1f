"""PX103."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.findings.finding import Finding, Severity


class TextOutside(Check):
    """表格范围以外有内容，汇总和计分都读不到它。

    检查内容：第一个填报栏到最后一个填报栏之间，不属于任何栏目的格子里有文字或数字。多半是在表尾下面接着写了一行指标。

    依据：各表的版式。

    错误示例：指标表最后一行（细线行）下面又写了一行“群众满意度 ≥95%”。

    正确示例：先用“增加指标行”插入一行，再填写。

    如何修改：把内容移到表内；不需要的删掉。

    自动修改是否安全：没有自动修改。
    """

    code = "PX103"
    title = "内容写在表外"
    severity = Severity.WARNING

    def run(self, form: FormContext) -> Iterable[Finding]:
        for problem in form.record.problems:
            if problem.kind == "outside":
                text = problem.text if len(problem.text) <= 20 else f"{problem.text[:18]}…"
                message = f"“{text}”写在表格范围以外，读不到。请用“增加指标行”插入一行后填写，不需要的请删掉。"
                yield self.finding(form, problem.cell, message)
