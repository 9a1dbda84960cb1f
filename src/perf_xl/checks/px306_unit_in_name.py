"""PX306."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.names import bare_name, bracketed_unit
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.model.units import UNITS
from perf_xl.model.values import normal_unit


class UnitInName(Check):
    """计量单位写在三级指标的名称里。

    检查内容：有“计量单位”一列的表，三级指标末尾用括号写了单位。没有这一列的表（如遂溪、吴川）单位只能写在名称或指标值里，
    不检查。

    依据：部门（单位）整体绩效目标表说明“计量单位”。

    错误示例：三级指标“培训人次（人次）”，计量单位“人次”。

    正确示例：三级指标“培训人次”，计量单位“人次”。

    如何修改：名称里去掉括号和单位。

    自动修改是否安全：不自动改，名称由填表人确定；给出去掉单位后的名称。
    """

    code = "PX306"
    title = "单位写在名称里"
    severity = Severity.INFO
    fixable = FixKind.SUGGESTED

    def run(self, form: FormContext) -> Iterable[Finding]:
        if form.is_common:
            return
        for row in form.named_indicators:
            unit = normal_unit(bracketed_unit(row.name))
            if row.has("unit") and unit in UNITS:
                other = row.text("unit")
                clash = f"，与计量单位“{other}”不同" if other and normal_unit(other) != unit else ""
                message = f"三级指标“{row.name}”里写了单位“{unit}”{clash}。单位请写在“计量单位”一列，名称里去掉。"
                yield self.finding(form, row.cell("level3"), message, suggested=bare_name(row.name))
