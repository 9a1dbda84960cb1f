"""Row heights that fit wrapped Chinese text, from East-Asian width, with 10 % slack.

Machines substitute fonts, so the measure is deliberately a little wide: a Chinese character is one em, a Latin letter
or digit 0.55 em. Sizes are points; column widths are characters, as Excel counts them.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from perf_xl.model.cells import CellValue

LINE = 1.45
"""Height of a line in font sizes: 宋体 needs 1.2, the widest substitute seen (Noto Serif CJK) 1.44."""
SLACK = 1.10
MAXIMUM_HEIGHT = 409.0
"""Excel's highest row, in points."""
FOOTER_HEIGHT = 2.25
"""The thin locked row below a table."""

_CHARACTER_PIXELS = 8  # a digit of 宋体 11, the Normal font of every form
_PADDING_PIXELS = 5
_POINTS_A_PIXEL = 0.75


def width_points(widths: Sequence[float]) -> float:
    """Printable width in points of merged columns whose widths are ``widths`` characters."""
    pixels = sum(width * _CHARACTER_PIXELS + _PADDING_PIXELS for width in widths) - _PADDING_PIXELS
    return max(pixels * _POINTS_A_PIXEL - 3, 1)


def em_width(text: str) -> float:
    """Width of ``text`` in font sizes."""
    return sum(1.0 if unicodedata.east_asian_width(mark) in "WFA" else 0.55 for mark in text)


def line_count(text: str, points: float, size: float) -> int:
    """How many lines ``text`` takes in ``points`` of width when wrapped at any character."""
    capacity = max(points / (size * SLACK), 1.0)
    return sum(max(1, math.ceil(em_width(line) / capacity)) for line in text.split("\n"))


def text_height(value: CellValue, widths: Sequence[float], size: float, least_lines: float = 1) -> float:
    """Height in points a cell needs to show ``value`` wrapped over columns of ``widths``, at most Excel's maximum."""
    lines = max(least_lines, line_count(str(value), width_points(widths), size) if value is not None else 1)
    return min(math.ceil((lines * size * LINE + 3) * 4) / 4, MAXIMUM_HEIGHT)


def share_out(need: float, heights: Sequence[float]) -> list[float]:
    """``heights`` of the rows a merged cell covers, raised evenly so that their sum is at least ``need``."""
    missing = need - sum(heights)
    if missing <= 0:
        return list(heights)
    step = math.ceil(missing / len(heights) * 4) / 4
    return [min(height + step, MAXIMUM_HEIGHT) for height in heights]


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
