"""PX308."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.indicator import Indicator
from perf_xl.checks.names import bracketed_unit, is_rate
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.model.values import Interval, Number

_MANY = 3
_ROLES = ("target", "cycle_target", "actual")


class RateWithoutPercent(Check):
    """率没有写百分号。

    检查内容：没有“计量单位”一列的表，率（满意度、比例）的值是大于 1 的数，没有写 %，名称里也没有（%）。三行以上的只提示一次。

    依据：指标值要连同单位写清楚，否则 95 可以读成 95%，也可以读成 95 个。

    错误示例：“服务对象满意度”≥90。

    正确示例：≥90%。

    如何修改：补上 %。

    自动修改是否安全：不自动改；给出加上 % 的写法。
    """

    code = "PX308"
    title = "率没有写百分号"
    severity = Severity.INFO
    fixable = FixKind.SUGGESTED

    def run(self, form: FormContext) -> Iterable[Finding]:
        found = [(row, role) for row in form.named_indicators if (role := _bare_role(row)) is not None]
        if len(found) >= _MANY:
            row, role = found[0]
            names = "、".join(f"“{row.name}”" for row, _ in found)
            message = (
                f"{names}共 {len(found)} 项是率，值里没有写 %，如“{row.text(role)}”。请写成“{row.text(role)}%”的样子。"
            )
            yield self.finding(form, row.cell(role), message, suggested=f"{row.text(role)}%")
            return
        for row, role in found:
            typed = row.text(role)
            message = f"{row.place}是率，{row.heading(role)}“{typed}”没有写 %。请写成“{typed}%”。"
            yield self.finding(form, row.cell(role), message, suggested=f"{typed}%")


def _bare_role(row: Indicator) -> str | None:
    """The first value of a rate that is a number above 1 without a per cent sign."""
    if row.has("unit") or not is_rate(row.name) or bracketed_unit(row.name) == "%":
        return None
    for role in _ROLES:
        read = row.parsed(role)
        number = read.number if isinstance(read, Number) else read.bound if isinstance(read, Interval) else None
        if number is not None and isinstance(read, Number | Interval) and read.bare and number > 1:
            return role
    return None
