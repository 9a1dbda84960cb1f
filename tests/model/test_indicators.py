"""The indicator tree and the default points."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_xl.model.indicators import IndicatorCategory, category_of, default_points, level_points

WEIGHTS = {
    IndicatorCategory.OUTPUT: Decimal(50),
    IndicatorCategory.BENEFIT: Decimal(30),
    IndicatorCategory.SATISFACTION: Decimal(10),
}


@pytest.mark.parametrize(
    ("level1", "level2", "expected"),
    [
        ("产出指标\n(50分)", "数量指标", IndicatorCategory.OUTPUT),
        ("满意度\n指标", None, IndicatorCategory.SATISFACTION),
        ("成本指标", "经济成本指标", IndicatorCategory.COST),
        ("产出指标", "成本指标", IndicatorCategory.OUTPUT),
        (None, "时效指标", IndicatorCategory.OUTPUT),
        ("过程", "业务管理", None),
        (None, None, None),
    ],
)
def test_category_of_reads_what_forms_print(level1, level2, expected):
    """Line breaks, points in brackets and a missing first level are no obstacle; other frameworks are not forced in."""
    assert expected == category_of(level1, level2)


def test_level_points_reads_the_points_of_a_label():
    """产出指标（50分） carries its points; a plain label carries none."""
    assert (Decimal(50), None) == (level_points("产出指标\n（50 分）"), level_points("产出指标"))


def test_default_points_split_by_level2_then_by_indicator():
    """50 over 数量 and 质量: 25 each, 数量's 25 over three: 8.33, the remainder in the last row of 产出."""
    rows = [("产出指标", "数量指标")] * 3 + [("产出指标", "质量指标"), ("满意度指标", "服务对象满意度指标")]
    expected = [Decimal(text) for text in ("8.33", "8.33", "8.33", "25.01", "10")]
    assert expected == default_points(rows, WEIGHTS)


def test_default_points_of_an_unknown_level_are_none():
    """A level that is not in the tree gets no points instead of a guess."""
    assert [None] == default_points([("过程", "业务管理")], WEIGHTS)


@given(st.lists(st.sampled_from(["数量指标", "质量指标", "时效指标", "成本指标"]), min_size=1, max_size=60))
def test_default_points_always_add_up(level2s):
    """However the rows are spread, the first level's points are given out to the cent, none negative."""
    points = default_points([("产出指标", level2) for level2 in level2s], WEIGHTS)
    assert Decimal(50) == sum(point for point in points if point is not None)
    assert all(point is not None and point > 0 for point in points)
