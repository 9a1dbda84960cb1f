"""PX201."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.library import default_rule
from perf_xl.scoring.defaults import says_nothing


class RuleMissing(Check):
    """没有写评（扣）分标准。

    检查内容：绩效目标表里有“评（扣）分标准”一列的，每个三级指标都要写。空白、只写“1”或重复指标名称都算没有写。

    依据：部门（单位）整体绩效目标表说明“评（扣）分标准”：“填写指标完成情况评（扣）分标准”。

    错误示例：评（扣）分标准空白；评（扣）分标准“1”。

    正确示例：按计划完成得2分，否则按实际值/计划值*指标分值计分。

    如何修改：补写；可点“填充指标解释”并选“评分标准也填”，再按实际修改。

    自动修改是否安全：不自动改；给出本行类型的通用标准。
    """

    code = "PX201"
    title = "缺少评分标准"
    severity = Severity.ERROR
    fixable = FixKind.SUGGESTED

    def run(self, form: FormContext) -> Iterable[Finding]:
        if form.is_common:
            return
        basis = form.demand("评（扣）分标准", "填写指标完成情况")
        for row in form.named_indicators:
            if row.has("rule") and says_nothing(row.text("rule") or None, row.name):
                typed = f"（现填“{row.text('rule')}”）" if row.text("rule") else ""
                message = f"{row.place}没有写评（扣）分标准{typed}。请写明怎样得分、怎样扣分。"
                suggested = default_rule(row.name, qualitative=row.is_qualitative).text
                yield self.finding(form, row.cell("rule"), message, suggested=suggested, basis=basis)
