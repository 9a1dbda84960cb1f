"""The person's Excel: workbook, selection, questions, and what can be taken back."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from perf_xl.errors import InputError
from perf_xl.hosts.excel.api.specifics import ExcelSpecifics
from perf_xl.hosts.excel.logs import undo_dir
from perf_xl.hosts.excel.messages import NO_WORKBOOK, PROTECTED_VIEW, READ_ONLY
from perf_xl.hosts.xlwings_journal import journal
from perf_xl.hosts.xlwings_log import UndoLog
from perf_xl.hosts.xlwings_workbook import XlwingsWorkbook
from perf_xl.model.cells import Area, CellRef

PROMPT_LIMIT = 250
"""Excel's InputBox shows no longer question."""

_UNDO_LOGS: dict[str, UndoLog] = {}
"""What can be taken back, by workbook; for those with a file also kept on disk, since the server comes and goes."""


class ExcelDesk:
    """The person's Excel; meets :class:`perf_xl.hosts.excel.desk.Desk`."""

    def __init__(self, app: Any) -> None:
        self._app = app

    def workbook(self) -> XlwingsWorkbook:
        """The active workbook; InputError if there is none or it is read-only."""
        book = self._book()
        if book.api.ReadOnly:
            raise InputError(READ_ONLY.format(name=book.name))
        return XlwingsWorkbook(book, ExcelSpecifics(), _undo_log(book))

    def folder(self) -> Path | None:
        """None for a new workbook, and for one that Excel opened from the cloud (its path is an address)."""
        path = str(self._book().api.Path)
        return None if not path or "://" in path else Path(path)

    def selection(self) -> Area | None:
        """The first area of the selected cells."""
        cells = self._app.selection
        if cells is None:
            return None
        rows, columns = cells.shape
        return Area(cells.sheet.name, cells.row, cells.column, cells.row + rows - 1, cells.column + columns - 1)

    def select(self, ref: CellRef) -> None:
        """Go to a cell, its sheet first."""
        sheet = self._book().sheets[ref.sheet]
        sheet.api.Activate()
        self._app.api.Goto(sheet.range((ref.row, ref.column)).api, False)

    def unseen_rows(self, cells: Sequence[CellRef] | None = None) -> int:
        """Filtered rows are hidden ones to Excel."""
        return self.workbook().unseen_rows(cells)

    def choose(self, title: str, options: Sequence[str]) -> int | None:
        """By number; a long list comes in several pages."""
        first = 0
        while True:
            lines, last = _page(options, first)
            typed = self.ask(title, "\n".join(lines))
            if typed is None:
                return None
            if typed.isdecimal() and 1 <= int(typed) <= len(options):
                return int(typed) - 1
            first = last if typed == "0" and last < len(options) else 0

    def ask(self, title: str, question: str) -> str | None:
        """Excel's own input box."""
        typed = self._app.api.InputBox(question[:PROMPT_LIMIT], title, Type=2)
        return None if typed is False else str(typed).strip()

    def pick_folder(self, title: str) -> Path | None:
        """Office's folder dialog."""
        return self._pick(4, title)

    def pick_file(self, title: str) -> Path | None:
        """Office's file dialog."""
        return self._pick(3, title)

    def open(self, path: Path) -> None:
        """A workbook here, anything else in its own program."""
        if path.suffix.lower() in (".xlsx", ".xlsm", ".xls"):
            self._app.books.open(str(path))
        elif self._app.api.ActiveWorkbook is not None:
            self._app.api.ActiveWorkbook.FollowHyperlink(str(path))
        else:
            open_document(path)

    def _pick(self, kind: int, title: str) -> Path | None:
        dialog = self._app.api.FileDialog(kind)
        dialog.Title = title
        dialog.AllowMultiSelect = False
        return Path(str(dialog.SelectedItems(1))) if dialog.Show() == -1 else None

    def _is_only_looked_at(self) -> bool:
        """Whether files from mail or the internet are open that Excel does not let anybody write to yet."""
        with suppress(AttributeError):  # WPS has no such windows
            return bool(self._app.api.ProtectedViewWindows.Count)
        return False

    def _book(self) -> Any:
        if not len(self._app.books) or self._app.api.ActiveWorkbook is None:
            raise InputError(PROTECTED_VIEW if self._is_only_looked_at() else NO_WORKBOOK)
        return self._app.books.active


def open_document(path: Path) -> None:
    """In its own program, as a double click does it."""
    import os  # noqa: PLC0415 - Windows only

    os.startfile(path)  # type: ignore[attr-defined,unused-ignore]  # noqa: S606 - a file of ours


def _undo_log(book: Any) -> UndoLog:
    """A new workbook has no path yet; its log lasts as long as this process."""
    key = str(book.fullname)
    if key not in _UNDO_LOGS:
        _UNDO_LOGS[key] = journal(undo_dir(), key) if book.api.Path else UndoLog()
    return _UNDO_LOGS[key]


def _page(options: Sequence[str], first: int) -> tuple[list[str], int]:
    """The lines of one page from option ``first`` on, and the option that the next page begins with."""
    lines = ["请输入序号："]
    for number in range(first, len(options)):
        line = f"{number + 1}. {options[number]}"
        more = "0. 更多"
        if len("\n".join([*lines, line, more])) > PROMPT_LIMIT and number > first:
            return [*lines, more], number
        lines.append(line)
    return lines, len(options)
