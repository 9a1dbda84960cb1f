"""PX301."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, says_nothing
from perf_xl.checks.indicator import QUALITATIVE
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.model.values import Moment, Word


class ComparisonMissing(Check):
    """没有选指标类型。

    检查内容：有“指标类型”一列的表，每个三级指标都要选 ≥、>、=、≤、< 或“定性”。

    依据：部门（单位）整体绩效目标表说明“指标类型”。

    错误示例：“服务企业满意度”指标值 90，指标类型空白。

    正确示例：指标类型“≥”，指标值 90。

    如何修改：在下拉框里选择。指标值是文字或日期的选“定性”。

    自动修改是否安全：不自动改；指标值是文字或日期时建议“定性”。
    """

    code = "PX301"
    title = "缺少指标类型"
    severity = Severity.ERROR
    fixable = FixKind.SUGGESTED

    def run(self, form: FormContext) -> Iterable[Finding]:
        basis = form.demand("指标类型", "五个符号之一")
        for row in form.named_indicators:
            if row.has("comparison") and says_nothing(row.value("comparison")):
                word = isinstance(row.parsed("target"), Word | Moment)
                message = f"{row.place}没有选指标类型。请选 ≥、>、=、≤、< 之一，或“定性”。"
                yield self.finding(
                    form, row.cell("comparison"), message, suggested=QUALITATIVE if word else None, basis=basis
                )
