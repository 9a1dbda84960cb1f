"""执行率 in the sheet: formula and value agree, typed values stay."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from perf_xl.commands.rate import rate_workbook, same_rate
from perf_xl.model.cells import CellRef, SetValue
from tests.support import filled_form

FORM = "zhijiang-2023-project-self-evaluation"


def project(**lines):
    """A project form with one funding line a keyword: 年度资金总额=(全年预算数, 全年执行数, 执行率)."""
    keys = ("全年预算数", "全年执行数", "执行率")
    rows = [{"来源": name, **dict(zip(keys, values, strict=True))} for name, values in lines.items()]
    return filled_form({"form": FORM, "fields": {"项目资金名称": "测试项目"}, "tables": {"资金": rows}})


def rate_cell(workbook, row=0):
    """The 执行率 cell of the n-th funding line."""
    area = next(name.area for name in workbook.names() if name.name == "资金_执行率")
    return CellRef(area.sheet, area.top + 1 + row, area.left)


def test_a_blank_rate_becomes_a_formula_with_its_value():
    """476 of 500 is 95.2 %, kept unrounded."""
    workbook = project(年度资金总额=(500, 476, None))
    report = rate_workbook(workbook)
    cell = workbook.cell(rate_cell(workbook))
    assert Decimal("0.952") == cell.value
    assert cell.formula is not None
    assert "/" in cell.formula
    assert [rate_cell(workbook)] == report.written


@pytest.mark.parametrize("amounts", [(0, 5), (None, 5), (500, None), ("约13", 5)])
def test_a_blank_zero_or_unreadable_amount_gives_no_rate(amounts):
    """No budget, no rate: the cell stays blank, never 0 and never #DIV/0!."""
    workbook = project(年度资金总额=(*amounts, None))
    rate_workbook(workbook)
    assert workbook.cell(rate_cell(workbook)).value is None


def test_an_amount_with_its_unit_is_read_and_guarded():
    """「13.8万元」 is 13.8, and the formula goes blank when that text is changed."""
    workbook = project(年度资金总额=("13.8万元", Decimal("6.9"), None))
    rate_workbook(workbook)
    cell = workbook.cell(rate_cell(workbook))
    assert Decimal("0.5") == cell.value
    assert '"13.8万元"' in str(cell.formula)


def test_a_typed_rate_that_is_right_becomes_its_formula():
    """「100%」 for 76 of 76: the same value, now from a formula."""
    workbook = project(年度资金总额=(76, 76, "100%"))
    report = rate_workbook(workbook)
    assert workbook.cell(rate_cell(workbook)).formula is not None
    assert [] == report.differing


def test_a_typed_rate_that_differs_stays_and_is_reported():
    """The sentence has the cell, both numbers and what to do."""
    workbook = project(年度资金总额=(500, 476, "98.5%"))
    report = rate_workbook(workbook)
    assert workbook.cell(rate_cell(workbook)).formula is None
    assert len(report.differing) == 1
    assert "98.5%" in report.differing[0]
    assert "95.20%" in report.differing[0]


def test_overwrite_replaces_a_typed_rate():
    """Only when asked."""
    workbook = project(年度资金总额=(500, 476, "98.5%"))
    rate_workbook(workbook, overwrite=True)
    assert Decimal("0.952") == workbook.cell(rate_cell(workbook)).value


def test_nothing_but_rate_cells_changes_and_restore_brings_all_back():
    """The list of written cells is exactly what changed."""
    workbook = project(年度资金总额=(76, 76, None), 省级资金=(76, 70, None))
    report = rate_workbook(workbook)
    restored = workbook.restore()
    assert restored is not None
    assert sorted(report.written) == sorted(restored.cells)
    assert workbook.cell(rate_cell(workbook)).value is None


def test_a_changed_amount_is_never_written_over():
    """Amounts are inputs."""
    workbook = project(年度资金总额=(76, 76, None))
    budget = CellRef(rate_cell(workbook).sheet, rate_cell(workbook).row, rate_cell(workbook).column - 3)
    workbook.apply([SetValue(budget, Decimal(80))], label="改")
    before = workbook.cell(budget)
    rate_workbook(workbook)
    assert before == workbook.cell(budget)


@pytest.mark.parametrize(
    ("typed", "same"),
    [("98.5%", True), ("98%", True), ("98.47%", True), ("98.46%", False), ("一般", False), ("0.98", False)],
)
def test_same_rate_compares_to_the_decimals_typed(typed, same):
    """98.47 % may be written 98.5% or 98%."""
    assert same is same_rate(typed, Fraction(9847, 10000))
