"""PX416."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.points import points
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.model.amounts import plain, round_half_up


class RateScore(Check):
    """预算执行率的得分与执行率不符。

    检查内容：执行率得分 = 执行率 × 分值，最高为分值，保留两位小数。本地按分段计分的，请在 `perf_xl.toml` 的 `[checks]` 里把本条设为“不检查”。

    依据：财预〔2020〕10号；自评表“年度资金总额”一行的分值、执行率、得分。

    错误示例：执行率 80%，分值 10 分，得分 10 分。

    正确示例：执行率 80%，分值 10 分，得分 8 分。

    如何修改：点“计算执行率”“计算得分”，或改正得分。

    自动修改是否安全：不自动改，各地也有分段计分的；给出按比例算出的得分。
    """

    code = "PX416"
    title = "执行率得分不符"
    severity = Severity.WARNING
    fixable = FixKind.SUGGESTED
    caused_by = ("PX316", "PX411")

    def run(self, form: FormContext) -> Iterable[Finding]:
        for line in form.rates:
            ratio, full, typed = line.value, points(line.points_value), points(line.score_typed)
            if ratio is None or full is None or typed is None or ratio < 0:
                continue
            wanted = round_half_up(
                min(ratio, Fraction(form.policy.execution_rate_cap)) * Fraction(full), form.policy.decimals
            )
            if typed != wanted:
                message = (
                    f"“{line.label}”执行率 {plain(round_half_up(ratio * 100))}%，分值 {plain(full)} 分，"
                    f"得分应为 {plain(wanted)} 分，填的是 {plain(typed)} 分。请核对。"
                )
                yield self.finding(form, line.score, message, suggested=wanted)
