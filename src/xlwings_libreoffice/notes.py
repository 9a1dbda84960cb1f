"""Notes (Calc calls them comments, UNO annotations)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import XlwingsError
from xlwings import base_classes as bc

from xlwings_libreoffice.formulas import position
from xlwings_libreoffice.members import implements

if TYPE_CHECKING:
    from xlwings_libreoffice.ranges import Range
    from xlwings_libreoffice.sheets import Sheet


@implements(bc.Note)
class Note:
    """The note of one cell."""

    def __init__(self, sheet: Sheet, row: int, column: int) -> None:
        self._sheet = sheet
        self._place = (row, column)

    @property
    def api(self) -> Any:
        """The UNO annotation."""
        return self._sheet.uno_cell(*self._place).Annotation

    @property
    def text(self) -> str:
        """Its text."""
        return str(self.api.String)

    @text.setter
    def text(self, value: str) -> None:
        self.api.setString(value)

    @property
    def author(self) -> str:
        """Who wrote it; empty if unknown."""
        return str(self.api.Author)

    @property
    def location(self) -> Range:
        """Its cell."""
        return self._sheet.range(self._place)

    def delete(self) -> None:
        """Take it away."""
        notes = self._sheet.api.Annotations
        for index in range(notes.Count):
            place = notes.getByIndex(index).Position
            if (place.Row + 1, place.Column + 1) == self._place:
                notes.removeByIndex(index)
                return


def notes_of(sheet: Sheet) -> list[Note]:
    """All notes of a sheet, row by row."""
    return [Note(sheet, *place) for place in sorted(sheet.noted_cells())]


def note_at(sheet: Sheet, row: int, column: int) -> Note | None:
    """The note of a cell."""
    return Note(sheet, row, column) if (row, column) in sheet.noted_cells() else None


def add_note(sheet: Sheet, row: int, column: int, text: str) -> Note:
    """A new note; a cell has one at most."""
    if note_at(sheet, row, column) is not None:
        raise XlwingsError(f"The cell {sheet.range((row, column)).address} has a note already")
    sheet.api.Annotations.insertNew(position(sheet.index - 1, row, column), text)
    return Note(sheet, row, column)
