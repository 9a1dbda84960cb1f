"""Adding up one indicator: sums, weighted averages, signs, distributions, and everything that keeps a figure open."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from perf_xl.rollup.choices import Choices
from perf_xl.rollup.entries import FormEntry
from perf_xl.rollup.results import IndicatorResult
from perf_xl.rollup.summary import summarize_entries
from tests.rollup.make import entry, values


def over_units(name: str, rows: list[tuple[Any, Any, Any, Any]], **choices: Any) -> IndicatorResult:
    """One project over several units; a row is budget, spent, target, actual."""
    forms: list[FormEntry] = [
        entry("同一项目", budget, spent, [(name, target, actual)], unit=f"{number}校")
        for number, (budget, spent, target, actual) in enumerate(rows)
    ]
    results = summarize_entries(forms, Choices(**choices)).indicators
    assert len(results) == 1
    return results[0]


def test_absolute_values_when_one_project_has_several_units_then_are_added() -> None:
    """绝对值直接累加; money is converted."""
    found = over_units("预算成本", [(1, 1, "≤30万元", "12000元"), (2, 2, "≤0.01亿元", "1.5万元")])
    assert values(found.target.sign, found.target.value, found.actual.value) == ("≤", 130, Fraction("2.7"))


def test_relative_values_when_added_then_are_weighted_by_the_budget() -> None:
    """相对值按资金额度加权平均: (90×100 + 99×300) / 400, exactly."""
    found = over_units("群众满意度", [(100, 50, "≥90%", "90%"), (300, 50, "≥90%", "99%")])
    assert found.actual.value == Fraction(90 * 100 + 99 * 300, 400)
    assert found.by_spent is not None
    assert found.by_spent.value == Fraction(189, 2)


def test_weighting_by_spent_when_it_gives_the_same_then_is_not_shown() -> None:
    """The other weighting is shown where it differs."""
    assert over_units("群众满意度", [(1, 2, "90%", "90%"), (3, 6, "90%", "99%")]).by_spent is None


@pytest.mark.parametrize("budget", [None, 0, -5, "约3"])
def test_average_when_a_weight_is_missing_or_not_positive_then_is_open(budget: Any) -> None:
    """A finding, not a number."""
    found = over_units("群众满意度", [(budget, 1, "90%", "90%"), (300, 1, "90%", "99%")])
    assert (found.actual.value, found.status) == (None, "未汇总")
    assert "没有全年预算数" in found.actual.reason


@pytest.mark.parametrize("name", ["培训人次", "群众满意度"])
def test_figure_when_one_actual_is_blank_then_is_open_not_smaller(name: str) -> None:
    """Blanks are not zeros."""
    unit = "%" if name == "群众满意度" else "人次"
    found = over_units(name, [(1, 1, f"90{unit}", f"90{unit}"), (1, 1, f"90{unit}", None)])
    assert (found.actual.value, found.actual.reason) == (None, "还有 1 项未填")
    assert found.target.value == (90 if unit == "%" else 180)


def test_figure_when_an_actual_is_zero_then_counts_as_zero() -> None:
    """0 is 0."""
    assert over_units("培训人次", [(1, 1, "1人次", "0人次"), (1, 1, "1人次", "5人次")]).actual.value == 5


@pytest.mark.parametrize(
    ("first", "second", "sign", "value"),
    [
        ("6个及以上", "3个", "≥", 9),
        ("大于6个", "≥3个", ">", 9),
        ("6个以内", "3个", "≤", 9),
        ("少于6个", "3个以内", "<", 9),
        ("6个及以上", "3个以内", "", None),
    ],
)
def test_signs_when_added_then_give_a_bound_or_none(first: str, second: str, sign: str, value: int | None) -> None:
    """Two bounds of one direction give a bound; of two directions nothing."""
    found = over_units("新建基地", [(1, 1, "1个", first), (1, 1, "1个", second)])
    assert (found.actual.sign, found.actual.value) == (sign, value)


def test_units_when_they_differ_then_are_listed_apart() -> None:
    """家, 个 and 户 are three."""
    forms = [entry("同一项目", 1, 1, [("支持企业", f"3{unit}", f"3{unit}")], unit=f"{unit}局") for unit in "家个户"]
    found = summarize_entries(forms).indicators
    assert sorted(values(item.key.unit, item.actual.value) for item in found) == [("个", 3), ("家", 3), ("户", 3)]


def test_actual_when_its_unit_differs_from_the_target_then_only_the_target_is_open() -> None:
    """The row counts in the unit of what was done."""
    found = over_units("支持企业", [(1, 1, "3家", "3个")])
    assert values(found.key.unit, found.target.value, found.actual.value) == ("个", None, 3)


def test_different_projects_of_one_office_when_they_share_an_indicator_then_are_suspected_until_confirmed() -> None:
    """疑似重复计数."""
    forms = [entry(project, 1, 1, [("科技培训", "5次", "5次")]) for project in ("甲项目", "乙项目", "丙项目")]
    waiting = summarize_entries(forms).indicators[0]
    confirmed = summarize_entries(forms, Choices(confirmed=frozenset({"科技培训"}))).indicators[0]
    assert (waiting.status, waiting.actual.value, waiting.target.value) == ("疑似重复计数", None, None)
    assert values(confirmed.status, confirmed.actual.value) == ("已汇总", 15)


def test_qualitative_rows_when_added_then_are_a_distribution_with_the_lowest_grade() -> None:
    """定性 by distribution and lowest grade."""
    rows: list[tuple[Any, Any, Any, Any]] = [(1, 1, "全部达成", word) for word in ("全部达成", "部分达成", "全部达成")]
    found = over_units("带动发展", rows)
    assert (found.distribution, found.lowest, found.status) == (
        (("全部达成", 2), ("部分达成", 1)),
        "部分达成",
        "已汇总",
    )


def test_qualitative_rows_when_words_are_no_grades_then_there_is_no_lowest() -> None:
    """长效 and 提高 cannot be ranked."""
    assert over_units("带动发展", [(1, 1, "长效", "长效"), (1, 1, "提高", "提高")]).lowest is None


def test_bare_one_in_a_row_of_percentages_when_added_then_is_open() -> None:
    """1 may be 1% or 100%: nobody guesses."""
    found = over_units("发放及时率", [(1, 1, "100%", "1"), (1, 1, "100%", "100%")])
    assert (found.actual.value, found.actual.reason) == (None, "还有 1 项读不出数值或单位")


def test_names_when_a_person_says_they_are_one_then_are_added_together() -> None:
    """[同一指标] of the choices file."""
    forms = [
        entry("同一项目", 1, 1, [(name, "≥95%", f"{value}%")], unit=f"{value}校")
        for name, value in (("服务企业满意度", 96), ("服务企业满意率", 98))
    ]
    apart = summarize_entries(forms).indicators
    together = summarize_entries(forms, Choices(same={"服务企业满意率": "服务企业满意度"})).indicators
    assert values(len(apart), len(together), together[0].actual.value) == (2, 1, 97)
    assert together[0].names == ("服务企业满意度", "服务企业满意率")


def test_result_when_a_row_is_alone_then_is_its_value_whatever_its_weight() -> None:
    """Nothing is averaged; the missing weight is noted."""
    found = over_units("群众满意度", [(None, 1, "90%", "93.5%")])
    assert found.actual.value == Decimal("93.5")
    assert any("没有全年预算数" in note for note in found.notes)
