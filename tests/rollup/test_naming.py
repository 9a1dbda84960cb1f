"""Names: the same written otherwise, units in brackets, and names that are only similar."""

from __future__ import annotations

import pytest

from perf_xl.rollup import naming
from perf_xl.rollup.naming import most_similar, normal_name, similar_names, unit_in_name


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("11、“三区”科技人才支持经费", "三区科技人才支持经费"),
        ("服务企业个次(个)", "服务企业个次"),
        ("电商企业服务对象满意度（％）", "电商企业服务对象满意度(%)"),
        ("培训 人次", "培训人次"),
    ],
)
def test_names_when_written_differently_then_are_the_same(first: str, second: str) -> None:
    """Widths, spaces, quotes, numbering and the unit at the end do not count."""
    assert normal_name(first) == normal_name(second)


@pytest.mark.parametrize(
    ("first", "second"), [("服务企业满意度", "服务企业满意率"), ("2023年任务", "2024年任务"), ("是否（是/否）", "是否")]
)
def test_names_when_they_differ_then_stay_apart(first: str, second: str) -> None:
    """Similar is not the same; a bracket that is no unit belongs to the name."""
    assert normal_name(first) != normal_name(second)


def test_unit_in_name_when_the_bracket_is_a_unit_then_is_it() -> None:
    """「(%)」, 「（个）」; not 「（是/否）」."""
    assert [unit_in_name(text) for text in ("增速(%)", "数量（个）", "影响（是/否）", "数量")] == [
        "%",
        "个",
        None,
        None,
    ]


def test_similar_names_when_alike_then_are_paired_and_opposites_are_not() -> None:
    """预算完成率 and 预算控制率 are near in letters only."""
    pairs = similar_names(["服务企业满意度", "服务企业满意率", "预算完成率", "预算控制率", "培训人次"])
    assert pairs is not None
    assert [(pair.first, pair.second) for pair in pairs] == [("服务企业满意度", "服务企业满意率")]


def test_similar_names_when_there_are_too_many_then_says_so(monkeypatch: pytest.MonkeyPatch) -> None:
    """None, which the summary states, not an empty list."""
    monkeypatch.setattr(naming, "MOST_NAMES", 2)
    assert similar_names(["甲一", "乙二", "丙三"]) is None


def test_most_similar_when_nothing_is_alike_then_is_none() -> None:
    """No suggestion is better than a wrong one."""
    found = [
        most_similar("外经贸工作", candidates)
        for candidates in (["外经贸工作经费", "科技月活动经费"], ["科技月活动经费"], [])
    ]
    assert found == ["外经贸工作经费", None, None]
