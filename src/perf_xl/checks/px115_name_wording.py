"""PX115."""

from __future__ import annotations

import re
from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.findings.finding import Finding, Severity

_LONG = 20
_SENTENCE = re.compile(r"[，,；;。]")


class NameWording(Check):
    """三级指标写成了一句话，不简洁。

    检查内容：说明要求“简洁明确、通俗易懂”的表里，三级指标超过 20 个字，或含有逗号、分号、句号（一项里写了几件事）。

    依据：部门（单位）整体绩效目标表说明：“三级指标是对指标含义的简要描述，要求简洁明确、通俗易懂”。

    错误示例：提供良好履职基础，提升服务社会发展能力，提高企业满意度。

    正确示例：服务企业次数；企业满意度。

    如何修改：一项指标只说一件事；几件事分成几项。

    自动修改是否安全：没有自动修改。
    """

    code = "PX115"
    title = "三级指标不简洁"
    severity = Severity.INFO

    def run(self, form: FormContext) -> Iterable[Finding]:
        basis = form.demand("三级指标", "简洁明确")
        if basis is None or form.is_common:
            return
        for row in form.named_indicators:
            if len(row.name) > _LONG or _SENTENCE.search(row.name):
                message = (
                    f"三级指标“{row.name}”（{len(row.name)} 字）像一句话。说明要求简洁明确，请改短，几件事分成几项。"
                )
                yield self.finding(form, row.cell("level3"), message, basis=basis)
