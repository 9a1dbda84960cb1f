"""PX307."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.indicator import Indicator
from perf_xl.checks.names import is_full_rate
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.model.amounts import plain
from perf_xl.model.values import Interval, Number

_ROLES = ("target", "cycle_target", "actual")


class OneForFull(Check):
    """率写成了 1（或 0.95），像是 100%（或 95%）。

    检查内容：完成率、及时率、合格率、满意度这类以 100% 为满的指标，值是不大于 1 的数，没有写百分号。增长率、投诉率等本来就可能
    很小的率不检查；个数、次数写 1 是真的 1，不检查。

    依据：计量单位为“%”的指标，1 表示 1%。

    错误示例：“发展规划编制完成率”指标值 1。

    正确示例：100%。

    如何修改：写成百分数，如 100%。

    自动修改是否安全：不自动改，要由填表人确认；给出百分数。
    """

    code = "PX307"
    title = "率写成小数"
    severity = Severity.WARNING
    fixable = FixKind.SUGGESTED

    def run(self, form: FormContext) -> Iterable[Finding]:
        for row in form.named_indicators:
            roles = [role for role in _ROLES if _fraction(row, role) is not None]
            if not roles:
                continue
            number = _fraction(row, roles[0]) or Decimal(1)
            meant = plain(number * 100)
            where = "、".join(row.heading(role) for role in roles)
            message = f"{row.place}的{where}写的是 {row.text(roles[0])}，像是 {meant}%。请写成百分数；确实是 {plain(number)}% 的请写明。"
            suggested = number * 100 if row.has("unit") else f"{meant}%"
            yield self.finding(form, row.cell(roles[0]), message, suggested=suggested)


def _fraction(row: Indicator, role: str) -> Decimal | None:
    """The bare number above 0 and up to 1 that stands for a share; None for anything else."""
    if not is_full_rate(row.name):
        return None
    if row.text("unit") not in ("", "%", "％") or row.text("comparison") in ("≤", "<"):
        return None
    read = row.parsed(role)
    number = read.bound if isinstance(read, Interval) and read.comparison in ("≥", ">") else None
    if isinstance(read, Number):
        number = read.number
    if number is None or not isinstance(read, Number | Interval) or not read.bare:
        return None
    return number if 0 < number <= 1 else None
