"""PX503."""

from __future__ import annotations

import re
from collections.abc import Iterable

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.indicator import Indicator
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.library import MatchKind, explain

_STOCK = re.compile(
    r"考核|反映|衡量|体现|评价|用以|用来|该指标|本指标|指标|项目|工作|实施|完成|情况|程度|水平|的|和|与|[，。、；：“”\s]"
)
_MANY = 3


class BoilerplateDefinition(Check):
    """指标解释是套话，只把名称重复了一遍。

    检查内容：指标解释去掉“考核”“情况”等字样后只剩三级指标的名称。三行以上都是这样的只提示一次。

    依据：部门（单位）整体绩效目标表说明“指标解释”：“反映该指标衡量的具体内容、计算方法和数据口径等”。

    错误示例：“新增规模工业企业”的指标解释：“考核新增规模工业企业情况。”

    正确示例：“当年首次纳入规模以上工业统计的企业数量，以统计部门名录为准。”

    如何修改：写明衡量什么、怎么算、用谁的数据；可点“填充指标解释”参考（不会覆盖已写的内容）。

    自动修改是否安全：不自动改；指标库里有同名指标的给出其解释。
    """

    code = "PX503"
    title = "指标解释是套话"
    severity = Severity.WARNING
    fixable = FixKind.SUGGESTED

    def run(self, form: FormContext) -> Iterable[Finding]:
        if form.is_common:
            return
        basis = form.demand("指标解释", "计算方法")
        empty = [row for row in form.named_indicators if _is_boilerplate(row)]
        written = [row for row in form.named_indicators if row.text("definition")]
        if len(empty) >= _MANY and len(empty) * 2 >= len(written):
            message = (
                f"{len(written)} 条指标解释中有 {len(empty)} 条只是重复名称（如“{empty[0].text('definition')}”）。"
                "请写明具体内容、计算方法和数据口径。"
            )
            yield self.finding(form, empty[0].cell("definition"), message, basis=basis)
            return
        for row in empty:
            message = (
                f"{row.place}的指标解释“{row.text('definition')}”只是重复名称。请写明具体内容、计算方法和数据口径。"
            )
            yield self.finding(form, row.cell("definition"), message, suggested=_from_library(row), basis=basis)


def _is_boilerplate(row: Indicator) -> bool:
    text = row.text("definition")
    return bool(text) and not _STOCK.sub("", text.replace(row.name, "")) and row.name in text


def _from_library(row: Indicator) -> str | None:
    found = explain(row.name, row.level2 or None)
    return found.text if found is not None and found.kind is not MatchKind.PATTERN else None
