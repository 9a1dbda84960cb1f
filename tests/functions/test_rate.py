"""PERF_EXEC_RATE."""

from decimal import Decimal
from fractions import Fraction

import pytest

from perf_xl.functions import CellError, call_function

D = Decimal


@pytest.mark.parametrize(
    "budget, spent, expected",
    [
        (D(76), D(76), Fraction(1)),
        (D("596.39"), D("584.64"), Fraction(58464, 59639)),
        (D(100), D(120), Fraction(6, 5)),
        (D(3), D(1), Fraction(1, 3)),
        (D(5), D(0), Fraction(0)),
        ("1,000", "９５０", Fraction(19, 20)),
        (None, D(5), None),
        (D(0), D(5), None),
        (D(5), None, None),
        (D(5), "  ", None),
    ],
)
def test_rate_when_given_amounts_then_is_exact_and_uncapped(budget, spent, expected):
    """A blank or zero budget, or a blank 执行数, gives a blank, never 0."""
    assert expected == call_function("PERF_EXEC_RATE", [budget, spent])


@pytest.mark.parametrize(
    "budget, expected",
    [
        ("13.8万元", "需人工：“全年预算数”是“13.8万元”，不是数字，请改为数字（不带单位）"),
        (True, "需人工：“全年预算数”是“TRUE”，不是数字，请改为数字（不带单位）"),
        (CellError("#REF!"), "需人工：“全年预算数”是错误值 #REF!，请先改正该单元格"),
        (((D(1),), (D(2),)), "需人工：“全年预算数”只能是一个单元格，现在是 2 行 1 列。整列计算请用 PERF_SCORES"),
    ],
)
def test_rate_when_the_budget_is_no_number_then_says_what_to_do(budget, expected):
    """The message names the argument and the value."""
    assert expected == call_function("PERF_EXEC_RATE", [budget, D(1)])
