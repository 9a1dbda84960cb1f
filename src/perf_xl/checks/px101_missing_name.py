"""PX101."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.findings.finding import Finding, Severity


class MissingName(Check):
    """表里的名称丢了，本工具找不到这一栏。

    检查内容：每个填报栏都有一个定义名称（公式 → 名称管理器可见）。整行整列删除、把表复制到别的工作簿时名称可能丢失。

    依据：各表的版式；docs/forms/names.md。

    错误示例：删掉“全年执行数”一列后再插入一列空白列。

    正确示例：插入、删除指标行用“增加指标行”“删除指标行”，不删表头和表尾。

    如何修改：点“修复表格”补上名称；或用 perf-xl template 导出新表，把内容贴过去。

    自动修改是否安全：没有自动修改。
    """

    code = "PX101"
    title = "名称丢失"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        for problem in form.record.problems:
            if problem.kind == "missing_name":
                message = (
                    f"找不到“{problem.name}”这一栏（名称丢失），其中的内容没有读到。请点“修复表格”，或换用新的模板。"
                )
                yield self.finding(form, problem.cell, message)
