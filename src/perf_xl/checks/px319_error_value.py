"""PX319."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.entries import entries
from perf_xl.checks.errors import is_error_value
from perf_xl.findings.finding import Finding, Severity
from perf_xl.forms.records import ReadProblem


class ErrorValue(Check):
    """单元格显示的是公式错误，或公式没有计算过。

    检查内容：填报栏里显示 #DIV/0!、#REF!、#VALUE! 等；填报栏是公式，文件里却没有存下结果（由程序生成后没有打开过）。

    依据：错误值不能汇总，也看不出原来的数；没有结果的公式读不到数，不能当作没有填。

    错误示例：执行率 #DIV/0!（预算数为空）。

    正确示例：预算数为空或为 0 时，执行率留空。

    如何修改：改正公式，或直接填数；执行率可点“计算执行率”。没有计算过的，用 Excel 或 WPS 打开、保存一次。

    自动修改是否安全：没有自动修改。
    """

    code = "PX319"
    title = "公式错误"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        for entry in entries(form):
            if is_error_value(entry.value):
                yield self.finding(
                    form, entry.cell, f"{entry.label}显示 {entry.value}，公式出错。请改正公式，或直接填写。"
                )
        for problem in form.record.problems:
            if problem.kind == "not_calculated":
                yield self.finding(form, problem.cell, _not_calculated(problem))


def _not_calculated(problem: ReadProblem) -> str:
    return (
        f"“{problem.name}”是公式 {problem.text}，文件里没有它的结果，读不到数。请用 Excel 打开、保存一次，或直接填数。"
    )
