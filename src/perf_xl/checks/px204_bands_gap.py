"""PX204."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.rule_text import Band, bands, rule_rows
from perf_xl.findings.finding import Finding, Severity


class BandsGap(Check):
    """各档之间有空当，落在里面的完成值没有得分。

    检查内容：按百分数分档的标准，相邻两档之间有没有写到的数。有“否则”“其他”的不算；按个数分档的不检查。

    依据：每个可能的完成值都应当有对应的得分。

    错误示例：90%以上得10分，70%-84%得6分，低于70%不得分（84% 到 90% 之间没有写）。

    正确示例：90%以上得10分，70%（含）-90%得6分，低于70%不得分。

    如何修改：补齐中间的一段，写明含不含边界。

    自动修改是否安全：没有自动修改。
    """

    code = "PX204"
    title = "分档有空当"
    severity = Severity.WARNING

    def run(self, form: FormContext) -> Iterable[Finding]:
        for row, rule in rule_rows(form):
            found = bands(rule) or []
            # counts and points go in whole steps: between 1项 and 2项 nothing is missing
            gap = first_gap(found) if found and found[0].unit == "%" else ""
            if gap:
                message = f"{row.place}的评（扣）分标准在{gap}没有写得多少分。请补齐，并写明含不含边界。"
                yield self.finding(form, row.cell("rule"), message)


def first_gap(found: list[Band]) -> str:
    """The first gap between bands, in words; "" when they join."""
    ordered = sorted(found, key=lambda band: (band.low is not None, band.low or Decimal(0)))
    for index, band in enumerate(ordered[:-1]):
        reach = max(
            ordered[: index + 1], key=lambda item: (item.high is None, item.high or Decimal(0), item.high_closed)
        )
        following = ordered[index + 1]
        if reach.high is None or following.low is None:
            continue
        if following.low > reach.high:
            return f"“{reach.words}”与“{following.words}”之间"
        if following.low == reach.high and not (reach.high_closed or following.low_closed):
            return f"恰好等于 {following.low:f}{band.unit} 时"
    return ""
