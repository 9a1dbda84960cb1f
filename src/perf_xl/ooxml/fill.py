"""Puts one record's values into the pieces of a shape: typed cells, merged levels, heights that show every line.

This is the loop that runs a hundred thousand times, so it joins ready-made texts and keeps what comes again.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from perf_xl.ooxml.columns import Column, Entry, Rows, Table, TablePlan, Turned, as_rows, row_count
from perf_xl.ooxml.fillvalues import Plain, Tall, Value, ValueTexts, unstyled
from perf_xl.ooxml.levels import Merged, Written
from perf_xl.ooxml.packing import Packing
from perf_xl.ooxml.quick import NeedsCare, Rests, text_rests
from perf_xl.ooxml.raising import Bottoms, Heights, Need, need_of
from perf_xl.ooxml.shape import BandPlan, Shape
from perf_xl.ooxml.slots import UNLIMITED, Slot

Levels = Sequence[tuple[Column, Sequence[Value | None]]]
"""The columns that decide merges, with their values."""


_TEXTS = frozenset({str, type(None)})


class Filler:
    """Fills shapes of one template."""

    def __init__(self, sheet: str, *, date1904: bool) -> None:
        self._values = ValueTexts(sheet, date1904=date1904)

    def fill(self, shape: Shape, record: Mapping[str, Value], tables: Mapping[str, Table]) -> bytes:
        """The workbook with the values of one record."""
        sheet = _Sheet(shape, self._values)
        sheet.put_fields(shape.fields, record)
        merged = tuple([sheet.put_band(plan, tables) for plan in shape.bands])
        packing = sheet.put_styled()
        sheet.merge(merged)
        return packing.pack(b"".join(sheet.pieces))


class _Sheet:
    """The sheet of one record in the making."""

    __slots__ = ("_covered", "_long", "_needs", "_raised", "_shape", "_styled", "_tall", "_values", "pieces")

    def __init__(self, shape: Shape, values: ValueTexts) -> None:
        self.pieces = shape.cut.pieces.copy()
        self._shape, self._values = shape, values
        self._raised: Heights = {}
        self._needs: list[Need] = []
        self._tall: Tall = []
        self._styled: list[tuple[Slot, Plain, str]] = []
        self._covered: list[Merged] = []
        self._long = shape.long
        self._long.clear()

    def put_fields(self, entries: Mapping[str, Entry], record: Mapping[str, Value]) -> None:
        """The single fields."""
        places: list[Entry] = []
        texts: list[str] = []
        for name, value in record.items():
            entry = entries.get(name)
            if entry is None:
                continue
            if value.__class__ is str and value and entry[0].__class__ is Rests:
                places.append(entry)
                texts.append(value)
            else:
                self._put(entry, value)
        if texts:
            self._put_texts(places, texts)

    def put_band(self, plan: BandPlan, tables: Mapping[str, Table]) -> Merged | None:
        """The rows of a band's tables; the merges they need, None when none of its tables is given."""
        known: dict[int, Sequence[Value | None]] = {}
        levels: list[tuple[Column, Sequence[Value | None]]] = []
        is_given = False
        for name, table in plan.tables.items():
            if name in tables:
                is_given = True
                turned = _turned(plan, name, tables[name])
                if turned is None:
                    known |= self._put_ragged(table, _fitting(plan, name, tables[name]))
                    continue
                for column, values in turned:
                    if column.decides:
                        known[column.number] = values
                        levels.append((column, values))
                    else:
                        self._put_column(column, values)
        if not is_given:
            return None
        merged = plan.merges.merged([known.get(number) for number in plan.merges.columns])
        self._put_levels(levels, merged, is_all=len(levels) == len(plan.merges.columns))
        return merged

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
        for one in self._covered:
            for piece, start, blank in one.covered:
                pieces[piece - 1] = start
                pieces[piece] = blank
        whole = self._shape.merges.of(merged)
        pieces[self._shape.cut.merges_piece] = whole.element
        self._needs += _needs(self._tall, whole.bottoms)
        if self._needs or self._raised:
            self._shape.tags.raise_rows(pieces, self._raised, self._needs)

    def _put_texts(self, places: Sequence[Entry], texts: Sequence[str]) -> None:
        """Texts of fields, which hardly ever come again: all at once, or one by one where one of them has line ends."""
        rests = text_rests(texts)
        if rests is None:
            for entry, text in zip(places, texts, strict=True):
                self._put(entry, text)
            return
        for (_, slot), text, rest in zip(places, texts, rests, strict=True):
            self.pieces[slot.piece] = rest
            if len(text) > slot.fit:
                self._tall.append((slot, text))

    def _put_levels(self, levels: Levels, merged: Merged, *, is_all: bool) -> None:
        """The columns that decide merges: as they were written before, if they were."""
        written = merged.written
        if is_all and written is not None:
            for span, texts in written.spans:
                self.pieces[span] = texts
            self._needs += written.needs
            return
        self._covered.append(merged)
        before = len(self._tall)
        are_quick = [self._put_column(column, values) for column, values in levels]
        if is_all and all(are_quick) and all(set(map(type, values)) <= _TEXTS for _, values in levels):
            blanks = {piece: blank for piece, _, blank in merged.covered}
            spans = [column.span for column, _ in levels if column.span is not None]
            if len(spans) == len(levels):
                kept = tuple((span, self._blanked(span, blanks)) for span in spans)
                merged.written = Written(kept, tuple(_needs(self._tall[before:], merged.bottoms)))

    def _blanked(self, span: slice, blanks: Mapping[int, bytes]) -> list[bytes]:
        numbers = range(span.start, span.stop, span.step)
        return [blanks.get(number, piece) for number, piece in zip(numbers, self.pieces[span], strict=True)]

    def _put_column(self, column: Column, values: Sequence[Value]) -> bool:
        """A column at once where all of its values are of the usual kinds, else cell by cell; whether at once."""
        try:
            common = column.common
            texts = column.own_texts(values) if common is None else common.of_all(values)
        except (NeedsCare, TypeError):
            self._long.clear()
            for entry, value in zip(column.entries, values, strict=False):
                self._put(entry, value)
            return False
        if self._long:
            self._note_long(column, values)
        if column.span is not None and len(texts) == len(column.entries):
            self.pieces[column.span] = texts
        else:
            for (_, slot), text in zip(column.entries, texts, strict=False):
                self.pieces[slot.piece] = text
        return True

    def _put_ragged(self, table: TablePlan, rows: Rows) -> dict[int, Sequence[Value | None]]:
        """Rows of which some have more columns than others; the values of the columns that decide merges."""
        for column in table.columns:
            for entry, row in zip(column.entries, rows, strict=False):
                if column.name in row:
                    self._put(entry, row[column.name])
        return {column.number: [row.get(column.name) for row in rows] for column in table.columns if column.decides}

    def _note_long(self, column: Column, values: Sequence[Value]) -> None:
        """Find the cells of the texts noted as too long for the lowest; they were noted in the order of the rows."""
        raised, rooms = self._raised, column.rooms
        at = -1
        for text in self._long:
            at = values.index(text, at + 1)
            slot, fit, height, needs = rooms[at]
            if fit == UNLIMITED or (len(text) <= fit and "\n" not in text and "\r" not in text):
                continue
            if column.decides:
                self._tall.append((slot, text))
                continue
            need = needs.of(text)
            if need > raised.get(slot.row, height):
                raised[slot.row] = need
        self._long.clear()

    def _put(self, entry: Entry, value: Value) -> None:
        rests, slot = entry
        try:
            self.pieces[slot.piece] = rests[value]
        except (NeedsCare, TypeError):
            self._put_carefully(slot, value)
        if self._long:
            self._tall.append((slot, self._long.pop()))

    def _put_carefully(self, slot: Slot, value: Value) -> None:
        plain, number_format = unstyled(slot, value)
        if number_format is None:
            self._put_cell(slot, plain, slot.style)
        else:
            self._styled.append((slot, plain, number_format))

    def _put_cell(self, slot: Slot, value: Plain, style: int) -> None:
        self.pieces[slot.piece - 1] = slot.lead
        self.pieces[slot.piece] = self._values.cell(slot, value, style, self._tall).encode()


def _needs(tall: Tall, bottoms: Bottoms) -> Iterator[Need]:
    """What long texts need in their cells or merges."""
    for slot, text in tall:
        need = need_of(slot, text, bottoms)
        if need is not None:
            yield need


def _turned(plan: BandPlan, name: str, table: Table) -> Turned | None:
    """The columns of a table with a value for every row of the band; None where it can only be written row by row."""
    count = row_count(table)
    if name in plan.covered or (count < plan.rows and not plan.is_printed):
        return None
    if isinstance(table, dict):
        return plan.tables[name].of_columns(table, count)
    return plan.tables[name].of_rows(table)


def _fitting(plan: BandPlan, name: str, table: Table) -> Rows:
    """The rows of a table without the values of cells that merges cover, and with blank ones to the end of a band."""
    rows = as_rows(table)
    if name in plan.covered:
        return [
            {name: value for name, value in row.items() if name not in covered} if covered else row
            for row, covered in zip(rows, plan.covered[name], strict=False)
        ]
    if len(rows) < plan.rows and not plan.is_printed:
        blank: dict[str, Value] = dict.fromkeys([column.name for column in plan.tables[name].columns])
        return [*rows, *[blank] * (plan.rows - len(rows))]
    return rows
