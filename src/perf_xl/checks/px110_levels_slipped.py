"""PX110."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.indicator import Indicator
from perf_xl.checks.levels import plain_level2, stands_right
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.indicators import LEVEL2

_ORDER = tuple(name for names in LEVEL2.values() for name in names)


class LevelsSlipped(Check):
    """三级指标与左边的二级指标整体错开了一行。

    检查内容：相邻的行里，先后有时间指标落到成本、成本指标落到效益等，都向同一方向错开一级。

    依据：部门（单位）整体绩效目标表说明“指标名称”；多由合并单元格或粘贴时少选一行造成。

    错误示例：“完成时间”列在成本指标，下一行“预算成本”列在经济效益指标。

    正确示例：“完成时间”列在时效指标，“预算成本”列在成本指标。

    如何修改：从第一处错开的行起，把二级指标（或三级指标及其数值）上移或下移一行。

    自动修改是否安全：没有自动修改，移动哪一边要由填表人决定。
    """

    code = "PX110"
    title = "二级指标整体错行"
    severity = Severity.WARNING
    basis = "指标名称：二级指标的含义"

    def run(self, form: FormContext) -> Iterable[Finding]:
        if form.is_common:
            return
        rows = form.named_indicators
        for first, second in pairwise(rows):
            if _slip(first) == _slip(second) == 1:
                message = (
                    f"从“{first.name}”起，三级指标与二级指标错开了一行：“{first.name}”落在{first.level2}，"
                    f"“{second.name}”落在{second.level2}。请把错开的几行上移一行对齐。"
                )
                yield self.finding(form, first.cell("level2"), message)
                return


def _slip(row: Indicator) -> int:
    """How many second levels below its own the row stands; 0 where it stands right or nothing is certain."""
    right = plain_level2(row)
    if right is None or stands_right(row, right) or row.level2 not in _ORDER:
        return 0
    return _ORDER.index(row.level2) - _ORDER.index(right)
