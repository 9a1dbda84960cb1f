"""PX606."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from perf_xl.checks.alike import match_projects
from perf_xl.checks.base import Audit
from perf_xl.checks.context import FormContext
from perf_xl.checks.group import Group, ProjectAmount
from perf_xl.checks.identity import plain_name
from perf_xl.findings.finding import Finding, Severity
from perf_xl.forms.rates import amount_of
from perf_xl.forms.records import Row
from perf_xl.model.amounts import plain


class ProjectList(Audit):
    """基础数据表所列项目与项目自评表对不上。

    检查内容：基础数据表“项目支出”列出的项目有没有自评表，自评表的项目在不在所列项目里（按名称，个别字不同的按名称相近且金额
    相同认）。没有一份项目自评表时不检查。

    依据：基础数据表说明：“项目支出”需要填报基本支出以外的所有项目支出情况；每个项目应有自评表。

    错误示例：基础数据表列了 14 个项目，项目自评表只有 12 份。

    正确示例：一一对应，名称一致。

    如何修改：补报缺少的自评表，或说明不需要的原因；名称写法统一。

    自动修改是否安全：没有自动修改。
    """

    code = "PX606"
    title = "项目清单与自评表不对应"
    severity = Severity.WARNING

    def run(self, group: Group) -> Iterable[Finding]:
        base, projects = group.department("base-data"), group.projects("self-evaluation")
        rows = [row for row in base.record.rows("项目支出") if row.values.get("名称")] if base else []
        if base is None or not projects or not rows:
            return
        matches = match_projects(rows, projects)
        yield from self._missing(base, [row for row, match in zip(rows, matches, strict=True) if match is None])
        for index, project in enumerate(projects):
            if index not in matches and project.name:
                message = f"项目“{project.name}”不在基础数据表所列的项目支出里。请核对项目名称，或补入基础数据表。"
                yield self.finding(project.form, project.form.cell("project_name"), message)
        yield from self._otherwise_named(base, rows, matches, projects)

    def _missing(self, base: FormContext, rows: Sequence[Row]) -> Iterable[Finding]:
        if rows:
            amounts = [amount_of(row.values.get("决算数_本年")) for row in rows]
            total = sum((amount for amount in amounts if amount is not None), Decimal(0))
            names = "、".join(f"“{row.values['名称']}”" for row in rows)
            message = f"所列项目中有 {len(rows)} 个没有项目自评表：{names}，共 {plain(total)} 万元。请补报，或说明不用报的原因。"
            yield self.finding(base, rows[0].cells.get("名称"), message)

    def _otherwise_named(
        self, base: FormContext, rows: Sequence[Row], matches: Sequence[int | None], projects: Sequence[ProjectAmount]
    ) -> Iterable[Finding]:
        for row, match in zip(rows, matches, strict=True):
            if match is not None and plain_name(str(row.values["名称"])) != plain_name(projects[match].name):
                message = f"“{row.values['名称']}”在项目自评表里写作“{projects[match].name}”。请统一名称。"
                yield self.finding(base, row.cells.get("名称"), message, severity=Severity.INFO)
