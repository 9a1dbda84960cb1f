"""Row heights that fit wrapped Chinese text, in merged cells too, from East-Asian width with 10 % slack.

Excel does not fit the height of merged rows by itself, and machines substitute fonts, so the measure is a little wide:
a Chinese character is one em, a Latin letter or digit 0.55 em. Sizes are points; widths are characters as Excel counts.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache

from perf_xl.ooxml.cellxml import normal_text

LINE = 1.45
"""Height of a line in font sizes: 宋体 needs 1.2, the widest substitute seen (Noto Serif CJK) 1.44."""
SLACK = 1.10
MAXIMUM = 409.0
"""Excel's highest row, in points."""
_NARROW = 0.45
_KEPT = 1_024
_CHARACTER_PIXELS, _PADDING_PIXELS, _POINTS_A_PIXEL = 8, 5, 0.75


def width_points(widths: Sequence[float]) -> float:
    """Printable width in points of merged columns whose widths are ``widths`` characters."""
    pixels = sum(width * _CHARACTER_PIXELS + _PADDING_PIXELS for width in widths) - _PADDING_PIXELS
    return max(pixels * _POINTS_A_PIXEL - 3, 1)


def capacity(widths: Sequence[float], size: float) -> float:
    """How many Chinese characters of ``size`` points fit in a line over columns of ``widths``."""
    return max(width_points(widths) / (size * SLACK), 1.0)


def em_width(text: str) -> float:
    """Width of ``text`` in font sizes.

    >>> em_width("预算100%")
    4.2
    """
    return len(text) - _NARROW * len(text.encode("ascii", "ignore"))


def line_count(text: str, line: float) -> int:
    """How many lines ``text`` takes when wrapped at any character; ``line`` is the :func:`capacity` of one."""
    if "\n" not in text and "\r" not in text:
        return math.ceil((len(text) - _NARROW * len(text.encode("ascii", "ignore"))) / line) or 1
    return sum(max(1, math.ceil(em_width(part) / line)) for part in normal_text(text).split("\n"))


@lru_cache(maxsize=1024)
def height_of(lines: float, size: float) -> float:
    """Height in points of so many lines, at most Excel's maximum."""
    return min(math.ceil((lines * size * LINE + 3) * 4) / 4, MAXIMUM)


class Needs(dict[float, float]):
    """From the width of a text without line ends (:func:`em_width`) to the height it needs, where a line takes ``line``."""

    def __init__(self, line: float, size: float) -> None:
        super().__init__()
        self._line, self._size = line, size

    def __missing__(self, width: float) -> float:
        height = height_of(math.ceil(width / self._line) or 1, self._size)
        if len(self) < _KEPT:
            self[width] = height
        return height

    def of(self, text: str) -> float:
        """The height that a text needs in points."""
        if "\n" in text or "\r" in text:
            return height_of(line_count(text, self._line), self._size)
        return self[em_width(text)]


@lru_cache(maxsize=256)
def needs_of(line: float, size: float) -> Needs:
    """The heights that texts of ``size`` points need in lines of ``line`` Chinese characters (:func:`capacity`)."""
    return Needs(line, size)


def lines_within(height: float, size: float) -> int:
    """How many lines a row of ``height`` points shows in full, at least one."""
    return max(1, int((height - 3 + 0.25) / (size * LINE)))


def share_out(need: float, heights: Sequence[float]) -> list[float]:
    """``heights`` of the rows a merged cell covers, raised evenly so that their sum is at least ``need``."""
    missing = need - sum(heights)
    if missing <= 0:
        return list(heights)
    step = math.ceil(missing / len(heights) * 4) / 4
    return [min(height + step, MAXIMUM) for height in heights]
