"""PX111."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.blank import is_blank
from perf_xl.checks.context import FormContext
from perf_xl.checks.minimums import counts_for, minimums
from perf_xl.findings.finding import Finding, Severity


class MinimumCount(Check):
    """指标个数少于表中备注的要求。

    检查内容：按表上印的备注数指标个数，例如“绩效指标不少于5个，其中产出指标中量化指标不少于2个，成本指标中量化指标不少于1个，
    效益指标和满意度指标各至少1个”。备注没有写个数的表（如吴川 2024）不检查。量化指标是指标值为数、范围、增幅或频次的指标。

    依据：县级部门整体预算绩效目标表备注 3、县级项目支出绩效目标表备注 4（遂溪 2026）。

    错误示例：效益指标一项也没有。

    正确示例：效益指标：带动就业人数 ≥200 人。

    如何修改：按备注补足指标。

    自动修改是否安全：没有自动修改。
    """

    code = "PX111"
    title = "指标个数不足"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        if is_blank(form):
            return
        for note in form.printed_notes:
            for minimum in minimums(note):
                count = sum(counts_for(row, minimum) for row in form.named_indicators)
                if count < minimum.count:
                    rows = [row for row in form.indicators if row.category is minimum.category]
                    cell = next((row.cell("level3") for row in rows or form.indicators), None)
                    has = f"只有 {count} 个" if count else "一个也没有"
                    message = (
                        f"{minimum.what}{has}，备注要求至少 {minimum.count} 个。请补充 {minimum.count - count} 个。"
                    )
                    yield self.finding(form, cell, message, basis=note)
