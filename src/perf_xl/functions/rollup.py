"""PERF_ROLLUP: one indicator over several units, as the 填报说明 of the department form have it.

绝对值直接累加; 相对值按资金额度加权平均. Exact: sums of decimals, and one fraction for the average.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Context, Decimal, Inexact, InvalidOperation, localcontext
from fractions import Fraction
from typing import Annotated

from perf_xl.functions.metadata import Help
from perf_xl.functions.values import Argument, ManualWork, Result, column, is_blank, numeric, single

EXACT = Context(prec=400, traps=[Inexact, InvalidOperation])
"""Sums and products of decimals without any rounding; more digits than that would raise."""

ABSOLUTE = "绝对值"
RELATIVE = "相对值"


def PERF_ROLLUP(
    values: Annotated[Argument, Help("数值", "同一指标在各单位（项目）的数值，一列。", block=True)],
    funds: Annotated[
        Argument, Help("资金额度", "各单位（项目）的全年预算数，与数值逐行对应。绝对值可不填。", block=True)
    ],
    kind: Annotated[Argument, Help("汇总方式", "绝对值（直接累加）或 相对值（按资金额度加权平均）。")],
) -> Result:
    """汇总同一指标：绝对值直接累加，相对值按资金额度加权平均。缺数值或缺资金的行用文字指出，不当作 0。

    The unit of ``values``; percentages give a fraction (0.95). A row with neither value nor fund is no row.
    """
    method = single(kind, "汇总方式")
    if method not in (ABSOLUTE, RELATIVE):
        raise ManualWork(f"汇总方式“{method or ''}”不认识，请填“绝对值”或“相对值”")
    rows = list(_rows(values, funds, weighted=method == RELATIVE))
    if not rows:
        return None
    if len({percent for _, percent, _ in rows}) > 1:
        raise ManualWork("数值里有的带 %、有的不带，请先统一")
    with localcontext(EXACT):
        if method == ABSOLUTE:
            return sum((value for value, _, _ in rows), Decimal(0))
        total = sum((fund for _, _, fund in rows), Decimal(0))
        weighted = sum((value * fund for value, _, fund in rows), Decimal(0))
    if total == 0:
        raise ManualWork("资金额度合计为 0，不能加权平均")
    return Fraction(weighted) / Fraction(total)


def _rows(values: Argument, funds: Argument, *, weighted: bool) -> Iterator[tuple[Decimal, bool, Decimal]]:
    """Value, whether it is a percentage, fund (0 where it plays no part) of each row that says something."""
    figures = column(values, "数值")
    amounts = [None] * len(figures) if funds is None else column(funds, "资金额度")
    if len(figures) != len(amounts):
        raise ManualWork(f"数值有 {len(figures)} 行、资金额度有 {len(amounts)} 行，请选取同样多的行")
    for row, (figure, amount) in enumerate(zip(figures, amounts, strict=True), start=1):
        if is_blank(figure) and is_blank(amount):
            continue
        if is_blank(figure):
            raise ManualWork(f"第 {row} 行有资金额度、没有数值，请补填数值")
        if weighted and is_blank(amount):
            raise ManualWork(f"第 {row} 行有数值、没有资金额度，请补填资金额度")
        value, percent = numeric(single(figure, f"第 {row} 行数值"), f"第 {row} 行数值")
        fund = numeric(single(amount, f"第 {row} 行资金额度"), f"第 {row} 行资金额度")[0] if weighted else Decimal(0)
        if fund < 0:
            raise ManualWork(f"第 {row} 行资金额度是负数，请核对")
        yield value, percent, fund
