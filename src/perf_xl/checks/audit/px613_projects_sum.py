"""PX613."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from perf_xl.checks.base import Audit
from perf_xl.checks.context import FormContext
from perf_xl.checks.group import Group
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain

_FIELDS = ("项目支出", "财政专项资金", "其他事业发展性支出")


class ProjectsSum(Audit):
    """各项目金额之和与部门的项目支出对不上。

    检查内容：各项目表金额之和，与部门表的项目支出（绩效目标表加上事业发展性支出）。超过的必须改；不足的作参考，可能有的项目没有
    报表。有项目金额空白时不比较。

    依据：部门的项目支出由各项目组成。

    错误示例：项目支出 31.2 万元，三个项目合计 44.2 万元。

    正确示例：项目支出 31.2 万元，其他事业发展性支出 13 万元，项目合计 44.2 万元。

    如何修改：核对部门表与各项目表；缺的项目补报。

    自动修改是否安全：没有自动修改。
    """

    code = "PX613"
    title = "项目合计与部门不符"
    severity = Severity.ERROR

    def run(self, group: Group) -> Iterable[Finding]:
        for kind in ("target", "self-evaluation"):
            department, projects = group.department(kind), group.projects(kind)
            amounts = [project.amount for project in projects]
            total = sum((amount for amount in amounts if amount is not None), Decimal(0))
            if department is None or not projects or any(amount is None for amount in amounts):
                continue
            yield from self._compare(department, total, len(projects))

    def _compare(self, department: FormContext, total: Decimal, count: int) -> Iterable[Finding]:
        parts = [number for name in _FIELDS if (number := department.amount(name)) is not None]
        stated = sum(parts, Decimal(0))
        if not parts or abs(stated - total) <= Decimal("0.005") * count:
            return
        cell = department.record.cells.get("项目支出")
        difference = plain(abs(stated - total))
        message = f"{count} 个项目合计 {plain(total)} 万元，本表项目支出 {plain(stated)} 万元，"
        if total > stated:
            yield self.finding(department, cell, f"{message}项目多出 {difference} 万元。请核对。")
        else:
            message += f"还差 {difference} 万元没有项目表。请核对是否有项目没有报。"
            yield self.finding(department, cell, message, severity=Severity.INFO)
