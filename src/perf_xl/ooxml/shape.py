"""A template with given numbers of rows in its tables: cut, packed, ready to be filled."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from perf_xl.model.cells import CellRef
from perf_xl.ooxml.fillvalues import Value
from perf_xl.ooxml.grow import Band, adapt
from perf_xl.ooxml.levels import BandMerges, Covered, SheetMerges
from perf_xl.ooxml.packing import Compressor
from perf_xl.ooxml.packings import Packings, SheetPart
from perf_xl.ooxml.quick import FormulaRests, Formulas, Long, NoRests, Rests
from perf_xl.ooxml.raising import RowTags
from perf_xl.ooxml.recalc import Changes, drop_stale_values
from perf_xl.ooxml.slots import Cut, Slot, cut, formula_body
from perf_xl.ooxml.sqref import Box
from perf_xl.ooxml.workbook import Workbook

Entry = tuple[Rests, Slot]
"""A slot with the texts of its values."""


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
    long: Long = field(default_factory=list)
    """Texts just written that may be too long for their cells."""
    rests: dict[int, Rests] = field(default_factory=dict)
    formulas: Formulas = field(default_factory=Formulas)

    def entry(self, slot: Slot) -> Entry:
        """The slot with the texts of values that fit it."""
        if slot.prefix:
            return NoRests(), slot
        if slot.formula:
            return FormulaRests(slot.blank, formula_body("", slot.formula)), slot
        return self.rests_of(slot.fit), slot

    def rests_of(self, fit: int) -> Rests:
        """The texts of values for cells in which ``fit`` characters surely fit."""
        if fit not in self.rests:
            self.rests[fit] = Rests(fit, self.long, self.formulas)
        return self.rests[fit]


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table, from the first row to the last; all at once where its pieces lie evenly."""

    name: str
    entries: tuple[Entry, ...]
    values_of: Callable[[Mapping[str, Value]], Value]
    common: Rests | None
    """The texts of values for all cells, those for the lowest of them; None where the cells' own must be taken."""
    span: slice | None
    decides: bool
    """Whether its values decide merges."""

    def own_texts(self, values: Sequence[Value]) -> list[bytes]:
        """What stands in the cells after address and format, by the cells' own texts; NeedsCare where they have none."""
        return [rests[value] for (rests, _), value in zip(self.entries, values, strict=False)]


@dataclass(frozen=True, slots=True)
class BandPlan:
    """A band ready to be filled: its tables by name and what decides its merges."""

    tables: Mapping[str, tuple[Column, ...]]
    rows: int
    merges: BandMerges
    deciding: tuple[tuple[str, str], ...]
    """Table and name of the columns that decide the merges."""
    covered: Covered | None
    """In a band with printed rows: the cells that are not written."""


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
    """See :attr:`Plan.long`."""


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
    fields = {name: plan.entry(pieces.slots[place]) for name, place in outline.fields.items()}
    merges = SheetMerges(boxes, tuple(band.merges for band in bands), target.prefix)
    return Shape(fields, bands, pieces, packings, merges, RowTags(pieces), plan.long)


def _band_plan(band: Band, levels: tuple[int, ...] | None, boxes: list[Box], pieces: Cut, plan: Plan) -> BandPlan:
    rows = range(band.first, band.footer)
    merges = BandMerges(band, levels, boxes, pieces.slots)
    tables = {
        table: tuple(
            _column(name, [pieces.slots[row, column] for row in rows], plan, decides=column in merges.columns)
            for name, column in sorted(columns.items(), key=lambda item: item[1])
        )
        for table, columns in band.tables.items()
    }
    names = {column: (table, name) for table, columns in band.tables.items() for name, column in columns.items()}
    deciding = tuple(names[column] for column in merges.columns)
    return BandPlan(tables, len(rows), merges, deciding, plan.covered if levels is None else None)


def _column(name: str, slots: Sequence[Slot], plan: Plan, *, decides: bool) -> Column:
    entries = tuple(plan.entry(slot) for slot in slots)
    numbers = [slot.piece for slot in slots]
    step = numbers[1] - numbers[0] if len(numbers) > 1 else 1
    even = numbers == list(range(numbers[0], numbers[-1] + 1, step))
    span = slice(numbers[0], numbers[-1] + 1, step) if even else None
    is_plain = not any(slot.formula or slot.prefix for slot in slots)
    common = plan.rests_of(min(slot.fit for slot in slots)) if is_plain else None
    return Column(name, entries, itemgetter(name), common, span, decides)


def _drop_values(book: Workbook, sheet: str, cells: list[tuple[int, int]]) -> None:
    """No cached value may stay that depends on what is filled; the program that opens the file computes them."""
    drop_stale_values(book, Changes(cells={CellRef(sheet, row, column) for row, column in cells}))
    book.forget_calculation_order()
    if any(True for tab in book.worksheets() for _ in book.sheet(tab.name).formulas()):
        book.ask_for_calculation()
