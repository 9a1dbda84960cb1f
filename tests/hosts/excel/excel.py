"""A recording stand-in for Excel's own objects: as much of them as ``api.py`` uses, every call written down."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from perf_xl.hosts.excel.api import ALLOWED


class Protected:
    """A worksheet of Excel's with its protection."""

    def __init__(self, *, password: str = "", contents: bool = True, allow: tuple[str, ...] = ()) -> None:
        self.calls: list[Any] = []
        self.password = password
        self.ProtectContents = contents
        self.ProtectDrawingObjects = True
        self.ProtectScenarios = False
        self.ProtectionMode = False
        self.Protection = SimpleNamespace(**{name: name in allow for name in ALLOWED})

    def Unprotect(self, password):
        """Takes the protection off, or raises as Excel does."""
        self.calls.append("Unprotect")
        if password != self.password:
            raise OSError(-2147352567, "Exception occurred.")
        self.ProtectContents = False

    def Protect(self, **options):
        """Puts it on again."""
        self.calls.append(("Protect", options))
        self.ProtectContents = True


class Cells:
    """A range of xlwings with Excel's range behind it; the values are given cell by cell."""

    def __init__(self, grid: list[list[dict[str, Any]]], top: int = 1, left: int = 1) -> None:
        self.grid, self.row, self.column = grid, top, left
        self.shape = (len(grid), len(grid[0]))
        self.sheet = SimpleNamespace(name="表")
        self.api = SimpleNamespace(
            Locked=self._same("Locked"), NumberFormat=self._same("NumberFormat"), Count=len(grid) * len(grid[0])
        )

    def _same(self, name: str) -> Any:
        """As Excel: the value where all cells have it, otherwise Null."""
        values = {cell.get(name) for row in self.grid for cell in row}
        return values.pop() if len(values) == 1 else None

    def __getitem__(self, key: tuple[int, Any]) -> Cells:
        row, column = key
        cells = self.grid[row] if isinstance(column, slice) else [self.grid[row][column]]
        return Cells([cells], self.row + row, self.column + (0 if isinstance(column, slice) else column))
