"""Merges, heights, widths, links, protection and the structure of the workbook, through the files host."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from perf_xl.errors import InputError, ProtectedError
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import (
    AddSheet,
    Area,
    CellRef,
    DeleteRows,
    Edit,
    Erase,
    InsertRows,
    Look,
    SetChoices,
    SetColumnWidth,
    SetFormula,
    SetLink,
    SetLook,
    SetMerge,
    SetNote,
    SetRowHeight,
    SetValue,
)
from tests.ooxml.samples import FORM, SUMMARY, by_openpyxl, by_xlsxwriter, parts_of, prefixed, replaced

SAMPLES = [by_openpyxl, by_xlsxwriter, lambda: prefixed(by_xlsxwriter())]


def applied(data: bytes, *edits: Edit, unlock: bool = False) -> FilesWorkbook:
    """The workbook after one write."""
    workbook = FilesWorkbook(data, Path("测试.xlsx"))
    workbook.apply(edits, label="写", unlock=unlock)
    return workbook


def opened(workbook: FilesWorkbook) -> openpyxl.Workbook:
    """The workbook as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(workbook.to_bytes()))


@pytest.mark.parametrize("sample", SAMPLES)
def test_sizes_when_set_then_openpyxl_reads_them(sample):
    """A row's height, a column's width inside a run of columns, and both taken away again."""
    workbook = applied(
        sample(), SetRowHeight(FORM, 30, 42.5), SetColumnWidth(FORM, 3, 20), SetColumnWidth(FORM, 9, 31.5)
    )
    sheet = opened(workbook)[FORM]
    widths = (sheet.column_dimensions["C"].width, sheet.column_dimensions["I"].width)
    assert (42.5, 20, 31.5) == (sheet.row_dimensions[30].height, *widths)
    workbook.apply([SetRowHeight(FORM, 30, None), SetColumnWidth(FORM, 9, None)], label="还原")
    sheet = opened(workbook)[FORM]
    assert (None, False) == (sheet.row_dimensions[30].height, "I" in sheet.column_dimensions)


def test_width_when_inside_a_run_of_columns_then_only_that_one_changes():
    """``<col min=1 max=5>`` is split in three."""
    data = by_openpyxl()
    text = parts_of(data)["xl/worksheets/sheet1.xml"]
    run = b'<cols><col min="1" max="5" width="12" customWidth="1"/></cols><sheetData>'
    workbook = applied(
        replaced(data, {"xl/worksheets/sheet1.xml": text.replace(b"<sheetData>", run)}), SetColumnWidth(FORM, 3, 30)
    )
    part = parts_of(workbook.to_bytes())["xl/worksheets/sheet1.xml"]
    spans = [b'min="1" max="2" width="12"', b'min="3" max="3" width="30"', b'min="4" max="5" width="12"']
    assert all(span in part for span in spans)


@pytest.mark.parametrize("sample", SAMPLES)
def test_merge_when_set_and_taken_away_then_as_before(sample):
    """A merge comes and goes; one that overlaps another is refused in words."""
    before = list(FilesWorkbook(sample(), Path("a.xlsx")).merges(FORM))
    area = Area(FORM, 40, 1, 41, 3)
    workbook = applied(sample(), SetMerge(area))
    assert [*before, area] == sorted(workbook.merges(FORM))
    with pytest.raises(InputError, match=r"A41:B42.*重叠"):
        workbook.apply([SetMerge(Area(FORM, 41, 1, 42, 2))], label="写")
    workbook.apply([SetMerge(area, merged=False)], label="写")
    assert before == list(workbook.merges(FORM))


@pytest.mark.parametrize("sample", SAMPLES)
def test_choices_when_set_and_taken_away_then_openpyxl_reads_them(sample):
    """Beside the lists that the sheet has; the same area's list is replaced."""
    one, two = Area(FORM, 3, 2, 5, 2), Area(FORM, 7, 2, 7, 2)
    before = lists(sample(), FORM)
    workbook = applied(
        sample(), SetChoices(one, ("是", "否")), SetChoices(two, ("旧",)), SetChoices(two, ("甲<乙", "丙"))
    )
    assert before | {"B3:B5": '"是,否"', "B7": '"甲<乙,丙"'} == lists(workbook.to_bytes(), FORM)
    workbook.apply([SetChoices(one, ()), SetChoices(two, ())], label="去掉")
    assert before == lists(workbook.to_bytes(), FORM)


def lists(data, sheet):
    """The drop-down lists of a sheet by their area."""
    rules = openpyxl.load_workbook(io.BytesIO(data))[sheet].data_validations.dataValidation
    return {str(rule.sqref): rule.formula1 for rule in rules if rule.type == "list"}


@pytest.mark.parametrize("sample", SAMPLES)
def test_link_when_to_a_cell_a_file_or_taken_away_then_openpyxl_reads_it(sample):
    """Inside the workbook by location, outside by relationship."""
    workbook = applied(
        sample(),
        SetLink(CellRef(FORM, 20, 1), f"'{SUMMARY}'!A1"),
        SetLink(CellRef(FORM, 21, 1), "https://example.invalid/办法.pdf"),
    )
    sheet = opened(workbook)[FORM]
    assert (f"'{SUMMARY}'!A1", "https://example.invalid/办法.pdf") == (
        sheet["A20"].hyperlink.location,
        sheet["A21"].hyperlink.target,
    )
    workbook.apply([SetLink(CellRef(FORM, row, 1), None) for row in (20, 21)], label="清除")
    sheet = opened(workbook)[FORM]
    assert (None, None) == (sheet["A20"].hyperlink, sheet["A21"].hyperlink)


def guarded(*, password: bool = False, **options: bool) -> bytes:
    """A protected sheet in which only A1 is open."""
    book = openpyxl.load_workbook(io.BytesIO(by_openpyxl()))
    protection = book[FORM].protection
    protection.sheet = True
    for name, value in options.items():
        setattr(protection, name, value)
    if password:
        protection.set_password("geheim")
    book[FORM]["A1"].protection = openpyxl.styles.Protection(locked=False)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


LOCKED: list[Edit] = [
    SetValue(CellRef(FORM, 2, 1), "x"),
    SetFormula(CellRef(FORM, 2, 1), "1+1", Decimal(2)),
    SetLook(Area(FORM, 1, 1, 2, 1), Look(fill="FFFF00")),
    SetNote(CellRef(FORM, 2, 1), "x"),
    SetLink(CellRef(FORM, 2, 1), "https://example.invalid"),
    Erase(Area(FORM, 1, 1, 3, 2)),
    InsertRows(FORM, 3, 1, 2),
    DeleteRows(FORM, 3, 1),
    SetMerge(Area(FORM, 20, 1, 20, 2)),
    SetRowHeight(FORM, 2, 30),
    SetColumnWidth(FORM, 1, 30),
]


@pytest.mark.parametrize("edit", LOCKED, ids=lambda edit: type(edit).__name__)
def test_locked_cell_when_the_sheet_is_protected_then_refused_unless_unlocked(edit):
    """As Excel refuses it; unlocked by the command it is written and the protection is as before; no way past a password."""
    with pytest.raises(ProtectedError, match=f"工作表“{FORM}”受保护"):
        applied(guarded(), edit)
    with pytest.raises(ProtectedError, match="密码"):
        applied(guarded(password=True), edit, unlock=True)
    workbook = applied(guarded(), edit, unlock=True)
    tag = b"<sheetProtection"
    before, after = (parts_of(data)["xl/worksheets/sheet1.xml"] for data in (guarded(), workbook.to_bytes()))
    assert before[before.index(tag) :][:300].split(b">")[0] == after[after.index(tag) :][:300].split(b">")[0]


def test_open_cell_when_the_sheet_has_a_password_then_written():
    """The password guards locked cells only; rows may be inserted where the protection says so."""
    workbook = applied(
        guarded(password=True, insertRows=False), SetValue(CellRef(FORM, 1, 1), "开"), InsertRows(FORM, 3, 1, 2)
    )
    assert "开" == workbook.cell(CellRef(FORM, 1, 1)).value


def test_structure_when_protected_then_sheets_are_not_added():
    """Workbook protection, with and without unlocking."""
    data = by_openpyxl()
    part = (
        parts_of(data)["xl/workbook.xml"].replace(b"<workbookProtection/>", b"").replace(b"<workbookProtection />", b"")
    )
    locked = replaced(
        data, {"xl/workbook.xml": part.replace(b"<bookViews>", b'<workbookProtection lockStructure="1"/><bookViews>')}
    )
    with pytest.raises(ProtectedError, match="结构受保护"):
        applied(locked, AddSheet("新"))
    assert "新" in applied(locked, AddSheet("新"), unlock=True).sheets()


def test_hidden_sheet_when_read_then_told():
    """Hidden and very hidden tabs are in the list and known as such."""
    data = by_openpyxl()
    part = parts_of(data)["xl/workbook.xml"].replace(b'sheetId="2" state="visible"', b'sheetId="2" state="veryHidden"')
    assert b"veryHidden" in part
    workbook = FilesWorkbook(replaced(data, {"xl/workbook.xml": part}), Path("a.xlsx"))
    assert ([FORM, SUMMARY], False, True) == (
        list(workbook.sheets()),
        workbook.is_hidden(FORM),
        workbook.is_hidden(SUMMARY),
    )
