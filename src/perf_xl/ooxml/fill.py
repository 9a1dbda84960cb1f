"""Puts one record's values into the pieces of a shape: typed cells, merged levels, heights that show every line.

This is the loop that runs a hundred thousand times, so it joins ready-made texts and keeps what comes again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from perf_xl.ooxml.fillvalues import Value, ValueTexts
from perf_xl.ooxml.heights import height_of, line_count, share_out
from perf_xl.ooxml.levels import is_replaced, merges_of
from perf_xl.ooxml.markup import with_attribute
from perf_xl.ooxml.slots import UNLIMITED, Slot
from perf_xl.ooxml.sqref import Box, text_of

if TYPE_CHECKING:
    from perf_xl.ooxml.grow import Band
    from perf_xl.ooxml.shape import Shape

Rows = Sequence[Mapping[str, Value]]
Given = Sequence[tuple[Mapping[str, int], Rows]]

_KEPT_MERGES = 512


class Filler:
    """Fills shapes of one template."""

    def __init__(self, sheet: str, *, date1904: bool) -> None:
        self._values = ValueTexts(sheet, date1904=date1904)

    def fill(self, shape: Shape, record: Mapping[str, Value], tables: Mapping[str, Rows]) -> bytes:
        """The content of the sheet's part with the values of one record."""
        pieces = shape.cut.pieces.copy()
        tall: list[tuple[Slot, str]] = []
        slots, fields, put = shape.cut.slots, shape.outline.fields, self._values.put
        for name, value in record.items():
            place = fields.get(name)
            if place is not None:
                put(pieces, slots[place], value, tall)
        dynamic: list[Box] = []
        given_bands = []
        for band, levels in zip(shape.outline.bands, shape.plan.levels, strict=True):
            given = [(columns, tables[name]) for name, columns in band.tables.items() if name in tables]
            if given:
                self._fill_band(pieces, shape, band, given, tall)
                merges = merges_of(band, levels, _by_column(given), shape.merges)
                _blank_covered(pieces, shape, merges)
                dynamic += merges
                given_bands.append((band, levels))
        if given_bands:
            pieces[shape.cut.merges_piece] = _merges_element(shape, given_bands, dynamic)
        if tall:
            _raise_rows(pieces, shape, tall, _final_merges(shape, given_bands, dynamic))
        return "".join(pieces).encode()

    def _fill_band(
        self, pieces: list[str], shape: Shape, band: Band, given: Given, tall: list[tuple[Slot, str]]
    ) -> None:
        rows_of_slots, put = shape.rows, self._values.put
        for columns, rows in given:
            number = band.first
            for row in rows:
                slots = rows_of_slots[number]
                for name, value in row.items():
                    column = columns.get(name)
                    if column is not None:
                        put(pieces, slots[column], value, tall)
                number += 1
            if band.first + len(rows) < band.footer and not shape.is_fixed(band):
                for spare in range(number, band.footer):
                    for column in columns.values():
                        slot = rows_of_slots[spare][column]
                        pieces[slot.piece] = slot.blank


def _by_column(given: Given) -> dict[int, list[Value]]:
    return {column: [row.get(name) for row in rows] for columns, rows in given for name, column in columns.items()}


def _blank_covered(pieces: list[str], shape: Shape, merges: list[Box]) -> None:
    for top, left, bottom, _ in merges:
        for row in range(top + 1, bottom + 1):
            slot = shape.rows[row][left]
            pieces[slot.piece] = slot.blank


def _final_merges(shape: Shape, given: Sequence[tuple[Band, Sequence[int]]], dynamic: list[Box]) -> list[Box]:
    static = [box for box in shape.merges if not any(is_replaced(box, band, levels) for band, levels in given)]
    return [*static, *dynamic]


def _merges_element(shape: Shape, given: Sequence[tuple[Band, Sequence[int]]], dynamic: list[Box]) -> str:
    key = (tuple(band.header for band, _ in given), tuple(dynamic))
    text = shape.merge_texts.get(key)
    if text is None:
        name = f"{shape.prefix}mergeCell"
        boxes = _final_merges(shape, given, dynamic)
        body = "".join([f'<{name} ref="{text_of(box)}"/>' for box in boxes])
        text = f'<{name}s count="{len(boxes)}">{body}</{name}s>' if boxes else ""
        if len(shape.merge_texts) < _KEPT_MERGES:
            shape.merge_texts[key] = text
    return text


def _raise_rows(pieces: list[str], shape: Shape, tall: list[tuple[Slot, str]], merges: list[Box]) -> None:
    """Raise the rows whose text does not fit; a merged cell's need is shared out over its rows."""
    bottoms = {(top, left): bottom for top, left, bottom, _ in merges}
    before = shape.cut.heights
    heights = dict(before)
    down: list[tuple[int, int, float]] = []
    for slot, text in tall:
        if slot.fit == UNLIMITED:
            continue
        need = height_of(line_count(text, slot.line), slot.size)
        bottom = bottoms.get((slot.row, slot.column), slot.row)
        if bottom > slot.row:
            down.append((slot.row, bottom, need))
        elif need > heights[slot.row]:
            heights[slot.row] = need
    for top, bottom, need in down:
        rows = [row for row in range(top, bottom + 1) if row in heights]
        heights.update(zip(rows, share_out(need, [heights[row] for row in rows]), strict=True))
    for row, height in heights.items():
        if height != before[row]:
            piece = shape.cut.row_pieces[row]
            tag = with_attribute(shape.cut.pieces[piece], "ht", f"{height:g}")
            pieces[piece] = with_attribute(tag, "customHeight", "1")
