"""PX328."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.findings.finding import Finding, Severity


class ResultCopiesGoal(Check):
    """实际完成情况照抄了年初目标。

    检查内容：“实际完成情况”与“预期目标（年初设定目标）”一字不差。

    依据：自评表“年度总体目标”左栏写目标、右栏写完成情况。

    错误示例：两栏都是“用于对新入规企业进行奖励。”

    正确示例：右栏“2023 年对 4 家新入规企业发放奖励 123.24 万元，新增规上企业 4 家。”

    如何修改：写清做了什么、完成多少、效果如何。

    自动修改是否安全：没有自动修改。
    """

    code = "PX328"
    title = "完成情况照抄目标"
    severity = Severity.INFO
    review_severity = Severity.WARNING

    def run(self, form: FormContext) -> Iterable[Finding]:
        goal, result = form.value("annual_target"), form.value("annual_result")
        if goal is not None and result is not None and _same(str(goal), str(result)):
            message = f"“{form.role('annual_result')}”与“{form.role('annual_target')}”一字不差。请写清实际做了什么、完成多少、效果如何。"
            yield self.finding(form, form.cell("annual_result"), message)


def _same(one: str, other: str) -> bool:
    return "".join(one.split()) == "".join(other.split())
