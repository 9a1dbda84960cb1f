"""PX403."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.points import score_groups
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain


class ScoreOverMax(Check):
    """得分超过分值。

    检查内容：每个三级指标的得分不大于分值；几行共用一个得分的，与几行分值之和比。负数由 PX317 检查。

    依据：得分以分值为限，超额完成也不加分。

    错误示例：分值 5 分，得分 8 分。

    正确示例：分值 5 分，得分 5 分。

    如何修改：改正得分；或核对分值是否填错。

    自动修改是否安全：没有自动修改。
    """

    code = "PX403"
    title = "得分超过分值"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        for group in score_groups(form):
            if group.score is not None and group.max_score is not None and group.score > group.max_score:
                message = f"{group.place}得分 {plain(group.score)} 分，超过分值 {plain(group.max_score)} 分。请改正得分或分值。"
                yield self.finding(form, group.first.cell("score"), message)
