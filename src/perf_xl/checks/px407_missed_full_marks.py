"""PX407."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.completion import completion
from perf_xl.checks.context import FormContext
from perf_xl.checks.points import points
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain


class MissedFullMarks(Check):
    """没有达到指标值，却得了满分。

    检查内容：完成值按指标的方向（越大越好还是越小越好）没有达到指标值，得分仍等于分值。方向看符号、成本指标、名称（控制率、
    投诉率等越小越好）；方向不明或完成值是文字的不判断。

    依据：财预〔2020〕10号：未完成指标值的，按完成值与指标值的比例计分。

    错误示例：公用经费控制率指标值 100%，完成值 163%，分值 5，得分 5。

    正确示例：公用经费控制率完成值 163%，按评价标准得 0 分。

    如何修改：按评分标准重新计分，或核对完成值。

    自动修改是否安全：没有自动修改，可点“计算得分”。
    """

    code = "PX407"
    title = "未达到指标值却得满分"
    severity = Severity.WARNING
    caused_by = ("PX417",)

    def run(self, form: FormContext) -> Iterable[Finding]:
        if form.is_common:
            return
        for row in form.named_indicators:
            full, score = points(row.value("max_score")), points(row.value("score"))
            if full is None or score is None or score < full or full <= 0:
                continue
            if completion(form, row).reached is False:
                message = (
                    f"{row.place}指标值“{row.text('target')}”，完成值“{row.text('actual')}”，没有达到，"
                    f"却得满分 {plain(full)} 分。请核对完成值，或重新计分。"
                )
                yield self.finding(form, row.cell("score"), message)
