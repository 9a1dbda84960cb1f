"""The summary: the published projects exactly, duplicates, hidden sheets, years, coverage, differences."""

from __future__ import annotations

from fractions import Fraction

import pytest

from perf_xl.errors import InputError
from perf_xl.rollup.choices import Choices
from perf_xl.rollup.summary import summarize_entries
from tests.rollup.make import WUCHUAN, ZHIJIANG, entry, listed, published_entries, values


def test_zhijiang_when_its_twelve_projects_are_added_then_926_42_of_926_42() -> None:
    """The whole of the published project tables, exactly."""
    found = summarize_entries(published_entries(ZHIJIANG))
    assert values(found.budget, found.spent, found.rate) == (Fraction("926.42"), Fraction("926.42"), 1)
    sources = {name: tally.spent.filled for name, tally in found.whole.sources.items() if tally.spent.numbers}
    assert sources == {"省级资金": Fraction("755.08"), "其他资金": Fraction("171.34")}


def test_zhijiang_when_compared_with_its_department_tables_then_every_difference_has_its_amount() -> None:
    """项目支出 1247.36 against 926.42, the list's own 尾差 of one hundredth, two projects without a table."""
    found = summarize_entries(published_entries(["zhijiang-2023/02", "zhijiang-2023/03", *ZHIJIANG]))
    stated = [(item.topic, item.subject.split("、")[-1], item.delta) for item in found.differences]
    assert stated == [
        ("项目汇总与部门表不符", "芷江侗族自治县商务科技和工业信息化局", Fraction("320.94")),
        ("部门表内合计与明细不符", "部门整体支出绩效评价基础数据表", Fraction("-0.01")),
        ("项目汇总与部门表不符", "部门整体支出绩效评价基础数据表", Fraction("320.94")),
        ("未报送项目表", "行政运行工作经费", Fraction("165.12")),
        ("未报送项目表", "死亡一次性抚恤金", Fraction("155.83")),
    ]


def test_zhijiang_when_its_list_is_there_then_fourteen_expected_twelve_arrived_74_3_percent() -> None:
    """应报14 已报12，金额覆盖74.3%; two names differ from the list and wait for a person."""
    coverage = summarize_entries(published_entries(["zhijiang-2023/02", *ZHIJIANG])).coverage
    assert coverage is not None
    assert (coverage.expected, coverage.arrived, coverage.to_confirm, coverage.missing) == (14, 12, 2, 2)
    assert coverage.share == Fraction("926.42") / Fraction("1247.36")


def test_wuchuan_when_its_six_projects_are_added_then_22_6_and_8_5_differ() -> None:
    """Target forms with 「13.8万元」; they have no 全年执行数, so there is no rate."""
    found = summarize_entries(published_entries(["wuchuan-2024/01", *WUCHUAN]))
    assert (found.budget, found.spent, found.rate) == (Fraction("22.6"), None, None)
    assert [(item.topic, item.delta) for item in found.differences] == [
        ("部门表内合计与明细不符", Fraction("8.5")),
        ("项目汇总与部门表不符", Fraction("8.5")),
    ]


@pytest.mark.parametrize("spent", [None, "约13"])
def test_total_when_one_project_has_no_spent_amount_then_is_open(spent: str | None) -> None:
    """A project without actuals is a finding, not a number; what is complete still stands."""
    found = summarize_entries([entry("甲", 10, 8), entry("乙", 20, spent)])
    assert values(found.budget, found.spent, found.rate) == (30, None, None)
    assert [item.kind for item in found.opens] == ["资金未填全"]


def test_rate_when_the_budget_is_zero_then_there_is_none() -> None:
    """Nothing is divided by zero."""
    found = summarize_entries([entry("甲", 0, 0)])
    assert values(found.budget, found.spent, found.rate) == (0, 0, None)


def test_same_identity_when_there_twice_then_the_totals_stop_until_one_is_chosen() -> None:
    """「最终版」 beside the first version."""
    forms = [entry("甲", 10, 8, file="甲.xlsx"), entry(" 甲", 11, 9, file="甲（最终版）.xlsx"), entry("乙", 5, 5)]
    stopped = summarize_entries(forms)
    chosen = summarize_entries(forms, Choices(keep=("甲（最终版）.xlsx",)))
    assert (stopped.budget, stopped.spent, stopped.units[0].rate) == (None, None, None)
    assert [len(group) for group in stopped.duplicates] == [2]
    assert values(chosen.budget, chosen.spent, chosen.duplicates) == (16, 14, [])
    assert [one.file for one in chosen.dropped] == ["甲.xlsx"]


def test_hidden_sheet_when_it_is_another_project_then_is_listed_and_not_added() -> None:
    """Hidden sheets are read and listed, not added."""
    found = summarize_entries([entry("甲", 10, 8), entry("旧项目", 99, 99, hidden=True)])
    assert values(found.budget, [one.project for one in found.hidden], found.duplicates) == (10, ["旧项目"], [])


def test_hidden_sheet_when_it_is_the_same_form_then_stops_the_total_until_one_is_chosen() -> None:
    """Last year's form on a hidden sheet has the same identity where the form prints no year."""
    forms = [entry("甲", 10, 8, file="甲.xlsx"), entry("甲", 9, 9, file="甲旧.xlsx", hidden=True)]
    stopped = summarize_entries(forms)
    chosen = summarize_entries(forms, Choices(keep=("甲.xlsx",)))
    assert values(stopped.budget, chosen.budget, chosen.duplicates) == (None, 10, [])


def test_one_project_over_two_units_when_added_then_is_no_duplicate() -> None:
    """单位 is part of the identity."""
    found = summarize_entries([entry("甲", 10, 8, unit="一校"), entry("甲", 5, 5, unit="二校")])
    assert values(found.budget, found.duplicates) == (15, [])


def test_years_when_they_differ_then_nothing_is_added_until_one_is_chosen() -> None:
    """Two years' money is not one sum."""
    forms = [*published_entries(["suixi-2026/02"]), *published_entries(["wuchuan-2024/02"])]
    mixed = summarize_entries(forms)
    chosen = summarize_entries(forms, Choices(year=2024))
    assert (mixed.budget, [item.kind for item in mixed.opens]) == (None, ["年度不同"])
    assert values(chosen.budget, chosen.series.year, chosen.blocked) == (1, 2024, False)


def test_self_evaluations_and_targets_when_both_came_then_only_the_former_are_added() -> None:
    """The same money stands in both; the targets are told as another series."""
    found = summarize_entries([*published_entries(["wuchuan-2024/02"]), entry("甲", 10, 8)])
    assert values(found.budget, found.series.form_kind, [other.what for other in found.other_series]) == (
        10,
        "self-evaluation",
        ["2024年绩效目标表 1 份（吴川市科工贸和信息化局 1 份）"],
    )


def test_summary_when_nothing_can_be_added_then_says_so_in_words() -> None:
    """Only department forms."""
    with pytest.raises(InputError, match="没有可以汇总的项目表"):
        summarize_entries(published_entries(["zhijiang-2023/02"]))


def test_department_form_of_another_office_when_there_then_is_not_compared_and_that_is_told() -> None:
    """Its 项目支出 has nothing to do with these projects."""
    found = summarize_entries([*published_entries(["zhijiang-2023/03"]), entry("甲", 10, 8)])
    assert (found.differences, [item.kind for item in found.opens]) == ([], ["部门表未比较"])


def test_total_line_when_its_sources_do_not_add_up_then_is_a_difference() -> None:
    """年度资金总额 against its parts; the total itself is what is added."""
    found = summarize_entries([entry("甲", 10, 8, sources={"省级资金": (6, 6), "其他资金": (3, 2)})])
    assert values(found.budget, found.spent) == (10, 8)
    assert listed([(item.topic, item.first.label, item.delta) for item in found.differences]) == [
        ("合计与其中不符", "年度资金总额的全年预算数", 1)
    ]


def test_expected_projects_when_named_in_the_choices_then_are_checked_against() -> None:
    """应报项目 of the choices file."""
    coverage = summarize_entries([entry("甲经费"), entry("乙")], Choices(expected=("甲经费", "丙"))).coverage
    assert coverage is not None
    assert [(line.match, line.listed) for line in coverage.lines] == [("已报", "甲经费"), ("未报", "丙"), ("表外", "")]
