"""Filled forms carried into other forms and other years; nothing lost in silence, no number changed."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest

from perf_xl.bulk.mappings import mapping_for, new_year, targets_of
from perf_xl.commands.carry_values import (
    NotCarried,
    carried_value,
    joined_target,
    says_the_same,
    shifted_years,
)
from perf_xl.commands.regenerate import Carried, carry
from perf_xl.errors import InputError
from perf_xl.forms.catalog import form_ids, form_spec
from perf_xl.forms.read import read_forms
from perf_xl.forms.spec import Field
from perf_xl.model.values import parse_value
from tests.support import filled_form, published, published_record

SELF = "zhijiang-2023-department-self-evaluation"
MOF = "mof-project-self-evaluation"


def carried(name: str, target: str, year: int | None = None) -> Carried:
    """A published form carried over."""
    (record,) = read_forms(filled_form(published(name)))
    mapping = mapping_for(record.form, target)
    return carry(record, form_spec(record.form), form_spec(target), mapping, new_year(), year=year)


def remarks(result: Carried) -> list[tuple[str, str]]:
    """Cell and name of each remark."""
    return [(one.cell, one.name) for one in result.remarks]


@pytest.mark.parametrize(
    ("comparison", "value", "unit", "joined"),
    [
        ("≥", Decimal(3), "家", "≥3家"),
        ("≤", Decimal("934.41"), "万元", "≤934.41万元"),
        ("=", Decimal(5), "次", "5次"),
        ("=", Decimal(5), None, Decimal(5)),
        ("≥", Decimal("8.5"), "%", "≥8.5%"),
        ("≥", "≥90", "%", "≥90%"),
        ("≥", "90%", "%", "≥90%"),
        ("定性", "效果明显", None, "效果明显"),
        ("定性", "2026年12月31日前", None, "2026年12月31日前"),
        (None, "5次", None, "5次"),
        ("≥", None, "家", None),
    ],
)
def test_joined_target_when_three_cells_are_one_then_it_reads_the_same(
    comparison: str | None, value: Any, unit: str | None, joined: Any
) -> None:
    """Sign, value and unit as one text, nothing said twice, and read back as the same number."""
    assert joined_target(comparison, value, unit) == joined
    assert value is None or says_the_same(joined, comparison, value, unit)


@pytest.mark.parametrize(
    ("value", "source", "target", "expected"),
    [
        ("13.8万元", Field("a", "amount"), Field("b", "amount", unit="万元"), Decimal("13.8")),
        ("138000元", Field("a", "amount"), Field("b", "amount", unit="万元"), Decimal("13.8")),
        (Decimal("13.8"), Field("a", "amount", unit="万元"), Field("b", "amount"), "13.8万元"),
        ("2024年", Field("a", "year"), Field("b", "year"), Decimal(2024)),
        (Decimal(2024), Field("a", "year"), Field("b", "year", hint="写作“2024年”。"), "2024年"),
        ("长期", Field("a", "year"), Field("b", "year"), "长期"),
    ],
)
def test_carried_value_when_forms_write_it_differently_then_it_is_converted_exactly(
    value: Any, source: Field, target: Field, expected: Any
) -> None:
    """Units and years as the new form writes them."""
    assert carried_value(value, source, target) == expected


@pytest.mark.parametrize(
    ("value", "reason"), [(Decimal(13), "没有写明单位"), ("约13万元", "不是单一的金额"), ("13家", "换算不成")]
)
def test_carried_value_when_the_unit_is_not_known_then_it_is_not_guessed(value: Any, reason: str) -> None:
    """An amount without a unit may be 元 or 万元: it stays behind and is listed."""
    with pytest.raises(NotCarried, match=reason):
        carried_value(value, Field("a", "amount"), Field("b", "amount", unit="万元"))


def test_shifted_years_when_a_text_names_years_then_each_moves_on() -> None:
    """Dates in targets and rules follow the year; other numbers do not."""
    assert shifted_years("2026年12月31日前，得10分；2026.6.30", 1) == "2027年12月31日前，得10分；2027.6.30"
    assert shifted_years("新增2026户", 1) == "新增2026户"
    assert shifted_years(dt.datetime(2024, 2, 29), 1) == dt.datetime(2025, 2, 28)  # noqa: DTZ001
    assert shifted_years(Decimal(2026), 1) == 2026


def test_carry_when_zhijiang_targets_become_the_self_evaluation_then_rules_and_targets_are_there() -> None:
    """Every one of the eighteen targets is an indicator, with its rule, sign, value and unit for the score block."""
    result = carried("zhijiang-2025/01", SELF)
    rows = result.record.rows("指标")
    source = published("zhijiang-2025/01")["tables"]["指标"]
    assert [row.values["三级指标"] for row in rows] == [row["三级指标"] for row in _in_order(source)]
    assert [rules["规则"] for rules in result.rules] == [row["评分标准"] for row in _in_order(source)]
    for row, rules in zip(rows, result.rules, strict=True):
        target = parse_value(rules["目标值"], str(rules.get("单位") or ""))
        assert str(getattr(target, "number", "")) in str(row.values["年度指标值"])
    assert result.record.fields["单位名称"] == "芷江侗族自治县商务科技和工业和信息化局"
    assert all(row.values["实际完成值"] is None for row in rows)


def _in_order(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows as the self-evaluation prints them: 成本 under 产出."""
    cost = [row for row in rows if row["一级指标"] == "成本指标"]
    output = [row for row in rows if row["一级指标"] == "产出指标"]
    return [*output, *cost, *(row for row in rows if row not in cost and row not in output)]


def test_carry_when_something_has_no_place_then_it_is_listed_by_cell() -> None:
    """职责, 指标解释, dates: each with its cell, content and reason; 成本's second level too."""
    told = remarks(carried("zhijiang-2025/01", SELF))
    assert told == [
        ("C24", "二级指标"),
        ("H7:H24", "指标_指标解释"),
        ("B4", "部门职责"),
        ("C26", "业务股室审核"),
        ("C27", "绩效股室审核"),
        ("G28", "填报日期"),
    ]


@pytest.mark.parametrize(("name", "budget"), [("suixi-2026/02", Decimal(13)), ("wuchuan-2024/04", Decimal("0.5"))])
def test_carry_when_a_project_target_becomes_a_self_evaluation_then_the_budget_is_the_initial_one(
    name: str, budget: Decimal
) -> None:
    """「0.5万元」 is 0.5 where 万元 is printed; 全年预算数 stays open."""
    (funds,) = carried(name, MOF).record.rows("资金")
    assert (funds.values["来源"], funds.values["年初预算数"]) == ("年度资金总额", budget)
    assert funds.values["全年预算数"] is None


@pytest.mark.parametrize("number", range(5, 17))
def test_carry_when_a_project_self_evaluation_becomes_the_national_one_then_all_is_carried_or_listed(
    number: int,
) -> None:
    """All twelve published ones: same year, so what was done stays; funds that the new form splits otherwise are listed."""
    name = f"zhijiang-2023/{number:02}"
    old, result = published_record(name), carried(name, MOF)
    assert old.form == "zhijiang-2023-project-self-evaluation"
    rows = [
        row
        for row in old.rows("指标")
        if row.values["三级指标"] or row.values["年度指标值"] or row.values["全年完成值"]
    ]
    said = [
        (row.values["三级指标"], row.values["年度指标值"], row.values["实际完成值"])
        for row in result.record.rows("指标")
    ]
    was = [(row.values["三级指标"], row.values["年度指标值"], row.values["全年完成值"]) for row in rows]
    assert sorted(map(str, said)) == sorted(map(str, was))
    assert result.record.fields["项目名称"] == old.fields["项目资金名称"]
    assert result.record.fields["实际完成情况"] == old.fields["全年实际完成情况"]
    (funds,) = result.record.rows("资金")
    total = old.rows("资金")[0].values
    assert [funds.values[key] for key in ("来源", "全年预算数", "全年执行数")] == [
        total[key] for key in ("来源", "全年预算数", "全年执行数")
    ]
    below = [
        (row.values["来源"], row.values[key])
        for row in old.rows("资金")[1:]
        for key in ("全年预算数", "全年执行数", "执行率")
    ]
    told = [remark.name for remark in result.remarks if remark.name.startswith("资金/")]
    assert told == [f"资金/{label}" for label, value in below if value is not None]


def test_carry_when_the_form_of_2024_becomes_that_of_2026_then_nothing_is_left() -> None:
    """Same content, other way of writing it."""
    result = carried("wuchuan-2024/04", "suixi-2026-project-target")
    fields = result.record.fields
    assert (fields["起始年度"], fields["总金额"], fields["当年度金额"]) == (2024, Decimal("0.5"), Decimal("0.5"))
    assert fields["年度"] == 2024
    assert result.remarks == []


def test_carry_when_the_same_form_goes_into_the_next_year_then_what_was_done_is_emptied() -> None:
    """Actual values, funds and rates are asked for anew; targets stay; every emptied value is listed with its cell."""
    result = carried("zhijiang-2023/05", "zhijiang-2023-project-self-evaluation")
    rows = result.record.rows("指标")
    source = published("zhijiang-2023/05")["tables"]["指标"]
    assert [row.values["三级指标"] for row in rows] == [row["三级指标"] for row in source]
    assert [row.values["全年完成值"] for row in rows] == [None] * len(rows)
    assert rows[6].values["年度指标值"] == "2024年度"
    assert result.record.fields["全年实际完成情况"] is None
    assert all(row.values["全年预算数"] is None for row in result.record.rows("资金"))
    emptied = [one for one in result.remarks if "已清空" in one.reason]
    assert ("D6", "76") in [(one.cell, one.value) for one in emptied]
    assert all(one.cell for one in result.remarks)


def test_carry_when_base_data_goes_into_the_next_year_then_this_year_becomes_last_year() -> None:
    """本年决算数 moves to 上年决算数, for the fields and for each project."""
    before = published("zhijiang-2023/02")
    result = carried("zhijiang-2023/02", "zhijiang-2023-department-base-data")
    fields = result.record.fields
    assert fields["年度"] == 2024
    assert fields["三公经费_决算数_上年"] == Decimal(str(before["fields"]["三公经费_决算数_本年"]))
    assert fields["三公经费_决算数_本年"] is None
    rows = result.record.rows("项目支出")
    assert [row.values["决算数_上年"] for row in rows] == [
        None if row["决算数_本年"] is None else Decimal(str(row["决算数_本年"])) for row in before["tables"]["项目支出"]
    ]
    assert all(row.values["决算数_本年"] is None for row in rows)


def test_carry_when_a_year_is_given_then_the_form_prints_it_and_amounts_are_emptied() -> None:
    """A form of 2024 asked for 2026 is a new year's form."""
    result = carried("wuchuan-2024/04", "suixi-2026-project-target", year=2026)
    assert result.record.fields["年度"] == 2026
    assert result.record.fields["当年度金额"] is None
    assert ("F6", "到期年度") in remarks(result)


@pytest.mark.parametrize(
    "name",
    ["zhijiang-2025/01", "suixi-2026/01", "suixi-2026/02", "wuchuan-2024/01", "wuchuan-2024/07", "zhijiang-2023/03"],
)
def test_carry_when_carried_anywhere_then_every_filled_field_is_carried_or_listed(name: str) -> None:
    """No field of any form vanishes without a word."""
    (record,) = read_forms(filled_form(published(name)))
    for target in targets_of(record.form):
        result = carried(name, target)
        mapping = mapping_for(record.form, target)
        kept = {mapping.fields.get(key, key) for key, value in result.record.fields.items() if value is not None}
        kept |= {cell.source for cell in mapping.cells}
        told = {one.name for one in result.remarks}
        filled = {key for key, value in record.fields.items() if value is not None and key != "年度"}
        assert filled - kept - told == set()


def test_mapping_for_when_two_forms_have_nothing_to_do_with_each_other_then_refused_with_what_is_possible() -> None:
    """The sentence names the forms it could become."""
    with pytest.raises(InputError, match="可以转成：项目支出绩效目标表"):
        mapping_for("wuchuan-2024-project-target", "zhijiang-2023-department-common")


def test_targets_of_when_asked_for_every_form_then_its_own_next_year_is_among_them() -> None:
    """Each form can go into its next year."""
    assert [targets_of(form)[0] for form in form_ids()] == list(form_ids())


def test_carry_when_the_year_is_unknown_then_it_is_asked_for() -> None:
    """The national form without a year, asked for the next one."""
    (record,) = read_forms(filled_form({"form": MOF, "fields": {"项目名称": "甲"}, "tables": {}}))
    with pytest.raises(InputError, match="--year"):
        carry(record, form_spec(MOF), form_spec(MOF), mapping_for(MOF, MOF), new_year())
