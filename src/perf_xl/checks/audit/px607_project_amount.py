"""PX607."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from perf_xl.checks.alike import match_projects
from perf_xl.checks.base import Audit
from perf_xl.checks.group import Group
from perf_xl.checks.slip import is_unit_slip
from perf_xl.findings.finding import Finding, Severity
from perf_xl.forms.rates import amount_of
from perf_xl.model.amounts import plain

_CENT = Decimal("0.005")


class ProjectAmountDiffers(Audit):
    """同一项目的支出在基础数据表和项目自评表里不一样。

    检查内容：基础数据表该项目的本年决算数，与项目自评表的全年执行数合计；相差半个末位以内不算。相差约一万倍的提示核对元与万元。

    依据：两张表说的是同一笔支出。

    错误示例：基础数据表 76 万元，自评表 67 万元。

    正确示例：两张表都是 76 万元。

    如何修改：按决算数核对后改正。

    自动修改是否安全：没有自动修改。
    """

    code = "PX607"
    title = "项目金额两处不同"
    severity = Severity.ERROR

    def run(self, group: Group) -> Iterable[Finding]:
        base, projects = group.department("base-data"), group.projects("self-evaluation")
        if base is None:
            return
        rows = base.record.rows("项目支出")
        for row, match in zip(rows, match_projects(rows, projects), strict=True):
            listed = amount_of(row.values.get("决算数_本年"))
            if match is None or listed is None:
                continue
            own = projects[match].amount
            if own is not None and abs(own - listed) > _CENT:
                unit = "像是元与万元之别，" if is_unit_slip(own, listed) else ""
                message = (
                    f"“{projects[match].name}”全年执行数 {plain(own)} 万元，基础数据表本年决算数 {plain(listed)} 万元，"
                    f"相差 {plain(abs(own - listed))} 万元。{unit}请核对。"
                )
                yield self.finding(projects[match].form, projects[match].cell, message)
