"""Merged levels of a table's rows: which merges one record needs, and which cells they cover."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from perf_xl.ooxml.grow import Band
from perf_xl.ooxml.raising import Need
from perf_xl.ooxml.slots import Slot
from perf_xl.ooxml.sqref import Box, text_of

Columns = Mapping[int, Sequence[object]]
"""The values of a band's columns, by column number."""

Covered = Mapping[str, tuple[frozenset[str], ...]]
"""By table, for each of its rows, the columns whose cells a downward merge covers."""

_KEPT = 256


@dataclass(frozen=True, slots=True)
class Written:
    """The cells of all deciding columns as they were written, covered ones blank; and the heights that they need."""

    spans: tuple[tuple[slice, list[bytes]], ...]
    needs: tuple[Need, ...]


@dataclass(slots=True, eq=False)
class Merged:
    """The downward merges of one band for one record, and the cells they cover: piece, its start, its blank rest."""

    count: int
    text: str
    bottoms: Mapping[tuple[int, int], int]
    """The last row of every merge by its first cell."""
    covered: tuple[tuple[int, bytes, bytes], ...]
    written: Written | None = None
    """Kept where the deciding values are texts and blanks: the same ones become the same cells."""


class BandMerges:
    """Decides the merges of a band: equal neighbours of each level are merged, inside the level before it.

    A merge that the template has in another column of the band stays if it hides no value. In a band whose rows are
    printed (``levels`` is None) all merges stay, and cells that they cover are not written.
    """

    def __init__(
        self, band: Band, levels: Sequence[int] | None, template: Sequence[Box], slots: Mapping[tuple[int, int], Slot]
    ) -> None:
        self._band, self._levels, self._template, self._slots = band, levels or (), template, slots
        self._prefix = next((slot.prefix for slot in slots.values()), "")
        down = [box for box in template if _is_down(box, band)]
        self._others = [] if levels is None else [box for box in down if box[1] not in levels]
        self.columns = (*self._levels, *{box[1] for box in self._others})
        """The columns whose values decide."""
        self._known: dict[object, Merged] = {}

    def replaces(self, box: Box) -> bool:
        """Whether a merge of the template is decided anew for each record."""
        inside = self._band.first <= box[0] and box[2] < self._band.footer
        return inside and (box[1] in self._levels or box in self._others)

    def merged(self, values: Sequence[Sequence[object] | None]) -> Merged:
        """The merges for the values of :attr:`columns`, in that order (None: the column is not given)."""
        key = tuple([None if column is None else tuple(column) for column in values])
        found = self._known.get(key)
        if found is None:
            found = self._merge(dict(zip(self.columns, values, strict=True)))
            if len(self._known) < _KEPT:
                self._known[key] = found
        return found

    def _merge(self, values: Mapping[int, Sequence[object] | None]) -> Merged:
        first, count = self._band.first, self._band.footer - self._band.first
        boxes: list[Box] = []
        starts: Sequence[int] = [0]
        for column in self._levels:
            starts = group_starts(starts, values.get(column) or (), count)
            for start, end in zip(starts, [*starts[1:], count], strict=True):
                box = (first + start, column, first + end - 1, self._right_end(first + start, column))
                if (box[0], box[1]) != (box[2], box[3]):
                    boxes.append(box)
        boxes += [box for box in self._others if self._hides_nothing(box, values.get(box[1]))]
        covered = [self._slots[row, box[1]] for box in boxes for row in range(box[0] + 1, box[2] + 1)]
        bottoms = {(box[0], box[1]): box[2] for box in boxes}
        pieces = tuple((slot.piece, slot.start, slot.blank) for slot in covered)
        return Merged(len(boxes), merge_text(boxes, self._prefix), bottoms, pieces)

    def _right_end(self, row: int, column: int) -> int:
        return next((box[3] for box in self._template if box[1] == column and box[0] <= row <= box[2]), column)

    def _hides_nothing(self, box: Box, values: Sequence[object] | None) -> bool:
        covered = (values or ())[box[0] - self._band.first + 1 : box[2] - self._band.first + 1]
        return all(value is None or value == "" for value in covered)


@dataclass(frozen=True, slots=True, eq=False)
class MergedSheet:
    """The merges of the whole sheet for one record: their element, and the last row of each by its first cell."""

    element: bytes
    bottoms: Mapping[tuple[int, int], int]


class SheetMerges:
    """The merges of the whole sheet: those of the template that stay, and those of the bands of one record."""

    def __init__(self, template: Sequence[Box], bands: Sequence[BandMerges], prefix: str) -> None:
        self._template, self._bands, self._prefix = template, bands, prefix
        self._known: dict[tuple[Merged | None, ...], MergedSheet] = {}

    def of(self, merged: tuple[Merged | None, ...]) -> MergedSheet:
        """All merges; ``merged`` by band, None for a band that is not given."""
        found = self._known.get(merged)
        if found is None:
            found = self._put_together([one for one in merged if one is not None], self._staying(merged))
            if len(self._known) < _KEPT:
                self._known[merged] = found
        return found

    def _staying(self, merged: tuple[Merged | None, ...]) -> list[Box]:
        """The merges of the template that no given band decides about."""
        given = [band for band, one in zip(self._bands, merged, strict=True) if one is not None]
        return [box for box in self._template if not any(band.replaces(box) for band in given)]

    def _put_together(self, merged: Sequence[Merged], staying: Sequence[Box]) -> MergedSheet:
        count = len(staying) + sum(one.count for one in merged)
        texts = (merge_text(staying, self._prefix), *(one.text for one in merged))
        name = f"{self._prefix}mergeCells"
        element = f'<{name} count="{count}">{"".join(texts)}</{name}>' if count else ""
        bottoms = {(top, left): bottom for top, left, bottom, _ in staying}
        return MergedSheet(element.encode(), dict(ChainMap(bottoms, *(dict(one.bottoms) for one in merged))))


def merge_text(boxes: Sequence[Box], prefix: str) -> str:
    """The ``<mergeCell>`` elements of areas."""
    return "".join([f'<{prefix}mergeCell ref="{text_of(box)}"/>' for box in boxes])


def group_starts(outer: Sequence[int], values: Sequence[object], count: int) -> list[int]:
    """Where groups begin: where an outer group does, and where a value differs from the one above; blanks are alone.

    >>> group_starts([0, 3], ["甲", "甲", "乙", "乙", None, None], 6)
    [0, 2, 3, 4, 5]
    """
    borders = set(outer)
    starts = []
    above: object = None
    for index in range(count):
        value = values[index] if index < len(values) else None
        if index in borders or value is None or value == "" or value != above:
            starts.append(index)
        above = value
    return starts


def covered_in(band: Band, merges: Sequence[Box]) -> Covered:
    """Which cells of the band's tables these merges cover."""
    down = [box for box in merges if _is_down(box, band)]
    return {
        table: tuple(
            frozenset(name for name, column in columns.items() if any(_covers(box, row, column) for box in down))
            for row in range(band.first, band.footer)
        )
        for table, columns in band.tables.items()
    }


def _covers(box: Box, row: int, column: int) -> bool:
    return box[1] == column and box[0] < row <= box[2]


def _is_down(box: Box, band: Band) -> bool:
    inside = box[2] > box[0] and band.first <= box[0] and box[2] < band.footer
    return inside and any(box[1] == column for table in band.tables.values() for column in table.values())
