"""Widths, heights and visibility. LibreOffice counts 1/100 mm; Excel counts points, and characters for columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlwings_libreoffice.range_base import RangeBase

HUNDREDTHS_PER_POINT = 2540 / 72
PIXELS_PER_INCH = 96
DIGIT_PIXELS = 7
"""Width of a digit in Calibri 11, Excel's usual default font; a column has 5 pixels of margin beside its digits."""
MARGIN_PIXELS = 5
INDENT_STEP = 353
MAX_COLUMN_WIDTH = 255
MAX_ROW_HEIGHT = 409.5


def points(hundredths: float) -> float:
    """Points of 1/100 mm, to 1/20 point: Calc counts in twips, of which there are 20 in a point."""
    return round(hundredths / HUNDREDTHS_PER_POINT * 20) / 20


def hundredths(in_points: float) -> int:
    """1/100 mm of points."""
    return round(in_points * HUNDREDTHS_PER_POINT)


def characters(width: int) -> float:
    """Excel's column width of 1/100 mm, to 1/100 character."""
    pixels = width / 2540 * PIXELS_PER_INCH
    if pixels < DIGIT_PIXELS + MARGIN_PIXELS:
        return round(pixels / (DIGIT_PIXELS + MARGIN_PIXELS), 2)
    return round((pixels - MARGIN_PIXELS) / DIGIT_PIXELS, 2)


def from_characters(width: float) -> int:
    """1/100 mm of Excel's column width."""
    margin = MARGIN_PIXELS if width >= 1 else 0
    digit = DIGIT_PIXELS if width >= 1 else DIGIT_PIXELS + MARGIN_PIXELS
    return round((width * digit + margin) / PIXELS_PER_INCH * 2540)


def column_width(rng: RangeBase) -> float | None:
    """The common width of the columns in characters."""
    width = _same(rng.api.Columns, "Width", rng.shape[1])
    return None if width is None else characters(width)


def set_column_width(rng: RangeBase, width: float) -> None:
    """Set it; ValueError outside 0 to 255."""
    if not 0 <= width <= MAX_COLUMN_WIDTH:
        raise ValueError(f"A column width is 0 to {MAX_COLUMN_WIDTH} characters, not {width}")
    rng.sheet.refuse_protected("change sizes")
    rng.api.Columns.Width = from_characters(width)


def row_height(rng: RangeBase) -> float | None:
    """The common height of the rows in points."""
    height = _same(rng.api.Rows, "Height", rng.shape[0])
    return None if height is None else points(height)


def set_row_height(rng: RangeBase, height: float) -> None:
    """Set it; ValueError outside 0 to 409.5."""
    if not 0 <= height <= MAX_ROW_HEIGHT:
        raise ValueError(f"A row height is 0 to {MAX_ROW_HEIGHT} points, not {height}")
    rng.sheet.refuse_protected("change sizes")
    rng.api.Rows.Height = hundredths(height)


def hidden(lines: Any) -> bool | None:
    """Whether rows or columns are hidden; None if they differ."""
    states = {bool(lines.getByIndex(index).IsVisible) for index in range(min(lines.Count, 4096))}
    return None if len(states) > 1 else not states.pop()


def _same(lines: Any, name: str, count: int) -> int | None:
    found = {getattr(lines.getByIndex(index), name) for index in range(min(count, 4096))}
    return int(found.pop()) if len(found) == 1 else None
