"""Colours: xlwings' RGB tuples, ``#rrggbb`` texts and Excel integers, and LibreOffice's RGB integers."""

from __future__ import annotations

Color = tuple[int, int, int]

AUTOMATIC = -1
"""LibreOffice's value for "no fill" and "automatic font colour"."""


def to_office(color: Color | list[int] | str | int | None) -> int:
    """LibreOffice's integer of a colour as xlwings takes it; None is :data:`AUTOMATIC`."""
    if color is None:
        return AUTOMATIC
    if isinstance(color, str):
        return int(color.lstrip("#"), 16)
    if isinstance(color, int):  # Excel's integers are blue, green, red
        return (color & 0xFF) << 16 | color & 0xFF00 | color >> 16 & 0xFF
    red, green, blue = color
    return red << 16 | green << 8 | blue


def from_office(value: int | None) -> Color | None:
    """The RGB tuple of LibreOffice's integer; None for automatic or mixed."""
    if value is None or value == AUTOMATIC:
        return None
    return value >> 16 & 0xFF, value >> 8 & 0xFF, value & 0xFF
