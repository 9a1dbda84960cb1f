"""A recording stand-in for Excel's own objects: as much of them as ``hosts/excel/api`` uses, every call written down."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from perf_xl.hosts.excel.api.protection import ALLOWED
from perf_xl.model.cells import Area, CellRef
from perf_xl.model.references import area_of

PROTECT_ORDER = (
    "DrawingObjects",
    "Contents",
    "Scenarios",
    "UserInterfaceOnly",
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)
"""The arguments of Worksheet.Protect after the password, as the VBA reference lists them."""


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

    def Protect(self, password, *options):
        """Puts it on again; late-bound, so by position only, in the order of the VBA reference."""
        assert self.password == password
        self.calls.append(("Protect", dict(zip(PROTECT_ORDER, options, strict=True))))
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


class Sheet:
    """Excel's sheet of so many rows and columns, from the first cell: number formats, merged areas, every question noted."""

    def __init__(self, rows: int, columns: int, formats: dict[str, str], merged: tuple[str, ...] = ()) -> None:
        self.asked: list[str] = []
        self.formats = formats
        self.merged = [self._area(a1) for a1 in merged]
        self.UsedRange = self._described(Area("", 1, 1, rows, columns))

    @staticmethod
    def _area(a1: str) -> Area:
        area = area_of(f"表!{a1}")
        assert area is not None
        return area

    @staticmethod
    def _described(area: Area) -> SimpleNamespace:
        rows, columns = area.bottom - area.top + 1, area.right - area.left + 1
        counts = {"Rows": SimpleNamespace(Count=rows), "Columns": SimpleNamespace(Count=columns)}
        return SimpleNamespace(Row=area.top, Column=area.left, **counts)

    def Range(self, a1: str) -> SimpleNamespace:
        """A range; Null (None) for what its cells do not share."""
        self.asked.append(a1)
        area = self._area(a1)
        rows, columns = range(area.top, area.bottom + 1), range(area.left, area.right + 1)
        cells = [CellRef("表", row, column) for row in rows for column in columns]
        formats = {self.formats.get(cell.a1, "General") for cell in cells}
        inside = {any(cell in area for area in self.merged) for cell in cells}
        whole = [area for area in self.merged if cells[0] in area]
        return SimpleNamespace(
            NumberFormat=formats.pop() if len(formats) == 1 else None,
            MergeCells=inside.pop() if len(inside) == 1 else None,
            MergeArea=SimpleNamespace(Address=whole[0].a1) if whole else None,
        )
