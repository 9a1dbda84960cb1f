"""PX303."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from perf_xl.checks.base import Check
from perf_xl.checks.context import FormContext
from perf_xl.checks.indicator import Indicator
from perf_xl.findings.finding import Finding, FixKind, Severity
from perf_xl.forms.spec import COMPARISONS
from perf_xl.model.numerals import half_width, plain_number
from perf_xl.model.values import Blank, Interval, Number, normal_unit, parse_value


class TargetNotNumber(Check):
    """定量指标的指标值不是数字。

    检查内容：指标类型是 ≥、>、=、≤、< 时，指标值只能填数字；符号已在“指标类型”里，单位已在“计量单位”里，不再写一遍。
    以文本格式存的数字见 PX310。

    依据：部门（单位）整体绩效目标表说明“指标值”：“指标类型为定量时，只能填写数字”。

    错误示例：指标类型 ≥，指标值“3家”，计量单位“家”；指标值“≥95%”。

    正确示例：指标类型 ≥，指标值 3，计量单位“家”。

    如何修改：指标值只留数字。指标值是文字的，指标类型改选“定性”。

    自动修改是否安全：安全。只在多写的符号、单位与本行的指标类型、计量单位一致时改为数字；不一致的只给建议。
    """

    code = "PX303"
    title = "定量指标值不是数字"
    severity = Severity.ERROR
    fixable = FixKind.SAFE

    def run(self, form: FormContext) -> Iterable[Finding]:
        basis = form.demand("指标值", "只能填写数字")
        for row in form.named_indicators:
            value = row.value("target")
            if not _is_quantitative(row) or not isinstance(value, str):
                continue
            read = parse_value(value)
            if isinstance(read, Blank) or plain_number("".join(half_width(value).split())) is not None:
                continue
            number, certain = _number(row, read)
            remedy = f"请只填 {number}。" if number is not None else "请只填数字；是文字的，指标类型改选“定性”。"
            message = f"{row.place}的指标类型是“{row.text('comparison')}”，指标值“{value}”不是数字。{remedy}"
            safe, suggested = (number, None) if certain else (None, number)
            yield self.finding(form, row.cell("target"), message, basis=basis, safe=safe, suggested=suggested)


def _is_quantitative(row: Indicator) -> bool:
    return row.text("comparison") in COMPARISONS and not row.is_qualitative


def _number(row: Indicator, read: object) -> tuple[Decimal | None, bool]:
    """The number in the text, and whether sign and unit agree with the row's own columns."""
    sign_agrees, number, unit = True, None, ""
    if isinstance(read, Interval):
        sign_agrees, number, unit = read.comparison == row.text("comparison"), read.bound, read.unit
    elif isinstance(read, Number):
        number, unit = read.number, read.unit
    same_unit = not unit or normal_unit(row.text("unit")) == unit
    return number, number is not None and sign_agrees and same_unit
