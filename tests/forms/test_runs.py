"""Which cells are merged."""

from __future__ import annotations

from perf_xl.forms.runs import merge_runs
from perf_xl.forms.spec import Column

LEVELS = (
    Column("一级指标", "一级指标", "level1"),
    Column("一级分值", "分值", "points", follows="一级指标"),
    Column("二级指标", "二级指标", "level2"),
    Column("得分", "得分", "points"),
)


def runs(*rows):
    """Merges as (column, first, last) for rows of level 1, its points, level 2 and score."""
    named = [dict(zip(("一级指标", "一级分值", "二级指标", "得分"), row, strict=False)) for row in rows]
    return [(column.name, first, last) for column, first, last in merge_runs(LEVELS, named)]


def test_merge_runs_when_levels_repeat_then_merged():
    """Equal consecutive levels become one cell."""
    assert runs(("产出", 50, "数量"), ("产出", 50, "数量"), ("产出", 50, "质量")) == [
        ("一级指标", 0, 2),
        ("一级分值", 0, 2),
        ("二级指标", 0, 1),
    ]


def test_merge_runs_when_level2_repeats_over_two_level1_then_not_merged_across():
    """A second level never crosses the first."""
    assert runs(("产出", 50, "成本"), ("效益", 30, "成本")) == []


def test_merge_runs_when_points_differ_inside_a_level_then_each_its_own():
    """履职效益 has 10 for two rows and 12 for the others."""
    assert runs(("产出", 10, "a"), ("产出", 10, "b"), ("产出", 12, "c")) == [("一级指标", 0, 2), ("一级分值", 0, 1)]


def test_merge_runs_when_levels_are_blank_then_not_merged():
    """Nothing to say is not the same thing twice."""
    assert runs((None, None, None), (None, None, None)) == []


def test_merge_runs_when_marked_same_as_above_then_merged_in_any_column():
    """〃 joins one score to two rows."""
    assert runs(("a", 1, "x", None), ("b", 2, "y", "〃"), ("c", 3, "z", "〃")) == [("得分", 0, 2)]
