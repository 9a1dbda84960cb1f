"""The files host meets the contract of all hosts."""

from __future__ import annotations

import openpyxl

from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import CellWriter
from tests.hosts.contract import SHEET, HostContract


class TestFiles(HostContract):
    """The contract on a file that openpyxl made."""

    def workbook(self, tmp_path) -> CellWriter:
        """A new file."""
        book = openpyxl.Workbook()
        book.active.title = SHEET
        path = tmp_path / "自评 表.xlsx"
        book.save(path)
        return FilesWorkbook.open(path)

    def reopened(self, workbook: CellWriter) -> CellWriter:
        """Saved and opened again."""
        assert isinstance(workbook, FilesWorkbook)
        workbook.save()
        return FilesWorkbook.open(workbook.path)

    def protect(self, workbook: CellWriter, sheet: str, *, password: bool = False) -> CellWriter:
        """Protect with openpyxl, as a user would in Excel."""
        assert isinstance(workbook, FilesWorkbook)
        workbook.save()
        book = openpyxl.load_workbook(workbook.path)
        book[sheet].protection.sheet = True
        if password:
            book[sheet].protection.set_password("geheim")
        book.save(workbook.path)
        return FilesWorkbook.open(workbook.path)
