"""PX302."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, says_nothing
from perf_xl.checks.signs import meant_sign
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.forms.spec import COMPARISONS


class ComparisonInvalid(Check):
    """指标类型不是规定的符号。

    检查内容：指标类型只能是 ≥、>、=、≤、< 或“定性”。全角符号、书名号（》）、>=、“不低于”等写法认得出意思，改为规定的符号。

    依据：部门（单位）整体绩效目标表说明“指标类型”：“上述五个符号之一”或定性。

    错误示例：》；>=；大于等于；定量。

    正确示例：≥。

    如何修改：在下拉框里重新选择。

    自动修改是否安全：安全。意思确定的（》、>=、＞、不低于）改为同义的规定符号；认不出的不改。
    """

    code = "PX302"
    title = "指标类型不规范"
    severity = Severity.ERROR
    fixable = FixKind.SAFE

    def run(self, form: FormContext) -> Iterable[Finding]:
        basis = form.demand("指标类型", "五个符号之一")
        for row in form.named_indicators:
            typed = row.text("comparison")
            if not row.has("comparison") or says_nothing(row.value("comparison")) or typed in COMPARISONS:
                continue
            sign = meant_sign(typed)
            remedy = f"应写“{sign}”。" if sign else "请选 ≥、>、=、≤、< 之一，或“定性”。"
            message = f"{row.place}的指标类型“{typed}”不在下拉选项里。{remedy}"
            yield self.finding(form, row.cell("comparison"), message, safe=sign, basis=basis)
