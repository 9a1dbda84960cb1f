"""How rows move: insertion, deletion, and the growth of a table whose last row every range around it follows."""

from __future__ import annotations

from dataclasses import dataclass

from perf_xl.ooxml.formulas import MAX_ROW


@dataclass(frozen=True, slots=True)
class RowsInserted:
    """``count`` rows inserted before ``row``: below moves, a range around the place stretches."""

    row: int
    count: int

    def __call__(self, top: int, bottom: int, _range: bool = True) -> tuple[int, int] | None:
        """Where rows ``top..bottom`` are afterwards; the last row of the sheet stays the last."""
        if (top, bottom) == (1, MAX_ROW):
            return top, bottom
        new_top = top + self.count * (top >= self.row)
        new_bottom = bottom + self.count * (bottom >= self.row)
        return None if new_top > MAX_ROW else (new_top, min(new_bottom, MAX_ROW))


@dataclass(frozen=True, slots=True)
class RowsDeleted:
    """``count`` rows deleted from ``row`` on: below moves up, a range around them shrinks, one inside is gone."""

    row: int
    count: int

    def __call__(self, top: int, bottom: int, _range: bool = True) -> tuple[int, int] | None:
        """Where rows ``top..bottom`` are afterwards; None when all are deleted."""
        if (top, bottom) == (1, MAX_ROW):
            return top, bottom
        end = self.row + self.count
        if self.row <= top and bottom < end:
            return None
        new_top = top if top < self.row else max(self.row, top - self.count)
        new_bottom = bottom if bottom < self.row else max(self.row - 1, bottom - self.count)
        return new_top, new_bottom


@dataclass(frozen=True, slots=True)
class RowsGrown:
    """``count`` rows added after ``last``, the last row of a table that begins at ``first``.

    Unlike an insertion, a range that ends with the table's last row (``I16:I30``, a validation, a merged level) takes
    the new rows in.
    """

    first: int
    last: int
    count: int

    def __call__(self, top: int, bottom: int, is_range: bool = True) -> tuple[int, int] | None:
        """Where rows ``top..bottom`` are afterwards."""
        if (top, bottom) == (1, MAX_ROW):
            return top, bottom
        stretches = bottom > self.last or (is_range and bottom == self.last)
        new_top = top + self.count * (top > self.last)
        new_bottom = bottom + self.count * stretches
        return None if new_top > MAX_ROW else (new_top, min(new_bottom, MAX_ROW))


RowShift = RowsInserted | RowsDeleted | RowsGrown
