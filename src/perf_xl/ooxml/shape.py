"""A template with given numbers of rows in its tables: cut, packed, ready to be filled."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field

from perf_xl.model.cells import CellRef
from perf_xl.ooxml.columns import Column, Entry, TablePlan
from perf_xl.ooxml.grow import Band, adapt
from perf_xl.ooxml.heights import needs_of
from perf_xl.ooxml.levels import BandMerges, Covered, SheetMerges
from perf_xl.ooxml.packing import Compressor
from perf_xl.ooxml.packings import Packings, SheetPart
from perf_xl.ooxml.quick import Careful, Long, Rests, Results, Shared
from perf_xl.ooxml.raising import RowTags
from perf_xl.ooxml.recalc import Changes, drop_stale_values
from perf_xl.ooxml.slots import Cut, Slot, cut, formula_body
from perf_xl.ooxml.sqref import Box
from perf_xl.ooxml.workbook import Workbook


@dataclass(frozen=True, slots=True)
class Plan:
    """What all shapes of a template share: the tab, the merged levels of each band, printed tables, compression."""

    sheet: str
    levels: tuple[tuple[int, ...] | None, ...]
    """By band; None for a band with printed rows."""
    covered: Covered
    """Of the tables with printed rows."""
    hidden: frozenset[str]
    compress: Compressor
    shared: Shared = field(default_factory=Shared)
    rests: dict[tuple[str, int], Rests] = field(default_factory=dict)

    def entry(self, name: str, slot: Slot) -> Entry:
        """The slot of the field or column ``name`` with the texts of values that fit it."""
        if slot.prefix:
            return Careful(), slot
        if slot.formula:
            return Results(formula_body("", slot.formula), slot.blank), slot
        return self.rests_of(name, slot.fit), slot

    def rests_of(self, name: str, fit: int) -> Rests:
        """The texts of values for cells of the field or column ``name`` in which ``fit`` characters surely fit.

        Each has its own, so that values which come again are not driven out by those of others which never do.
        """
        key = name, fit
        if key not in self.rests:
            self.rests[key] = Rests(fit, self.shared)
        return self.rests[key]


@dataclass(frozen=True, slots=True)
class BandPlan:
    """A band ready to be filled: its tables by name and what decides its merges."""

    tables: Mapping[str, TablePlan]
    rows: int
    merges: BandMerges
    is_printed: bool
    """Whether the template prints its rows: they are as many as they are."""
    covered: Covered
    """In a band with printed rows: the cells that are not written, of tables that have such."""


@dataclass(frozen=True, slots=True)
class Shape:
    """What filling needs of a template with these numbers of rows."""

    fields: Mapping[str, Entry]
    bands: tuple[BandPlan, ...]
    cut: Cut
    packings: Packings
    merges: SheetMerges
    tags: RowTags
    long: Long
    """Texts just written that may be too long for their cells."""


def make_shape(book: Workbook, plan: Plan, counts: tuple[int, ...]) -> Shape:
    """Give the tables of the sheet their rows and cut it; ``book`` is used up."""
    sheet = plan.sheet
    outline = adapt(book, sheet, counts, plan.hidden)
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
    part = SheetPart(target.part, pieces.head.encode(), pieces.tail.encode())
    packings = Packings(parts, part, plan.compress, book.package.path)
    bands = tuple(
        _band_plan(band, levels, boxes, pieces, plan) for band, levels in zip(outline.bands, plan.levels, strict=True)
    )
    fields = {name: plan.entry(name, pieces.slots[place]) for name, place in outline.fields.items()}
    merges = SheetMerges(boxes, tuple(band.merges for band in bands), target.prefix)
    return Shape(fields, bands, pieces, packings, merges, RowTags(pieces), plan.shared.long)


def _band_plan(band: Band, levels: tuple[int, ...] | None, boxes: list[Box], pieces: Cut, plan: Plan) -> BandPlan:
    rows = range(band.first, band.footer)
    merges = BandMerges(band, levels, boxes, pieces.slots)
    tables = {
        table: TablePlan(
            tuple(
                _column(
                    (table, name), [pieces.slots[row, column] for row in rows], plan, merges.columns, pieces.heights
                )
                for name, column in sorted(columns.items(), key=lambda item: item[1])
            )
        )
        for table, columns in band.tables.items()
    }
    is_printed = levels is None
    covered = {name: hidden for name, hidden in plan.covered.items() if is_printed and any(hidden)}
    return BandPlan(tables, len(rows), merges, is_printed, covered)


def _column(
    names: tuple[str, str], slots: Sequence[Slot], plan: Plan, deciding: Collection[int], heights: Mapping[int, float]
) -> Column:
    full, number = "_".join(names), slots[0].column
    entries = tuple(plan.entry(full, slot) for slot in slots)
    pieces = [slot.piece for slot in slots]
    step = pieces[1] - pieces[0] if len(pieces) > 1 else 1
    even = pieces == list(range(pieces[0], pieces[-1] + 1, step))
    span = slice(pieces[0], pieces[-1] + 1, step) if even else None
    is_plain = not any(slot.formula or slot.prefix for slot in slots)
    common = plan.rests_of(full, min(slot.fit for slot in slots)) if is_plain else None
    rooms = tuple((slot, slot.fit, heights[slot.row], needs_of(slot.line, slot.size)) for slot in slots)
    return Column(names[1], number, entries, common, span, number in deciding, rooms)


def _drop_values(book: Workbook, sheet: str, cells: list[tuple[int, int]]) -> None:
    """No cached value may stay that depends on what is filled; the program that opens the file computes them."""
    drop_stale_values(book, Changes(cells={CellRef(sheet, row, column) for row, column in cells}))
    book.forget_calculation_order()
    if any(True for tab in book.worksheets() for _ in book.sheet(tab.name).formulas()):
        book.ask_for_calculation()
