"""PX104."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.blank import is_blank
from perf_xl.checks.context import FormContext
from perf_xl.findings.finding import Finding, Severity
from perf_xl.forms.spec import Column, Table


class RequiredBlank(Check):
    """必填的栏目空着。

    检查内容：表头各栏（项目名称、主管部门、预算金额、目标等）和任务、项目各行的必填栏。指标各栏由 PX117、PX118 等检查。
    整张表都没有填写时只提示一次（PX105）。

    依据：各表的版式中标明必填的栏目。

    错误示例：“主管部门”空白。

    正确示例：主管部门：某县商务局。

    如何修改：补填。确实没有的填“无”或 0。

    自动修改是否安全：没有自动修改，空白不会当作 0。
    """

    code = "PX104"
    title = "必填栏空白"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        if is_blank(form):
            return
        for item in form.spec.fields():
            if item.required and item.name in form.record.cells and form.record.fields.get(item.name) is None:
                yield self.finding(form, form.record.cells[item.name], f"“{item.name}”没有填写。请补填。")
        for table in form.spec.tables():
            if table is not form.indicator_table:
                yield from self._rows(form, table)

    def _rows(self, form: FormContext, table: Table) -> Iterable[Finding]:
        required: list[Column] = [column for column in table.columns if column.required]
        for row in form.record.rows(table.name):
            for column in required:
                if row.values.get(column.name) is None:
                    key = row.values.get(table.key.name) or "未命名的一行"
                    message = f"{table.name}“{key}”的“{column.name}”没有填写。请补填。"
                    yield self.finding(form, row.cells.get(column.name), message)
