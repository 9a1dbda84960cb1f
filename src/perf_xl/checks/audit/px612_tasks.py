"""PX612."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from perf_xl.checks.alike import best_match
from perf_xl.checks.base import Audit
from perf_xl.checks.group import Group
from perf_xl.checks.slip import is_unit_slip
from perf_xl.findings.finding import Finding, Severity
from perf_xl.forms.rates import amount_of
from perf_xl.model.amounts import plain

_CENT = Decimal("0.005")


class TaskAmountDiffers(Audit):
    """年度重点工作任务与项目绩效目标表对不上。

    检查内容：部门表“年度重点工作任务”的拟投入资金，与名称相同的项目的当年度金额；不同的提示。没有对应项目的任务合在一起作参考
    （任务也可以用基本支出完成）。

    依据：部门整体预算绩效目标表“年度重点工作任务”“拟投入的资金（万元）”。

    错误示例：任务“外经贸工作”拟投入 13.8 万元，项目“外经贸工作经费”当年度金额 18.3 万元。

    正确示例：两处都是 13.8 万元。

    如何修改：核对后统一。

    自动修改是否安全：没有自动修改。
    """

    code = "PX612"
    title = "任务资金与项目不同"
    severity = Severity.ERROR

    def run(self, group: Group) -> Iterable[Finding]:
        department, projects = group.department("target"), group.projects("target")
        if department is None or not projects:
            return
        named = [(project.name, project.amount) for project in projects]
        alone = []
        for row in department.record.rows("任务"):
            name, planned = str(row.values.get("名称") or ""), amount_of(row.values.get("拟投入资金"))
            match = best_match(name, planned, named) if name else None
            if match is None:
                alone += [(row, name)] if name else []
                continue
            own = projects[match].amount
            if planned is not None and own is not None and abs(planned - own) > _CENT:
                unit = "像是元与万元之别，" if is_unit_slip(planned, own) else ""
                message = (
                    f"任务“{name}”拟投入 {plain(planned)} 万元，项目“{projects[match].name}”当年度金额 {plain(own)} 万元，"
                    f"相差 {plain(abs(planned - own))} 万元。{unit}请核对。"
                )
                yield self.finding(department, row.cells.get("拟投入资金"), message)
        if alone:
            names = "、".join(f"“{name}”" for _, name in alone)
            message = f"任务{names}没有找到同名的项目绩效目标表。用项目资金完成的，请补报或统一名称。"
            yield self.finding(department, alone[0][0].cells.get("名称"), message, severity=Severity.INFO)
