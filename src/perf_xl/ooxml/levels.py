"""Merged levels of a table's rows: which merges one record needs, and which cells they cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from perf_xl.ooxml.grow import Band
from perf_xl.ooxml.sqref import Box

Columns = Mapping[int, Sequence[object]]
"""The values of a band's columns, by column number."""


def merges_of(band: Band, levels: Sequence[int], values: Columns, template: Sequence[Box]) -> list[Box]:
    """The downward merges of a band for one record: equal neighbours of each level, inside the level before it.

    A merge that the template has in another column stays if it hides no value.
    """
    count = band.footer - band.first
    merges: list[Box] = []
    starts: Sequence[int] = [0]
    for column in levels:
        starts = group_starts(starts, values.get(column, ()), count)
        for start, end in zip(starts, [*starts[1:], count], strict=True):
            top, bottom = band.first + start, band.first + end - 1
            right = _right_end(template, top, column)
            if (top, column) != (bottom, right):
                merges.append((top, column, bottom, right))
    merges += [box for box in template if is_down(box, band) and box[1] not in levels and _may_stay(box, band, values)]
    return merges


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


def is_down(box: Box, band: Band) -> bool:
    """Whether a merge runs over several rows of the band's body, in one of its columns."""
    return box[2] > box[0] and band.first <= box[0] and box[2] < band.footer and _in_columns(box, band)


def is_replaced(box: Box, band: Band, levels: Sequence[int]) -> bool:
    """Whether :func:`merges_of` decides about this merge of the template."""
    inside = band.first <= box[0] and box[2] < band.footer
    return inside and (box[1] in levels or is_down(box, band))


def _in_columns(box: Box, band: Band) -> bool:
    return any(box[1] == column for table in band.tables.values() for column in table.values())


def _right_end(template: Sequence[Box], row: int, column: int) -> int:
    for top, left, bottom, right in template:
        if left == column and top <= row <= bottom:
            return right
    return column


def _may_stay(box: Box, band: Band, values: Columns) -> bool:
    covered = values.get(box[1], ())[box[0] - band.first + 1 : box[2] - band.first + 1]
    return all(value is None or value == "" for value in covered)
