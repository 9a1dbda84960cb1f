"""PX410."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.ratios import agrees, percent, percent_meant, ratio_name
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.model.amounts import exact, round_half_up


class RatioWrong(Check):
    """执行率（控制率）与金额算出来的不一致。

    检查内容：执行率按全年执行数÷全年预算数重算；基础数据表的控制率按实际÷编制（批复）重算。按填写的小数位数比较，
    85% 与 85.29% 视为一致。预算数为空或为 0 时不算。

    依据：自评表栏目“执行率（B/A）”。

    错误示例：预算 500 万元，执行 476 万元，执行率填 98.5%。

    正确示例：执行率 95.2%。

    如何修改：点“计算执行率”，或按算出的数改。

    自动修改是否安全：不自动改，也可能是金额填错；给出算出的比率。
    """

    code = "PX410"
    title = "执行率与金额不符"
    severity = Severity.ERROR
    fixable = FixKind.SUGGESTED
    caused_by = ("PX316",)

    def run(self, form: FormContext) -> Iterable[Finding]:
        for line in form.rates:
            ratio = line.value
            if (
                ratio is None
                or line.typed is None
                or agrees(line.typed, ratio) is not False
                or percent_meant(line) is not None
            ):
                continue
            message = (
                f"{ratio_name(line)}填 {line.typed}，按 {line.spent_value} ÷ {line.budget_value} 应为 {percent(ratio)}。"
                "请改正比率，或核对两个数。"
            )
            yield self.finding(form, line.rate, message, suggested=exact(round_half_up(ratio, 4)))
