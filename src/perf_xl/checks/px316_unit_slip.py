"""PX316."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.funds import Amount, amounts, cost_amount, total_budget
from perf_xl.checks.slip import is_unit_slip
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.model.amounts import plain


class UnitSlip(Check):
    """把元当作万元（或反过来）填了。

    检查内容：本应相近的两个金额——预算数与执行数、年度总额与各来源、成本指标与预算——相差约一万倍。没有可比的金额时不提示。

    依据：各表金额以万元为单位。

    错误示例：全年预算数 76，全年执行数 760000。

    正确示例：全年预算数 76，全年执行数 76（万元）。

    如何修改：统一换算成万元。

    自动修改是否安全：不自动改，要由填表人确认哪一个错；给出换算后的数。
    """

    code = "PX316"
    title = "元与万元混填"
    severity = Severity.ERROR
    fixable = FixKind.SUGGESTED

    def run(self, form: FormContext) -> Iterable[Finding]:
        for large, small in self._pairs(form):
            if is_unit_slip(large.number, small.number):
                if large.number < small.number:
                    large, small = small, large  # noqa: PLW2901 - named by size from here on
                meant = large.number / 10_000
                message = (
                    f"{large.label} {plain(large.number)} 万元是{small.label} {plain(small.number)} 万元的约一万倍，"
                    f"像是按元填的。应为 {plain(meant)} 万元，请核对单位。"
                )
                yield self.finding(form, large.cell, message, suggested=meant)

    @staticmethod
    def _pairs(form: FormContext) -> Iterator[tuple[Amount, Amount]]:
        known = list(amounts(form))
        for line in form.rates:
            own = {amount.cell: amount for amount in known}
            if line.spent in own and line.budget in own:
                yield own[line.spent], own[line.budget]
        total = total_budget(form)
        if total is None:
            return
        yield from ((amount, total) for amount in known if amount.label in ("年初预算数", "总金额"))
        for row in form.named_indicators:
            number: Decimal | None = cost_amount(row, "target")
            if number is not None:
                yield (
                    Amount(f"{row.place}的{row.heading('target')}", number, row.cell("target"), row.value("target")),
                    total,
                )
