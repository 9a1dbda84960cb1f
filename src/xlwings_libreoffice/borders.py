"""Borders of ranges: line style, weight and colour by side, as Excel names them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes as bc

from xlwings_libreoffice.bridge import struct
from xlwings_libreoffice.colors import Color, from_office, to_office
from xlwings_libreoffice.members import implements
from xlwings_libreoffice.protection import refuse_locked

if TYPE_CHECKING:
    from xlwings_libreoffice.range_base import RangeBase

_TABLE_SIDES = {
    "edge_top": "Top",
    "edge_bottom": "Bottom",
    "edge_left": "Left",
    "edge_right": "Right",
    "inside_horizontal": "Horizontal",
    "inside_vertical": "Vertical",
}
_DIAGONALS = {"diagonal_down": "DiagonalTLBR2", "diagonal_up": "DiagonalBLTR2"}

_STYLES = {"continuous": 0, "dot": 1, "dash": 2, "double": 15, "dash_dot": 16, "dash_dot_dot": 17, "slant_dash_dot": 16}
_WIDTHS = {"hairline": 2, "thin": 26, "medium": 53, "thick": 79}
"""1/100 mm; reading takes the nearest."""


@implements(bc.Borders)
class Borders:
    """The borders of a range."""

    def __init__(self, rng: RangeBase) -> None:
        self._range = rng

    @property
    def api(self) -> Any:
        """The UNO ``TableBorder2``."""
        return self._range.api.TableBorder2

    def __getitem__(self, side: str) -> Border:
        return Border(self._range, side)

    def _common(self, attribute: str) -> Any:
        rows, columns = self._range.shape
        sides = [side for side in _TABLE_SIDES if not (side == "inside_vertical" and columns == 1)]
        sides = [side for side in sides if not (side == "inside_horizontal" and rows == 1)]
        found = {getattr(self[side], attribute) for side in sides}
        return found.pop() if len(found) == 1 else None

    @property
    def line_style(self) -> str | None:
        """The line style all sides share; None if they have none or differ."""
        return self._common("line_style")  # type: ignore[no-any-return]

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        self.set(_TABLE_SIDES, line_style=value)

    @property
    def weight(self) -> str | None:
        """The weight all sides share."""
        return self._common("weight")  # type: ignore[no-any-return]

    @weight.setter
    def weight(self, value: str) -> None:
        self.set(_TABLE_SIDES, weight=value)

    @property
    def color(self) -> Color | None:
        """The colour all sides share."""
        return self._common("color")  # type: ignore[no-any-return]

    @color.setter
    def color(self, value: Any) -> None:
        self.set(_TABLE_SIDES, color=value)

    def set(self, which: Any, *, line_style: Any = bc._UNSET, weight: Any = bc._UNSET, color: Any = bc._UNSET) -> None:  # noqa: SLF001
        """Set sides; in the documented order colour, weight, line style, so that the style wins."""
        together = line_style not in (bc._UNSET, None, "none")  # noqa: SLF001
        grid = [side for side in which if side in _TABLE_SIDES] if together else []
        if grid:
            self._draw_grid(grid, line_style=line_style, weight=weight, color=color)
        for side in which:
            if side in grid:
                continue
            border = self[side]
            if color is not bc._UNSET:  # noqa: SLF001
                border.color = color
            if weight is not bc._UNSET:  # noqa: SLF001
                border.weight = weight
            if line_style is not bc._UNSET:  # noqa: SLF001
                border.line_style = line_style

    def _draw_grid(self, sides: list[str], *, line_style: str, weight: Any, color: Any) -> None:
        """All sides of one look in one write."""
        refuse_locked(self._range.sheet, self._range.box)
        border = self.api
        for name in _TABLE_SIDES.values():
            setattr(border, f"Is{name}LineValid", False)
        border.IsDistanceValid = False
        for side in sides:
            name = _TABLE_SIDES[side]
            line = getattr(border, f"{name}Line")
            width = line.LineWidth or _WIDTHS["thin"]
            _shape(
                line,
                style=_STYLES[line_style],
                width=width if weight is bc._UNSET else _WIDTHS[weight],  # noqa: SLF001
                color=line.Color if color is bc._UNSET else to_office(color),  # noqa: SLF001
            )
            setattr(border, f"{name}Line", line)
            setattr(border, f"Is{name}LineValid", True)
        self._range.api.TableBorder2 = border

    def clear(self, which: Any) -> None:
        """Take lines away."""
        self.set(which, line_style=None)


@implements(bc.Border)
class Border:
    """One side; inside sides of a range with one row or column do not exist and stay None."""

    def __init__(self, rng: RangeBase, side: str) -> None:
        self._range = rng
        self._side = side

    @property
    def api(self) -> Any:
        """The UNO ``BorderLine2``."""
        target = self._range.api
        if self._side in _DIAGONALS:
            return target.getPropertyValue(_DIAGONALS[self._side])
        return getattr(target.TableBorder2, f"{_TABLE_SIDES[self._side]}Line")

    @property
    def line_style(self) -> str | None:
        """``continuous``, ``dash``, …; None for no line."""
        line = self.api
        if not _is_drawn(line):
            return None
        return {number: word for word, number in reversed(_STYLES.items())}.get(line.LineStyle, "continuous")

    @line_style.setter
    def line_style(self, value: str | None) -> None:
        line = self.api
        if value in (None, "none"):
            self._put(struct("table.BorderLine2"))
            return
        self._draw(line, style=_STYLES[str(value)], width=line.LineWidth or _WIDTHS["thin"], color=line.Color)

    @property
    def weight(self) -> str | None:
        """``hairline``, ``thin``, ``medium``, ``thick``; None for no line."""
        line = self.api
        if not _is_drawn(line):
            return None
        return min(_WIDTHS, key=lambda word: abs(_WIDTHS[word] - line.LineWidth))

    @weight.setter
    def weight(self, value: str) -> None:
        line = self.api
        self._draw(line, style=line.LineStyle if _is_drawn(line) else 0, width=_WIDTHS[value], color=line.Color)

    @property
    def color(self) -> Color | None:
        """The colour; None for no line."""
        line = self.api
        return from_office(line.Color) if _is_drawn(line) else None

    @color.setter
    def color(self, value: Any) -> None:
        line = self.api
        width = line.LineWidth if _is_drawn(line) else _WIDTHS["thin"]
        self._draw(line, style=line.LineStyle if _is_drawn(line) else 0, width=width, color=to_office(value))

    def _draw(self, line: Any, *, style: int, width: int, color: int) -> None:
        _shape(line, style=style, width=width, color=color)
        self._put(line)

    def _put(self, line: Any) -> None:
        refuse_locked(self._range.sheet, self._range.box)
        target = self._range.api
        if self._side in _DIAGONALS:
            target.setPropertyValue(_DIAGONALS[self._side], line)
            return
        border = struct("table.TableBorder2")
        side = _TABLE_SIDES[self._side]
        setattr(border, f"{side}Line", line)
        setattr(border, f"Is{side}LineValid", True)
        target.TableBorder2 = border


def _shape(line: Any, *, style: int, width: int, color: int) -> None:
    line.Color, line.LineStyle = color, style
    line.LineWidth = line.OuterLineWidth = width
    line.InnerLineWidth = line.LineDistance = 0


def _is_drawn(line: Any) -> bool:
    return bool(line.OuterLineWidth or line.InnerLineWidth or line.LineWidth)
