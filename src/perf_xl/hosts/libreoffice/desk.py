"""The person's LibreOffice window as the commands know it; meets :class:`perf_xl.hosts.excel.desk.Desk`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import xlwings as xw

import xlwings_libreoffice
from perf_xl.errors import InputError
from perf_xl.hosts.libreoffice.dialogs import Dialogs
from perf_xl.hosts.libreoffice.places import undo_folder
from perf_xl.hosts.libreoffice.workbook import libreoffice_workbook
from perf_xl.hosts.xlwings_journal import journal
from perf_xl.hosts.xlwings_log import UndoLog
from perf_xl.hosts.xlwings_workbook import XlwingsWorkbook
from perf_xl.model.cells import Area, CellRef
from xlwings_libreoffice.addresses import of_uno
from xlwings_libreoffice.bridge import to_path, to_url

_UNDO: dict[str, UndoLog] = {}
"""What can be taken back, by open document; for those with a file also kept on disk."""

_APPS: list[Any] = []
"""The LibreOffice we run inside of as ``xlwings.App``, once it has been asked for."""


def attached_book(context: Any, document: Any) -> Any:
    """The ``xlwings.Book`` of an open document."""
    if not _APPS:
        _APPS.append(xlwings_libreoffice.attach(context))
    return xw.Book(impl=_APPS[0].impl.book_of(document))


def _undo_log(document: Any) -> UndoLog:
    key, url = str(document.RuntimeUID), str(document.URL)
    if key not in _UNDO:
        _UNDO[key] = journal(undo_folder(), url) if url else UndoLog()
    return _UNDO[key]


class LibreOfficeDesk:
    """One window with a workbook in it."""

    def __init__(self, context: Any, frame: Any) -> None:
        self._context = context
        self._frame = frame
        self._dialogs = Dialogs(context, frame.ContainerWindow)

    @property
    def _document(self) -> Any:
        return self._frame.Controller.Model

    def workbook(self) -> XlwingsWorkbook:
        """The workbook of the window; InputError if it is read-only."""
        document = self._document
        if document.isReadonly():
            raise InputError(f"工作簿“{document.Title}”是只读的，不能写入。请另存一份再操作")
        return libreoffice_workbook(attached_book(self._context, document), _undo_log(document))

    def folder(self) -> Path | None:
        """None for a new workbook, and for one opened from the net."""
        url = str(self._document.URL)
        return Path(to_path(url)).parent if url.startswith("file:") else None

    def selection(self) -> Area | None:
        """The selected cells; the first area of several."""
        chosen = self._document.getCurrentSelection()
        if chosen is not None and hasattr(chosen, "RangeAddresses"):
            chosen = chosen.getByIndex(0)
        if chosen is None or not hasattr(chosen, "RangeAddress"):
            return None
        box = of_uno(chosen.RangeAddress)
        return Area(str(chosen.getSpreadsheet().Name), box.top, box.left, box.bottom, box.right)

    def select(self, ref: CellRef) -> None:
        """Go to a cell, its sheet first."""
        controller = self._frame.Controller
        sheet = self._document.Sheets.getByName(ref.sheet)
        controller.setActiveSheet(sheet)
        controller.select(sheet.getCellByPosition(ref.column - 1, ref.row - 1))

    def unseen_rows(self, cells: Sequence[CellRef] | None = None) -> int:
        """Filtered out, hidden, or on a hidden sheet."""
        return self.workbook().unseen_rows(cells)

    def choose(self, title: str, options: Sequence[str]) -> int | None:
        """From a list."""
        return self._dialogs.choose(title, options)

    def ask(self, title: str, question: str) -> str | None:
        """In a line."""
        return self._dialogs.ask(title, question)

    def pick_folder(self, title: str) -> Path | None:
        """In the system's dialog."""
        return self._dialogs.pick_folder(title)

    def pick_file(self, title: str) -> Path | None:
        """In the system's dialog."""
        return self._dialogs.pick_file(title)

    def open(self, path: Path) -> None:
        """A workbook or document here, anything else in its own program."""
        if path.suffix.lower() in (".xlsx", ".xlsm", ".xls", ".ods", ".docx"):
            desktop = self._context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", self._context
            )
            desktop.loadComponentFromURL(to_url(str(path)), "_blank", 0, ())
            return
        shell = self._context.ServiceManager.createInstanceWithContext(
            "com.sun.star.system.SystemShellExecute", self._context
        )
        shell.execute(to_url(str(path)), "", 0)

    def show(self, title: str, text: str, *, error: bool = False) -> None:
        """A message box."""
        self._dialogs.message(title, text, error=error)
