"""Several departments in one roll-up: each against its own tables, none in silence."""

from __future__ import annotations

import dataclasses
from decimal import Decimal
from fractions import Fraction
from typing import Any

from perf_xl.rollup.book.headlines import headlines
from perf_xl.rollup.choices import Choices
from perf_xl.rollup.entries import Amount, FormEntry
from perf_xl.rollup.partial import Partial
from perf_xl.rollup.summary import Summary, summarize, summarize_entries
from tests.rollup.make import ZHIJIANG, entry, published_entries

OFFICE = "商务科技和工业信息化局"


def mixed(*more: FormEntry) -> list[FormEntry]:
    """Zhijiang's projects and tables, and two projects of another office."""
    own = published_entries(["zhijiang-2023/02", "zhijiang-2023/03", *ZHIJIANG])
    others = [dataclasses.replace(entry(name, 10, 8), department="教育局") for name in ("甲", "乙")]
    return [*own, *others, *more]


def without_details(entries: list[FormEntry], **choices: Any) -> Summary:
    """As a roll-up of very many files does it."""
    return summarize(Partial(Choices(**choices), keep=False).fold(entries))


def test_differences_when_there_are_two_departments_then_are_those_of_each_alone() -> None:
    """320.94 and the others stand as they do when the department is rolled up alone."""
    alone = summarize_entries(published_entries(["zhijiang-2023/02", "zhijiang-2023/03", *ZHIJIANG]))
    together = summarize_entries(mixed())
    assert together.differences == alone.differences
    assert [(item.department, item.expected, item.arrived) for item in together.coverages] == [(OFFICE, 14, 12)]


def test_headline_when_one_of_two_departments_has_a_list_then_says_so() -> None:
    """Nothing is passed over in silence: the other department was not checked for what is missing."""
    assert headlines(summarize_entries(mixed()))[0] == (
        "2 个部门（1 个没有项目名单，没有核对应报），应报 14 项，已报 12 项（其中 2 项名称待确认），未报 2 项，"
        "共收到项目表 14 份，金额覆盖 74.3%。"
    )


def test_coverage_when_two_departments_have_lists_then_are_joined_by_amount() -> None:
    """(926.42 + 16) / (1247.36 + 32)."""
    base = published_entries(["zhijiang-2023/02"])[0]
    figure = Amount(Decimal(32), "number")
    other = dataclasses.replace(
        base, unit="教育局", department="教育局", other=(("项目支出合计_决算数_本年", figure),), items=base.items[:1],
        file="教育局.xlsx",
    )  # fmt: skip
    found = summarize_entries(mixed(other))
    assert found.coverage is not None
    assert (found.coverage.expected, found.coverage.share) == (15, (Fraction("926.42") + 16) / Fraction("1279.36"))
    assert [item.department for item in found.coverages] == [OFFICE, "教育局"]
    missing = [item.subject for item in found.differences if item.topic == "未报送项目表"]
    assert base.items[0].name in missing


def test_department_form_without_a_name_when_there_are_two_departments_then_is_not_compared_and_that_is_told() -> None:
    """It could be either's."""
    base = dataclasses.replace(published_entries(["zhijiang-2023/03"])[0], unit="")
    found = summarize_entries(mixed(base))
    assert [item.message for item in found.opens if item.kind == "部门表未比较"] == [
        "zhijiang-2023/03.xlsx 的“部门整体支出绩效自评表”没有写部门名称，分不清是哪个主管部门的，没有与项目表比较。"
    ]


def test_duplicates_of_one_department_when_there_then_the_other_is_still_compared() -> None:
    """A copy stops the totals of its own department only; the whole is open."""
    copy = dataclasses.replace(entry("甲", 10, 8), department="教育局", file="甲(1).xlsx")
    found = summarize_entries(mixed(copy))
    assert (found.budget, [unit.blocked for unit in found.units]) == (None, [False, True])
    assert Fraction("320.94") in {item.delta for item in found.differences}


def test_summary_without_details_when_made_then_compares_amounts_and_says_what_it_leaves_out() -> None:
    """Projects that were not kept are not called missing."""
    found = without_details(published_entries(["zhijiang-2023/02", "zhijiang-2023/03", *ZHIJIANG]))
    amounts = [(item.topic, item.delta) for item in found.differences]
    assert amounts == [
        ("项目汇总与部门表不符", Fraction("320.94")),
        ("部门表内合计与明细不符", Fraction("-0.01")),
        ("项目汇总与部门表不符", Fraction("320.94")),
    ]
    first, *_, last = headlines(found)
    assert "应报 14 项，没有逐项核对" in first
    assert "金额覆盖 74.3%" in first
    assert "只按主管部门列示" in last
    assert "--details" in last


def test_expected_projects_when_given_by_a_person_then_hold_for_all_departments() -> None:
    """One list over all of them."""
    found = summarize_entries(mixed(), Choices(expected=("甲", "丁")))
    assert found.coverage is not None
    assert (found.coverage.expected, found.coverage.arrived, found.coverage.missing) == (2, 1, 1)


def test_decision_about_an_indicator_when_no_form_has_it_then_is_told() -> None:
    """A slip of the pen in the choices file decides nothing."""
    found = summarize_entries(
        [entry("甲", 1, 1, [("培训人次", "1人次", "1人次")])], Choices(confirmed=frozenset({"培训人数"}))
    )
    assert [(item.kind, item.message) for item in found.opens] == [
        ("汇总口径没有用上", "“可汇总”里的指标“培训人数”在各项目表里都没有，请检查名称。")
    ]


def test_forms_of_another_kind_when_mixed_in_then_whose_they_are_and_why_is_told() -> None:
    """Target forms of two counties beside self-evaluations."""
    targets = published_entries(["wuchuan-2024/02", "wuchuan-2024/03", "suixi-2026/02"])
    found = summarize_entries([*targets, entry("甲", 10, 8)])
    assert [(other.what, other.reason) for other in found.other_series] == [
        (
            "2024年绩效目标表 2 份（吴川市科工贸和信息化局 2 份）",
            "本次汇总自评表，同一笔钱不再从目标表加一遍。要汇总目标表请加 --kind 目标。",
        ),
        (
            f"2026年绩效目标表 1 份（{targets[2].department} 1 份）",
            "本次汇总自评表，同一笔钱不再从目标表加一遍。要汇总目标表请加 --kind 目标。",
        ),
    ]
    chosen = summarize_entries([*targets, entry("甲", 10, 8)], Choices(form_kind="target", year=2024))
    assert [other.reason for other in chosen.other_series] == [
        "本次按要求汇总目标表。要汇总自评表请加 --kind 自评。",
        "与所汇总的 2024 年年度不同，不能相加。要汇总这一年的请加 --year 2026。",
    ]


def test_departments_tables_of_another_kind_when_there_then_are_listed() -> None:
    """A target table of the department beside the self-evaluations."""
    found = summarize_entries([*published_entries(["wuchuan-2024/01"]), entry("甲", 10, 8)])
    assert [form.file for form in found.uncompared] == ["wuchuan-2024/01.xlsx"]
