"""A template with given numbers of rows in its tables: cut, packed, ready to be filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from operator import itemgetter

from perf_xl.model.cells import CellRef
from perf_xl.ooxml.grow import Band, adapt
from perf_xl.ooxml.levels import BandMerges, SheetMerges
from perf_xl.ooxml.packing import Compressor, Packing
from perf_xl.ooxml.quick import FormulaRests, Long, NoRests, Rests
from perf_xl.ooxml.recalc import Changes, drop_stale_values
from perf_xl.ooxml.slots import Cut, Slot, cut, formula_body
from perf_xl.ooxml.sqref import Box
from perf_xl.ooxml.workbook import Workbook

Entry = tuple[int, Rests, Slot]
"""A slot with its piece and the texts of its values."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What all shapes of a template share: the tab, the merged levels of each band, printed tables, compression."""

    sheet: str
    levels: tuple[tuple[int, ...], ...]
    fixed: frozenset[str]
    compress: Compressor
    long: Long = field(default_factory=list)
    """Texts of the row just written that may be too long for their cells."""
    rests: dict[tuple[int, int], Rests] = field(default_factory=dict)
    formulas: dict[str, str] = field(default_factory=dict)

    def entry(self, slot: Slot) -> Entry:
        """The slot with the texts of values that fit it."""
        if slot.prefix:
            return slot.piece, NoRests(), slot
        if slot.formula:
            return slot.piece, FormulaRests(slot.blank, formula_body("", slot.formula)), slot
        key = (slot.column, slot.fit)
        if key not in self.rests:
            self.rests[key] = Rests(slot.column, slot.fit, self.long, self.formulas)
        return slot.piece, self.rests[key], slot


@dataclass(frozen=True, slots=True)
class RowPlan:
    """One row of a table: its slots by column name, and, for a whole row at once, in the order of the pieces."""

    entries: Mapping[str, Entry]
    by_column: Mapping[int, Slot]
    values_of: Callable[[Mapping[str, object]], tuple[object, ...]] | None
    """Takes a row's values in the order of ``rests``; None where rows go cell by cell."""
    rests: tuple[Rests, ...]
    span: slice


@dataclass(frozen=True, slots=True)
class Table:
    """One table of a band: its columns, and its rows."""

    columns: Mapping[str, int]
    rows: tuple[RowPlan, ...]


@dataclass(frozen=True, slots=True)
class BandPlan:
    """A band ready to be filled: its tables by name and what decides its merges."""

    band: Band
    tables: Mapping[str, Table]
    merges: BandMerges
    fixed: bool


@dataclass(frozen=True, slots=True)
class Shape:
    """What filling needs of a template with these numbers of rows."""

    fields: Mapping[str, Entry]
    bands: tuple[BandPlan, ...]
    cut: Cut
    packing: Packing
    merges: SheetMerges
    long: Long
    """See :attr:`Plan.long`."""
    row_tags: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Start tags of rows that were raised before, around the height."""


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
    _drop_values(book, sheet, [*outline.fields.values(), *table_cells])
    target = book.sheet(sheet)
    boxes = target.merges()
    pieces = cut(book, sheet, outline.fields.values(), table_cells)
    book.flush()
    parts = [entry for entry in book.package.entries() if entry.name != target.part]
    packing = Packing(parts, target.part, pieces.head.encode(), pieces.tail.encode(), plan.compress)
    bands = tuple(
        _band_plan(band, levels, boxes, pieces, plan) for band, levels in zip(outline.bands, plan.levels, strict=True)
    )
    fields = {name: plan.entry(pieces.slots[place]) for name, place in outline.fields.items()}
    merges = SheetMerges(boxes, tuple(band.merges for band in bands), target.prefix)
    return Shape(fields, bands, pieces, packing, merges, plan.long)


def _band_plan(band: Band, levels: tuple[int, ...], boxes: list[Box], pieces: Cut, plan: Plan) -> BandPlan:
    tables = {}
    for name, columns in band.tables.items():
        rows = range(band.first, band.footer)
        tables[name] = Table(
            columns, tuple(_row_plan({key: pieces.slots[row, c] for key, c in columns.items()}, plan) for row in rows)
        )
    fixed = not plan.fixed.isdisjoint(band.tables)
    return BandPlan(band, tables, BandMerges(band, levels, boxes, pieces.slots), fixed)


def _row_plan(slots: Mapping[str, Slot], plan: Plan) -> RowPlan:
    entries = {key: plan.entry(slot) for key, slot in slots.items()}
    order = sorted(slots, key=lambda key: slots[key].piece)
    numbers = [slots[key].piece for key in order]
    even = len(order) > 1 and all(later - earlier == 2 for earlier, later in pairwise(numbers))
    if not even or any(isinstance(rests, NoRests) for _, rests, _ in entries.values()):
        return RowPlan(entries, {}, None, (), slice(0))
    rests = tuple(entries[key][1] for key in order)
    by_column = {slot.column: slot for slot in slots.values()}
    return RowPlan(entries, by_column, itemgetter(*order), rests, slice(numbers[0], numbers[-1] + 1, 2))


def _drop_values(book: Workbook, sheet: str, cells: list[tuple[int, int]]) -> None:
    """No cached value may stay that depends on what is filled; the program that opens the file computes them."""
    drop_stale_values(book, Changes(cells={CellRef(sheet, row, column) for row, column in cells}))
    book.forget_calculation_order()
    if any(True for tab in book.worksheets() for _ in book.sheet(tab.name).formulas()):
        book.ask_for_calculation()
