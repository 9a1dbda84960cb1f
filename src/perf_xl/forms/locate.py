"""Where the fields and tables of a form are on a sheet whose labels were found: the areas its names would have.

A field stands right of its label, or below it, or where a row label and a column heading meet; the empty template says
which. A table begins at its headings and ends before the next label below it.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from perf_xl.forms.align import Found
from perf_xl.forms.grid import Box, Grid, Placed, TableSpot, grid_of
from perf_xl.forms.sheet_view import SheetView
from perf_xl.forms.spec import FormSpec
from perf_xl.model.cells import Area, CellRef


@dataclass
class Located:
    """The areas found, by defined name; the names not found; rows before which a footer row has to be inserted."""

    areas: dict[str, Area] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    footers: dict[str, int] = field(default_factory=dict)


def locate(spec: FormSpec, view: SheetView, found: list[Found]) -> Located:
    """Find every name of ``spec`` on the sheet."""
    finder = _Finder(grid_of(spec), view, found)
    result = Located()
    for cell in finder.grid.cells:
        if cell.field is not None:
            ref = finder.field(cell)
            if ref is None:
                result.missing.append(cell.field.name)
            else:
                result.areas[cell.field.name] = Area(ref.sheet, ref.row, ref.column, ref.row, ref.column)
    for name, echo in finder.grid.echoes.items():
        if echo.box[:2] in finder.at:
            first = finder.at[echo.box[:2]].first
            result.areas[name] = Area(first.sheet, first.row, first.column, first.row, first.column)
    for spot in finder.grid.tables:
        finder.table(spot, result)
    return result


class _Finder:
    """Geometry between an empty template and a sheet on which its labels were found."""

    def __init__(self, grid: Grid, view: SheetView, found: list[Found]) -> None:
        self.grid = grid
        self._view = view
        self._found = found
        self.at: dict[tuple[int, int], Area] = {item.label.box[:2]: item.area for item in found}
        """Top-left of a label in the template, to its area on the sheet."""

    def field(self, cell: Placed) -> CellRef | None:
        """The cell of a field."""
        if cell.box[:2] in self.at:  # the value stands in the label
            return self.at[cell.box[:2]].first
        left, above = self._label_left(cell.box), self._label_above(cell.box)
        beside = left is not None and left[0][0] == cell.box[0]
        below = above is not None and above[0][2] + 1 == cell.box[0]
        row = left[1].top if left and beside else above[1].bottom + 1 if above and below else None
        if row is None:
            return None
        if above is not None and (below or not (left and left[0][3] + 1 == cell.box[1])):
            return CellRef(self._view.sheet, row, above[1].left)
        return self._right_of(left[1], row) if left and beside and left[0][3] + 1 == cell.box[1] else None

    def _label_left(self, box: Box) -> tuple[Box, Area] | None:
        """The nearest found label to the left that covers the row of ``box``."""
        fits = [item for item in self._labels if item[0][0] <= box[0] <= item[0][2] and item[0][3] < box[1]]
        return max(fits, key=lambda item: item[0][3], default=None)

    def _label_above(self, box: Box) -> tuple[Box, Area] | None:
        """The nearest found label above that begins in the same column and is a heading, not the label of a row."""
        fits = [
            item
            for item in self._labels
            if item[0][1] == box[1] and item[0][3] <= box[3] and item[0][2] < box[0] and item[0][1] > 1
        ]
        return max(fits, key=lambda item: item[0][2], default=None)

    @cached_property
    def _labels(self) -> list[tuple[Box, Area]]:
        return [(item.label.box, item.area) for item in self._found]

    def _right_of(self, label: Area, row: int) -> CellRef:
        """The first filled cell right of a label, before the next label; the first one if all are blank."""
        taken = {area.left for area in self.at.values() if area.top <= row <= area.bottom and area.left > label.right}
        end = min(taken, default=self._view.used.right + 2)
        for column in range(label.right + 1, end):
            if self._view.value(row, column) is not None:
                return CellRef(self._view.sheet, row, column)
        return CellRef(self._view.sheet, row, label.right + 1)

    def table(self, spot: TableSpot, result: Located) -> None:
        """The areas of a table's columns, or all of them missing when its headings are not there."""
        columns = self._columns(spot, result)
        missing = [column for column in spot.table.columns if column.name not in columns]
        result.missing.extend(spot.table.name_of(column) for column in missing)
        if spot.table.key.name not in columns or len(missing) * 2 > len(spot.table.columns):
            result.missing.extend(spot.table.name_of(c) for c in spot.table.columns if c not in missing)
            return
        header = Counter(row for row, _ in columns.values()).most_common(1)[0][0]
        last = max(self._last_row(spot, header, {column for _, column in columns.values()}), header + 1)
        if not self._is_footer(last + 1, columns[spot.table.key.name][1]):
            result.footers[spot.table.name] = last + 1
        for column in spot.table.columns:
            if column.name in columns:
                at = columns[column.name][1]
                result.areas[spot.table.name_of(column)] = Area(self._view.sheet, header, at, last + 1, at)

    def _columns(self, spot: TableSpot, result: Located) -> dict[str, tuple[int, int]]:
        """Column name to the sheet's header row and column."""
        places: dict[str, tuple[int, int]] = {}
        for column in spot.table.columns:
            heading = (spot.header, spot.columns[column.name])
            if heading in self.at:
                places[column.name] = (self.at[heading].top, self.at[heading].left)
                continue
            for name, box in self._fields_at(heading):
                if name in result.areas and box[0] == spot.header:
                    area = result.areas[name]
                    places[column.name] = (area.top, area.left)
        printed = self.at.get((spot.first, spot.columns[spot.table.key.name]))
        if spot.table.key.name not in places and printed is not None and places:
            places[spot.table.key.name] = (next(iter(places.values()))[0], printed.left)
        return places

    def _fields_at(self, place: tuple[int, int]) -> list[tuple[str, Box]]:
        return [(cell.field.name, cell.box) for cell in self.grid.cells if cell.field and cell.box[:2] == place]

    def _last_row(self, spot: TableSpot, header: int, columns: set[int]) -> int:
        """The row before the next label below; for a table with printed rows its last one; else the last filled row."""
        printed = [
            area.bottom for place, area in self.at.items() if spot.first <= place[0] <= spot.last and area.top > header
        ]
        if not spot.table.grows and printed:
            return max(printed)
        below = [area.top for place, area in self.at.items() if place[0] > spot.footer and area.top > header]
        if below:
            return min(below) - 1 - self._footer_above(min(below), columns)
        filled = [row for row, column, _ in self._view.filled() if column in columns and row > header]
        return max(filled, default=header + 1)

    def _footer_above(self, row: int, columns: set[int]) -> int:
        return 1 if self._is_footer(row - 1, min(columns)) else 0

    def _is_footer(self, row: int, column: int) -> bool:
        """Whether the row is the locked footer of one of our templates that lost its names."""
        return self._view.is_locked_blank(row, column)
