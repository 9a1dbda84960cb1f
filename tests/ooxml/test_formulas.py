"""References in formulas: moved with rows, translated to other cells, found for recalculation."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_xl.ooxml.formulas import Reference, drop_sheet, move_rows, references, translate
from perf_xl.ooxml.shift import RowsDeleted, RowsGrown, RowsInserted

INSERTED = RowsInserted(5, 2)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("SUM(C2:C9)", "SUM(C2:C11)"),
        ("LOG10(A10)+$A$5+A4", "LOG10(A12)+$A$7+A4"),
        ("预算A9+A6", "预算A9+A8"),
        ("'一 二'!A9+自评表!$C$9&\"A9\"", "'一 二'!A9+自评表!$C$11&\"A9\""),
        ("[1]自评表!A9+'[年报.xlsx]自评表'!A9", "[1]自评表!A9+'[年报.xlsx]自评表'!A9"),
        ("SUM(5:9)+SUM($A:$C)", "SUM(7:11)+SUM($A:$C)"),
        ("Table1[[#This Row],[A9]]+A9", "Table1[[#This Row],[A9]]+A11"),
        ("_xlfn.STDEV.S(A5:A6)+A9:A5", "_xlfn.STDEV.S(A7:A8)+A11:A7"),
        ("#REF!+1E5+A9.5+TRUE", "#REF!+1E5+A9.5+TRUE"),
        ("自评表!A5:INDEX(A:A,9)", "自评表!A7:INDEX(A:A,9)"),
        ("A1048576", "#REF!"),
    ],
)
def test_rows_inserted_when_formula_refers_below_then_moved(formula, expected):
    """Only references to the sheet itself move; names, strings, functions and other workbooks do not."""
    assert expected == move_rows(formula, "自评表", "自评表", INSERTED)


def test_rows_deleted_when_all_of_a_reference_goes_then_ref_error():
    """As Excel does."""
    formula = "SUM(A5:A6)+A4+SUM(A4:A7)+SUM(A6:A9)"
    assert "SUM(#REF!)+A4+SUM(A4:A5)+SUM(A5:A7)" == move_rows(formula, "表", "表", RowsDeleted(5, 2))


def test_rows_grown_when_a_range_ends_with_the_table_then_it_takes_the_rows_in():
    """Ranges stretch, single cells of the last row stay."""
    assert "SUM(A3:A7)+A5+A8" == move_rows("SUM(A3:A5)+A5+A6", "表", "表", RowsGrown(3, 5, 2))


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("A1+$A1+A$1+$A$1", "B3+$A3+B$1+$A$1"),
        ("SUM(A:B)+SUM($1:2)", "SUM(B:C)+SUM($1:4)"),
        ('LOG10(A1)&"A1"', 'LOG10(B3)&"A1"'),
        ("预算+表!A1", "预算+表!B3"),
    ],
)
def test_translate_when_copied_then_relative_parts_move(formula, expected):
    """Two rows down, one column right."""
    assert expected == translate(formula, 2, 1)


def test_translate_when_out_of_the_sheet_then_ref_error():
    """Nothing above row 1."""
    assert "#REF!" == translate("A1", -1, 0)


def test_drop_sheet_when_deleted_then_its_references_are_errors():
    """Other sheets' references stay."""
    assert '#REF!+丙!A1&"乙!A1"' == drop_sheet('乙!A1+丙!A1&"乙!A1"', "乙")


def test_references_when_named_volatile_or_external_then_told():
    """Rectangles, names with their sheet, and the mark for anything."""
    found = list(references("SUM(A1:B2)+表!C3+指标_分值+表!名+OFFSET(A1,1,1)+[1]表!A1"))
    boxes = [Reference(None, 1, 1, 2, 2), Reference("表", 3, 3, 3, 3)]
    assert [*boxes, "指标_分值", "表!名", "*", Reference(None, 1, 1, 1, 1), "*"] == found


@given(st.integers(1, 60), st.integers(1, 60), st.integers(1, 60), st.integers(1, 9), st.booleans())
def test_shift_when_compared_with_a_list_of_rows_then_the_same(top, length, row, count, insert):
    """Insertion and deletion, against a plain list in which the rows are moved."""
    bottom = top + length
    rows: list[int | None] = list(range(1, 150))
    if insert:
        rows[row - 1 : row - 1] = [None] * count
        moved = RowsInserted(row, count)(top, bottom)
    else:
        del rows[row - 1 : row - 1 + count]
        moved = RowsDeleted(row, count)(top, bottom)
    places = [place for place, old in enumerate(rows, 1) if old is not None and top <= old <= bottom]
    assert ((places[0], places[-1]) if places else None) == moved
