"""PX106."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.indicators import LEVEL2, IndicatorCategory, category_of, level2_name

_OTHER_WORDS = (
    "满意度指标",
    "社会公众满意度指标",
    "社会公众或服务对象满意度指标",
    "可持续发展影响指标",
    "可持续影响效益指标",
    "生态环境效益指标",
)
"""How other counties print the same second levels."""
_LEVEL2 = frozenset(name for names in (*LEVEL2.values(), _OTHER_WORDS) for name in names)


class UnknownLevel(Check):
    """一级或二级指标不在规定的指标名称里。

    检查内容：一级指标应为成本、产出、效益、满意度指标；二级指标应为其下的规定名称。共性指标表用自己的分级，不检查。

    依据：部门（单位）整体绩效目标表说明“指标名称”；财预〔2021〕101号。

    错误示例：一级指标写“过程指标”；二级指标写“效率指标”。

    正确示例：一级“产出指标”，二级“时效指标”。

    如何修改：改为规定的名称。少写“指标”二字，或用外地通行的同义写法（如“满意度指标”）不算错。

    自动修改是否安全：没有自动修改。
    """

    code = "PX106"
    title = "指标名称不在规定范围"
    severity = Severity.WARNING
    basis = "指标名称：一级指标主要分为成本、产出、效益、满意度指标"

    def run(self, form: FormContext) -> Iterable[Finding]:
        if form.is_common:
            return
        for row in form.named_indicators:
            if row.text("level1") and category_of(row.text("level1")) is None:
                known = "、".join(category.label for category in IndicatorCategory)
                message = f"{row.place}的一级指标“{row.level1}”不是规定的名称。请改为{known}之一。"
                yield self.finding(form, row.cell("level1"), message)
            elif row.text("level2") and level2_name(row.text("level2")) not in _LEVEL2:
                known = "、".join(row.category.level2) if row.category else "规定的二级指标"
                message = f"“{row.name}”的二级指标“{row.level2}”不是规定的名称。请改为{known}之一。"
                yield self.finding(form, row.cell("level2"), message)
