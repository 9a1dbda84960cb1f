"""A template with given numbers of rows in its tables: cut, packed, ready to be filled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from perf_xl.model.cells import CellRef
from perf_xl.ooxml.grow import Band, Outline, adapt
from perf_xl.ooxml.packing import Compressor, Packing
from perf_xl.ooxml.recalc import Changes, drop_stale_values
from perf_xl.ooxml.slots import Cut, Slot, cut
from perf_xl.ooxml.sqref import Box
from perf_xl.ooxml.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Plan:
    """What all shapes of a template share: the tab, the merged levels of each band, printed tables, compression."""

    sheet: str
    levels: tuple[tuple[int, ...], ...]
    fixed: frozenset[str]
    compress: Compressor


@dataclass(frozen=True, slots=True)
class Shape:
    """What filling needs of a template with these numbers of rows."""

    outline: Outline
    cut: Cut
    packing: Packing
    merges: tuple[Box, ...]
    plan: Plan
    prefix: str
    rows: Mapping[int, Mapping[int, Slot]]
    merge_texts: dict[object, str] = field(default_factory=dict)

    def is_fixed(self, band: Band) -> bool:
        """Whether the rows of the band are printed and stay."""
        return not self.plan.fixed.isdisjoint(band.tables)


def make_shape(book: Workbook, plan: Plan, counts: tuple[int, ...]) -> Shape:
    """Give the tables of the sheet their rows and cut it; ``book`` is used up."""
    sheet = plan.sheet
    outline = adapt(book, sheet, counts)
    table_cells = [
        (row, column)
        for band in outline.bands
        for row in range(band.first, band.footer)
        for column in sorted({column for table in band.tables.values() for column in table.values()})
    ]
    cells = [*outline.fields.values(), *table_cells]
    _drop_values(book, sheet, cells)
    target = book.sheet(sheet)
    merges = tuple(target.merges())
    pieces = cut(book, sheet, outline.fields.values(), table_cells)
    book.flush()
    parts = [entry for entry in book.package.entries() if entry.name != target.part]
    rows: dict[int, dict[int, Slot]] = {}
    for (row, column), slot in pieces.slots.items():
        rows.setdefault(row, {})[column] = slot
    packing = Packing(parts, target.part, plan.compress)
    return Shape(outline, pieces, packing, merges, plan, target.prefix, rows)


def _drop_values(book: Workbook, sheet: str, cells: list[tuple[int, int]]) -> None:
    """No cached value may stay that depends on what is filled; the program that opens the file computes them."""
    drop_stale_values(book, Changes(cells={CellRef(sheet, row, column) for row, column in cells}))
    book.forget_calculation_order()
    if any(True for tab in book.worksheets() for _ in book.sheet(tab.name).formulas()):
        book.ask_for_calculation()
