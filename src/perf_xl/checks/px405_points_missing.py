"""PX405."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, says_nothing
from perf_xl.findings.finding import Finding, Severity


class PointsMissing(Check):
    """三级指标没有分值。

    检查内容：表上印有“分值”一栏的，每个三级指标都要填。

    依据：自评表“分值”。没有这一栏的表不检查。

    错误示例：“培训人次”分值空白。

    正确示例：“培训人次”分值 10。

    如何修改：补上分值，使合计为 100 分。

    自动修改是否安全：没有自动修改。
    """

    code = "PX405"
    title = "缺少分值"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        if form.is_common:
            return
        for row in form.named_indicators:
            if row.has("max_score") and says_nothing(row.value("max_score")):
                yield self.finding(form, row.cell("max_score"), f"{row.place}没有填分值。请补上，各项合计应为 100 分。")
