"""Rows inserted, deleted and grown in workbooks of real producers: everything that refers to them follows."""

from __future__ import annotations

import io

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xl.errors import InputError
from perf_xl.model.cells import CellRef
from perf_xl.ooxml.cells import read_cell
from perf_xl.ooxml.notes import read_notes
from perf_xl.ooxml.rows import delete_rows, grow_rows, insert_rows
from perf_xl.ooxml.shift import RowsDeleted, RowsInserted
from tests.ooxml.samples import (
    FORM,
    SUMMARY,
    book_of,
    by_openpyxl,
    by_xlsxwriter,
    converted,
    parts_of,
    prefixed,
    replaced,
    saved,
)


def opened(data: bytes) -> openpyxl.Workbook:
    """The workbook as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(data))


@pytest.mark.parametrize("sample", [by_xlsxwriter, lambda: prefixed(by_xlsxwriter())])
def test_insert_when_in_the_table_then_all_that_refers_below_follows(sample):
    """Formulas of all sheets, merges, rules, print area, titles, filter, links, notes, heights, breaks, chart, x14 parts."""
    book = book_of(sample())
    insert_rows(book, FORM, 7, 2, like=6)
    data = saved(book)
    form, summary = opened(data)[FORM], opened(data)[SUMMARY]
    assert {"A1:D1", "A5:A9", "A10:A12"} == {str(area) for area in form.merged_cells.ranges}
    assert ("=SUM(C5:C12)", "=C6*2", "=C9*2") == (form["C14"].value, form["D6"].value, form["D9"].value)
    assert (f"={FORM}!C14", f"=SUM({FORM}!C5:C12)") == (summary["A1"].value, summary["A2"].value)
    assert "B5:B12" == str(form.data_validations.dataValidation[0].sqref)
    assert {"C5:C12", "D5:D12"} == {str(area.sqref) for area in form.conditional_formatting}
    assert (f"'{FORM}'!$A$1:$D$14", "$1:$4", "B4:D12") == (form.print_area, form.print_title_rows, form.auto_filter.ref)
    assert {"C6": "注一", "C13": "注二"} == {
        c.coordinate: c.comment.text for r in form.iter_rows() for c in r if c.comment
    }
    assert (33, "D15") == (form.row_dimensions[14].height, form["D15"].hyperlink.ref)
    assert f"{FORM}!C14" == summary["B1"].hyperlink.location
    assert [10] == [b.id for b in form.row_breaks.brk]
    assert f"{FORM}!$C$4:$C$13" == form.defined_names["指标_分值"].attr_text
    parts = parts_of(data)
    assert f"{FORM}!$C$5:$C$12".encode() in parts["xl/charts/chart1.xml"]
    assert b"<xdr:row>9</xdr:row>" in parts["xl/drawings/drawing1.xml"]
    assert b"<xm:sqref>D5:D12</xm:sqref>" in parts["xl/worksheets/sheet1.xml"]
    assert b"<x:Row>12</x:Row>" in parts["xl/drawings/vmlDrawing1.vml"]


def test_insert_when_like_a_row_then_its_format_and_height():
    """New rows are empty and look like the row named."""
    book = book_of(by_openpyxl())
    book.sheet(FORM).make_row(2).set("ht", "40")
    insert_rows(book, FORM, 5, 2, like=2)
    sheet = opened(saved(book))[FORM]
    assert [("FFDDDDDD", None)] * 2 == [
        (sheet.cell(row, 1).fill.fgColor.rgb, sheet.cell(row, 1).value) for row in (5, 6)
    ]
    assert [40, 40] == [sheet.row_dimensions[row].height for row in (5, 6)]


def test_delete_when_everything_of_a_rule_goes_then_the_rule_goes():
    """Merges, rules, notes, x14 bars and links of deleted rows disappear; the file stays sound."""
    book = book_of(by_xlsxwriter())
    delete_rows(book, FORM, 4, 8)
    data = saved(book)
    form = opened(data)[FORM]
    assert ["A1:D1"] == [str(area) for area in form.merged_cells.ranges]
    assert ([], []) == (list(form.conditional_formatting), list(form.data_validations.dataValidation))
    assert "=SUM(#REF!)" == form["C4"].value
    assert f"=SUM({FORM}!#REF!)".replace(f"{FORM}!", "") == opened(data)[SUMMARY]["A2"].value.replace(f"{FORM}!", "")
    assert {} == read_notes(book_of(data), FORM)
    assert not [name for name in parts_of(data) if "comment" in name or "vml" in name]
    assert b"extLst" not in parts_of(data)["xl/worksheets/sheet1.xml"]


def test_delete_when_a_whole_table_goes_then_refused_in_words():
    """An Excel table cannot lose all its rows."""
    book = book_of(by_xlsxwriter())
    with pytest.raises(InputError, match="表格"):
        delete_rows(book, SUMMARY, 1, 4)


def test_grow_when_ranges_end_with_the_table_then_they_take_the_rows_in():
    """Unlike an insertion; the last row's formulas are repeated, values are not."""
    book = book_of(by_openpyxl())
    grow_rows(book, FORM, 1, 10, 3)
    sheet = opened(saved(book))[FORM]
    assert ("=SUM(B1:B13)", "B1:B13") == (sheet["B15"].value, str(sheet.data_validations.dataValidation[0].sqref))
    assert [(None, None, f"=B{row}*2") for row in (11, 12, 13)] == [
        tuple(sheet.cell(row, column).value for column in (1, 2, 3)) for row in (11, 12, 13)
    ]
    assert f"{FORM}!$B$1:$B$13" == sheet.defined_names["指标_分值"].attr_text


def test_grow_when_the_last_row_has_cells_merged_across_then_new_rows_have_too():
    """A form's row is often merged over several columns."""
    book = book_of(by_openpyxl())
    book.sheet(FORM).set_merges([(10, 4, 10, 6), (2, 5, 4, 6), (9, 8, 10, 8)])
    grow_rows(book, FORM, 1, 10, 2)
    merged = {str(area) for area in opened(saved(book))[FORM].merged_cells.ranges}
    assert {"D10:F10", "D11:F11", "D12:F12", "E2:F4", "H9:H12"} == merged


_SHARED = (
    b'<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><f t="shared" ref="B1:B3" si="0">A1+$A$1</f><v>2</v></c></row>'
    b'<row r="2"><c r="A2"><v>2</v></c><c r="B2"><f t="shared" si="0"/><v>3</v></c></row>'
    b'<row r="3"><c r="A3"><v>3</v></c><c r="B3"><f t="shared" si="0"/><v>4</v></c></row>'
    b'<row r="4"><c r="A4"><f t="array" ref="A4:A5">A2:A3*2</f><v>4</v></c></row><row r="5"><c r="A5"><v>6</v></c></row>'
    b"</sheetData>"
)


def with_shared_formulas() -> bytes:
    """A workbook with a shared formula and an array formula."""
    data = by_openpyxl()
    text = parts_of(data)["xl/worksheets/sheet1.xml"]
    start, end = text.index(b"<sheetData>"), text.index(b"</sheetData>") + 12
    return replaced(data, {"xl/worksheets/sheet1.xml": text[:start] + _SHARED + text[end:]})


def test_shared_formulas_when_read_then_written_out_for_their_cell():
    """A member's formula reads as in its own cell."""
    book = book_of(with_shared_formulas())
    assert ["A1+$A$1", "A2+$A$1", "A3+$A$1"] == [read_cell(book, CellRef(FORM, row, 2)).formula for row in (1, 2, 3)]


@pytest.mark.parametrize("row", [1, 2, 3, 4])
def test_shared_formulas_when_rows_are_inserted_then_each_cell_keeps_its_meaning(row):
    """Also where no reference of the group's text moves."""
    book = book_of(with_shared_formulas())
    insert_rows(book, FORM, row, 2, like=1)
    sheet = opened(saved(book))[FORM]
    moved = [old + 2 * (old >= row) for old in (1, 2, 3)]
    assert [f"=A{new}+$A${moved[0]}" for new in moved] == [sheet.cell(new, 2).value for new in moved]
    array = sheet.cell(4 + 2 * (row <= 4), 1).value
    assert (f"A{4 + 2 * (row <= 4)}:A{5 + 2 * (row <= 4)}", f"=A{moved[1]}:A{moved[2]}*2") == (array.ref, array.text)


def test_array_formula_when_cut_in_two_by_deletion_then_refused():
    """As Excel refuses it."""
    book = book_of(with_shared_formulas())
    with pytest.raises(InputError, match="数组公式"):
        delete_rows(book, FORM, 5, 1)


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 14), st.integers(1, 3)), min_size=1, max_size=4))
def test_rows_when_moved_again_and_again_then_as_in_a_list_of_rows(steps):
    """A sheet's values, formulas, merges and names, against a list of rows and plain arithmetic."""
    book = book_of(by_openpyxl())
    rows: list[int | None] = list(range(1, 13))
    named: tuple[int, int] | None = (1, 10)
    merged: tuple[int, int] | None = (2, 4)
    for insert, row, count in steps:
        if insert:
            insert_rows(book, FORM, row, count, like=1)
            rows[row - 1 : row - 1] = [None] * count
        else:
            delete_rows(book, FORM, row, count)
            del rows[row - 1 : row - 1 + count]
        shift = RowsInserted(row, count) if insert else RowsDeleted(row, count)
        named = shift(*named) if named else None
        merged = shift(*merged) if merged else None
    sheet = opened(saved(book))[FORM]
    for place, old in enumerate(rows, 1):
        assert (old if old and old <= 10 else None) == (sheet.cell(place, 2).value if old != 12 else None)
        if old and old <= 10:
            assert f"=B{place}*2" == sheet.cell(place, 3).value
    expected = f"{FORM}!$B${named[0]}:$B${named[1]}" if named else "#REF!"
    if named and named[0] == named[1]:
        expected = f"{FORM}!$B${named[0]}:$B${named[0]}"
    assert expected == sheet.defined_names["指标_分值"].attr_text.replace(f"{FORM}!#REF!", "#REF!")
    areas = [(area.min_row, area.max_row) for area in sheet.merged_cells.ranges]
    assert ([merged] if merged else []) == areas


@pytest.mark.libreoffice
def test_rows_when_moved_in_a_libreoffice_file_then_libreoffice_reads_it(tmp_path):
    """Insert into a file that LibreOffice saved, and let LibreOffice open the result."""
    book = book_of(converted(by_xlsxwriter(), tmp_path))
    insert_rows(book, FORM, 7, 2, like=6)
    sheet = opened(converted(saved(book), tmp_path))[FORM]
    assert ("=SUM(C5:C12)", "=C9*2") == (sheet["C14"].value, sheet["D9"].value)
    assert {"A1:D1", "A5:A9", "A10:A12"} == {str(area) for area in sheet.merged_cells.ranges}
