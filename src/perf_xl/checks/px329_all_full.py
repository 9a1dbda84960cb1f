"""PX329."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.values import Number

_MANY = 4


class AllFull(Check):
    """数字指标全部是 100%。

    检查内容：同一张表里数字指标（四项以上）的指标值或完成值全部是 100%，没有一个数量。只提示一次。

    依据：部门（单位）整体绩效目标表说明“三级指标”举例：“房屋修缮面积”“验收合格率”——数量要写多少，质量才写率。

    错误示例：培训完成率 100%、采购完成率 100%、资金到位率 100%、验收合格率 100%。

    正确示例：培训 5 次、采购 20 台、资金到位率 100%、验收合格率 ≥98%。

    如何修改：数量指标写出具体数量。

    自动修改是否安全：没有自动修改。
    """

    code = "PX329"
    title = "全部是 100%"
    severity = Severity.INFO

    def run(self, form: FormContext) -> Iterable[Finding]:
        if form.is_common:
            return
        for role in ("target", "actual"):
            numbers = [(row, read) for row in form.named_indicators if isinstance(read := row.parsed(role), Number)]
            if len(numbers) >= _MANY and all(read.is_percent and read.number == 100 for _, read in numbers):
                row = numbers[0][0]
                message = f"{len(numbers)} 项数字指标的{row.heading(role)}全部是 100%。数量指标请写出具体数量，如 5 次、20 台。"
                yield self.finding(form, row.cell(role), message)
                return
