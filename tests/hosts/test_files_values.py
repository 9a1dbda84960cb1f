"""What the files host reads and writes, in files of several producers, and what it leaves alone."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xl.errors import InputError
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import (
    Area,
    CellRef,
    DeleteRows,
    Edit,
    InsertRows,
    Look,
    SetFormula,
    SetLook,
    SetName,
    SetValue,
)
from tests.ooxml.samples import FORM, SUMMARY, by_openpyxl, by_xlsxwriter, converted, parts_of, prefixed, replaced

SAMPLES = [by_openpyxl, by_xlsxwriter, lambda: prefixed(by_xlsxwriter())]


def workbook_of(data: bytes) -> FilesWorkbook:
    """A workbook that is not on disk."""
    return FilesWorkbook(data, Path("测试.xlsx"))


def at(row: int, column: int, sheet: str = FORM) -> CellRef:
    """A cell."""
    return CellRef(sheet, row, column)


@pytest.mark.parametrize("sample", SAMPLES)
def test_parts_when_a_value_is_written_then_only_the_sheet_changes(sample):
    """Every other part is byte for byte as it was; in the sheet only the cell."""
    data = sample()
    workbook = workbook_of(data)
    workbook.apply([SetValue(at(20, 7), "新")], label="写")
    before, after = parts_of(data), parts_of(workbook.to_bytes())
    assert {"xl/worksheets/sheet1.xml"} == {name for name in after if before.get(name) != after[name]}
    sheet = after["xl/worksheets/sheet1.xml"].decode()
    assert "新" in sheet
    workbook.apply([SetValue(at(20, 7), None)], label="清")
    assert "新" not in parts_of(workbook.to_bytes())["xl/worksheets/sheet1.xml"].decode()


def test_cells_when_written_by_xlsxwriter_then_typed():
    """Rich and shared text, escapes, dates by format, cached values, truth values."""
    workbook = workbook_of(by_xlsxwriter())
    assert ["普通粗体", " x_x0041_ \n二", dt.datetime(2026, 5, 6)] == [  # noqa: DTZ001
        workbook.cell(at(3, column)).value for column in (1, 2, 3)
    ]
    total = workbook.cell(at(12, 3))
    assert ("SUM(C5:C10)", Decimal(39)) == (total.formula, total.value)
    assert Area(FORM, 1, 1, 13, 4) == workbook.used_area(FORM)


@pytest.mark.parametrize("sample", SAMPLES)
@settings(max_examples=25, deadline=None)
@given(
    value=st.one_of(
        st.text(st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"]), min_size=1, max_size=40),
        st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**12), max_value=10**12, places=3),
        st.booleans(),
    )
)
def test_value_when_written_and_read_again_then_the_same(sample, value):
    """Any text, number and truth value, and what stood there before does not matter."""
    workbook = workbook_of(sample())
    workbook.apply([SetValue(at(3, 2), value), SetFormula(at(30, 2), "B3", value)], label="写")
    again = workbook_of(workbook.to_bytes())
    assert value == again.cell(at(3, 2)).value
    assert ("B3", value) == (again.cell(at(30, 2)).formula, again.cell(at(30, 2)).value)


@pytest.mark.parametrize("text", ["=1+1", "+5", "-", "@SUM(A1)", "'a", "=cmd|'/c calc'!A1", "100%", "1e5", "001"])
def test_text_when_it_looks_like_more_then_every_reader_sees_text(text):
    """No formula, no number: openpyxl and calamine read the very text."""
    workbook = workbook_of(by_openpyxl())
    workbook.apply([SetValue(at(3, 1), text)], label="写")
    cell = openpyxl.load_workbook(io.BytesIO(workbook.to_bytes()))[FORM]["A3"]
    assert text == cell.value
    sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(workbook.to_bytes())).get_sheet_by_name(FORM)
    assert text == sheet.to_python()[2][0]


def test_date_when_the_cell_has_no_date_format_then_it_gets_one():
    """A date never shows as 46387; a cell that has a date format keeps it."""
    workbook = workbook_of(by_xlsxwriter())
    day = dt.datetime(2026, 12, 31)  # noqa: DTZ001
    workbook.apply(
        [SetValue(at(20, 1), day.date()), SetValue(at(3, 3), day), SetValue(at(21, 1), dt.time(8, 30))], label="写"
    )
    assert ("yyyy-mm-dd", 'yyyy"年"m"月"d"日"') == (
        workbook.cell(at(20, 1)).number_format,
        workbook.cell(at(3, 3)).number_format,
    )
    assert (day, day, dt.time(8, 30)) == tuple(workbook.cell(ref).value for ref in (at(20, 1), at(3, 3), at(21, 1)))


def test_date_when_the_workbook_counts_from_1904_then_converted():
    """The same day in both calendars."""
    data = by_openpyxl()
    text = (
        parts_of(data)["xl/workbook.xml"]
        .replace(b"<workbookPr/>", b'<workbookPr date1904="1"/>')
        .replace(b"<workbookPr />", b'<workbookPr date1904="1"/>')
    )
    assert b"date1904" in text
    workbook = workbook_of(replaced(data, {"xl/workbook.xml": text}))
    workbook.apply([SetValue(at(1, 1), dt.date(2026, 12, 31))], label="写")
    assert dt.datetime(2026, 12, 31) == workbook.cell(at(1, 1)).value  # noqa: DTZ001
    assert dt.datetime(2026, 12, 31) == openpyxl.load_workbook(io.BytesIO(workbook.to_bytes()))[FORM]["A1"].value  # noqa: DTZ001


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("长" * 32_768, "32767"),
        ("😀" * 16_384, "32768"),
        (Decimal("NaN"), "NaN"),
        (Decimal("1e400"), "数值"),
        (dt.date(1899, 1, 1), "1899-01-01"),
    ],
)
def test_value_when_over_excels_limits_then_refused_with_sheet_and_cell(value, words):
    """One sentence, nothing written; the longest text is still fine."""
    workbook = workbook_of(by_openpyxl())
    with pytest.raises(InputError, match=f"{FORM}.*C2.*{words}"):
        workbook.apply([SetValue(at(1, 1), "先"), SetValue(at(2, 3), value)], label="写")
    assert "指标1" == workbook.cell(at(1, 1)).value
    workbook.apply([SetValue(at(1, 1), "长" * 32_767)], label="写")


@pytest.mark.parametrize("name", ["A1", "R1C1", "c", "1年", "a b", "2023年预算数", "x" * 256, "三/公"])
def test_name_when_excel_would_repair_it_then_refused(name):
    """LibreOffice would keep it, Excel would not."""
    with pytest.raises(InputError, match="名称"):
        workbook_of(by_openpyxl()).apply([SetName(name, FORM, f"{FORM}!$A$1")], label="名")


def test_sheet_when_unknown_then_said_in_words():
    """Reading and writing alike."""
    workbook = workbook_of(by_openpyxl())
    with pytest.raises(InputError, match="没有工作表“丙”"):
        workbook.cell(at(1, 1, "丙"))
    with pytest.raises(InputError, match="没有工作表“丙”"):
        workbook.apply([SetValue(at(1, 1, "丙"), "x")], label="写")


# cached values


def cached(workbook: FilesWorkbook) -> dict[str, object]:
    """Formula cells and their cached values, as calamine and pandas would see them."""
    book = openpyxl.load_workbook(io.BytesIO(workbook.to_bytes()), data_only=True)
    return {f"{sheet.title}!{place}": sheet[place].value for sheet, place in
            [(book[FORM], "D5"), (book[FORM], "D6"), (book[FORM], "C12"), (book[SUMMARY], "A1"), (book[SUMMARY], "A2"),
             (book[SUMMARY], "A3")]}  # fmt: skip


def test_cached_values_when_an_input_changes_then_only_dependent_ones_go():
    """Direct and indirect dependents over sheets lose theirs; the others keep it; the program is asked to calculate."""
    workbook = workbook_of(by_xlsxwriter())
    workbook.apply([SetValue(at(6, 3), Decimal(50))], label="写")
    values = cached(workbook)
    assert {f"{FORM}!D5": 8, f"{SUMMARY}!A3": 2} == {key: value for key, value in values.items() if value is not None}
    assert b'fullCalcOnLoad="1"' in parts_of(workbook.to_bytes())["xl/workbook.xml"]


def test_cached_values_when_given_then_kept():
    """What we computed stands; pandas sees it at once."""
    workbook = workbook_of(by_xlsxwriter())
    edits: list[Edit] = [SetValue(at(6, 3), Decimal(50)), SetFormula(at(12, 3), "SUM(C5:C10)", Decimal(84))]
    workbook.apply(edits, label="写")
    frame = pd.read_excel(io.BytesIO(workbook.to_bytes()), sheet_name=FORM, header=None, engine="calamine")
    assert 84 == frame.iloc[11, 2]
    assert cached(workbook)[f"{SUMMARY}!A1"] is None


def test_cached_values_when_the_same_value_is_written_then_none_goes():
    """Writing what is there changes nothing."""
    workbook = workbook_of(by_xlsxwriter())
    before = cached(workbook)
    workbook.apply([SetValue(at(6, 3), Decimal(5))], label="写")
    assert before == cached(workbook)


def test_cached_values_when_a_formula_cannot_be_followed_then_it_goes():
    """INDIRECT, unknown names: they may depend on anything."""
    workbook = workbook_of(by_openpyxl())
    edits: list[Edit] = [
        SetFormula(at(40, column), text, Decimal(1)) for column, text in enumerate(('INDIRECT("B1")', "1+1"), 1)
    ]
    workbook.apply(edits, label="写")
    workbook.apply([SetValue(at(1, 2), Decimal(9))], label="改")
    assert (None, Decimal(1)) == (workbook.cell(at(40, 1)).value, workbook.cell(at(40, 2)).value)


def test_cached_values_when_rows_are_deleted_then_sums_over_them_go():
    """The total is no longer true; formulas above stay."""
    workbook = workbook_of(by_xlsxwriter())
    workbook.apply([DeleteRows(FORM, 9, 1)], label="删")
    assert (None, Decimal(8)) == (workbook.cell(at(11, 3)).value, workbook.cell(at(5, 4)).value)


def test_cached_values_when_rows_are_inserted_then_sums_stay_and_counts_of_blanks_go():
    """A blank row adds nothing to a sum; ROWS and COUNTIF may see it."""
    workbook = workbook_of(by_xlsxwriter())
    workbook.apply([SetFormula(at(14, 3), "ROWS(C5:C10)", Decimal(6))], label="写")
    workbook.apply([InsertRows(FORM, 7, 1, like=6)], label="增")
    assert (Decimal(39), None) == (workbook.cell(at(13, 3)).value, workbook.cell(at(15, 3)).value)


def test_calculation_chain_when_formulas_come_or_go_then_the_part_goes():
    """Excel makes it anew; a chain that names a cell without formula makes Excel repair the file."""
    data = by_openpyxl()
    parts = parts_of(data)
    chain = {
        "xl/calcChain.xml": b"<calcChain/>",
        "[Content_Types].xml": parts["[Content_Types].xml"].replace(
            b"</Types>", b'<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'
        ),
        "xl/_rels/workbook.xml.rels": parts["xl/_rels/workbook.xml.rels"].replace(
            b"</Relationships>",
            b'<Relationship Id="rId99" Type="http://x/calcChain" Target="calcChain.xml"/></Relationships>',
        ),
    }
    workbook = workbook_of(replaced(data, chain))
    workbook.apply([SetValue(at(1, 1), "x")], label="写")
    assert "xl/calcChain.xml" in parts_of(workbook.to_bytes())
    workbook.apply([SetValue(at(1, 3), "x")], label="写")
    after = parts_of(workbook.to_bytes())
    assert "xl/calcChain.xml" not in after
    assert b"calcChain" not in after["[Content_Types].xml"] + after["xl/_rels/workbook.xml.rels"]


@pytest.mark.libreoffice
@pytest.mark.parametrize("producer", ["openpyxl", "xlsxwriter", "libreoffice"])
def test_patched_file_when_libreoffice_computes_it_anew_then_the_same_values(producer, tmp_path):
    """LibreOffice opens it, computes the stripped formulas, and agrees with what we cached."""
    data = by_openpyxl() if producer == "openpyxl" else by_xlsxwriter()
    if producer == "libreoffice":
        data = converted(data, tmp_path)
    workbook = workbook_of(data)
    edits: list[Edit] = [
        SetValue(at(30, 1), Decimal("0.1")),
        SetValue(at(30, 2), "=文字"),
        SetFormula(at(31, 1), "ROUND(A30*15,2)", Decimal("1.5")),
        SetFormula(at(31, 2), 'IF(B30="=文字","是","否")', "是"),
        SetFormula(at(31, 3), 'IF(A29="","",1)', None),
        SetLook(Area(FORM, 30, 1, 31, 3), Look(fill="FFF2CC", border="000000", number_format="0.00")),
        InsertRows(FORM, 29, 2, like=30),
    ]
    workbook.apply(edits, label="写")
    mine = workbook_of(workbook.to_bytes())
    places = [at(33, 1), at(33, 2), at(33, 3)]
    assert [Decimal("1.5"), "是", ""] == [mine.cell(ref).value for ref in places]
    workbook.apply([SetValue(at(32, 1), Decimal("0.2")), SetValue(at(32, 1), Decimal("0.1"))], label="失效")
    assert [None, "是"] == [workbook.cell(ref).value for ref in places[:2]]
    theirs = workbook_of(converted(workbook.to_bytes(), tmp_path))
    assert [Decimal("1.5"), "是", ""] == [theirs.cell(ref).value or "" for ref in places]
    assert "FFF2CC" == theirs.look(places[0]).fill
