"""A person's Excel for tests: a workbook in memory, answers prepared, everything that was asked recorded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from perf_xl.errors import InputError
from perf_xl.forms.read import read_forms
from perf_xl.hosts.excel.actions import action
from perf_xl.hosts.excel.messages import NO_WORKBOOK
from perf_xl.hosts.excel.stepping import Shown
from perf_xl.hosts.excel.work import Work
from perf_xl.model.cells import Area, CellReader, CellRef, CellValue, CellWriter, SetValue

PROJECT = "zhijiang-2023/05-创新型省份建设资金"
"""A published form that most tests press buttons on."""


class TestDesk:
    """Meets :class:`perf_xl.hosts.excel.desk.Desk`."""

    __test__ = False

    def __init__(self, book: CellWriter | None = None, folder: Path | None = None) -> None:
        self.book, self.saved_in = book, folder
        self.selected: Area | None = None
        self.answers: list[Any] = []
        self.asked: list[str] = []
        self.opened: list[Path] = []
        self.unseen = 0

    def workbook(self) -> CellWriter:
        """The workbook, if one is open."""
        if self.book is None:
            raise InputError(NO_WORKBOOK)
        return self.book

    def folder(self) -> Path | None:
        """Where it is saved."""
        return self.saved_in

    def selection(self) -> Area | None:
        """What the test selected, or a command."""
        return self.selected

    def select(self, ref: CellRef) -> None:
        """Remembered."""
        self.selected = Area(ref.sheet, ref.row, ref.column, ref.row, ref.column)

    def unseen_rows(self, cells: Sequence[CellRef] | None = None) -> int:
        """What the test set; on a real host what the host says."""
        unseen = getattr(self.book, "unseen_rows", None)
        return self.unseen if unseen is None else unseen(cells)

    def choose(self, title: str, options: Sequence[str]) -> int | None:
        """The next prepared answer, by its text."""
        answer = self._next(title)
        return None if answer is None else next(i for i, text in enumerate(options) if str(answer) in text)

    def ask(self, title: str, question: str) -> str | None:
        """The next prepared answer."""
        answer: str | None = self._next(f"{title}: {question}")
        return answer

    def pick_folder(self, title: str) -> Path | None:
        """The next prepared answer."""
        answer: Path | None = self._next(title)
        return answer

    def pick_file(self, title: str) -> Path | None:
        """The next prepared answer."""
        answer: Path | None = self._next(title)
        return answer

    def open(self, path: Path) -> None:
        """Remembered."""
        self.opened.append(path)

    def _next(self, question: str) -> Any:
        self.asked.append(question)
        return self.answers.pop(0)


def press(desk: TestDesk, command: str) -> Shown:
    """A press of a button, without steps; what it shows."""
    return action(command)(Work(desk, lambda _: None))


def cells_of(book: CellReader, table: str, column: str) -> set[CellRef]:
    """The cells of a column, as the form is read."""
    [record] = read_forms(book)
    return {row.cells[column] for row in record.rows(table)}


def setting(book: CellReader, label: str) -> CellRef:
    """The cell of 口径设置 beside a label that begins so."""
    area = book.used_area("口径设置")
    assert area is not None
    [row] = [r for r in range(1, area.bottom + 1) if str(book.cell(CellRef("口径设置", r, 1)).value).startswith(label)]
    return CellRef("口径设置", row, 2)


def set_to(book: CellWriter, label: str, value: CellValue) -> None:
    """A person types into 口径设置."""
    book.apply([SetValue(setting(book, label), value)], label="填写")
