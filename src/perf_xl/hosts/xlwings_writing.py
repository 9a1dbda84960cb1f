"""Writing through xlwings: one method an edit. Text stays text, whatever the host would make of it."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from perf_xl.hosts.xlwings_looks import KeptLook, put_back_look, write_look
from perf_xl.hosts.xlwings_reading import BookReader
from perf_xl.hosts.xlwings_specifics import Specifics
from perf_xl.hosts.xlwings_undo import Step
from perf_xl.model.cells import (
    AddSheet,
    Area,
    CellValue,
    DeleteRows,
    DeleteSheet,
    Erase,
    InsertRows,
    SetChoices,
    SetColumnWidth,
    SetFormula,
    SetLink,
    SetLook,
    SetMerge,
    SetName,
    SetNote,
    SetRowHeight,
    SetValue,
    column_letters,
)

_PLAIN_TEXT = re.compile(r"[^\W\d][^\d]*")
_TRUTH_WORDS = ("true", "false", "真", "假")


def native(value: CellValue) -> Any:
    """A value as xlwings takes it; a text that Excel would read as a number, date or formula is marked as text.

    >>> native("=100%"), native("科技培训"), native("95%")
    ("'=100%", '科技培训', "'95%")
    """
    if isinstance(value, str) and value:
        return value if _PLAIN_TEXT.fullmatch(value) and value.lower() not in _TRUTH_WORDS else f"'{value}"
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and abs(value) < 10**15 else float(value)
    if isinstance(value, dt.time):
        return (value.hour * 3600 + value.minute * 60 + value.second) / 86_400
    return value


class Writer:
    """Makes edits in one workbook."""

    def __init__(self, book: Any, reader: BookReader, specifics: Specifics) -> None:
        self._book = book
        self._reader = reader
        self._specifics = specifics
        self._known_names: dict[str | None, dict[str, Any]] = {}

    def make(self, step: Step) -> None:
        """One edit, or one step back."""
        if isinstance(step, AddSheet | DeleteSheet | InsertRows | DeleteRows):
            self._known_names.clear()
        _MAKE[type(step)](self, step)

    def value(self, edit: SetValue) -> None:
        """A constant; None empties the cell."""
        rng = self._reader.cell_range(edit.ref)
        if edit.value is None:
            rng.clear_contents()
            return
        value = native(edit.value)
        if isinstance(value, dt.date):
            rng.value = value
        else:  # nothing for xlwings to convert: one question instead of ten
            rng.raw_value = value

    def formula(self, edit: SetFormula) -> None:
        """A formula; the host calculates it."""
        # Of the engine itself: one question, where xlwings' own property asks ten to see what it got.
        self._reader.cell_range(edit.ref).impl.formula = f"={edit.formula}"

    def look(self, edit: SetLook) -> None:
        """Formats."""
        write_look(self._reader.range(edit.area), edit.look, self._specifics)

    def kept_look(self, step: KeptLook) -> None:
        """Formats as they were."""
        put_back_look(self._reader.range(step.area), step, self._specifics)

    def note(self, edit: SetNote) -> None:
        """A note, new or other; None takes it away."""
        rng = self._reader.cell_range(edit.ref)
        note = rng.note
        if edit.text is None:
            if note is not None:
                note.delete()
        elif note is None:
            rng.add_note(edit.text)
        else:
            note.text = edit.text

    def link(self, edit: SetLink) -> None:
        """A link into the workbook (``'表'!C7``) or to a file; the text stays."""
        rng = self._reader.cell_range(edit.ref)
        if edit.target is None:
            self._specifics.remove_link(rng)
            return
        inside = "!" in edit.target and "://" not in edit.target
        target = f"#{edit.target.removeprefix('#')}" if inside else edit.target
        text = rng.value
        rng.add_hyperlink(target, edit.target if text is None else str(text))

    def name(self, edit: SetName) -> None:
        """A defined name; None takes it away."""
        if edit.refers_to is None:
            self._delete_name(edit)
            return
        names = self._book.names if edit.sheet is None else self._reader.sheet(edit.sheet).names
        if self._stands(edit):
            # Set, not made again: LibreOffice makes no name like _xlnm.Print_Area, and Excel's stay hidden.
            self._names(edit.sheet)[edit.name.casefold()].refers_to = f"={edit.refers_to}"
            return
        added = names.add(edit.name, f"={edit.refers_to}")
        self._names(edit.sheet)[edit.name.casefold()] = added
        if edit.hidden:
            self._specifics.hide_name(added)

    def _stands(self, edit: SetName) -> bool:
        """Whether the name was there when the workbook was read last, hidden or not as it is to be."""
        same = (edit.name.casefold(), edit.sheet, edit.hidden)
        known = ((name.name.casefold(), name.sheet, name.hidden) for name in self._reader.names())
        return same in known and edit.name.casefold() in self._names(edit.sheet)

    def _delete_name(self, edit: SetName) -> None:
        name = self._names(edit.sheet).pop(edit.name.casefold(), None)
        if name is not None:
            name.delete()

    def _names(self, sheet: str | None) -> dict[str, Any]:
        """The host's names of a sheet, or of the whole workbook."""
        if sheet not in self._known_names:
            names = self._book.names if sheet is None else self._reader.sheet(sheet).names
            parts = ((name.name.rpartition("!"), name) for name in names)
            self._known_names[sheet] = {
                key.casefold(): name for (scope, _, key), name in parts if bool(scope) == (sheet is not None)
            }
        return self._known_names[sheet]

    def erase(self, edit: Erase) -> None:
        """Contents, formats and notes gone."""
        self._reader.range(edit.area).clear()

    def add_sheet(self, edit: AddSheet) -> None:
        """A sheet at the end; the one in front stays in front."""
        front = self._book.sheets.active
        self._book.sheets.add(edit.sheet, after=self._book.sheets[-1])
        front.impl.activate()

    def delete_sheet(self, edit: DeleteSheet) -> None:
        """Without a question to the user."""
        with self._book.app.properties(display_alerts=False):
            self._reader.sheet(edit.sheet).delete()

    def insert_rows(self, edit: InsertRows) -> None:
        """Rows with the format and height of another one; the host gives them the format of the row above."""
        sheet = self._reader.sheet(edit.sheet)
        sheet[_rows(edit.row, edit.count)].insert("down")
        like = edit.like if edit.like < edit.row else edit.like + edit.count
        height = sheet[_rows(like, 1)].row_height
        last = column_letters(max(sheet.used_range.last_cell.column, 1))
        for row in range(edit.row, edit.row + edit.count):
            if like != edit.row - 1:
                self._specifics.copy_formats(sheet[f"A{like}:{last}{like}"], sheet[f"A{row}:{last}{row}"])
            sheet[_rows(row, 1)].row_height = height

    def delete_rows(self, edit: DeleteRows) -> None:
        """Rows gone."""
        self._reader.sheet(edit.sheet)[_rows(edit.row, edit.count)].delete("up")

    def merge(self, edit: SetMerge) -> None:
        """Merged, or no longer."""
        rng = self._reader.range(edit.area)
        if edit.merged:
            rng.merge()
        else:
            rng.unmerge()

    def choices(self, edit: SetChoices) -> None:
        """A drop-down list; the host says in its own words what is not on it."""
        self._specifics.set_choices(self._reader.range(edit.area), edit.choices)

    def row_height(self, edit: SetRowHeight) -> None:
        """A height in points, or as high as the text needs."""
        rng = self._reader.sheet(edit.sheet)[_rows(edit.row, 1)]
        if edit.height is None:
            rng.rows.autofit()
        else:
            rng.row_height = edit.height

    def column_width(self, edit: SetColumnWidth) -> None:
        """A width in characters, or the sheet's default."""
        sheet = self._reader.sheet(edit.sheet)
        if edit.width is None:
            self._specifics.reset_width(sheet, edit.column)
        else:
            sheet.range((1, edit.column)).column_width = edit.width


def _rows(first: int, count: int) -> str:
    return f"{first}:{first + count - 1}"


_MAKE: dict[type, Callable[[Writer, Any], None]] = {
    SetValue: Writer.value,
    SetFormula: Writer.formula,
    SetLook: Writer.look,
    KeptLook: Writer.kept_look,
    SetNote: Writer.note,
    SetLink: Writer.link,
    SetName: Writer.name,
    Erase: Writer.erase,
    AddSheet: Writer.add_sheet,
    DeleteSheet: Writer.delete_sheet,
    InsertRows: Writer.insert_rows,
    DeleteRows: Writer.delete_rows,
    SetChoices: Writer.choices,
    SetMerge: Writer.merge,
    SetRowHeight: Writer.row_height,
    SetColumnWidth: Writer.column_width,
}


def written_area(step: Step) -> Area | None:
    """The cells whose lock decides about an edit; None for edits that no lock forbids."""
    match step:
        case SetValue(ref=ref) | SetFormula(ref=ref) | SetNote(ref=ref) | SetLink(ref=ref):
            return Area(ref.sheet, ref.row, ref.column, ref.row, ref.column)
        case SetLook(area=area) | Erase(area=area):
            return area
        case _:
            return None


def edited_sheet(step: Step) -> str | None:
    """The sheet that must be open for an edit; None for names and new sheets."""
    match step:
        case AddSheet() | DeleteSheet() | SetName():
            return None
        case InsertRows() | DeleteRows() | SetRowHeight() | SetColumnWidth():
            return step.sheet
        case SetMerge(area=area) | KeptLook(area=area) | SetChoices(area=area):
            return area.sheet
        case _:
            written = written_area(step)
            return None if written is None else written.sheet
