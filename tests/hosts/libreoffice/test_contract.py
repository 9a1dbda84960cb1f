"""LibreOffice meets the contract of all hosts."""

from __future__ import annotations

from pathlib import Path

import pytest

from perf_xl.hosts.libreoffice.workbook import libreoffice_workbook
from perf_xl.hosts.xlwings_workbook import XlwingsWorkbook
from perf_xl.model.cells import CellWriter
from tests.hosts.contract import SHEET, HostContract


class TestLibreOffice(HostContract):
    """The contract on Calc; reopened through an xlsx file."""

    keeps_hidden_names = False

    @pytest.fixture(autouse=True)
    def _books(self, app, tmp_path):
        self.app, self.folder = app, tmp_path
        yield
        for book in list(app.books):
            book.close()

    def workbook(self, tmp_path) -> CellWriter:
        """A new workbook."""
        book = self.app.books.add()
        book.sheets[0].name = SHEET
        return libreoffice_workbook(book)

    def reopened(self, workbook: CellWriter) -> CellWriter:
        """Saved as xlsx and opened again."""
        assert isinstance(workbook, XlwingsWorkbook)
        path = Path(self.folder, "甲.xlsx")
        workbook.book.save(path)
        copy = Path(self.folder, f"{len(list(self.folder.iterdir()))}.xlsx")
        copy.write_bytes(path.read_bytes())
        return libreoffice_workbook(self.app.books.open(copy))

    def protect(self, workbook: CellWriter, sheet: str, *, password: bool = False) -> CellWriter:
        """Protect in place."""
        assert isinstance(workbook, XlwingsWorkbook)
        workbook.book.sheets[sheet].api.protect("密码" if password else "")
        return workbook
