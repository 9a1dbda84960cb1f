"""Places and structure of ranges: addresses, insert, delete, copy, merge, edges."""

from __future__ import annotations

import pytest
import xlwings as xw

from tests.xlwings_libreoffice.coverage import covers


@covers(
    "Range.address", "Range.get_address", "Range.row", "Range.column", "Range.shape", "Range.coords", "Range.__len__"
)
@covers("Range.api", "Range.__call__", "Sheet.range")
def test_places(sheet):
    """Addresses in all forms; indexes and slices."""
    rng = sheet["B2:D5"]
    assert ("$B$2:$D$5", 2, 2, (4, 3), 12) == (rng.address, rng.row, rng.column, rng.shape, len(rng))
    assert "B$2:D$5" == rng.get_address(row_absolute=True, column_absolute=False)
    assert "Sheet1!$B$2:$D$5" == rng.get_address(include_sheetname=True)
    assert ("$C$3", "$D$3", "$B$5:$D$5") == (rng[1, 1].address, rng(2, 3).address, rng[-1, :].address)
    assert ("$1:$3", "$A:$C", "$A$1:$C$2") == (
        sheet["1:3"].address,
        sheet["A:C"].address,
        sheet.range((1, 1), (2, 3)).address,
    )
    assert ("Sheet1", 2, 2, 4, 3) == rng.impl.coords
    assert sheet == rng.sheet
    assert "$B$2:$E$9" == sheet.range("B2", sheet["E9"]).address
    with pytest.raises(IndexError):
        sheet.range((0, 1))
    with pytest.raises(xw.NoSuchObjectError):
        sheet["没有的名称"].value  # noqa: B018


@covers("Range.get_address")
def test_external_addresses_quote_sheets(book):
    """Workbook and sheet; quoted where a formula needs it."""
    name = book.name
    book.sheets[0].name = "评分 表"
    assert f"'[{name}]评分 表'!$A$1" == book.sheets[0]["A1"].get_address(external=True)


@covers("Range.insert", "Range.delete")
def test_insert_and_delete_shift_the_rest(sheet):
    """Cells, whole rows and whole columns; formulas follow."""
    sheet["A1"].value = [[1, 10], [2, 20], [3, 30]]
    sheet["D1"].formula = "=SUM(A1:A3)"
    sheet["2:3"].insert("down")
    assert ([1.0, None, None, 2.0, 3.0], "=SUM(A1:A5)") == (sheet["A1:A5"].value, sheet["D1"].formula)
    sheet["2:3"].delete()
    assert ([1.0, 2.0, 3.0], "=SUM(A1:A3)") == (sheet["A1:A3"].value, sheet["D1"].formula)
    sheet["A1"].insert("right")
    assert [[None, 1.0, 10.0], [2.0, 20.0, None]] == sheet["A1:C2"].value
    sheet["A1"].delete("left")
    assert [[1.0, 10.0], [2.0, 20.0]] == sheet["A1:B2"].value
    sheet["A:A"].delete()
    assert [10.0, 20.0] == sheet["A1:A2"].value
    with pytest.raises(NotImplementedError, match="copy_origin"):
        sheet["1:1"].insert("down", copy_origin="format_from_right_or_below")


@covers("Range.insert")
def test_inserted_rows_take_the_format_above(sheet):
    """format_from_left_or_above is the default."""
    sheet["A1"].color = (9, 9, 9)
    sheet["2:2"].insert("down")
    assert (9, 9, 9) == sheet["A2"].color


@covers("Range.copy", "Range.copy_from", "Range.move")
def test_copy_and_move(book, sheet):
    """Everything goes along; move takes references with it."""
    sheet["A1"].value = [[1, "=A1*2"]]
    sheet["A1"].color = (1, 2, 3)
    sheet["F1"].formula = "=A1"
    sheet["A1:B1"].copy(sheet["A5"])
    assert ([1.0, 2.0], "=A5*2", (1, 2, 3)) == (sheet["A5:B5"].value, sheet["B5"].formula, sheet["A5"].color)
    sheet["A1:B1"].move(sheet["A9"])
    assert (None, 1.0, "=A9") == (sheet["A1"].value, sheet["A9"].value, sheet["F1"].formula)
    sheet["C20"].copy_from(sheet["A9"], "formats")
    assert (None, (1, 2, 3)) == (sheet["C20"].value, sheet["C20"].color)
    other = book.sheets.add("二")
    other["B2"].copy_from(sheet["A9"])
    assert (1.0, (1, 2, 3)) == (other["B2"].value, other["B2"].color)
    with pytest.raises(NotImplementedError, match="copy_from"):
        other["B3"].copy_from(sheet["A9"], "values")
    with pytest.raises(NotImplementedError, match="without a destination"):
        sheet["A1"].copy()


@covers("Range.merge", "Range.unmerge", "Range.merge_area", "Range.merge_cells")
def test_merging_keeps_the_first_value(sheet):
    """As Excel: the other values go; the area is found from any of its cells."""
    sheet["A1"].value = [["一级", "甲"], ["乙", "丙"]]
    sheet["A1:B2"].merge()
    assert ("$A$1:$B$2", "$A$1:$B$2") == (sheet["A1"].merge_area.address, sheet["B2"].merge_area.address)
    assert (True, True, False, None) == (
        sheet["A1"].merge_cells,
        sheet["A1:B2"].merge_cells,
        sheet["D4"].merge_cells,
        sheet["A1:C3"].merge_cells,
    )
    sheet["A1:B2"].unmerge()
    assert ([["一级", None], [None, None]], False) == (sheet["A1:B2"].value, sheet["A1"].merge_cells)
    sheet["A5:B6"].merge(across=True)
    assert ("$A$5:$B$5", "$A$6:$B$6") == (sheet["B5"].merge_area.address, sheet["A6"].merge_area.address)
    assert "$D$4" == sheet["D4"].merge_area.address


@covers("Range.end", "Range.current_region", "Sheet.used_range", "Range.expand")
def test_edges(sheet):
    """Ctrl+arrow, Ctrl+*, the used area, expand."""
    assert "$A$1" == sheet.used_range.address
    sheet["B2"].value = [[1, 2, 3], [4, 5, 6], [7, 8, 9]]
    sheet["B9"].value = "下"
    assert ["$B$4", "$D$2", "$B$1", "$A$2"] == [sheet["B2"].end(way).address for way in ("down", "right", "up", "left")]
    assert ["$B$9", "$B$1048576", "$XFD$2"] == [
        sheet["B4"].end("down").address,
        sheet["B9"].end("down").address,
        sheet["D2"].end("right").address,
    ]
    assert "$B$4" == sheet["B9"].end("up").address
    assert ("$B$2:$D$4", "$B$2:$D$9") == (sheet["C3"].current_region.address, sheet.used_range.address)
    assert ("$B$2:$D$4", "$B$2:$B$4", "$B$2:$D$2") == tuple(
        sheet["B2"].expand(mode).address for mode in ("table", "down", "right")
    )


@covers("Range.select", "App.selection", "Sheet.select", "Sheet.activate")
def test_selection(app, sheet):
    """Selected cells are the app's selection."""
    sheet["B2:C3"].select()
    assert "$B$2:$C$3" == app.selection.address


@covers("Range.hyperlink", "Range.add_hyperlink")
def test_hyperlinks(book, sheet):
    """Into the web and into the workbook; a cell without one says so."""
    sheet["A1"].add_hyperlink("https://example.org/", "主页")
    assert ("https://example.org/", "主页") == (sheet["A1"].hyperlink, sheet["A1"].value)
    book.sheets.add("评分 表")
    sheet["A2"].add_hyperlink("#'评分 表'!C7", "去看看")
    assert "#'评分 表'!C7" == sheet["A2"].hyperlink
    with pytest.raises(Exception, match="hyperlink"):
        sheet["A3"].hyperlink  # noqa: B018
