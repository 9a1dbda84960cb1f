"""PX402."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from itertools import groupby

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.indicator import Indicator
from perf_xl.checks.points import points
from perf_xl.findings.finding import Finding, Severity
from perf_xl.model.amounts import plain
from perf_xl.model.indicators import level_points


class LevelPoints(Check):
    """下级分值之和与上级分值不符。

    检查内容：一级指标后面印的分值（如“产出指标（50分）”）、共性指标表的一级分值和二级分值，与其下各三级指标分值之和。

    依据：自评表一级指标后印好的分值；部门整体支出绩效评价共性指标表的三级分值。

    错误示例：“产出指标（50分）”下面各项分值合计 52 分。

    正确示例：“产出指标（50分）”下面各项分值合计 50 分。

    如何修改：调整三级指标的分值。

    自动修改是否安全：没有自动修改。
    """

    code = "PX402"
    title = "下级分值之和不符"
    severity = Severity.ERROR

    def run(self, form: FormContext) -> Iterable[Finding]:
        yield from self._level(form, "level1", lambda row: level_points(row.text("level1")))
        yield from self._level(form, "level1", lambda row: points(row.value("level1_max_score")))
        yield from self._level(form, "level2", lambda row: points(row.value("level2_max_score")))

    def _level(self, form: FormContext, role: str, printed: Callable[[Indicator], Decimal | None]) -> Iterator[Finding]:
        key = lambda row: (row.text("level1"), row.text(role), printed(row))  # noqa: E731
        for (_, name, wanted), members in groupby(form.named_indicators, key):
            rows = list(members)
            numbers = [number for row in rows if (number := points(row.value("max_score"))) is not None]
            complete = len(numbers) == len(rows) or form.is_common
            total = sum(numbers, Decimal(0))
            if wanted is not None and numbers and complete and total != wanted:
                label = "".join(name.split())
                message = f"“{label}”应为 {plain(wanted)} 分，下面 {len(rows)} 项分值合计 {plain(total)} 分。请调整三级指标的分值。"
                yield self.finding(form, rows[0].cell("max_score"), message)
