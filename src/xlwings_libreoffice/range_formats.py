"""What a range looks like: fill, number format, alignment, font, borders, rules, sizes."""

from __future__ import annotations

from typing import Any, Self

from xlwings_libreoffice import sizes
from xlwings_libreoffice.addresses import Box
from xlwings_libreoffice.borders import Borders
from xlwings_libreoffice.bridge import enum
from xlwings_libreoffice.colors import Color, from_office, to_office
from xlwings_libreoffice.conditions import ConditionalFormats
from xlwings_libreoffice.fonts import Font
from xlwings_libreoffice.protection import refuse_locked
from xlwings_libreoffice.range_base import RangeBase
from xlwings_libreoffice.validation import DataValidation

_HORIZONTAL = {
    "general": "STANDARD",
    "left": "LEFT",
    "center": "CENTER",
    "right": "RIGHT",
    "justify": "BLOCK",
    "distributed": "BLOCK",
    "fill": "REPEAT",
}
_VERTICAL = {"top": 1, "center": 2, "bottom": 3, "justify": 4, "distributed": 4}
_VERTICAL_STANDARD = 0
_DISTRIBUTE = 1


class RangeFormats(RangeBase):
    """The part of a range that deals with its look."""

    def _set(self, name: str, value: Any) -> None:
        refuse_locked(self.sheet, self.box)
        self.api.setPropertyValue(name, value)

    @property
    def color(self) -> Color | None:
        """The fill; None for no fill and for mixed fills."""
        return from_office(self.common("CellBackColor"))

    @color.setter
    def color(self, value: Any) -> None:
        self._set("CellBackColor", to_office(value))

    def set_colors(self, colors: list[list[Any]]) -> None:
        """One fill a cell; ``...`` leaves a cell as it is."""
        for row, line in enumerate(colors, 1):
            for column, color in enumerate(line, 1):
                if color is not ...:
                    self._at(row, column).color = color

    def _at(self, row: int, column: int) -> Self:
        place = (self.box.top + row - 1, self.box.left + column - 1)
        return type(self)(self.sheet, Box(*place, *place))

    @property
    def number_format(self) -> str | None:
        """The format code, None if the cells differ."""
        key = self.common("NumberFormat")
        return None if key is None else self.sheet.book.formats.code(key)

    @number_format.setter
    def number_format(self, value: str) -> None:
        self._set("NumberFormat", self.sheet.book.formats.key(value))

    @property
    def wrap_text(self) -> bool | None:
        """Whether text is wrapped, None if the cells differ."""
        return self.common("IsTextWrapped")  # type: ignore[no-any-return]

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._set("IsTextWrapped", bool(value))

    @property
    def horizontal_alignment(self) -> str | None:
        """``general``, ``left``, ``center``, ``right``, ``fill``, ``justify``, ``distributed``; None if mixed."""
        value, method = self.common("HoriJustify"), self.common("HoriJustifyMethod")
        if value is None or method is None:
            return None
        if value.value == "BLOCK":
            return "distributed" if method == _DISTRIBUTE else "justify"
        return {office: word for word, office in _HORIZONTAL.items()}.get(value.value)

    @horizontal_alignment.setter
    def horizontal_alignment(self, value: str) -> None:
        if value not in _HORIZONTAL:
            raise NotImplementedError(f"The LibreOffice engine does not support Range.horizontal_alignment = {value!r}")
        self._set("HoriJustify", enum("table.CellHoriJustify", _HORIZONTAL[value]))
        self._set("HoriJustifyMethod", _DISTRIBUTE if value == "distributed" else 0)

    @property
    def vertical_alignment(self) -> str | None:
        """``top``, ``center``, ``bottom``, ``justify``, ``distributed``; None if mixed."""
        value, method = self.common("VertJustify"), self.common("VertJustifyMethod")
        if value is None or method is None:
            return None
        if value == _VERTICAL_STANDARD:
            return "bottom"
        if value == _VERTICAL["justify"]:
            return "distributed" if method == _DISTRIBUTE else "justify"
        return {office: word for word, office in _VERTICAL.items()}.get(value)

    @vertical_alignment.setter
    def vertical_alignment(self, value: str) -> None:
        self._set("VertJustify", _VERTICAL[value])
        self._set("VertJustifyMethod", _DISTRIBUTE if value == "distributed" else 0)

    def adjust_indent(self, amount: int) -> None:
        """Indent by so many steps more (less, if negative), about 3 mm each."""
        indent = self.api.ParaIndent + amount * sizes.INDENT_STEP
        self._set("ParaIndent", max(0, indent))

    @property
    def font(self) -> Font:
        """Its font."""
        return Font(self)

    @property
    def borders(self) -> Borders:
        """Its borders."""
        return Borders(self)

    @property
    def data_validation(self) -> DataValidation:
        """Its data validation."""
        return DataValidation(self)

    @property
    def conditional_formats(self) -> ConditionalFormats:
        """Its conditional formats."""
        return ConditionalFormats(self)

    # -- sizes ---------------------------------------------------------------------------------------------------

    @property
    def column_width(self) -> float | None:
        """Width in characters; None if the columns differ."""
        return sizes.column_width(self)

    @column_width.setter
    def column_width(self, value: float) -> None:
        sizes.set_column_width(self, value)

    @property
    def row_height(self) -> float | None:
        """Height in points; None if the rows differ."""
        return sizes.row_height(self)

    @row_height.setter
    def row_height(self, value: float) -> None:
        sizes.set_row_height(self, value)

    @property
    def width(self) -> float:
        """Width in points."""
        return sizes.points(self.api.Size.Width)

    @property
    def height(self) -> float:
        """Height in points."""
        return sizes.points(self.api.Size.Height)

    @property
    def left(self) -> float:
        """Points from the left edge of the sheet."""
        return sizes.points(self.api.Position.X)

    @property
    def top(self) -> float:
        """Points from the top edge of the sheet."""
        return sizes.points(self.api.Position.Y)

    def autofit(self, axis: str | None = None) -> None:
        """Fit columns (``c``), rows (``r``) or both to their contents."""
        self.sheet.refuse_protected("change sizes")
        if axis in (None, "columns", "c"):
            self.api.Columns.OptimalWidth = True
        if axis in (None, "rows", "r"):
            self.api.Rows.OptimalHeight = True

    @property
    def row_hidden(self) -> bool | None:
        """Whether its rows are hidden, by hand or by a filter; None if they differ."""
        return sizes.hidden(self.api.Rows)

    @row_hidden.setter
    def row_hidden(self, value: bool) -> None:
        self.sheet.refuse_protected("hide or show rows")
        self.api.Rows.IsVisible = not value

    @property
    def column_hidden(self) -> bool | None:
        """Whether its columns are hidden; None if they differ."""
        return sizes.hidden(self.api.Columns)

    @column_hidden.setter
    def column_hidden(self, value: bool) -> None:
        self.sheet.refuse_protected("hide or show columns")
        self.api.Columns.IsVisible = not value
