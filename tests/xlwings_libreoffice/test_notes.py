"""Notes."""

from __future__ import annotations

import pytest

from tests.xlwings_libreoffice.coverage import covers


@covers("Range.note", "Range.add_note", "Note.text", "Note.delete", "Note.location", "Note.author", "Note.api")
def test_a_note_comes_changes_and_goes(sheet):
    """One a cell; a second one is refused."""
    assert sheet["A1"].note is None
    note = sheet["A1"].add_note("请核实")
    assert ["请核实"] == [item.text for item in sheet.notes]
    assert ("请核实", "$A$1", "") == (note.text, note.location.address, note.author)
    with pytest.raises(ValueError, match="has a note"):
        sheet["A1"].add_note("再来")
    note.text = "已核实"
    assert ("已核实", True) == (note.api.String, sheet["A1"].note is not None)
    sheet["C3"].add_note("另一条")
    assert ["$A$1", "$C$3"] == [item.location.address for item in sheet.notes]
    note.delete()
    assert (None, 1) == (sheet["A1"].note, len(sheet.notes))
