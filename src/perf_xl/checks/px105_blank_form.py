"""PX105."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.blank import is_blank
from perf_xl.checks.context import FormContext
from perf_xl.findings.finding import Finding, Severity


class BlankForm(Check):
    """整张表还没有填写。

    检查内容：所有填报栏都空着（印好的内容不算）。

    依据：空表不是填报；逐栏提示没有意义，所以只提示一次。

    错误示例：刚从模板导出、还没有动过的表。

    正确示例：填好的表。

    如何修改：填写，或从报送的文件夹里拿走空表。

    自动修改是否安全：没有自动修改。
    """

    code = "PX105"
    title = "空表"
    severity = Severity.WARNING

    def run(self, form: FormContext) -> Iterable[Finding]:
        if is_blank(form):
            yield self.finding(form, None, f"这张“{form.spec.title}”还没有填写。请填写，或从报送的文件里拿走。")
