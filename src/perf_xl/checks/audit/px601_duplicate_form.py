"""PX601."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from perf_xl.checks.base import Audit
from perf_xl.checks.context import FormContext
from perf_xl.checks.group import Group
from perf_xl.checks.identity import Identity, identity_of, unit_of
from perf_xl.findings.finding import Finding, Severity


class DuplicateForm(Audit):
    """同一张表报了两份。

    检查内容：表的种类、年度、单位、项目都相同的两张表（文件名不同也算）。没有写项目名称的项目表、看不出是哪个单位的表不比较。

    依据：一个项目一张表；两份都汇总会重复计算。

    错误示例：“甲项目.xlsx”和“甲项目（修改）.xlsx”都是 2023 年甲项目的自评表。

    正确示例：只留最后定稿的一份。

    如何修改：拿走旧的一份；其实是两个项目的，把项目名称写清楚。

    自动修改是否安全：没有自动修改。
    """

    code = "PX601"
    title = "同一张表有两份"
    severity = Severity.ERROR

    def run(self, group: Group) -> Iterable[Finding]:
        if not any(unit_of(form) for form in group.forms):
            return  # nobody can tell whose these are: two departments' common tables may lie in one folder
        found: dict[Identity, list[FormContext]] = defaultdict(list)
        for form in group.forms:
            identity = identity_of(form)
            if identity.project or form.spec.level == "department":
                found[identity].append(form)
        for forms in found.values():
            first = forms[0]
            for form in forms[1:]:
                what = form.value("project_name") or form.spec.title
                other = first.record.source or first.record.sheet
                where = f"“{other}”的“{first.record.sheet}”" if other != first.record.sheet else f"工作表“{other}”"
                message = f"“{what}”的{form.spec.title}已有一份（{where}），这是第二份。请只留定稿的一份。"
                yield self.finding(form, form.cell("project_name"), message)
