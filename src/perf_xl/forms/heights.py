"""Row heights of a form's cells: what each text needs, and what the rows under merged cells share.

The measure itself (East-Asian width, 10 % slack) is that of :mod:`perf_xl.ooxml.heights`, so that a form filled cell by
cell and one filled through the compiled template have the same heights.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perf_xl.model.cells import CellValue
from perf_xl.ooxml.heights import capacity, height_of, line_count, share_out

FOOTER_HEIGHT = 2.25
"""The thin locked row below a table."""


def text_height(value: CellValue, widths: Sequence[float], size: float, least_lines: float = 1) -> float:
    """Height in points a cell needs to show ``value`` wrapped over columns of ``widths``, at most Excel's maximum."""
    lines = line_count(str(value), capacity(widths, size)) if value is not None else 1
    return height_of(max(least_lines, lines), size)


@dataclass(frozen=True, slots=True)
class Filled:
    """A filled box (top, left, bottom, right) for :func:`fit_rows`: its text, font size and least number of lines."""

    box: tuple[int, int, int, int]
    value: CellValue
    size: float
    lines: float = 1


def fit_rows(cells: Iterable[Filled], widths: Sequence[float], least: float = 0) -> dict[int, float]:
    """Row heights that show every cell in full; a cell over several rows raises each of them a little."""
    heights: dict[int, float] = {}
    tall: list[tuple[Filled, float]] = []
    for cell in cells:
        top, left, bottom, right = cell.box
        need = text_height(cell.value, widths[left - 1 : right], cell.size, cell.lines)
        if bottom > top:
            tall.append((cell, need))
        else:
            heights[top] = max(heights.get(top, least), need)
    for cell, need in tall:
        rows = range(cell.box[0], cell.box[2] + 1)
        raised = share_out(need, [heights.get(row, least) for row in rows])
        heights.update(zip(rows, raised, strict=True))
    return heights
