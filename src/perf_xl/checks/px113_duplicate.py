"""PX113."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.same import same_named
from perf_xl.findings.finding import Finding, Severity


class Duplicate(Check):
    """同一张表里有两个相同的指标。

    检查内容：三级指标（不计空格、引号、括号里的单位）和指标值都相同的行。指标值不同的见 PX114。共性指标表由财政部门印好，不检查。

    依据：一个指标只填一次，重复的指标会重复计分。

    错误示例：“科技培训 5次”填了两行。

    正确示例：“科技培训 5次”一行。

    如何修改：删掉重复的一行，或把名称写清楚。

    自动修改是否安全：没有自动修改。
    """

    code = "PX113"
    title = "指标重复"
    severity = Severity.WARNING

    def run(self, form: FormContext) -> Iterable[Finding]:
        for first, row in same_named(form):
            if first.text("target") == row.text("target") and first.text("unit") == row.text("unit"):
                message = f"“{row.name}”与{first.place}重复（指标值都是“{row.text('target')}”）。请删掉一行，或把两项的名称写清楚。"
                yield self.finding(form, row.cell("level3"), message)
