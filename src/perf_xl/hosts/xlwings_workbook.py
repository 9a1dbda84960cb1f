"""A workbook open in a spreadsheet program, through xlwings: Excel and LibreOffice alike.

What is peculiar to a host is behind :class:`~perf_xl.hosts.xlwings_specifics.Specifics`. Make one adapter for each
command: it reads a sheet once and answers from that until it writes itself. The :class:`UndoLog` is passed from one to
the next.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any

from perf_xl.errors import InputError, PerfXlError, ProtectedError
from perf_xl.hosts.xlwings_gathering import gathered, sparing
from perf_xl.hosts.xlwings_log import UndoLog, Write, differing, moves_rows, watched
from perf_xl.hosts.xlwings_looks import read_look
from perf_xl.hosts.xlwings_reading import BookReader
from perf_xl.hosts.xlwings_specifics import Specifics
from perf_xl.hosts.xlwings_undo import Recorder, Step, touched_cells
from perf_xl.hosts.xlwings_writing import Writer, edited_sheet, written_area
from perf_xl.model.cells import (
    AddSheet,
    Area,
    Cell,
    CellRef,
    DefinedName,
    DeleteRows,
    DeleteSheet,
    Edit,
    InsertRows,
    Look,
    Restored,
    SetMerge,
)

_STRUCTURE = (AddSheet, DeleteSheet, InsertRows, DeleteRows, SetMerge)


class XlwingsWorkbook:
    """An ``xlwings.Book`` as a host; meets ``CellWriter``."""

    def __init__(self, book: Any, specifics: Specifics, undo: UndoLog | None = None) -> None:
        self.book = book
        self._specifics = specifics
        self._undo = undo if undo is not None else UndoLog()
        self._reader = BookReader(book, specifics)

    # reading

    @property
    def source(self) -> str:
        """The file's name, or the title of a new workbook."""
        return str(self.book.name)

    def sheets(self) -> Sequence[str]:
        """Tab names in order."""
        with self._in_words():
            return [sheet.name for sheet in self.book.sheets]

    def is_hidden(self, sheet: str) -> bool:
        """Whether the tab is hidden."""
        with self._in_words():
            return not self._reader.sheet(sheet).visible

    def names(self) -> Sequence[DefinedName]:
        """All defined names."""
        with self._in_words():
            return list(self._reader.names())

    def cell(self, ref: CellRef) -> Cell:
        """One cell."""
        with self._in_words():
            return self._reader.cell(ref)

    def block(self, area: Area) -> list[list[Cell]]:
        """The cells of an area, row by row."""
        with self._in_words():
            columns = range(area.left, area.right + 1)
            return [
                [self._reader.cell(CellRef(area.sheet, row, column)) for column in columns]
                for row in range(area.top, area.bottom + 1)
            ]

    def used_area(self, sheet: str) -> Area | None:
        """The smallest area that holds every non-empty cell."""
        with self._in_words():
            box = self._reader.cells(sheet).box
            return None if box is None else Area(sheet, *box)

    def merges(self, sheet: str) -> Sequence[Area]:
        """Merged areas, in order."""
        with self._in_words():
            return self._reader.merges(sheet)

    def note(self, ref: CellRef) -> str | None:
        """The text of the cell's note."""
        with self._in_words():
            return self._reader.notes(ref.sheet).get((ref.row, ref.column))

    def look(self, ref: CellRef) -> Look:
        """The cell's present format."""
        with self._in_words():
            return read_look(self._reader.cell_range(ref), self._specifics)

    def is_protected(self, sheet: str) -> bool:
        """Whether the sheet is protected."""
        with self._in_words():
            return self._specifics.is_protected(self._reader.sheet(sheet))

    def unseen_rows(self, cells: Iterable[CellRef] | None = None) -> int:
        """How many rows of these cells (None: of those last written) are filtered out, hidden, or on a hidden sheet."""
        if cells is None:
            cells = self._undo.top.cells if self._undo.top is not None else ()
        rows: dict[str, set[int]] = {}
        for ref in cells:
            rows.setdefault(ref.sheet, set()).add(ref.row)
        there = self.sheets()
        with self._in_words():
            return sum(self._unseen(sheet, sorted(of_sheet)) for sheet, of_sheet in rows.items() if sheet in there)

    def _unseen(self, name: str, rows: Sequence[int]) -> int:
        sheet = self._reader.sheet(name)
        return self._specifics.unseen_rows(sheet, rows) if sheet.visible else len(rows)

    # writing

    def apply(self, edits: Sequence[Edit], *, label: str, unlock: bool = False) -> None:
        """Apply all edits or none; one step of the host's undo list where it has one."""
        with self._in_words(), self._calmly(edits, label, unlock=unlock):
            there = self.sheets()
            watch = watched(edits, self._reader, there)
            write = Write(label, watch, moves_rows=moves_rows(edits), before=watch.trace(self._reader, there))
            recorder = Recorder(self._reader, self._specifics)
            writer = Writer(self.book, self._reader, self._specifics)
            done: list[list[Step]] = []
            new_sheets: set[str | None] = set()
            try:
                for group in gathered(edits):
                    self._forget_for(group[0])
                    # What stands on a sheet of this very write goes with the sheet.
                    recorded = [edit for edit in group if edited_sheet(edit) not in new_sheets]
                    done.append([step for edit in recorded for step in recorder.steps_back(edit)])
                    new_sheets |= {edit.sheet for edit in group if isinstance(edit, AddSheet)}
                    for edit in group:
                        writer.make(edit)
                    self._forget_for(group[0])
            except Exception:
                self._take(_backwards(done))
                raise
            write.steps = list(_backwards(done))
            self._reader.forget()
            write.after = watch.trace(self._reader, self.sheets())
        write.cells = {ref for edit in edits for ref in touched_cells(edit)}
        write.cells |= {ref for step in write.steps for ref in touched_cells(step)}
        self._undo.push(write)

    def restore(self) -> Restored | None:
        """Take the last write back. What a person changed since in a cell of it stays, and is told.

        InputError where rows or columns were moved since: then nothing can be put back in its place. A write that is no
        longer in the workbook, since it was closed without saving, is passed over.
        """
        write, kept = self._still_standing()
        if write is None:
            return None
        label = f"撤销：{write.label}"
        steps = [part for step in write.steps for part in sparing(step, kept)]
        with self._in_words(), self._calmly(steps, label, unlock=True):
            self._take(steps)
        self._undo.drop()
        order = {name: number for number, name in enumerate(self.sheets())}
        cells = [ref for ref in write.cells - kept if ref.sheet in order]
        cells.sort(key=lambda ref: (order[ref.sheet], ref.row, ref.column))
        return Restored(write.label, tuple(cells), tuple(sorted(kept)))

    def _still_standing(self) -> tuple[Write | None, set[CellRef]]:
        """The last write that the workbook still shows, and its cells that were changed since."""
        while (write := self._undo.top) is not None:
            with self._in_words():
                now = write.watch.trace(self._reader, self.sheets())
            changed = differing(write.after, now)
            if not changed or differing(write.before, now):
                return write, self._changed_cells(write, changed)
            self._undo.drop()
        return None, set()

    def _changed_cells(self, write: Write, changed: Sequence[str]) -> set[CellRef]:
        cells = {str(ref): ref for ref in write.cells}
        if all(place in cells for place in changed) and not (changed and write.moves_rows):
            return {cells[place] for place in changed}
        place = next((place for place in changed if place not in cells), changed[0])
        raise InputError(
            f"“{write.label}”之后改动过 {place}，不能整步撤销，没有改动任何内容。请手工修改需要改的单元格。"
        )

    def _take(self, steps: Iterable[Step]) -> None:
        self._reader.forget()
        writer = Writer(self.book, self._reader, self._specifics)
        for step in steps:
            writer.make(step)
            self._forget_for(step)
        self._reader.forget()

    def _forget_for(self, step: Step) -> None:
        """Cells and names are recorded as they were at the beginning; what moves cells must be read as it is now."""
        if isinstance(step, _STRUCTURE):
            self._reader.forget()

    @contextmanager
    def _calmly(self, steps: Sequence[Step], label: str, *, unlock: bool) -> Iterator[None]:
        """Protected sheets asked and opened, no flicker, one undo step; everything back as it was at the end."""
        with ExitStack() as stack:
            to_open = self._sheets_to_open(steps, unlock=unlock)
            stack.enter_context(self.book.app.properties(screen_updating=False))
            stack.enter_context(self._specifics.grouped(self.book, label))
            if any(isinstance(step, AddSheet | DeleteSheet) for step in steps):
                stack.enter_context(self._specifics.structure_opened(self.book))
            for sheet in to_open:
                stack.enter_context(self._specifics.opened(self._reader.sheet(sheet)))
            yield

    def _sheets_to_open(self, steps: Sequence[Step], *, unlock: bool) -> list[str]:
        known = set(self.sheets())
        touched = [name for name in dict.fromkeys(map(edited_sheet, steps)) if name is not None and name in known]
        protected = [name for name in touched if self.is_protected(name)]
        needed = []
        for name in protected:
            sheet = self._reader.sheet(name)
            areas = [area for area in map(written_area, steps) if area is not None and area.sheet == name]
            if self._specifics.has_password(sheet):
                place = f" {areas[0].first.a1}" if areas else ""
                raise ProtectedError(f"工作表“{name}”有密码保护，不能写入{place}。请先撤销工作表保护。")
            if not unlock:
                self._refuse_locked(name, areas)
            if unlock or any(written_area(step) is None and edited_sheet(step) == name for step in steps):
                needed.append(name)
        return needed

    def _refuse_locked(self, sheet: str, areas: Iterable[Area]) -> None:
        for area in areas:
            locked = self._specifics.first_locked(self._reader.range(area))
            if locked is not None:
                raise ProtectedError(f"工作表“{sheet}”受保护，单元格 {locked.a1} 已锁定，不能写入。")

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """Errors of the host as sentences; our own ones pass."""
        try:
            yield
        except PerfXlError:
            raise
        except Exception as error:
            sentence = self._specifics.in_words(error, self._title())
            if sentence is None:
                raise
            raise sentence from error

    def _title(self) -> str:
        with suppress(Exception):
            return str(self.book.name)
        return "工作簿"


def _backwards(done: Sequence[list[Step]]) -> Iterator[Step]:
    for steps in reversed(done):
        yield from steps
