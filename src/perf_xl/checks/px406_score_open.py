"""PX406."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.blank import is_blank
from perf_xl.checks.context import FormContext
from perf_xl.checks.points import score_groups
from perf_xl.findings.finding import Finding, Severity


class ScoreOpen(Check):
    """还有指标没有得分。

    检查内容：表上印有“得分”一栏的，没有得分的三级指标有几项。一张表只提示一次。

    依据：自评表“得分”“总分”：有一项未得分，总分就不完整。

    错误示例：11 项指标中 3 项得分空白，总分已填。

    正确示例：每项都有得分。

    如何修改：点“计算得分”；需人工评定的项目按说明填写得分。

    自动修改是否安全：没有自动修改，空白不会当作 0。
    """

    code = "PX406"
    title = "还有未得分的指标"
    severity = Severity.INFO
    review_severity = Severity.WARNING

    def run(self, form: FormContext) -> Iterable[Finding]:
        table = form.indicator_table
        if table is None or table.role("score") is None or table.role("max_score") is None or is_blank(form):
            return
        groups = score_groups(form)
        open_ones = [group for group in groups if group.score is None]
        if open_ones:
            message = f"{len(groups)} 项指标中还有 {len(open_ones)} 项没有得分。请点“计算得分”，需人工评定的填写得分。"
            yield self.finding(form, open_ones[0].first.cell("score"), message)
