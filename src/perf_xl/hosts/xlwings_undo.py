"""Going back: for each edit the steps that undo it, recorded before it is made."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from perf_xl.hosts.xlwings_looks import KeptLook, keep_look
from perf_xl.hosts.xlwings_reading import BookReader
from perf_xl.hosts.xlwings_specifics import Specifics
from perf_xl.model.cells import (
    EMPTY,
    AddSheet,
    Area,
    Cell,
    CellRef,
    DeleteRows,
    DeleteSheet,
    Edit,
    Erase,
    InsertRows,
    Look,
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
)

ANY_LOOK = Look("", "", 1.0, "", False, "", "general", "bottom", False, "", False)
"""Every field given: for keeping the whole look of cells that are about to go."""

Step = Edit | KeptLook
"""What going back consists of."""


class Recorder:
    """Records how to undo edits of one workbook."""

    def __init__(self, reader: BookReader, specifics: Specifics) -> None:
        self._reader = reader
        self._specifics = specifics

    def steps_back(self, edit: Edit) -> list[Step]:
        """The steps that undo ``edit``, read from the workbook as it is before it."""
        return list(_STEPS[type(edit)](self, edit))

    def _cell(self, ref: CellRef) -> Iterator[Step]:
        """A cell's contents, its link, and the format a date or truth value may bring with it."""
        rng, cell = self._reader.cell_range(ref), self._reader.cell(ref)
        yield SetValue(ref, None)
        number_format = rng.number_format if cell is EMPTY else cell.number_format
        yield KeptLook(_area(ref), {"number_format": number_format})
        yield from contents(ref, cell)
        if isinstance(cell.value, str) and (target := self._specifics.link(rng)) is not None:
            yield SetLink(ref, target)

    def value(self, edit: SetValue | SetFormula | SetLink) -> Iterator[Step]:
        """Back to the former contents."""
        if isinstance(edit, SetLink):
            yield SetLink(edit.ref, None)
        yield from self._cell(edit.ref)

    def look(self, edit: SetLook) -> Iterator[Step]:
        """Back to the former look."""
        yield from keep_look(edit.area, self._reader.range, edit.look, self._specifics)

    def note(self, edit: SetNote) -> Iterator[Step]:
        """Back to the former note."""
        yield SetNote(edit.ref, self._reader.notes(edit.ref.sheet).get((edit.ref.row, edit.ref.column)))

    def name(self, edit: SetName) -> Iterator[Step]:
        """Back to the former name."""
        former = [
            known
            for known in self._reader.names()
            if known.name.casefold() == edit.name.casefold() and known.sheet == edit.sheet
        ]
        if not former:
            yield SetName(edit.name, edit.sheet, None)
        for known in former:
            yield SetName(known.name, known.sheet, known.refers_to, known.hidden)

    def erase(self, edit: Erase) -> Iterator[Step]:
        """Back to everything in the area."""
        yield from self._everything(edit.area)

    def add_sheet(self, edit: AddSheet) -> Iterator[Step]:
        """Without the sheet."""
        yield DeleteSheet(edit.sheet)

    def delete_sheet(self, edit: DeleteSheet) -> Iterator[Step]:
        """The sheet made again from what was on it; it stands at the end."""
        yield AddSheet(edit.sheet)
        box = self._reader.cells(edit.sheet).box
        if box is not None:
            area = Area(edit.sheet, *box)
            yield from self._widths(area)
            yield from self._everything(area)
        yield from (SetMerge(merge) for merge in self._specifics.merges(self._reader.sheet(edit.sheet)))
        yield from self._references(edit.sheet)

    def insert_rows(self, edit: InsertRows) -> Iterator[Step]:
        """Without the rows."""
        yield DeleteRows(edit.sheet, edit.row, edit.count)

    def delete_rows(self, edit: DeleteRows) -> Iterator[Step]:
        """The rows again, with everything in them; and what referred to nothing but them."""
        yield InsertRows(edit.sheet, edit.row, edit.count, like=max(1, edit.row - 1))
        box = self._reader.cells(edit.sheet).box
        last = edit.row + edit.count - 1
        for row in range(edit.row, last + 1):
            rng = self._reader.cell_range(CellRef(edit.sheet, row, 1))
            yield SetRowHeight(edit.sheet, row, rng.row_height)
        if box is not None:
            yield from self._everything(Area(edit.sheet, edit.row, 1, last, box[3]))
        yield from self._references(edit.sheet)
        sheet = self._reader.sheet(edit.sheet)
        yield from (SetMerge(area) for area in self._specifics.merges(sheet) if area.bottom >= edit.row)

    def merge(self, edit: SetMerge) -> Iterator[Step]:
        """Merged or not as before; what merging would drop."""
        yield SetMerge(edit.area, merged=not edit.merged)
        if edit.merged:
            for ref in _cells(edit.area):
                yield from contents(ref, self._reader.cell(ref))

    def choices(self, edit: SetChoices) -> Iterator[Step]:
        """Without a list: only sheets of our own get one."""
        yield SetChoices(edit.area, ())

    def row_height(self, edit: SetRowHeight) -> Iterator[Step]:
        """Back to the former height."""
        rng = self._reader.cell_range(CellRef(edit.sheet, edit.row, 1))
        yield SetRowHeight(edit.sheet, edit.row, rng.row_height)

    def column_width(self, edit: SetColumnWidth) -> Iterator[Step]:
        """Back to the former width."""
        rng = self._reader.cell_range(CellRef(edit.sheet, 1, edit.column))
        yield SetColumnWidth(edit.sheet, edit.column, rng.column_width)

    def _widths(self, area: Area) -> Iterator[Step]:
        for column in range(area.left, area.right + 1):
            width = self._reader.cell_range(CellRef(area.sheet, 1, column)).column_width
            yield SetColumnWidth(area.sheet, column, width)

    def _everything(self, area: Area) -> Iterator[Step]:
        yield from keep_look(area, self._reader.range, ANY_LOOK, self._specifics)
        notes = self._reader.notes(area.sheet)
        for ref in _cells(area):
            yield from contents(ref, self._reader.cell(ref))
            if (ref.row, ref.column) in notes:
                yield SetNote(ref, notes[ref.row, ref.column])

    def _references(self, sheet: str) -> Iterator[Step]:
        """Formulas and names elsewhere that mention the sheet; deleted references do not come back by themselves."""
        for other in (item.name for item in self._reader.sheet(sheet).book.sheets):
            for (row, column), cell in self._reader.cells(other).cells.items():
                if cell.formula is not None and (other == sheet or sheet in cell.formula):
                    yield SetFormula(CellRef(other, row, column), cell.formula, cell.value)
        for name in self._reader.names():
            if sheet in name.refers_to or name.sheet == sheet:
                yield SetName(name.name, name.sheet, name.refers_to, name.hidden)


_STEPS: dict[type, Callable[[Recorder, Any], Iterator[Step]]] = {
    SetValue: Recorder.value,
    SetFormula: Recorder.value,
    SetLink: Recorder.value,
    SetLook: Recorder.look,
    SetNote: Recorder.note,
    SetName: Recorder.name,
    Erase: Recorder.erase,
    AddSheet: Recorder.add_sheet,
    DeleteSheet: Recorder.delete_sheet,
    InsertRows: Recorder.insert_rows,
    DeleteRows: Recorder.delete_rows,
    SetChoices: Recorder.choices,
    SetMerge: Recorder.merge,
    SetRowHeight: Recorder.row_height,
    SetColumnWidth: Recorder.column_width,
}


def contents(ref: CellRef, cell: Cell) -> Iterator[Step]:
    """The edit that gives an empty cell these contents; none for an empty one."""
    if cell.formula is not None:
        yield SetFormula(ref, cell.formula, cell.value)
    elif cell.value is not None:
        yield SetValue(ref, cell.value)


def touched_cells(step: Step) -> Iterator[CellRef]:
    """The cells a step changes, as far as it is about single cells."""
    match step:
        case SetValue(ref=ref) | SetFormula(ref=ref) | SetNote(ref=ref) | SetLink(ref=ref):
            yield ref
        case KeptLook(area=area) | SetMerge(area=area):
            yield from _cells(area)
        case _:
            return


def _cells(area: Area) -> Iterator[CellRef]:
    for row in range(area.top, area.bottom + 1):
        for column in range(area.left, area.right + 1):
            yield CellRef(area.sheet, row, column)


def _area(ref: CellRef) -> Area:
    return Area(ref.sheet, ref.row, ref.column, ref.row, ref.column)
