"""Formulas in Excel's grammar, both ways."""

from __future__ import annotations

import pytest

from tests.xlwings_libreoffice.coverage import covers


@covers("Range.formula", "Range.formula2")
@pytest.mark.parametrize(
    "formula",
    [
        '=IF(A1="","",ROUND(MIN(A1/B1,1)*100,2))',
        "=SUM($A$1:A1)*0.95",
        "='评分 表'!A1+1",
        '=SUMIFS(C1:C9,D1:D9,">80",E1:E9,"<>")',
        "=ERROR.TYPE(A1)",
        '=SUM({1,2;3,4})&"; , "',
        "=A1%-B1^2",
        "=IFERROR(VLOOKUP(A1,B1:C9,2,FALSE),0)",
        "=项目金额*2",
        "=SUM(A:A)",
        '=IF(A1=TRUE,"FALSE",FALSE)',
        "=#REF!+1",
        "=SUM('评分 表'!A1,#REF!)&\", ; \"",
        "=IF(A1=#N/A,1,2)",
    ],
)
def test_a_formula_reads_back_as_written(book, formula):
    """Separators, sheet references, quotes, array constants, names with dots."""
    book.sheets.add("评分 表")
    book.names.add("项目金额", "=Sheet1!$B$1")
    cell = book.sheets["Sheet1"]["F20"]
    cell.formula = formula
    assert (formula, formula) == (cell.formula, cell.formula2)


@covers("Range.formula", "App.calculate")
def test_one_formula_for_many_cells_shifts(app, sheet):
    """As in Excel: relative references follow, formats of the cells stay."""
    sheet["A1"].value = [[90, 100], [80, 100], [None, 100]]
    sheet["C2"].color = (1, 2, 3)
    sheet["C1:C3"].formula = '=IF(A1="","",A1/B1)'
    app.calculate()
    assert [0.9, 0.8, None] == sheet["C1:C3"].value
    assert '=IF(A3="","",A3/B3)' == sheet["C3"].formula
    assert (1, 2, 3) == sheet["C2"].color


@covers("Range.formula")
def test_a_block_of_formulas_and_constants(sheet):
    """Lists write cell by cell; constants read as text."""
    sheet["A1"].formula = [["=1+1", "文"], [3.5, "=A1*2"]]
    assert (("=1+1", "文"), ("3.5", "=A1*2")) == sheet["A1:B2"].formula
    assert [[2.0, "文"], [3.5, 4.0]] == sheet["A1:B2"].value


@covers("Range.formula")
@pytest.mark.parametrize("broken", ["=IF(", "=1+", "=A1 B1 )("])
def test_a_broken_formula_is_refused(sheet, broken):
    """The cell keeps what it had."""
    sheet["A3"].value = "原"
    with pytest.raises(ValueError, match="Not a formula"):
        sheet["A3"].formula = broken
    assert "原" == sheet["A3"].value


@covers("Range.formula_array", "Range.has_array")
def test_array_formulas(sheet):
    """One formula for a block; reads back in Excel's grammar."""
    sheet["A1"].value = [[1, 4], [2, 5], [3, 6]]
    sheet["D1:D3"].formula_array = "=A1:A3*B1:B3"
    assert [4.0, 10.0, 18.0] == sheet["D1:D3"].value
    assert "=A1:A3*B1:B3" == sheet["D1:D3"].formula_array
    assert (True, False) == (sheet["D1:D3"].has_array, sheet["A1"].has_array)


@covers("App.calculation", "App.calculate")
def test_manual_calculation_waits(app, sheet):
    """Automatic by default; manual until calculate is called."""
    sheet["A1"].value = 1
    sheet["B1"].formula = "=A1*2"
    with app.properties(calculation="manual"):
        assert "manual" == app.calculation
        sheet["A1"].value = 5
        app.calculate()
        assert 10.0 == sheet["B1"].value
    assert "automatic" == app.calculation
