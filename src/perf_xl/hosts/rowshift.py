"""What inserting or deleting rows does to the tables of the memory host."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from perf_xl.model.cells import Area, DefinedName
from perf_xl.model.references import area_of, shift_formula, shifted_rows

if TYPE_CHECKING:
    from perf_xl.hosts.memory import MemorySheet


def shift_cells(table: dict[tuple[int, int], Any], row: int, count: int) -> None:
    """Move the entries of a table keyed by ``(row, column)``; deleted rows fall out."""
    moved = {}
    for (old, column), value in table.items():
        rows = shifted_rows(old, old, row, count)
        if rows is not None:
            moved[rows[0], column] = value
    table.clear()
    table.update(moved)


def shift_area(area: Area, row: int, count: int) -> Area | None:
    """An area of the same sheet after the shift; None when it is gone."""
    rows = shifted_rows(area.top, area.bottom, row, count)
    return None if rows is None else replace(area, top=rows[0], bottom=rows[1])


def shift_formulas(
    sheets: dict[str, MemorySheet], names: list[DefinedName], sheet: str, row: int, count: int
) -> list[DefinedName]:
    """Shift every formula of the workbook in place; gives the names as they stand afterwards."""
    for own, content in sheets.items():
        for key, cell in content.cells.items():
            if cell.formula is not None:
                content.cells[key] = replace(cell, formula=shift_formula(cell.formula, own, sheet, row, count))
    return [_shift_name(name, sheet, row, count) for name in names]


def _shift_name(name: DefinedName, sheet: str, row: int, count: int) -> DefinedName:
    refers_to = shift_formula(name.refers_to, name.sheet or "", sheet, row, count)
    return replace(name, refers_to=refers_to, area=area_of(refers_to))
