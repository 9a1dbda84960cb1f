"""Puts one record's values into the pieces of a shape: typed cells, merged levels, heights that show every line.

This is the loop that runs a hundred thousand times, so it joins ready-made texts and keeps what comes again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perf_xl.ooxml.fillvalues import Plain, Tall, Value, ValueTexts, unstyled
from perf_xl.ooxml.levels import Merged
from perf_xl.ooxml.packing import Packing
from perf_xl.ooxml.quick import NeedsCare
from perf_xl.ooxml.shape import BandPlan, Column, Entry, Shape
from perf_xl.ooxml.slots import Slot

Rows = Sequence[Mapping[str, Value]]


class Filler:
    """Fills shapes of one template."""

    def __init__(self, sheet: str, *, date1904: bool) -> None:
        self._values = ValueTexts(sheet, date1904=date1904)

    def fill(self, shape: Shape, record: Mapping[str, Value], tables: Mapping[str, Rows]) -> bytes:
        """The workbook with the values of one record."""
        sheet = _Sheet(shape, self._values)
        sheet.put_fields(shape.fields, record)
        merged = tuple([sheet.put_band(plan, tables) for plan in shape.bands])
        packing = sheet.put_styled()
        sheet.merge(merged)
        return packing.pack(b"".join(sheet.pieces))


class _Sheet:
    """The sheet of one record in the making."""

    __slots__ = ("_long", "_shape", "_styled", "_tall", "_values", "pieces")

    def __init__(self, shape: Shape, values: ValueTexts) -> None:
        self.pieces = shape.cut.pieces.copy()
        self._shape, self._values = shape, values
        self._tall: Tall = []
        self._styled: list[tuple[Slot, Plain, str]] = []
        self._long = shape.long
        self._long.clear()

    def put_fields(self, entries: Mapping[str, Entry], record: Mapping[str, Value]) -> None:
        """The single fields."""
        for name, value in record.items():
            entry = entries.get(name)
            if entry is not None:
                self._put(entry, value)

    def put_band(self, plan: BandPlan, tables: Mapping[str, Rows]) -> Merged | None:
        """The rows of a band's tables; the merges they need, None when none of its tables is given."""
        given = [name for name in plan.tables if name in tables]
        if not given:
            return None
        known: dict[tuple[str, str], Sequence[Value | None]] = {}
        for name in given:
            rows = tables[name]
            if plan.covered is not None:
                rows = _visible(rows, plan.covered[name])
            elif len(rows) < plan.rows:
                blank = dict.fromkeys([column.name for column in plan.tables[name]])
                rows = [*rows, *[blank] * (plan.rows - len(rows))]
            for column in plan.tables[name]:
                values = self._put_column(column, rows)
                if column.decides:
                    known[name, column.name] = values
        return plan.merges.merged([known.get(column) for column in plan.deciding])

    def put_styled(self) -> Packing:
        """The values that have a number format of their own; the packing whose style sheet knows those formats."""
        packings = self._shape.packings
        if not self._styled:
            return packings.plain
        wanted = frozenset([(slot.style, number_format) for slot, _, number_format in self._styled])
        packing, indexes = packings.with_formats(wanted)
        for slot, value, number_format in self._styled:
            self._put_cell(slot, value, indexes[slot.style, number_format])
        return packing

    def merge(self, merged: tuple[Merged | None, ...]) -> None:
        """Merge the levels, blank what they cover, and make rows higher where a text needs it."""
        pieces = self.pieces
        for one in merged:
            if one is not None:
                for piece, start, blank in one.covered:
                    pieces[piece - 1] = start
                    pieces[piece] = blank
        whole = self._shape.merges.of(merged)
        pieces[self._shape.cut.merges_piece] = whole.element
        if self._tall:
            self._shape.tags.raise_rows(pieces, self._tall, whole.bottoms)

    def _put_column(self, column: Column, rows: Rows) -> Sequence[Value | None]:
        """A column at once where all of its values are of the usual kinds, else cell by cell; the values."""
        if not rows or column.name not in rows[0]:
            return self._put_cells(column, rows)
        try:
            values = list(map(column.values_of, rows))
            common = column.common
            texts = column.own_texts(values) if common is None else common.of_all(values)
        except (NeedsCare, KeyError, TypeError):
            self._long.clear()
            return self._put_cells(column, rows)
        if self._long:
            self._note_long(column, values)
        if column.span is not None and len(texts) == len(column.entries):
            self.pieces[column.span] = texts
        else:
            for (_, slot), text in zip(column.entries, texts, strict=False):
                self.pieces[slot.piece] = text
        return values

    def _put_cells(self, column: Column, rows: Rows) -> Sequence[Value | None]:
        for entry, row in zip(column.entries, rows, strict=False):
            if column.name in row:
                self._put(entry, row[column.name])
        return [row.get(column.name) for row in rows] if column.decides else ()

    def _note_long(self, column: Column, values: list[Value]) -> None:
        """Find the cells of the texts noted as too long for the lowest; they were noted in the order of the rows."""
        at = -1
        for text in self._long:
            at = values.index(text, at + 1)
            slot = column.entries[at][1]
            if len(text) > slot.fit or "\n" in text or "\r" in text:
                self._tall.append((slot, text))
        self._long.clear()

    def _put(self, entry: Entry, value: Value) -> None:
        rests, slot = entry
        try:
            self.pieces[slot.piece] = rests[value]
        except (NeedsCare, TypeError):
            self._long.clear()
            plain, number_format = unstyled(slot, value)
            if number_format is None:
                self._put_cell(slot, plain, slot.style)
            else:
                self._styled.append((slot, plain, number_format))
        if self._long:
            self._tall += [(slot, text) for text in self._long]
            self._long.clear()

    def _put_cell(self, slot: Slot, value: Plain, style: int) -> None:
        self.pieces[slot.piece - 1] = slot.lead
        self.pieces[slot.piece] = self._values.cell(slot, value, style, self._tall).encode()


def _visible(rows: Rows, covered: Sequence[frozenset[str]]) -> Rows:
    """The rows without the values of cells that merges cover."""
    return [
        {name: value for name, value in row.items() if name not in hidden} if hidden else row
        for row, hidden in zip(rows, covered, strict=False)
    ]
