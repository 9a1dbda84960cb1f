"""Sheets added and deleted."""

from __future__ import annotations

import io

import openpyxl
import pytest

from perf_xl.errors import InputError
from perf_xl.ooxml.sheets import add_sheet, delete_sheet
from tests.ooxml.samples import FORM, SUMMARY, book_of, by_openpyxl, by_xlsxwriter, parts_of, prefixed, saved


@pytest.mark.parametrize("sample", [by_xlsxwriter, by_openpyxl, lambda: prefixed(by_xlsxwriter())])
def test_sheet_when_added_then_at_the_end_and_readable(sample):
    """openpyxl sees it; the other sheets are byte for byte as before."""
    book = book_of(sample())
    add_sheet(book, "校验结果 & 说明")
    data = saved(book)
    assert [FORM, SUMMARY, "校验结果 & 说明"] == openpyxl.load_workbook(io.BytesIO(data)).sheetnames
    before = parts_of(sample())
    assert all(before[name] == parts_of(data)[name] for name in before if name.startswith("xl/worksheets/"))


@pytest.mark.parametrize("sample", [by_xlsxwriter, by_openpyxl])
def test_sheet_when_added_and_deleted_then_only_the_workbook_part_may_differ(sample):
    """Names, relationships and content types are as they were."""
    data = sample()
    before, book = parts_of(data), book_of(data)
    add_sheet(book, "校验结果")
    delete_sheet(book, "校验结果")
    after = parts_of(saved(book))
    assert before.keys() == after.keys()
    assert set() == {name for name in before if before[name] != after[name]}


def test_sheet_when_deleted_then_names_and_references_follow():
    """Its names and parts go, references become #REF!, the scopes of later sheets move up."""
    book = book_of(by_xlsxwriter())
    book.names.set("乙", SUMMARY, f"'{SUMMARY}'!$A$1", hidden=False)
    delete_sheet(book, FORM)
    data = saved(book)
    again = openpyxl.load_workbook(io.BytesIO(data))
    assert ([SUMMARY], ["乙"]) == (again.sheetnames, list(again[SUMMARY].defined_names))
    assert "=SUM(#REF!)" == again[SUMMARY]["A2"].value
    gone = ("xl/worksheets/sheet1.xml", "xl/charts/chart1.xml", "xl/drawings/drawing1.xml", "xl/comments1.xml")
    assert not [name for name in gone if name in parts_of(data)]


@pytest.mark.parametrize("name", ["", " ", "a" * 32, "a/b", "'a", FORM, FORM.upper()])
def test_sheet_when_its_name_cannot_be_then_refused_in_words(name):
    """Excel's rules for names of tabs."""
    with pytest.raises(InputError):
        add_sheet(book_of(by_openpyxl()), name)


def test_sheet_when_the_only_visible_one_then_not_deleted():
    """A workbook keeps one visible tab."""
    book = book_of(by_openpyxl())
    delete_sheet(book, SUMMARY)
    with pytest.raises(InputError, match="唯一"):
        delete_sheet(book, FORM)
