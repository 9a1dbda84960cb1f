"""Puts one record's values into the pieces of a shape: typed cells, merged levels, heights that show every line.

This is the loop that runs a hundred thousand times, so it joins ready-made texts and keeps what comes again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import getitem

from perf_xl.ooxml.fillvalues import Tall, Value, ValueTexts
from perf_xl.ooxml.heights import height_of, line_count, share_out
from perf_xl.ooxml.levels import Merged
from perf_xl.ooxml.markup import with_attribute
from perf_xl.ooxml.quick import Long, NeedsCare
from perf_xl.ooxml.shape import BandPlan, Entry, RowPlan, Shape
from perf_xl.ooxml.slots import UNLIMITED

Rows = Sequence[Mapping[str, Value]]


class Filler:
    """Fills shapes of one template."""

    def __init__(self, sheet: str, *, date1904: bool) -> None:
        self._values = ValueTexts(sheet, date1904=date1904)

    def fill(self, shape: Shape, record: Mapping[str, Value], tables: Mapping[str, Rows]) -> bytes:
        """What lies between the head and the tail of the sheet's part, with the values of one record."""
        pieces = shape.cut.pieces.copy()
        tall: Tall = []
        shape.long.clear()
        self._put_row(pieces, shape.fields, record, tall, shape.long)
        merged = [self._fill_band(pieces, plan, tables, tall, shape.long) for plan in shape.bands]
        if any(merged):
            pieces[shape.cut.merges_piece] = shape.merges.element(merged).encode()
        if tall:
            _raise_rows(pieces, shape, tall, merged)
        return b"".join(pieces)

    def _fill_band(
        self, pieces: list[bytes], plan: BandPlan, tables: Mapping[str, Rows], tall: Tall, long: Long
    ) -> Merged | None:
        given = {name: tables[name] for name in plan.tables if name in tables}
        if not given:
            return None
        for name, rows in given.items():
            table = plan.tables[name]
            self._put_rows(pieces, table.rows, rows, tall, long)
            if len(rows) < len(table.rows) and not plan.fixed:
                for spare in table.rows[len(rows) :]:
                    self._put_row(pieces, spare.entries, dict.fromkeys(spare.entries), tall, long)
        merged = plan.merges.merged([_values(plan, given, column) for column in plan.merges.columns])
        for piece, start, blank in merged.covered:
            pieces[piece - 1] = start
            pieces[piece] = blank
        return merged

    def _put_rows(self, pieces: list[bytes], plans: Sequence[RowPlan], rows: Rows, tall: Tall, long: Long) -> None:
        for plan, row in zip(plans, rows, strict=False):
            if plan.values_of is not None and len(row) >= len(plan.rests):
                try:
                    values = plan.values_of(row)
                    pieces[plan.span] = list(map(getitem, plan.rests, values))
                except (NeedsCare, KeyError, TypeError):
                    long.clear()
                else:
                    if long:
                        tall += [(plan.by_column[column], text) for column, text in long]
                        long.clear()
                    continue
            self._put_row(pieces, plan.entries, row, tall, long)

    def _put_row(
        self, pieces: list[bytes], entries: Mapping[str, Entry], row: Mapping[str, Value], tall: Tall, long: Long
    ) -> None:
        for name, value in row.items():
            entry = entries.get(name)
            if entry is None:
                continue
            piece, rests, slot = entry
            try:
                pieces[piece] = rests[value]
            except (NeedsCare, TypeError):
                pieces[piece - 1] = slot.lead
                pieces[piece] = self._values.cell(slot, value, tall).encode()
                continue
            if long:
                tall += [(slot, text) for _, text in long]
                long.clear()


def _values(plan: BandPlan, given: Mapping[str, Rows], column: int) -> list[Value] | None:
    for name, rows in given.items():
        for key, number in plan.tables[name].columns.items():
            if number == column:
                return [row.get(key) for row in rows]
    return None


def _raise_rows(pieces: list[bytes], shape: Shape, tall: Tall, merged: Sequence[Merged | None]) -> None:
    """Raise the rows whose text does not fit; a merged cell's need is shared out over its rows."""
    bottoms = shape.merges.bottoms(merged)
    before = shape.cut.heights
    raised: dict[int, float] = {}
    down: list[tuple[int, int, float]] = []
    for slot, text in tall:
        row, column, fit = slot.row, slot.column, slot.fit
        if fit == UNLIMITED:
            continue
        need = height_of(line_count(text, slot.line), slot.size)
        bottom = row
        for found in bottoms:
            bottom = found.get((row, column), bottom)
        if bottom > row:
            down.append((row, bottom, need))
        elif need > raised.get(row, before[row]):
            raised[row] = need
    for top, bottom, need in down:
        rows = [row for row in range(top, bottom + 1) if row in before]
        heights = share_out(need, [raised.get(row, before[row]) for row in rows])
        raised.update(zip(rows, heights, strict=True))
    for row, height in raised.items():
        if height != before[row]:
            start, end = _row_tag(shape, row)
            pieces[shape.cut.row_pieces[row]] = f"{start}{height:g}{end}".encode()


def _row_tag(shape: Shape, row: int) -> tuple[str, str]:
    found = shape.row_tags.get(row)
    if found is None:
        tag = with_attribute(shape.cut.pieces[shape.cut.row_pieces[row]].decode(), "customHeight", "1")
        start, _, end = with_attribute(tag, "ht", "\u0000").partition("\u0000")
        found = shape.row_tags[row] = (start, end)
    return found
