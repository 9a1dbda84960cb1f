"""A workbook in memory as a ``CellReader``: read only, over the parsed package."""

from __future__ import annotations

from collections.abc import Sequence

from perf_xl.model.cells import Area, Cell, CellRef, DefinedName, Look
from perf_xl.ooxml import notes
from perf_xl.ooxml.cells import read_cell
from perf_xl.ooxml.package import Package
from perf_xl.ooxml.workbook import Workbook


class PackageReader:
    """The bytes of an ``.xlsx``; ``source`` is what messages call it. FileProblem when it is not one."""

    def __init__(self, data: bytes, source: str) -> None:
        self._book = Workbook(Package.parse(data, source))
        self._source = source

    @property
    def book(self) -> Workbook:
        """The parsed workbook."""
        return self._book

    @property
    def source(self) -> str:
        """The file's name."""
        return self._source

    def sheets(self) -> Sequence[str]:
        """The tabs that hold cells, in order, hidden ones included."""
        return [tab.name for tab in self._book.worksheets()]

    def is_hidden(self, sheet: str) -> bool:
        """Whether the tab is hidden."""
        return next(tab.hidden for tab in self._book.tabs if tab.name == sheet)

    def names(self) -> Sequence[DefinedName]:
        """All defined names."""
        return self._book.names.all()

    def cell(self, ref: CellRef) -> Cell:
        """One cell."""
        return read_cell(self._book, ref)

    def block(self, area: Area) -> list[list[Cell]]:
        """The cells of an area, row by row."""
        columns = range(area.left, area.right + 1)
        return [
            [read_cell(self._book, CellRef(area.sheet, row, column)) for column in columns]
            for row in range(area.top, area.bottom + 1)
        ]

    def used_area(self, sheet: str) -> Area | None:
        """The smallest area that holds every non-empty cell."""
        box = self._book.sheet(sheet).used_box()
        return None if box is None else Area(sheet, *box)

    def merges(self, sheet: str) -> Sequence[Area]:
        """Merged areas, in order."""
        return sorted(Area(sheet, *box) for box in self._book.sheet(sheet).merges())

    def note(self, ref: CellRef) -> str | None:
        """The text of the cell's note."""
        return notes.read_note(self._book, ref)

    def look(self, ref: CellRef) -> Look:
        """The cell's format."""
        return self._book.styles.look(self._book.sheet(ref.sheet).style(ref.row, ref.column))

    def is_protected(self, sheet: str) -> bool:
        """Whether the sheet is protected."""
        return self._book.sheet(sheet).protection() is not None
