"""Protected sheets and undo."""

from __future__ import annotations

import pytest

import xlwings_libreoffice
from tests.xlwings_libreoffice.coverage import covers
from xlwings_libreoffice.addresses import Box
from xlwings_libreoffice.errors import ProtectedCellsError
from xlwings_libreoffice.protection import first_locked, has_password, set_locked


@pytest.fixture
def protected(sheet):
    """A sheet with one open cell, B2, and a value in A1."""
    sheet["A1"].value = "标签"
    set_locked(sheet["B2"].api, locked=False)
    sheet.api.protect("")
    return sheet


WRITES = {
    "value": lambda sheet: setattr(sheet["A1"], "value", "新"),
    "block": lambda sheet: setattr(sheet["A1:B2"], "value", [[1, 2], [3, 4]]),
    "formula": lambda sheet: setattr(sheet["A1"], "formula", "=1+1"),
    "array": lambda sheet: setattr(sheet["A1:A2"], "formula_array", "=B1:B2"),
    "clear": lambda sheet: sheet["A1"].clear_contents(),
    "color": lambda sheet: setattr(sheet["A1"], "color", (1, 2, 3)),
    "font": lambda sheet: setattr(sheet["A1"].font, "bold", True),
    "border": lambda sheet: sheet["A1"].borders.set("all", line_style="continuous"),
    "number format": lambda sheet: setattr(sheet["A1"], "number_format", "0.00"),
    "validation": lambda sheet: sheet["A1"].data_validation.set_list(["甲"]),
    "condition": lambda sheet: sheet["A1"].conditional_formats.add_custom("=A1>1", font_bold=True),
    "note": lambda sheet: sheet["A1"].add_note("注"),
    "link": lambda sheet: sheet["A1"].add_hyperlink("https://example.org/"),
    "insert": lambda sheet: sheet["1:1"].insert("down"),
    "delete": lambda sheet: sheet["1:1"].delete(),
    "merge": lambda sheet: sheet["A1:B1"].merge(),
    "width": lambda sheet: setattr(sheet["A1"], "column_width", 30),
    "hide": lambda sheet: setattr(sheet["1:1"].rows, "hidden", True),
    "move": lambda sheet: sheet["A1"].move(sheet["B2"]),
    "copy onto": lambda sheet: sheet["B2"].copy(sheet["A1"]),
}


@covers("Range.raw_value", "Range.formula", "Range.clear_contents", "Range.color", "Range.insert", "Range.merge")
@pytest.mark.parametrize("write", WRITES.values(), ids=WRITES.keys())
def test_a_locked_cell_is_refused_and_unchanged(protected, write):
    """UNO itself lets some of these through and ignores others in silence."""
    with pytest.raises(ProtectedCellsError, match="Sheet1"):
        write(protected)
    assert ("标签", None, None) == (protected["A1"].value, protected["A1"].color, protected["A1"].note)


@covers("Range.raw_value", "Range.formula", "Range.color", "Range.add_note")
def test_an_open_cell_takes_everything(protected):
    """What Excel allows in an open cell."""
    protected["B2"].value = 5
    protected["B2"].color = (1, 2, 3)
    protected["B2"].add_note("注")
    assert (5.0, (1, 2, 3), "注") == (protected["B2"].value, protected["B2"].color, protected["B2"].note.text)
    protected["B2"].formula = "=1+1"
    assert 2.0 == protected["B2"].value


def test_the_first_locked_cell_is_named(protected):
    """Row by row, in a block that is partly open."""
    assert Box(1, 2, 1, 2) == first_locked(protected.impl, protected["B1:B3"].impl.box)
    assert first_locked(protected.impl, protected["B2"].impl.box) is None


def test_a_password_is_noticed_and_not_broken(protected, book):
    """Asking leaves the protection as it was."""
    assert (False, True) == (has_password(protected.impl), protected.api.isProtected())
    other = book.sheets.add("密")
    other.api.protect("pw")
    assert (True, True) == (has_password(other.impl), other.api.isProtected())
    assert has_password(book.sheets.add("开").impl) is False


def test_many_writes_are_one_undo_step(book, sheet):
    """Values, blocks over empty cells, formulas and colours; one undo takes all back."""
    sheet["A1:A3"].value = [[1], [2], [None]]
    with xlwings_libreoffice.undo_context(book, "绩效评价：计算得分") as step:
        sheet["A1:B3"].value = [[9, 9], [9, 9], [9, 9]]
        sheet["C1"].formula = "=SUM(A1:A3)"
        sheet["A1"].color = (1, 2, 3)
    assert ("绩效评价：计算得分", 27.0) == (book.api.UndoManager.getCurrentUndoActionTitle(), sheet["C1"].value)
    step.undo()
    assert [[1.0, None, None], [2.0, None, None], [None, None, None]] == sheet["A1:C3"].value
    assert sheet["A1"].color is None
