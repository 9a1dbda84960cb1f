"""One undo step for many writes."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

if TYPE_CHECKING:
    from xlwings_libreoffice.books import Book


class UndoContext:
    """Collects all writes to a workbook into one step of its undo list, named ``title``.

    Inside it blocks are written cell by cell: Calc's undo of a block write leaves the new values in cells that were
    empty (seen with 7.4), its undo of single cells is right.
    """

    def __init__(self, book: Book, title: str) -> None:
        self._book = book
        self._title = title

    def __enter__(self) -> Self:
        self._book.api.UndoManager.enterUndoContext(self._title)
        self._book.app.undo_depth += 1
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._book.app.undo_depth -= 1
        self._book.api.UndoManager.leaveUndoContext()

    def undo(self) -> None:
        """Take the step back; to be called after the context."""
        self._book.api.UndoManager.undo()
