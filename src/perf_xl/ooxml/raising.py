"""Rows made higher where a text of one record needs it; a merged cell's need is shared out over its rows."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from perf_xl.ooxml.heights import needs_of, share_out
from perf_xl.ooxml.markup import with_attribute
from perf_xl.ooxml.slots import UNLIMITED, Cut, Slot

Heights = dict[int, float]
"""Points by row."""
Bottoms = Mapping[tuple[int, int], int]
"""The last row of every merge by its first cell."""
Need = tuple[range, float]
"""The rows of a cell or of a merge, and the height that its text needs."""

_KEPT = 256


def need_of(slot: Slot, text: str, bottoms: Bottoms) -> Need | None:
    """What a text needs in its cell; None in a cell that never makes its row higher."""
    if slot.fit == UNLIMITED:
        return None
    rows = range(slot.row, bottoms.get((slot.row, slot.column), slot.row) + 1)
    return rows, needs_of(slot.line, slot.size).of(text)


class RowTags:
    """The start tags of a shape's rows with other heights, made once each."""

    def __init__(self, shape: Cut) -> None:
        self._cut = shape
        self._around: dict[int, tuple[str, str]] = {}
        self._tags: dict[int, dict[float, bytes]] = {row: {} for row in shape.row_pieces}

    def raise_rows(self, pieces: list[bytes], raised: Heights, needs: Iterable[Need]) -> None:
        """Raise rows to the heights of ``raised``, and higher where ``needs`` are not met: those of merges come last."""
        before = self._cut.heights
        merges: list[Need] = []
        for need in needs:
            rows, height = need
            if len(rows) > 1:
                merges.append(need)
            elif height > raised.get(rows[0], before[rows[0]]):
                raised[rows[0]] = height
        for rows, height in merges:
            heights = {row: raised.get(row, before[row]) for row in rows if row in before}
            if height > sum(heights.values()):
                raised.update(zip(heights, share_out(height, list(heights.values())), strict=True))
        numbers, tags = self._cut.row_pieces, self._tags
        for row, height in raised.items():
            pieces[numbers[row]] = tags[row].get(height) or self._tag(row, height)

    def _tag(self, row: int, height: float) -> bytes:
        if row not in self._around:
            tag = with_attribute(self._cut.pieces[self._cut.row_pieces[row]].decode(), "customHeight", "1")
            start, _, end = with_attribute(tag, "ht", "\u0000").partition("\u0000")
            self._around[row] = start, end
        start, end = self._around[row]
        tag_bytes = f"{start}{height:g}{end}".encode()
        if len(self._tags[row]) < _KEPT:
            self._tags[row][height] = tag_bytes
        return tag_bytes
