"""Workbooks in LibreOffice for the commands: one already open, or a file opened in an office of our own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from perf_xl.errors import FileProblem, PerfXlError
from perf_xl.hosts.libreoffice.specifics import LibreOfficeSpecifics
from perf_xl.hosts.xlwings_log import UndoLog
from perf_xl.hosts.xlwings_workbook import XlwingsWorkbook


def libreoffice_workbook(book: Any, undo: UndoLog | None = None) -> XlwingsWorkbook:
    """The adapter for an ``xlwings.Book`` of the LibreOffice engine."""
    return XlwingsWorkbook(book, LibreOfficeSpecifics(), undo)


@contextmanager
def office() -> Iterator[Any]:
    """A headless LibreOffice of our own as ``xlwings.App``, ended afterwards."""
    import xlwings as xw  # noqa: PLC0415 - slow import

    import xlwings_libreoffice  # noqa: PLC0415 - needs UNO

    former = xw.engines.active
    xlwings_libreoffice.register()
    try:
        with xw.App(visible=False, add_book=False) as app:
            yield app
    finally:
        xw.engines.active = former


@contextmanager
def open_workbook(app: Any, path: str | Path) -> Iterator[XlwingsWorkbook]:
    """A file open in LibreOffice; closed afterwards without saving. FileProblem in words if it cannot be opened."""
    specifics = LibreOfficeSpecifics()
    try:
        book = app.books.open(str(path))
    except FileNotFoundError as error:
        raise FileProblem(str(path), "不存在", "请检查文件名和位置。") from error
    except Exception as error:
        sentence = specifics.in_words(error, str(path))
        raise sentence or _unreadable(path) from error
    try:
        yield XlwingsWorkbook(book, specifics)
    finally:
        book.close()


def _unreadable(path: str | Path) -> PerfXlError:
    return FileProblem(str(path), "不能用 LibreOffice 打开", "请确认它是没有损坏的 xlsx 文件。")
