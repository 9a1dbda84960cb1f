"""Rows made higher where a text of one record needs it; a merged cell's need is shared out over its rows."""

from __future__ import annotations

from collections.abc import Mapping

from perf_xl.ooxml.fillvalues import Tall
from perf_xl.ooxml.heights import height_of, line_count, share_out
from perf_xl.ooxml.markup import with_attribute
from perf_xl.ooxml.slots import UNLIMITED, Cut

Bottoms = Mapping[tuple[int, int], int]
"""The last row of every merge by its first cell."""

_KEPT = 4_096


class RowTags:
    """The start tags of a shape's rows with other heights, made once each."""

    def __init__(self, shape: Cut) -> None:
        self._cut = shape
        self._around: dict[int, tuple[str, str]] = {}
        self._tags: dict[tuple[int, float], bytes] = {}

    def raise_rows(self, pieces: list[bytes], tall: Tall, bottoms: Bottoms) -> None:
        """Raise the rows whose text does not fit."""
        for row, height in self._needed(tall, bottoms).items():
            pieces[self._cut.row_pieces[row]] = self._tags.get((row, height)) or self._tag(row, height)

    def _needed(self, tall: Tall, bottoms: Bottoms) -> dict[int, float]:
        """The heights of the rows that must be higher than they are."""
        before = self._cut.heights
        raised: dict[int, float] = {}
        down: list[tuple[int, int, float]] = []
        for slot, text in tall:
            if slot.fit == UNLIMITED:
                continue
            row = slot.row
            need = height_of(line_count(text, slot.line), slot.size)
            bottom = bottoms.get((row, slot.column), row)
            if bottom > row:
                down.append((row, bottom, need))
            elif need > before[row] and need > raised.get(row, 0):
                raised[row] = need
        for top, bottom, need in down:
            rows = [row for row in range(top, bottom + 1) if row in before]
            heights = [raised.get(row, before[row]) for row in rows]
            if need > sum(heights):
                raised.update(zip(rows, share_out(need, heights), strict=True))
        return raised

    def _tag(self, row: int, height: float) -> bytes:
        if row not in self._around:
            tag = with_attribute(self._cut.pieces[self._cut.row_pieces[row]].decode(), "customHeight", "1")
            start, _, end = with_attribute(tag, "ht", "\u0000").partition("\u0000")
            self._around[row] = start, end
        start, end = self._around[row]
        tag_bytes = f"{start}{height:g}{end}".encode()
        if len(self._tags) < _KEPT:
            self._tags[row, height] = tag_bytes
        return tag_bytes
