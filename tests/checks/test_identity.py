"""Which forms belong together: by unit and year from their content, never by the file name."""

from __future__ import annotations

import pytest

from perf_xl.checks.identity import FormKey, grouped, is_same_unit, plain_name, unit_name


def key(unit: str, year: int | None = 2023, level: str = "project", folder: str = "报送") -> FormKey:
    """A key with the usual year and folder."""
    return FormKey(unit, year, level, folder)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("某县商务局", "商务局", True),
        ("某县商务局", "某县商务局", True),
        ("某县商务局", "教育局", False),
        ("某县商务局", "", False),
        ("某县教育局", "局", False),
    ],
)
def test_unit_when_one_name_ends_the_other_then_the_same(one: str, other: str, same: bool):
    """The full name and the short one are one unit; a single character decides nothing."""
    assert same == is_same_unit(one, other)


def test_unit_when_it_has_a_budget_code_then_the_code_is_left_out():
    """「144-遂溪县科工贸和信息化局」 is the office itself."""
    assert unit_name("144-遂溪县科工贸和信息化局") == unit_name("遂溪县科工贸和信息化局")


def test_name_when_numbered_or_quoted_then_the_same():
    """Numbering, quotes and brackets are how lists are typed, not what a project is called."""
    assert plain_name("11、“三区”科技人才支持经费") == plain_name("三区科技人才支持经费")
    assert plain_name("任务1：促进工业发展经费") == plain_name("促进工业发展经费")


def test_groups_when_departments_share_an_ending_then_projects_are_not_mixed():
    """教育局 of two counties: a project that only says 教育局 belongs to neither for certain."""
    keys = [
        key("甲县教育局", level="department"),
        key("乙县教育局", level="department"),
        key("教育局"),
        key("甲县教育局"),
    ]
    assert [[0, 3]] == grouped(keys)


def test_groups_when_years_differ_then_apart():
    """Last year's project is not held against this year's department."""
    keys = [key("某县商务局", 2024, "department"), key("某县商务局", 2023), key("某县商务局", 2024)]
    assert [[0, 2]] == grouped(keys)


def test_groups_when_a_form_names_no_unit_then_the_department_of_its_folder():
    """The base data name no unit: the only department of the same folder has them."""
    keys = [
        key("某县商务局", level="department", folder="商务"),
        key("某县教育局", level="department", folder="教育"),
        key("", level="department", folder="教育"),
    ]
    assert [[1, 2]] == grouped(keys)


def test_groups_when_nobody_can_tell_then_the_form_stays_apart():
    """Two departments in one folder: the form without a unit is held against neither."""
    named = [key("某县商务局", level="department"), key("某县教育局", level="department")]
    assert [] == grouped([*named, key("", level="department"), key("", level="department")])


def test_groups_when_no_form_names_a_unit_then_those_of_a_folder():
    """Only common indicators and base data were given: they are one department's."""
    assert [[0, 1]] == grouped([key("", level="department"), key("", level="department")])
