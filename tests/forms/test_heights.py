"""Row heights that show wrapped Chinese."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from perf_xl.forms.heights import Filled, fit_rows, text_height
from perf_xl.ooxml.heights import MAXIMUM, em_width, line_count


def test_em_width_when_chinese_then_one_each_and_latin_about_half():
    """Full-width punctuation counts as a character."""
    assert em_width("绩效，") == 3
    assert em_width("ab") == 1.1


def test_line_count_when_text_has_breaks_then_each_line_wraps_for_itself():
    """Ten characters, five a line."""
    assert line_count("一二三四五六七八九十", 5.0) == 2
    assert line_count("一\n二三四五六七八九十", 5.0) == 3
    assert line_count("", 5.0) == 1


@given(st.text(alphabet="绩效目标自评表a1%。\n", max_size=300), st.floats(min_value=3, max_value=60))
def test_text_height_when_the_column_is_wider_then_never_higher(text, width):
    """More room never needs more height, and Excel's limit holds."""
    narrow, wide = text_height(text, [width], 10), text_height(text, [width, 10], 10)
    assert wide <= narrow <= MAXIMUM


def test_fit_rows_when_a_merge_needs_more_than_its_rows_then_each_is_raised():
    """A long text over three rows raises all three."""
    long = Filled((1, 1, 3, 1), "很长的指标说明" * 20, 10)
    short = [Filled((row, 2, row, 2), "短", 10) for row in (1, 2, 3)]
    heights = fit_rows([*short, long], [10, 10])
    assert sum(heights.values()) >= text_height(long.value, [10], 10)
    assert heights[1] == heights[2] == heights[3]
