"""PX107."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.indicators import category_of


class LevelMismatch(Check):
    """二级指标不属于它上面的一级指标。

    检查内容：数量、质量、时效属于产出；经济、社会、生态效益和可持续影响属于效益；服务对象满意度属于满意度；经济、社会、
    生态环境成本属于成本。较早的表把“成本指标”列在产出下面，也认可。

    依据：部门（单位）整体绩效目标表说明“指标名称”。

    错误示例：一级“效益指标”下面的二级写“时效指标”。

    正确示例：一级“产出指标”下面的二级写“时效指标”。

    如何修改：把这一行移到对应的一级指标下面；多半是合并单元格错开了一行。

    自动修改是否安全：没有自动修改。
    """

    code = "PX107"
    title = "二级指标不属于一级指标"
    severity = Severity.ERROR
    basis = "指标名称：二级指标与一级指标的对应关系"

    def run(self, form: FormContext) -> Iterable[Finding]:
        if form.is_common:
            return
        for row in form.indicators:
            first, second = category_of(row.text("level1")), category_of(None, row.text("level2"))
            if first is None or second is None or row.level2 in first.level2:
                continue
            message = (
                f"二级指标“{row.level2}”属于{second.label}，这里却列在{first.label}下面"
                f"{'（' + row.name + '）' if row.name else ''}。请把这一行移到{second.label}下面，或改正二级指标。"
            )
            yield self.finding(form, row.cell("level2"), message)
