"""Labels that hold a value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_xl.forms.pattern import Pattern, pattern_in

YEAR = "（{年度}）年度"
FUND = "其中: 一般公共预算: {一般公共预算}"


def pattern_of(text: str) -> Pattern:
    """The pattern in ``text``, which holds one."""
    pattern = pattern_in(text)
    assert pattern is not None
    return pattern


@pytest.mark.parametrize(
    ("pattern", "label", "value"),
    [
        (YEAR, "（2025）年度", Decimal(2025)),
        (YEAR, " ( 2025 ) 年 度", Decimal(2025)),
        (YEAR, "（２０２５）年度", Decimal(2025)),
        (YEAR, "（　　）年度", None),
        (FUND, "其中：一般公共预算：596.39", Decimal("596.39")),
        (FUND, "其中: 一般公共预算:\n1,596.39", Decimal("1596.39")),
        (FUND, "其中: 一般公共预算: 596.39万元", "596.39万元"),
        (FUND, "其中: 一般公共预算:", None),
        ("{年度-1}年决算数", "2022年决算数", Decimal(2023)),
        ("任务1：{其他任务}", "任务1: 迎接 检查", "迎接 检查"),
    ],
)
def test_value_when_spaces_widths_or_brackets_differ_then_still_read(pattern, label, value):
    """What people change without meaning it does not matter; the value keeps its own spaces."""
    assert pattern_of(pattern).value(label) == value


@pytest.mark.parametrize("label", ["年度", "", "596.39", "政府性基金拨款: 3"])
def test_value_when_it_is_another_label_then_refused(label):
    """A label typed over is not read as a value."""
    with pytest.raises(ValueError, match=r".*"):
        pattern_of(FUND).value(label)


@pytest.mark.parametrize(
    ("pattern", "value", "label"),
    [
        (YEAR, Decimal(2025), "（2025）年度"),
        (YEAR, None, "（　　）年度"),
        ("{年度-1}年决算数", Decimal(2023), "2022年决算数"),
        (FUND, Decimal("596.390"), "其中: 一般公共预算: 596.39"),
        (FUND, None, "其中: 一般公共预算: "),
    ],
)
def test_text_when_filled_then_the_label_as_published(pattern, value, label):
    """Writing puts the value where the pattern has its place."""
    assert pattern_of(pattern).text(value) == label


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=2))
def test_value_of_text_then_the_same_number(amount):
    """Writing and reading go round for every amount."""
    assert pattern_of(FUND).value(pattern_of(FUND).text(amount)) == amount


def test_pattern_in_when_there_is_no_place_then_none():
    """A plain label is no pattern."""
    assert pattern_in("年度总体目标") is None
    assert pattern_in(None) is None
