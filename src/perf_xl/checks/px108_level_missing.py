"""PX108."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.findings.finding import Finding, Severity


class LevelMissing(Check):
    """有三级指标，却没有一级或二级指标。

    检查内容：每个三级指标的一级、二级指标（合并单元格按合并的范围算）。

    依据：指标分三级填写；没有上级的指标无法计分和汇总。

    错误示例：新插入的一行只写了三级指标“培训人次”。

    正确示例：产出指标 → 数量指标 → 培训人次。

    如何修改：补上一级、二级指标，或把上一行的合并单元格扩到这一行。

    自动修改是否安全：没有自动修改。
    """

    code = "PX108"
    title = "缺少一级或二级指标"
    severity = Severity.ERROR
    basis = "指标名称：一级、二级、三级指标"

    def run(self, form: FormContext) -> Iterable[Finding]:
        for row in form.named_indicators:
            missing = [role for role in ("level1", "level2") if row.has(role) and not row.text(role)]
            if missing:
                names = "、".join(row.heading(role) for role in missing)
                message = f"三级指标“{row.name}”没有{names}。请补上，或把上面的合并单元格扩到这一行。"
                yield self.finding(form, row.cell(missing[0]), message)
