"""PX605."""

from __future__ import annotations

from collections.abc import Iterable

from perf_xl.checks.base import Audit
from perf_xl.checks.common_ratios import Needs, computed, tables_of
from perf_xl.checks.group import Group
from perf_xl.findings.finding import Finding, Severity


class NeedsFigures(Audit):
    """有的共性指标无法由基础数据表核算，需补数。

    检查内容：共性指标表里按公式计算的指标，所需的数基础数据表里没有的，列出缺什么。不拿别的数代替（如“三公经费”变动率要用上年
    预算数，不能用上年决算数）。一张表只提示一次。

    依据：部门整体支出绩效评价共性指标表的“指标说明”。

    错误示例：“三公经费”变动率得 5 分，基础数据表没有上年“三公”经费预算数。

    正确示例：另附上年“三公”经费预算数，供复核时计算。

    如何修改：补充所缺的数；没有该项业务的，在指标说明里写明。

    自动修改是否安全：没有自动修改。
    """

    code = "PX605"
    title = "共性指标需补数"
    severity = Severity.INFO
    basis = "部门整体支出绩效评价共性指标表“指标说明”的公式"

    def run(self, group: Group) -> Iterable[Finding]:
        common, tables = group.department("common-indicators"), tables_of(list(group.forms))
        if common is None or tables is None:
            return
        lacking = [
            (row, outcome.what)
            for row in common.named_indicators
            if isinstance(outcome := computed(row.name, *tables), Needs)
        ]
        if lacking:
            words = "；".join(f"{row.name}，缺{what}" for row, what in lacking)
            message = f"以下共性指标无法由基础数据表核算，需补数：{words}。"
            yield self.finding(common, lacking[0][0].cell("score"), message)
