"""Sheets of a workbook."""

from __future__ import annotations

import pytest

from tests.xlwings_libreoffice.coverage import covers


@covers(
    "Sheets.__contains__",
    "Sheets.__call__",
    "Sheets.__iter__",
    "Sheets.__len__",
    "Sheets.active",
    "Sheets.add",
    "Sheets.api",
    "Book.sheets",
)
def test_sheets_are_added_and_found(book):
    """By name in any case, by index; a new one becomes the active one."""
    first = book.sheets[0]
    last = book.sheets.add("汇总", after=first)
    assert (["Sheet1", "汇总"], "汇总") == ([sheet.name for sheet in book.sheets], book.sheets.active.name)
    assert "Sheet1" == book.sheets["SHEET1"].name
    book.sheets.add("前", before=last)
    assert ["Sheet1", "前", "汇总"] == [sheet.name for sheet in book.sheets]
    assert (3, 3, True, False) == (len(book.sheets), book.sheets.api.Count, "前" in book.sheets, "无" in book.sheets)
    with pytest.raises(KeyError):
        book.sheets["无"]
    with pytest.raises(ValueError, match="already present"):
        book.sheets.add("汇总")


@covers("Sheet.name", "Sheet.index", "Sheet.visible", "Sheet.book", "Sheet.api", "Sheet.delete", "Sheet.cells")
def test_a_sheet_is_renamed_hidden_and_deleted(book):
    """Its attributes."""
    sheet = book.sheets.add("旧", after=book.sheets[0])
    sheet.name = "新"
    assert ("新", 2, True, book) == (sheet.name, sheet.index, sheet.visible, sheet.book)
    sheet.visible = False
    assert (False, "新") == (book.sheets["新"].visible, sheet.api.Name)
    assert (1_048_576, 16_384) == sheet.cells.shape
    sheet.visible = True
    sheet.delete()
    assert ["Sheet1"] == [other.name for other in book.sheets]


@covers("Sheet.copy", "Sheet.move")
def test_sheets_are_copied_and_moved(app, book):
    """Within the workbook, and into another."""
    first = book.sheets[0]
    first["A1"].value = "甲"
    copied = first.copy(name="副本")
    assert ("甲", ["Sheet1", "副本"]) == (copied["A1"].value, [sheet.name for sheet in book.sheets])
    copied.move(before=first)
    assert ["副本", "Sheet1"] == [sheet.name for sheet in book.sheets]
    other = app.books.add()
    moved = copied.copy(after=other.sheets[0])
    assert "甲" == moved["A1"].value
    other.close()


@covers("Sheet.clear", "Sheet.clear_contents", "Sheet.clear_formats")
def test_a_sheet_is_cleared(sheet):
    """Contents, formats, both."""
    sheet["B2"].value, sheet["B2"].color = 1, (1, 2, 3)
    sheet.clear_contents()
    assert (None, (1, 2, 3)) == (sheet["B2"].value, sheet["B2"].color)
    sheet["B2"].value = 2
    sheet.clear_formats()
    assert (2.0, None) == (sheet["B2"].value, sheet["B2"].color)
    sheet["B2"].color = (1, 2, 3)
    sheet.clear()
    assert (None, None) == (sheet["B2"].value, sheet["B2"].color)


@covers("Sheet.page_setup", "PageSetup.print_area", "PageSetup.api")
def test_print_areas(sheet):
    """One, several, none."""
    sheet.page_setup.print_area = "$A$1:$C$9,$E$1:$F$3"
    assert "$A$1:$C$9,$E$1:$F$3" == sheet.page_setup.print_area
    sheet.page_setup.print_area = None
    assert sheet.page_setup.print_area is None
    assert sheet.page_setup.api.supportsService("com.sun.star.style.PageStyle")
    with pytest.raises(ValueError, match="print area"):
        sheet.page_setup.print_area = "甲"


@covers("Sheet.freeze_panes", "FreezePanes.freeze_at", "FreezePanes.unfreeze", "Sheet.show_gridlines")
def test_panes_and_grid_lines(sheet):
    """Frozen rows stay; grid lines are switched off."""
    sheet.freeze_panes.freeze_at("1:2")
    controller = sheet.book.api.CurrentController
    assert (True, 2, 0) == (controller.hasFrozenPanes(), controller.SplitRow, controller.SplitColumn)
    sheet.freeze_panes.freeze_at("A1:B3")
    assert (3, 2) == (controller.SplitRow, controller.SplitColumn)
    sheet.freeze_panes.unfreeze()
    assert controller.hasFrozenPanes() is False
    sheet.show_gridlines = False
    assert sheet.show_gridlines is False


@covers("Sheet.names", "Sheet.notes", "Sheet.charts", "Sheet.tables")
def test_a_new_sheet_has_no_collections(sheet):
    """Empty collections are empty, not missing."""
    assert [0, 0, 0, 0] == [len(sheet.names), len(sheet.notes), len(sheet.charts), len(sheet.tables)]
