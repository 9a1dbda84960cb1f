# ruff: noqa: DTZ001 - worksheets have no time zones
"""Range values: types, blocks, options, notes that survive."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from tests.xlwings_libreoffice.coverage import covers


@covers("Range.raw_value", "Range.max_cells_per_read", "Range.max_cells_per_write")
@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("绩效", "绩效"),
        ("95%", "95%"),
        ("001", "001"),
        ("'=100%", "=100%"),
        (7, 7.0),
        (0.1, 0.1),
        (-12345678.25, -12345678.25),
        (True, True),
        (False, False),
        (None, None),
        ("", None),
        (dt.date(2026, 11, 21), dt.datetime(2026, 11, 21)),
        (dt.datetime(2026, 11, 21, 8, 30, 15), dt.datetime(2026, 11, 21, 8, 30, 15)),
        (dt.datetime(2026, 11, 21, 23, 59, 59, 120_000), dt.datetime(2026, 11, 21, 23, 59, 59, 120_000)),
        (np.float64(1.5), 1.5),
        (np.int64(3), 3.0),
        (float("nan"), None),
        (pd.NaT, None),
        (pd.Timestamp(2026, 1, 2), dt.datetime(2026, 1, 2)),
    ],
)
def test_a_cell_gives_back_what_was_written(sheet, written, read):
    """Numbers come back as float, dates as datetime, blanks as None; text is never turned into a number."""
    sheet["B2"].value = written
    assert read == sheet["B2"].value
    assert type(read) is type(sheet["B2"].value)


@covers("Range.raw_value")
def test_a_block_goes_out_and_comes_back_in_one_piece(sheet):
    """Mixed types in one block, formulas included."""
    sheet["A1"].value = [
        ["a", 1, dt.date(2026, 1, 2)],
        ["=B1*2", True, None],
        [None, dt.datetime(2026, 1, 2, 3, 4), "z"],
    ]
    assert [
        ["a", 1.0, dt.datetime(2026, 1, 2)],
        [2.0, True, None],
        [None, dt.datetime(2026, 1, 2, 3, 4), "z"],
    ] == sheet["A1:C3"].value


@covers("Range.raw_value")
def test_a_scalar_fills_the_range(sheet):
    """One value for many cells."""
    sheet["A1:B2"].value = "甲"
    assert [["甲", "甲"], ["甲", "甲"]] == sheet["A1:B2"].value


@covers("Range.raw_value")
def test_whole_columns_are_read_without_a_million_cells(sheet):
    """Beyond the used area there is nothing to ask for."""
    sheet["B3"].value = 5
    column = sheet["B:B"].value
    assert (1_048_576, [None, None, 5.0, None]) == (len(column), column[:4])


@covers("Range.raw_value")
@pytest.mark.parametrize(
    ("formula", "text"),
    [
        ("=1/0", "#DIV/0!"),
        ("=NA()", "#N/A"),
        ("=nosuch(1)", "#NAME?"),
        ('=VALUE("甲")', "#VALUE!"),
        ("=SQRT(-1)", "#VALUE!"),
    ],
)
def test_errors_are_none_or_their_text(sheet, formula, text):
    """As xlwings documents err_to_str."""
    sheet["A1:A2"].value = [[formula], [1]]
    assert [None, 1.0] == sheet["A1:A2"].value
    assert text == sheet["A1"].options(err_to_str=True).value


@covers("Range.raw_value", "Range.delete")
def test_a_lost_reference_is_an_error(sheet):
    """#REF! in the formula and as its value."""
    sheet["A1"].value = 1
    sheet["C5"].formula = "=A1+1"
    sheet["1:1"].delete()
    assert ("#REF!", "=#REF!+1") == (sheet["C4"].options(err_to_str=True).value, sheet["C4"].formula)


@covers("Range.raw_value")
def test_options_convert(sheet):
    """numbers, dates, empty, ndim, transpose."""
    sheet["A1"].value = [[1, dt.date(2026, 1, 2)], [None, "x"]]
    assert [[1, dt.date(2026, 1, 2)], ["-", "x"]] == sheet["A1:B2"].options(numbers=int, dates=dt.date, empty="-").value
    assert [[1.0]] == sheet["A1"].options(ndim=2).value
    sheet["D1"].options(transpose=True).value = [1, 2, 3]
    assert [1.0, 2.0, 3.0] == sheet["D1:D3"].value


@covers("Range.raw_value", "Range.expand")
def test_data_frames_go_both_ways(sheet):
    """xlwings' pandas converter over this engine."""
    frame = pd.DataFrame({"单位": ["财政局", "教育局"], "金额": [1.5, 2.0]})
    sheet["A1"].options(index=False).value = frame
    again = sheet["A1"].options(pd.DataFrame, expand="table", index=False).value
    pd.testing.assert_frame_equal(frame, again)


@covers("Range.raw_value")
def test_notes_survive_a_block_write(sheet):
    """Calc's block write deletes them; text, author and place must be as before."""
    sheet["B2"].add_note("数据来源：国库")
    sheet["D4"].add_note("另一条")
    sheet["A1:E5"].value = [[row * column for column in range(5)] for row in range(5)]
    assert {"$B$2": "数据来源：国库", "$D$4": "另一条"} == {note.location.address: note.text for note in sheet.notes}
    assert [[0.0] * 5, [0.0, 1.0, 2.0, 3.0, 4.0]] == sheet["A1:E2"].value


@covers("Range.clear_contents", "Range.clear_formats", "Range.clear")
def test_clearing_takes_what_it_says(sheet):
    """Contents, formats, or everything."""
    sheet["A1"].value = 5
    sheet["A1"].color = (255, 0, 0)
    sheet["A1"].add_note("注")
    sheet["A1"].clear_contents()
    assert (None, (255, 0, 0), "注") == (sheet["A1"].value, sheet["A1"].color, sheet["A1"].note.text)
    sheet["A1"].clear_formats()
    assert (None, "注") == (sheet["A1"].color, sheet["A1"].note.text)
    sheet["A1"].value = 6
    sheet["A1"].clear()
    assert (None, None) == (sheet["A1"].value, sheet["A1"].note)
