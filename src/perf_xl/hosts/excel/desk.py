"""What a ribbon command may ask of the person's Excel; commands know nothing else of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol, TypeVar

from perf_xl.hosts.excel.stepping import Stepper
from perf_xl.model.cells import Area, Cell, CellRef, CellWriter, DefinedName, Edit, Look, Restored

T = TypeVar("T")


class Desk(Protocol):
    """The open workbook, the selection, and short questions."""

    def workbook(self) -> CellWriter:
        """The active workbook; InputError if there is none, or if it cannot be written to."""

    def folder(self) -> Path | None:
        """Where the active workbook is saved; None for a new one or one in the cloud."""

    def selection(self) -> Area | None:
        """The selected cells; None if something else is selected."""

    def select(self, ref: CellRef) -> None:
        """Go to a cell."""

    def unseen_rows(self, cells: Sequence[CellRef] | None = None) -> int:
        """How many rows of these cells (None: of those last written) are filtered out, hidden, or on a hidden sheet."""

    def choose(self, title: str, options: Sequence[str]) -> int | None:
        """The number of the chosen option; None if the person cancels."""

    def ask(self, title: str, question: str) -> str | None:
        """A line of text; None if the person cancels."""

    def pick_folder(self, title: str) -> Path | None:
        """A folder; None if the person cancels."""

    def pick_file(self, title: str) -> Path | None:
        """An existing file; None if the person cancels."""

    def open(self, path: Path) -> None:
        """Open a workbook, or a document in its own program."""


class SteppedDesk:
    """A desk whose every call is done by the owner's thread of a :class:`Stepper`; meets :class:`Desk`.

    The desk itself is made there too, when a command first asks for it: some never do. Esc is not heard by what a command
    ends with, when its files or cells are written already.
    """

    def __init__(self, make_desk: Callable[[], Desk], stepper: Stepper) -> None:
        self._make_desk = make_desk
        self._made: Desk | None = None
        self._stepper = stepper

    @property
    def _desk(self) -> Desk:
        if self._made is None:
            self._made = self._make_desk()
        return self._made

    def _on_owner(self, call: Callable[[], T], *, heeds_esc: bool = True) -> T:
        return self._stepper.on_owner(call, heeds_esc=heeds_esc)

    def workbook(self) -> CellWriter:
        """See :class:`Desk`."""
        return SteppedWorkbook(self._on_owner(lambda: self._desk.workbook()), self._stepper)  # noqa: PLW0108 - the desk is made there

    def folder(self) -> Path | None:
        """See :class:`Desk`."""
        return self._on_owner(lambda: self._desk.folder())  # noqa: PLW0108 - the desk is made there

    def selection(self) -> Area | None:
        """See :class:`Desk`."""
        return self._on_owner(lambda: self._desk.selection())  # noqa: PLW0108 - the desk is made there

    def select(self, ref: CellRef) -> None:
        """See :class:`Desk`."""
        self._on_owner(lambda: self._desk.select(ref), heeds_esc=False)

    def unseen_rows(self, cells: Sequence[CellRef] | None = None) -> int:
        """See :class:`Desk`."""
        return self._on_owner(lambda: self._desk.unseen_rows(cells), heeds_esc=False)

    def choose(self, title: str, options: Sequence[str]) -> int | None:
        """See :class:`Desk`."""
        return self._on_owner(lambda: self._desk.choose(title, options))

    def ask(self, title: str, question: str) -> str | None:
        """See :class:`Desk`."""
        return self._on_owner(lambda: self._desk.ask(title, question))

    def pick_folder(self, title: str) -> Path | None:
        """See :class:`Desk`."""
        return self._on_owner(lambda: self._desk.pick_folder(title))

    def pick_file(self, title: str) -> Path | None:
        """See :class:`Desk`."""
        return self._on_owner(lambda: self._desk.pick_file(title))

    def open(self, path: Path) -> None:
        """See :class:`Desk`."""
        self._on_owner(lambda: self._desk.open(path), heeds_esc=False)


class SteppedWorkbook:
    """A workbook whose every call is done by the owner's thread; Esc is heard between two of them, until the first write."""

    def __init__(self, workbook: CellWriter, stepper: Stepper) -> None:
        self._workbook = workbook
        self._stepper = stepper
        self._on_owner = stepper.on_owner

    @property
    def source(self) -> str:
        """See ``CellReader``."""
        return self._on_owner(lambda: self._workbook.source)

    def sheets(self) -> Sequence[str]:
        """See ``CellReader``."""
        return self._on_owner(self._workbook.sheets)

    def is_hidden(self, sheet: str) -> bool:
        """See ``CellReader``."""
        return self._on_owner(lambda: self._workbook.is_hidden(sheet))

    def names(self) -> Sequence[DefinedName]:
        """See ``CellReader``."""
        return self._on_owner(self._workbook.names)

    def cell(self, ref: CellRef) -> Cell:
        """See ``CellReader``."""
        return self._on_owner(lambda: self._workbook.cell(ref))

    def block(self, area: Area) -> list[list[Cell]]:
        """See ``CellReader``."""
        return self._on_owner(lambda: self._workbook.block(area))

    def used_area(self, sheet: str) -> Area | None:
        """See ``CellReader``."""
        return self._on_owner(lambda: self._workbook.used_area(sheet))

    def merges(self, sheet: str) -> Sequence[Area]:
        """See ``CellReader``."""
        return self._on_owner(lambda: self._workbook.merges(sheet))

    def note(self, ref: CellRef) -> str | None:
        """See ``CellReader``."""
        return self._on_owner(lambda: self._workbook.note(ref))

    def look(self, ref: CellRef) -> Look:
        """See ``CellReader``."""
        return self._on_owner(lambda: self._workbook.look(ref))

    def is_protected(self, sheet: str) -> bool:
        """See ``CellReader``."""
        return self._on_owner(lambda: self._workbook.is_protected(sheet))

    def apply(self, edits: Sequence[Edit], *, label: str, unlock: bool = False) -> None:
        """See ``CellWriter``; a write that has begun is finished, and so is the command then."""
        self._on_owner(lambda: self._workbook.apply(edits, label=label, unlock=unlock))
        self._stepper.wrote()

    def restore(self) -> Restored | None:
        """See ``CellWriter``."""
        return self._on_owner(self._workbook.restore)
