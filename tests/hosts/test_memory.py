"""The memory host meets the contract of all hosts."""

from __future__ import annotations

from perf_xl.hosts.memory import MemoryWorkbook
from perf_xl.model.cells import CellWriter
from tests.hosts.contract import SHEET, HostContract


class TestMemory(HostContract):
    """The contract on the plainest host."""

    def workbook(self, tmp_path) -> CellWriter:
        """A new workbook."""
        return MemoryWorkbook([SHEET])

    def protect(self, workbook: CellWriter, sheet: str, *, password: bool = False) -> CellWriter:
        """Protect in place."""
        assert isinstance(workbook, MemoryWorkbook)
        workbook.protect(sheet, password=password)
        return workbook
