"""Notes: added, changed, removed; the parts come with the first and go with the last."""

from __future__ import annotations

import io

import openpyxl
import pytest

from perf_xl.errors import InputError
from perf_xl.model.cells import CellRef
from perf_xl.ooxml import rels
from perf_xl.ooxml.notes import read_note, read_notes, set_note
from tests.ooxml.samples import FORM, SUMMARY, book_of, by_openpyxl, by_xlsxwriter, converted, parts_of, saved


def test_note_when_added_to_a_sheet_without_any_then_openpyxl_reads_it():
    """Comments part, drawing, relationship and content types are made."""
    book = book_of(by_xlsxwriter())
    set_note(book, CellRef(SUMMARY, 3, 2), "必须改：分值合计 95 分\n应为 100 分 <&>")
    data = saved(book)
    sheet = openpyxl.load_workbook(io.BytesIO(data))[SUMMARY]
    assert "必须改：分值合计 95 分\n应为 100 分 <&>" == sheet["B3"].comment.text
    assert b"<x:Row>2</x:Row><x:Column>1</x:Column>" in parts_of(data)["xl/drawings/vmlDrawing2.vml"]


@pytest.mark.parametrize("sample", [by_xlsxwriter, by_openpyxl])
def test_note_when_added_and_removed_then_every_part_as_before(sample):
    """No trace is left, except an extension listed among the content types."""
    data = sample()
    before, book = parts_of(data), book_of(data)
    set_note(book, CellRef(SUMMARY, 1, 1), "注")
    set_note(book, CellRef(SUMMARY, 1, 1), None)
    after = parts_of(saved(book))
    assert before.keys() == after.keys()
    assert set() == {name for name in before if before[name] != after[name]} - {rels.CONTENT_TYPES}


@pytest.mark.parametrize("sample", [by_xlsxwriter, by_openpyxl])
def test_note_when_others_are_there_then_they_stay(sample):
    """The authors' own notes are not touched, their boxes stay."""
    book = book_of(sample())
    before = read_notes(book, FORM)
    set_note(book, CellRef(FORM, 20, 1), "新")
    set_note(book, CellRef(FORM, 20, 1), "改")
    again = book_of(saved(book))
    assert {**before, (20, 1): "改"} == read_notes(again, FORM)
    set_note(again, CellRef(FORM, 20, 1), None)
    assert before == read_notes(book_of(saved(again)), FORM)


def test_note_when_changed_then_only_one_box_a_cell():
    """A second note on a cell replaces the first."""
    book = book_of(by_xlsxwriter())
    for text in ("一", "二", "三"):
        set_note(book, CellRef(FORM, 6, 3), text)
    data = parts_of(saved(book))
    assert 1 == data["xl/drawings/vmlDrawing1.vml"].count(b"<x:Row>5</x:Row>")
    assert "三" == read_note(book, CellRef(FORM, 6, 3))


def test_note_when_too_long_then_refused():
    """Excel's limit, in words with the cell."""
    with pytest.raises(InputError, match="B3"):
        set_note(book_of(by_openpyxl()), CellRef(FORM, 3, 2), "注" * 32_768)


@pytest.mark.libreoffice
def test_notes_when_opened_by_libreoffice_then_all_there(tmp_path):
    """New and old notes, in a file of each producer, after a save by LibreOffice; and patched after it again."""
    book = book_of(by_xlsxwriter())
    set_note(book, CellRef(SUMMARY, 3, 2), "新注")
    again = book_of(converted(saved(book), tmp_path))
    assert {(6, 3): "注一", (11, 3): "注二"} == read_notes(again, FORM)
    assert {(3, 2): "新注"} == read_notes(again, SUMMARY)
    set_note(again, CellRef(SUMMARY, 3, 2), None)
    set_note(again, CellRef(FORM, 1, 1), "再注")
    last = book_of(converted(saved(again), tmp_path))
    assert ({}, 3) == (read_notes(last, SUMMARY), len(read_notes(last, FORM)))
