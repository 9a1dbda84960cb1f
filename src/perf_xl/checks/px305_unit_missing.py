"""PX305."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext, says_nothing
from perf_xl.checks.names import bracketed_unit
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.forms.spec import COMPARISONS
from perf_xl.model.values import Interval, Number, parse_value


class UnitMissing(Check):
    """定量指标没有计量单位。

    检查内容：有“计量单位”一列的表，指标类型是 ≥、>、=、≤、< 而计量单位空白的行。没有这一列的表不检查。

    依据：部门（单位）整体绩效目标表说明“计量单位”：“为数字后字符，如个、所、只、%等”。

    错误示例：“新增规模工业企业”≥ 3，计量单位空白。

    正确示例：计量单位“家”。

    如何修改：补上计量单位；率写“%”。

    自动修改是否安全：不自动改；单位写在指标值或三级指标里的，建议搬过来。
    """

    code = "PX305"
    title = "缺少计量单位"
    severity = Severity.WARNING
    fixable = FixKind.SUGGESTED
    caused_by = ("PX303",)

    def run(self, form: FormContext) -> Iterable[Finding]:
        basis = form.demand("计量单位", "数字后字符")
        for row in form.named_indicators:
            sign = row.text("comparison")
            if not row.has("unit") or sign not in COMPARISONS or row.is_qualitative:
                continue
            if says_nothing(row.value("unit")):
                read = parse_value(row.value("target"))
                unit = (read.unit if isinstance(read, Number | Interval) else "") or bracketed_unit(row.name) or None
                message = f"{row.place}是定量指标，没有填计量单位。请补填{f'“{unit}”' if unit else '，如“个”“家”“%”'}。"
                yield self.finding(form, row.cell("unit"), message, suggested=unit, basis=basis)
