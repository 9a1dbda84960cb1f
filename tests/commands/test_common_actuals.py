"""Common indicators: what the base data give is filled in and scored by the form's own 评价标准, the rest stays open."""

from __future__ import annotations

from decimal import Decimal

from perf_xl.commands.common_actuals import fill_common_actuals
from perf_xl.commands.score import score_workbook
from perf_xl.forms.read import read_forms
from perf_xl.model.cells import SetValue
from tests.support import filled_form, published, published_record


def tables(*stems):
    """Published forms as records."""
    return [read_forms(filled_form(published(f"zhijiang-2023/{stem}")))[0] for stem in stems]


def common():
    """附件1 as published, with its score block."""
    workbook = filled_form(published("zhijiang-2023/01"))
    score_workbook(workbook)
    return workbook


def test_what_the_base_data_give_is_filled_and_scored():
    """29 of 34 staff: full 5; 预算控制率 207 %: 0, where the document gives itself 4."""
    workbook = common()
    filled = fill_common_actuals(workbook, tables("02", "03"))
    assert {"在职人员控制率": "29 ÷ 34", "公用经费控制率": "34.28 ÷ 38.4", "“三公经费”控制率": "2.4 ÷ 7.8"}.items() <= {
        item.indicator: item.how for item in filled
    }.items()
    report = score_workbook(workbook)
    points = {row.row.input.name: row.points for row in report.forms[0].rows}
    assert (Decimal(5), Decimal(0), Decimal(8)) == (
        points["在职人员控制率"],
        points["预算控制率"],
        points["公用经费控制率"],
    )
    assert [(Decimal(4), Decimal(0))] == [(item.typed, item.value) for item in report.differing]


def test_a_ratio_whose_figures_are_missing_stays_open():
    """三公经费变动率 needs last year's budget, which the base data do not hold."""
    workbook = common()
    names = {item.indicator for item in fill_common_actuals(workbook, tables("02", "03"))}
    assert not names & {"“三公经费”变动率", "预算完成率", "政府采购执行率"}


def test_a_typed_value_is_never_replaced():
    """Filling twice fills once, and what a person typed stays."""
    workbook = common()
    first = fill_common_actuals(workbook, tables("02", "03"))
    workbook.apply([SetValue(first[0].cell, Decimal("0.9"))], label="改")
    assert [] == fill_common_actuals(workbook, tables("02", "03"))
    assert Decimal("0.9") == workbook.cell(first[0].cell).value


def test_without_base_data_nothing_is_filled():
    """No table, no number."""
    assert [] == fill_common_actuals(common(), [published_record("zhijiang-2023/03")])
