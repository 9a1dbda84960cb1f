"""The heights of the rows of an empty template: what its labels need, and the room its entries should have."""

from __future__ import annotations

from perf_xl.forms.grid import Grid, Placed
from perf_xl.forms.heights import FOOTER_HEIGHT, Filled, fit_rows

_TITLE_HEIGHT = 36.0


def template_heights(grid: Grid) -> dict[int, float]:
    """Row number to height in points."""
    page = grid.spec.page
    heights = fit_rows(
        (_filled(grid, cell) for cell in grid.cells if cell.role != "footer"), page.widths, page.least_height
    )
    for spot in grid.tables:
        least = spot.table.minimum_height
        heights.update({row: max(heights[row], least) for row in range(spot.first, spot.last + 1)})
        heights[spot.footer] = FOOTER_HEIGHT
    for cell in grid.cells:
        if cell.role == "title":
            heights[cell.box[0]] = max(heights[cell.box[0]], _TITLE_HEIGHT)
    return heights


def _filled(grid: Grid, cell: Placed) -> Filled:
    page = grid.spec.page
    size = page.title_size if cell.role == "title" else page.size
    return Filled(cell.box, None if cell.value is None else str(cell.value), size, cell.lines)
