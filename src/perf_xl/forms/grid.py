"""Where everything of a form stands in its empty template: blocks from top to bottom become placed cells."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Literal

from perf_xl.forms.naming import echo_name
from perf_xl.forms.pattern import Pattern, pattern_in
from perf_xl.forms.runs import merge_runs
from perf_xl.forms.spec import SAME_AS_ABOVE, Align, Column, Field, FormSpec, LayoutCell, Matrix, Rows, Table
from perf_xl.model.cells import CellValue

Role = Literal["title", "caption", "label", "entry", "note", "side", "head", "body", "footer"]

Box = tuple[int, int, int, int]
"""Top, left, bottom, right; 1-based, both ends included."""


@dataclass(frozen=True, slots=True)
class Placed:
    """One (perhaps merged) cell of the empty template: its box, role, what it shows and what it is for.

    ``pattern`` is set when a value stands in its text: of its own field, or of a field that it echoes.
    """

    box: Box
    role: Role
    value: CellValue = None
    field: Field | None = None
    column: Column | None = None
    pattern: Pattern | None = None
    align: Align | None = None
    bold: bool | None = None
    lines: float = 1
    locked: bool = True
    border: bool = True


@dataclass(frozen=True, slots=True)
class TableSpot:
    """Where a table stands: the header row its names begin with, first and last body row, footer; sheet columns."""

    table: Table
    header: int
    first: int
    last: int
    columns: dict[str, int]

    @property
    def footer(self) -> int:
        """The thin row below the body."""
        return self.last + 1


@dataclass
class Grid:
    """The empty template as cells."""

    spec: FormSpec
    cells: list[Placed] = field(default_factory=list)
    tables: list[TableSpot] = field(default_factory=list)
    echoes: dict[str, Placed] = field(default_factory=dict)
    """Labels that repeat a field, by their hidden name."""
    bottom: int = 0

    @property
    def width(self) -> int:
        """Number of sheet columns."""
        return len(self.spec.page.widths)

    def names(self) -> dict[str, Box]:
        """The box of every defined name: a field's first cell; a column from header to footer; then the echoes."""
        boxes: dict[str, Box] = {}
        for cell in self.cells:
            if cell.field is not None:
                boxes[cell.field.name] = (cell.box[0], cell.box[1], cell.box[0], cell.box[1])
        for spot in self.tables:
            for column in spot.table.columns:
                at = spot.columns[column.name]
                boxes[spot.table.name_of(column)] = (spot.header, at, spot.footer, at)
        return boxes | {
            name: (cell.box[0], cell.box[1], cell.box[0], cell.box[1]) for name, cell in self.echoes.items()
        }


@cache
def grid_of(spec: FormSpec) -> Grid:
    """Place every block of ``spec``; the same grid each time, not to be changed."""
    grid = Grid(spec)
    for block in spec.blocks:
        if isinstance(block, Rows):
            _place_rows(grid, block)
        elif isinstance(block, Table):
            _place_table(grid, block)
        else:
            _place_matrix(grid, block)
    return grid


def _place_rows(grid: Grid, block: Rows) -> None:
    covered: dict[int, int] = {}  # column -> last row that a cell from above covers
    for cells in block.rows:
        grid.bottom += 1
        column = 1
        for cell in cells:
            while covered.get(column, 0) >= grid.bottom:
                column += 1
            box = (grid.bottom, column, grid.bottom + cell.down - 1, column + cell.span - 1)
            covered.update(dict.fromkeys(range(column, column + cell.span), box[2]))
            grid.cells.append(_placed(grid, cell, box, border=block.border))
            column += cell.span


def _placed(grid: Grid, cell: LayoutCell, box: Box, *, border: bool) -> Placed:
    """The cell with its text; an echo of a field is noted with its hidden name."""
    pattern = pattern_in(cell.field.pattern if cell.field else cell.label)
    placed = Placed(
        box=box,
        role=cell.style,
        value=_shown(grid, cell, pattern),
        field=cell.field,
        pattern=pattern,
        align=cell.align,
        bold=cell.bold,
        lines=cell.lines,
        locked=cell.field is None or cell.field.kind == "label",
        border=border,
    )
    if pattern is not None and cell.field is None:
        grid.echoes[_next_echo(grid, pattern.name)] = placed
    return placed


def _shown(grid: Grid, cell: LayoutCell, pattern: Pattern | None) -> CellValue:
    """What the cell shows in the empty template."""
    if cell.field is not None:
        return pattern.text(cell.field.default) if pattern else cell.field.default
    if pattern is None:
        return cell.label
    followed = grid.spec.field(pattern.name)
    return pattern.text(followed.default if followed else None)


def _next_echo(grid: Grid, name: str) -> str:
    number = 1
    while echo_name(name, number) in grid.echoes:
        number += 1
    return echo_name(name, number)


def _place_table(grid: Grid, table: Table) -> None:
    top = grid.bottom + 1
    header = top if table.header else top - 1
    first = header + 1
    last = first + table.size - 1
    columns: dict[str, int] = {}
    at = 1 + table.side_span
    for column in table.columns:
        columns[column.name] = at
        at += column.span
    spot = TableSpot(table, header, first, last, columns)
    grid.tables.append(spot)
    if table.side is not None:
        box = (top, 1, spot.footer, table.side_span)
        grid.cells.append(Placed(box, "side", table.side))
    if table.header:
        grid.cells.extend(_header_cells(grid, spot))
    grid.cells.extend(_body_cells(spot))
    grid.cells.extend(
        Placed((spot.footer, at, spot.footer, at + column.span - 1), "footer", column=column)
        for column, at in ((column, columns[column.name]) for column in table.columns)
    )
    grid.bottom = spot.footer


def _header_cells(grid: Grid, spot: TableSpot) -> Iterator[Placed]:
    for column in spot.table.columns:
        at = spot.columns[column.name]
        box = (spot.header, at, spot.header, at + column.span - 1)
        yield _placed(grid, LayoutCell(column.label, style="label"), box, border=True)


def _body_cells(spot: TableSpot) -> Iterator[Placed]:
    table = spot.table
    rows = [*table.rows, *({} for _ in range(table.blank))]
    ends = {(column.name, first): last for column, first, last in merge_runs(table.columns, rows)}
    for column in table.columns:
        index, at = 0, spot.columns[column.name]
        while index < len(rows):
            last = ends.get((column.name, index), index)
            value = rows[index].get(column.name)
            box = (spot.first + index, at, spot.first + last, at + column.span - 1)
            locked = column.kind == "label" or (not table.grows and value is not None)
            shown = None if value == SAME_AS_ABOVE else value
            yield Placed(box, "body", shown, column=column, align=column.align, locked=locked)
            index = last + 1


def _place_matrix(grid: Grid, matrix: Matrix) -> None:
    if matrix.header:
        corner = LayoutCell(matrix.corner, span=matrix.corner_span)
        heads = (LayoutCell(column.label, span=column.span) for column in matrix.columns)
        _place_rows(grid, Rows(((corner, *heads),)))
    for row in matrix.rows:
        head = LayoutCell(row[1], span=matrix.corner_span, align="left")
        entries = (LayoutCell(None, matrix.field(row, column), column.span, style="entry") for column in matrix.columns)
        _place_rows(grid, Rows(((head, *entries),)))
