"""PX504."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, says_nothing
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.library import explain


class DefinitionMissing(Check):
    """没有写指标解释。

    检查内容：绩效目标表里有“指标解释”一列的，每个三级指标都要写。

    依据：部门（单位）整体绩效目标表说明“指标解释”。

    错误示例：“服务企业满意度”指标解释空白。

    正确示例：“受服务企业对服务工作的满意程度，满意的问卷数÷有效问卷数×100%。”

    如何修改：补写；可点“填充指标解释”从指标库填入后修改。

    自动修改是否安全：不自动改；给出指标库里的解释。
    """

    code = "PX504"
    title = "缺少指标解释"
    severity = Severity.ERROR
    fixable = FixKind.SUGGESTED

    def run(self, form: FormContext) -> Iterable[Finding]:
        if form.is_common:
            return
        basis = form.demand("指标解释", "概念性定义")
        for row in form.named_indicators:
            if row.has("definition") and says_nothing(row.value("definition")):
                found = explain(row.name, row.level2 or None)
                message = f"{row.place}没有写指标解释。请补写，或点“填充指标解释”。"
                suggested = found.text if found else None
                yield self.finding(form, row.cell("definition"), message, suggested=suggested, basis=basis)
