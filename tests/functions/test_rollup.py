"""PERF_ROLLUP: 绝对值直接累加, 相对值按资金额度加权平均."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_xl.functions import call_function

D = Decimal
amounts = st.decimals("0.01", "99999", places=2)


def col(*cells):
    """A column of cells."""
    return tuple((cell,) for cell in cells)


@pytest.mark.parametrize(
    "values, funds, kind, expected",
    [
        (col(D("0.1"), D("0.2")), None, "绝对值", D("0.3")),
        (col(D(5), None, D(7)), None, "绝对值", D(12)),
        (col("95%", "100%"), col(D(1), D(3)), "相对值", Fraction(79, 80)),
        (col(D(90), D(96)), col(D(1), D(2)), "相对值", Fraction(94)),
        (col(D(90), None), col(D(1), None), "相对值", Fraction(90)),
        ((((D(1)), D(2)),), None, "绝对值", D(3)),
        (D(4), None, "绝对值", D(4)),
        (col(None, None), None, "绝对值", None),
    ],
)
def test_rollup_when_complete_then_adds_or_weights_exactly(values, funds, kind, expected):
    """Sums are decimals, averages one exact fraction; a row of blanks is no row."""
    assert expected == call_function("PERF_ROLLUP", [values, funds, kind])


@pytest.mark.parametrize(
    "values, funds, kind, expected",
    [
        (col(D(1), D(2)), col(D(1), None), "相对值", "需人工：第 2 行有数值、没有资金额度，请补填资金额度"),
        (col(D(1), None), col(D(1), D(2)), "相对值", "需人工：第 2 行有资金额度、没有数值，请补填数值"),
        (col(D(1), None), col(D(1), D(2)), "绝对值", "需人工：第 2 行有资金额度、没有数值，请补填数值"),
        (col("95%", D(96)), col(D(1), D(2)), "相对值", "需人工：数值里有的带 %、有的不带，请先统一"),
        (col(D(1), D(2)), col(D(0), D(0)), "相对值", "需人工：资金额度合计为 0，不能加权平均"),
        (col(D(1)), col(D(-1)), "相对值", "需人工：第 1 行资金额度是负数，请核对"),
        (col("及时"), None, "绝对值", "需人工：“第 1 行数值”是“及时”，不是数字，请改为数字（不带单位）"),
        (col(D(1)), col(D(1), D(2)), "相对值", "需人工：数值有 1 行、资金额度有 2 行，请选取同样多的行"),
        (col(D(1)), None, "平均", "需人工：汇总方式“平均”不认识，请填“绝对值”或“相对值”"),
        (col(D(1)), None, None, "需人工：汇总方式“”不认识，请填“绝对值”或“相对值”"),
        (((D(1), D(2)), (D(3), D(4))), None, "绝对值", "需人工：“数值”应是一列单元格，现在是 2 行 2 列"),
        (col(D(1), D(2)), None, "相对值", "需人工：第 1 行有数值、没有资金额度，请补填资金额度"),
    ],
)
def test_rollup_when_something_is_missing_then_says_which_row(values, funds, kind, expected):
    """Never a partial sum that looks whole."""
    assert expected == call_function("PERF_ROLLUP", [values, funds, kind])


@given(st.lists(st.tuples(amounts, amounts), min_size=1, max_size=12))
def test_rollup_when_weighted_then_lies_between_the_values_and_ignores_the_scale_of_funds(rows):
    """An average is within its values; 元 or 万元 as the unit of all funds changes nothing."""
    values, funds = zip(*rows, strict=True)
    average = call_function("PERF_ROLLUP", [col(*values), col(*funds), "相对值"])
    assert min(values) <= average <= max(values)
    assert average == call_function("PERF_ROLLUP", [col(*values), col(*(f * 10000 for f in funds)), "相对值"])
