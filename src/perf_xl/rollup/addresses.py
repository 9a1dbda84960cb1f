"""The cells of a row with their addresses: written out once where thousands of workbooks share the same cells."""

from __future__ import annotations

from collections.abc import Mapping

from perf_xl.model.cells import CellRef


class Addressed(dict[str, CellRef]):
    """Cells by column, and ``a1``: their addresses."""

    def __init__(self, cells: Mapping[str, CellRef]) -> None:
        super().__init__(cells)
        self.a1 = {name: ref.a1 for name, ref in cells.items()}


def addresses_of(cells: Mapping[str, CellRef]) -> Mapping[str, str]:
    """Column (or field) to address."""
    return cells.a1 if isinstance(cells, Addressed) else {name: ref.a1 for name, ref in cells.items()}
