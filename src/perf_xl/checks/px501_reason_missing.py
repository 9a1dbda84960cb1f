"""PX501."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.completion import completion
from perf_xl.checks.context import FormContext
from perf_xl.checks.indicator import Indicator
from perf_xl.checks.points import points
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain

_EMPTY = frozenset(("", "无", "—", "-", "/", "无。", "暂无", "没有"))


class ReasonMissing(Check):
    """没有完成或没有得满分，却没有写偏差原因。

    检查内容：自评表里得分低于分值，或完成值没有达到指标值的行，“偏差原因分析及改进措施”（未完成原因和改进措施）空白或只写“无”。

    依据：自评表栏目“偏差原因分析及改进措施”；财预〔2020〕10号：未完成的指标要分析原因、提出改进措施。

    错误示例：“培训人次”完成 62%，偏差原因空白。

    正确示例：“受场地维修影响，两期培训推迟到次年一季度；已落实备用场地。”

    如何修改：写明原因和改进措施。

    自动修改是否安全：没有自动修改。
    """

    code = "PX501"
    title = "缺少偏差原因"
    severity = Severity.ERROR
    caused_by = ("PX417", "PX407")

    def run(self, form: FormContext) -> Iterable[Finding]:
        if not form.is_evaluation:
            return
        for row in form.named_indicators:
            why = self._why(form, row)
            if why and row.has("note") and row.text("note") in _EMPTY:
                message = f"{row.place}{why}，“{row.heading('note')}”却没有写。请写明原因和改进措施。"
                yield self.finding(form, row.cell("note"), message)

    @staticmethod
    def _why(form: FormContext, row: Indicator) -> str:
        full, score = points(row.value("max_score")), points(row.value("score"))
        if full is not None and score is not None and score < full:
            return f"分值 {plain(full)} 分，得分 {plain(score)} 分"
        if completion(form, row).reached is False:
            return f"指标值“{row.text('target')}”，完成值“{row.text('actual')}”，没有达到"
        return ""
