"""What the extension does inside LibreOffice, on documents reached over the bridge."""

from __future__ import annotations

from typing import Any

import pytest

from perf_xl.hosts.libreoffice.arguments import from_uno, policy_text
from perf_xl.hosts.libreoffice.extension import NOT_PLAIN, call, call_from_wizard
from perf_xl.hosts.libreoffice.opening import make_plain, plain_formula
from xlwings_libreoffice.formulas import Grammar

RULE = "每低于1个百分点扣0.5分，扣完为止"


@pytest.fixture
def sheet(app):
    """A sheet with a rule, a percentage, a number, a date, a blank and an error."""
    book = app.books.add()
    first = book.sheets[0]
    first["A1"].value = [[RULE, 0.93, 0.95, None, "=1/0", 7]]
    first["B1:C1"].number_format = "0.00%"
    yield first
    book.close()


def test_ranges_come_with_their_formats(sheet):
    """95% is not 0.95; blanks are None; errors are errors."""
    argument = from_uno(sheet["A1:F1"].api)
    assert ("PxRange", (RULE, 0.93, 0.95, None)) == (argument[0], argument[1][0][:4])
    assert (("General", "0%", "0%"), False) == (argument[2][0][:3], argument[3])
    assert isinstance(argument[1][0][4], int)
    assert ("PxRange", 0.93, "0%", False, 1) == from_uno(sheet["B1"].api)


def test_a_score_is_the_same_as_in_excel(sheet):
    """Two points below at half a point each: 9 of 10. From bare numbers it would be 10, so that is not computed."""
    cells = [sheet[name].api for name in ("A1", "B1", "C1")]
    assert 9.0 == call("PERF_SCORE", [*cells, "≥", "%", 10.0])
    assert NOT_PLAIN == call_from_wizard("PERF_SCORE", [RULE, 0.93, 0.95, "≥", "%", 10.0])
    assert "" == call("PERF_SCORE", [cells[0], sheet["D1"].api, cells[2], "≥", "%", 10.0])


def test_blocks_and_texts(sheet):
    """A column of results; texts alone are answered in the wizard too."""
    sheet["A3"].value = [[RULE, 0.95], [RULE, 0.94], [RULE, None]]
    sheet["B3:B5"].number_format = "0%"
    column = call("PERF_SCORES", [sheet["A3:A5"].api, sheet["B3:B5"].api, sheet["C1"].api, "≥", "%", 10.0])
    assert ((10.0,), (9.5,), ("",)) == column
    assert call("PERF_READ", [RULE, 10.0]).startswith("读作")
    assert call_from_wizard("PERF_EXPLAIN", ["预算执行率"]) == call("PERF_EXPLAIN", ["预算执行率"])


def test_the_sheets_own_policy_counts(sheet):
    """_px_policy of the sheet the ranges stand on; the default without one."""
    assert "" == policy_text([sheet["A1"].api, 5.0])
    sheet.names.add("_px_policy", '="partial_step=""exact"""')
    assert 'partial_step="exact"' == policy_text(["文", sheet["A1"].api])


@pytest.mark.parametrize(
    ("stored", "plain"),
    [
        ("=[1]!PERF_SCORE(A1;B1)", "=PERF_SCORE(A1;B1)"),
        ("=1+'[perf_xl.xlam]Sheet1'!perf_exec_rate(A1;B1)", "=1+PERF_EXEC_RATE(A1;B1)"),
        ("=ORG.PERFXL.PERFXL.PERFSCORE(A1)+ORG.PERFXL.PERFXL.PERFREAD(A2)", "=PERF_SCORE(A1)+PERF_READ(A2)"),
        ("=SUM(A1;B1)", "=SUM(A1;B1)"),
    ],
)
def test_function_names_are_made_plain(stored, plain):
    """Excel's and the wizard's spellings become the one that files exchange."""
    assert plain == plain_formula(stored)


def test_a_workbook_from_excel_is_put_right(app, tmp_path):
    """``[1]!PERF_SCORE`` as Excel stores a function of an add-in."""
    import openpyxl

    path = tmp_path / "甲.xlsx"
    book = openpyxl.Workbook()
    book.active["A1"] = 100
    book.active["B1"] = "=[1]!PERF_EXEC_RATE(A1,76)"
    book.active["B2"] = "=SUM(A1,1)"
    book.save(path)
    opened = app.books.open(path)
    document: Any = opened.api
    cell = document.Sheets.getByIndex(0).getCellRangeByName("B1")
    assert "=[1]!perf_exec_rate(A1;76)" == cell.Formula
    assert 1 == make_plain(document)
    assert "=PERF_EXEC_RATE(A1,76)" == Grammar(document).read(cell).upper()
    assert 0 == make_plain(document)
    opened.close()
