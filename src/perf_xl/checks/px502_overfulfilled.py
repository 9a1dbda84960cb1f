"""PX502."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.completion import completion
from perf_xl.checks.context import FormContext
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain


class Overfulfilled(Check):
    """远远超过指标值，没有说明原因。

    检查内容：越大越好的指标，完成值达到指标值的 120%（可在口径设置里改）以上，“偏差原因”空白。

    依据：财预〔2020〕10号：因年初指标值设定明显偏低造成超额完成的，要分析原因；各地另有比例规定的，以口径设置为准。

    错误示例：培训指标值 100 人次，完成 260 人次，偏差原因空白。

    正确示例：“年中新增两期省级调训，已在下年调高指标值。”

    如何修改：写明超额的原因；指标值偏低的，下年调整。

    自动修改是否安全：没有自动修改。
    """

    code = "PX502"
    title = "超额完成没有说明"
    severity = Severity.INFO

    def run(self, form: FormContext) -> Iterable[Finding]:
        if not form.is_evaluation:
            return
        for row in form.named_indicators:
            if row.has("note") and not row.text("note") and completion(form, row).overfulfilled:
                ratio = plain(form.policy.overfulfilled_ratio * 100)
                message = (
                    f"{row.place}指标值“{row.text('target')}”，完成值“{row.text('actual')}”，达到指标值的 {ratio}% 以上，"
                    f"“{row.heading('note')}”没有写。请说明超额的原因。"
                )
                yield self.finding(form, row.cell("note"), message)
