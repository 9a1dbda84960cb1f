"""Which cells differ between two states of a workbook file: contents, formats and notes."""

from __future__ import annotations

from perf_xl.model.cells import Cell, CellRef, Look
from perf_xl.ooxml import notes
from perf_xl.ooxml.cells import read_cell
from perf_xl.ooxml.workbook import Workbook


def changed_cells(one: Workbook, other: Workbook) -> tuple[CellRef, ...]:
    """The cells of sheets that both have and that are not alike, in order."""
    common = [tab.name for tab in one.worksheets() if other.has_sheet(tab.name)]
    return tuple(ref for sheet in common for ref in _changed(one, other, sheet))


def _changed(one: Workbook, other: Workbook, sheet: str) -> list[CellRef]:
    first = {(row, column): text for row, column, text in one.sheet(sheet).cells()}
    second = {(row, column): text for row, column, text in other.sheet(sheet).cells()}
    doubtful = {key for key in first.keys() | second.keys() if first.get(key) != second.get(key)}
    found = {key for key in doubtful if _state(one, sheet, key) != _state(other, sheet, key)}
    one_notes, other_notes = notes.read_notes(one, sheet), notes.read_notes(other, sheet)
    found |= {key for key in one_notes.keys() | other_notes.keys() if one_notes.get(key) != other_notes.get(key)}
    return [CellRef(sheet, *key) for key in sorted(found)]


def _state(book: Workbook, sheet: str, key: tuple[int, int]) -> tuple[Cell, Look]:
    return read_cell(book, CellRef(sheet, *key)), book.styles.look(book.sheet(sheet).style(*key))
