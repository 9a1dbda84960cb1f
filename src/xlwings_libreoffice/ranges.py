"""Ranges: what a rectangle of cells can do. Values, formulas, formats and the rest live in modules of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes as bc

from xlwings_libreoffice import formulas, links, sizes, values
from xlwings_libreoffice.addresses import Box, of_uno, quoted, to_uno
from xlwings_libreoffice.borders import Borders
from xlwings_libreoffice.bridge import common, enum
from xlwings_libreoffice.colors import Color, from_office, to_office
from xlwings_libreoffice.conditions import ConditionalFormats
from xlwings_libreoffice.fonts import Font
from xlwings_libreoffice.members import implements
from xlwings_libreoffice.navigation import data_edge
from xlwings_libreoffice.notes import Note, add_note, note_at
from xlwings_libreoffice.protection import refuse_locked
from xlwings_libreoffice.validation import DataValidation

if TYPE_CHECKING:
    from xlwings_libreoffice.names import Name
    from xlwings_libreoffice.sheets import Sheet
    from xlwings_libreoffice.tables import Table

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

_CONTENTS = 1 | 2 | 4 | 16
_FORMATS = 32 | 64
_NOTES = 8


@implements(bc.Range)
class Range:
    """A rectangle of cells of one sheet."""

    sheet: Sheet

    def __init__(self, sheet: Sheet, box: Box, text: str = "") -> None:
        self.sheet = sheet
        self.box = box
        self.options: dict[str, Any] = {}
        self.arg1_input = text

    @property
    def api(self) -> Any:
        """The UNO range."""
        return self.sheet.uno_range(self.box)

    @property
    def row(self) -> int:
        """The first row."""
        return self.box.top

    @property
    def column(self) -> int:
        """The first column."""
        return self.box.left

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.box.shape

    @property
    def coords(self) -> tuple[str, int, int, int, int]:
        """Sheet name, row, column, rows, columns."""
        return (self.sheet.name, self.box.top, self.box.left, *self.box.shape)

    def __len__(self) -> int:
        rows, columns = self.box.shape
        return rows * columns

    def __call__(self, arg1: Any, arg2: Any = None) -> Range:
        if isinstance(arg1, (tuple, str)):
            raise NotImplementedError("The LibreOffice engine supports rng(row, column) and rng(number) only")
        row, column = (arg1, arg2) if arg2 is not None else self._counted(arg1)
        place = (self.box.top + row - 1, self.box.left + column - 1)
        return Range(self.sheet, Box(*place, *place))

    def _counted(self, number: int) -> tuple[int, int]:
        rows, column = divmod(number - 1, self.box.shape[1])
        return rows + 1, column + 1

    @property
    def address(self) -> str:
        """``$A$1:$C$3``."""
        return self.box.a1()

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:  # noqa: FBT001
        """The address; ``external`` with workbook and sheet."""
        text = self.box.a1(row_absolute=row_absolute, column_absolute=col_absolute)
        if not external:
            return text
        place = f"[{self.sheet.book.name}]{self.sheet.name}"
        needs_quotes = quoted(self.sheet.name).startswith("'") or " " in place
        return f"'{place}'!{text}" if needs_quotes else f"{place}!{text}"

    # -- values and formulas -------------------------------------------------------------------------------------

    @property
    def raw_value(self) -> values.Block:
        """The values, row by row; dates, booleans and errors are typed."""
        return values.read_block(self.sheet, self.box)

    @raw_value.setter
    def raw_value(self, value: Any) -> None:
        if values.is_formula(value):
            self.formula = value
            return
        rows, columns = self.box.shape
        if not isinstance(value, (list, tuple)):
            value = [[value] * columns for _ in range(rows)]
        elif value and not isinstance(value[0], (list, tuple)):
            value = [value]
        self.sheet.write(self.box, value)

    @property
    def formula(self) -> Any:
        """The formula of a cell, or the formulas of a block as tuples; constants as their text."""
        block = formulas.read_formulas(self.sheet, self.box)
        return block[0][0] if self.box.is_cell else tuple(tuple(row) for row in block)

    @formula.setter
    def formula(self, value: Any) -> None:
        refuse_locked(self.sheet, self.box)
        formulas.write_formulas(self.sheet, self.box, value)

    @property
    def formula2(self) -> Any:
        """The same as ``formula``: Calc 7 has no dynamic arrays."""
        return self.formula

    @formula2.setter
    def formula2(self, value: Any) -> None:
        self.formula = value

    @property
    def formula_array(self) -> str | None:
        """The array formula of the range, None if there is none."""
        target = self.api
        text = target.getArrayFormula()
        return self.sheet.book.grammar.text(target.getArrayTokens(), self._corner.CellAddress) if text else None

    @formula_array.setter
    def formula_array(self, value: str) -> None:
        refuse_locked(self.sheet, self.box)
        tokens = self.sheet.book.grammar.parse(value, self._corner.CellAddress)
        self.sheet.api.getCellRangeByName(self.box.a1()).setArrayTokens(tokens)

    @property
    def has_array(self) -> bool:
        """Whether it belongs to an array formula."""
        return bool(self.api.getArrayFormula())

    @property
    def _corner(self) -> Any:
        return self.sheet.uno_cell(self.box.top, self.box.left)

    # -- formats -------------------------------------------------------------------------------------------------

    def _set(self, name: str, value: Any) -> None:
        refuse_locked(self.sheet, self.box)
        self.api.setPropertyValue(name, value)

    @property
    def color(self) -> Color | None:
        """The fill; None for no fill and for mixed fills."""
        return from_office(common(self.api, "CellBackColor"))

    @color.setter
    def color(self, value: Any) -> None:
        self._set("CellBackColor", to_office(value))

    def set_colors(self, colors: list[list[Any]]) -> None:
        """One fill a cell; ``...`` leaves a cell as it is."""
        for row, line in enumerate(colors, 1):
            for column, color in enumerate(line, 1):
                if color is not ...:
                    self(row, column).color = color

    @property
    def number_format(self) -> str | None:
        """The format code, None if the cells differ."""
        key = common(self.api, "NumberFormat")
        return None if key is None else self.sheet.book.formats.code(key)

    @number_format.setter
    def number_format(self, value: str) -> None:
        self._set("NumberFormat", self.sheet.book.formats.key(value))

    @property
    def wrap_text(self) -> bool | None:
        """Whether text is wrapped, None if the cells differ."""
        return common(self.api, "IsTextWrapped")  # type: ignore[no-any-return]

    @wrap_text.setter
    def wrap_text(self, value: bool) -> None:
        self._set("IsTextWrapped", bool(value))

    @property
    def horizontal_alignment(self) -> str | None:
        """``general``, ``left``, ``center``, ``right``, ``fill``, ``justify``, ``distributed``; None if mixed."""
        target = self.api
        value, method = common(target, "HoriJustify"), common(target, "HoriJustifyMethod")
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
        target = self.api
        value, method = common(target, "VertJustify"), common(target, "VertJustifyMethod")
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

    # -- structure -----------------------------------------------------------------------------------------------

    def clear_contents(self) -> None:
        """Empty the cells; formats and notes stay."""
        self._clear(_CONTENTS)

    def clear_formats(self) -> None:
        """Take the formats away."""
        self._clear(_FORMATS)

    def clear(self) -> None:
        """Empty the cells and take formats and notes away."""
        self._clear(_CONTENTS | _FORMATS | _NOTES)

    def _clear(self, flags: int) -> None:
        refuse_locked(self.sheet, self.box)
        self.api.clearContents(flags)

    def insert(self, shift: str, copy_origin: str | None = None) -> None:
        """Insert cells; formats come from the row above or the column to the left."""
        if copy_origin == "format_from_right_or_below":
            raise NotImplementedError("The LibreOffice engine does not support Range.insert(copy_origin=right or below)")
        self.sheet.refuse_protected("insert cells")
        mode = "COLUMNS" if self.box.whole_columns else "ROWS" if self.box.whole_rows else shift.upper()
        self.sheet.api.insertCells(self._uno_address, enum("sheet.CellInsertMode", mode))

    def delete(self, shift: str | None = None) -> None:
        """Delete cells; the rest moves up, or left (by default whichever way fewer cells move)."""
        self.sheet.refuse_protected("delete cells")
        rows, columns = self.box.shape
        side = shift or ("left" if rows > columns else "up")
        mode = "COLUMNS" if self.box.whole_columns else "ROWS" if self.box.whole_rows else side.upper()
        self.sheet.api.removeRange(self._uno_address, enum("sheet.CellDeleteMode", mode))

    def copy(self, destination: Range | None = None) -> None:
        """Copy everything to a place; a copy to the clipboard is not offered."""
        if destination is None:
            raise NotImplementedError("The LibreOffice engine does not support Range.copy without a destination")
        target = destination.impl if hasattr(destination, "impl") else destination
        rows, columns = self.box.shape
        corner = target.box.corner
        refuse_locked(target.sheet, Box(corner.top, corner.left, corner.top + rows - 1, corner.left + columns - 1))
        target.sheet.api.copyRange(target.sheet.uno_cell(corner.top, corner.left).CellAddress, self._uno_address)

    def move(self, destination: Range) -> None:
        """Cut and put in another place; references follow."""
        target = destination.impl if hasattr(destination, "impl") else destination
        refuse_locked(self.sheet, self.box)
        place = target.sheet.uno_cell(target.box.top, target.box.left).CellAddress
        target.sheet.api.moveRange(place, self._uno_address)

    def merge(self, across: bool = False) -> None:  # noqa: FBT001, FBT002 - xlwings' signature
        """Make one cell of it, or with ``across`` one of each row; only the first value is kept, as in Excel."""
        self.sheet.refuse_protected("merge cells")
        box = self.box
        rows = [Box(row, box.left, row, box.right) for row in range(box.top, box.bottom + 1)] if across else [box]
        for part in rows:
            _drop_covered(self.sheet, part)
            self.sheet.uno_range(part).merge(True)  # noqa: FBT003

    def unmerge(self) -> None:
        """Separate merged cells."""
        self.sheet.refuse_protected("unmerge cells")
        self.api.merge(False)  # noqa: FBT003

    @property
    def merge_cells(self) -> bool | None:
        """Whether it is merged: True, False, or None when only a part is."""
        merged = sum(part.IsMerged for part in self._merge_probes())
        total = len(self._merge_probes())
        if self.merge_area.box != self.box.corner and self.merge_area.box.meet(self.box) == self.box:
            return True
        return False if merged == 0 else True if merged == total else None

    def _merge_probes(self) -> list[Any]:
        cells = self.box.meet(self.sheet.used_box()) or self.box.corner
        rows, columns = cells.shape
        return [self.sheet.uno_cell(cells.top + row, cells.left + column) for row in range(rows) for column in range(columns)]

    @property
    def merge_area(self) -> Range:
        """The merged area around its first cell; that cell itself if it is not merged."""
        cursor = self.sheet.api.createCursorByRange(self.sheet.api.getCellRangeByName(self.box.corner.a1()))
        cursor.collapseToMergedArea()
        return Range(self.sheet, of_uno(cursor.RangeAddress))

    # -- places --------------------------------------------------------------------------------------------------

    @property
    def current_region(self) -> Range:
        """The block of cells around it, up to empty rows and columns."""
        cursor = self.sheet.api.createCursorByRange(self.sheet.api.getCellRangeByName(self.box.a1()))
        cursor.collapseToCurrentRegion()
        return Range(self.sheet, of_uno(cursor.RangeAddress))

    def end(self, direction: str) -> Range:
        """Where Ctrl+arrow goes from its first cell."""
        row, column = data_edge(self.sheet, self.box, direction)
        return Range(self.sheet, Box(row, column, row, column))

    def expand(self, mode: Any = "table") -> Range:
        """The filled block to the right and below: ``table``, ``down`` or ``right``; xlwings' own rule."""
        return bc.Range.expand(self, mode)  # type: ignore[no-any-return]

    def select(self) -> None:
        """Select it in its sheet."""
        self.sheet.activate()
        self.sheet.book.api.CurrentController.select(self.sheet.api.getCellRangeByName(self.box.a1()))

    @property
    def name(self) -> Name | None:
        """The first defined name of exactly these cells."""
        for name in self.sheet.book.names:
            if name.area_on(self.sheet) == self.box:
                return name
        return None

    @name.setter
    def name(self, value: str) -> None:
        self.sheet.book.names.add(value, f"={quoted(self.sheet.name)}!{self.address}")

    @property
    def table(self) -> Table | None:
        """The table it lies in."""
        return self.sheet.tables.around(self.box)

    # -- notes and links -----------------------------------------------------------------------------------------

    @property
    def note(self) -> Note | None:
        """The note of its first cell."""
        return note_at(self.sheet, self.box.top, self.box.left)

    def add_note(self, text: str) -> Note:
        """Give its first cell a note; xlwings.XlwingsError if it has one."""
        refuse_locked(self.sheet, self.box.corner)
        return add_note(self.sheet, self.box.top, self.box.left, text)

    @property
    def hyperlink(self) -> str:
        """The address of the link in its first cell; Exception if there is none."""
        return links.address_of(self._corner)

    def add_hyperlink(self, address: str, text_to_display: str, screen_tip: str | None = None) -> None:
        """Put a link in its first cell; ``#Sheet!A1`` leads into the workbook. The screen tip is the target's."""
        del screen_tip  # Calc has none of its own
        refuse_locked(self.sheet, self.box.corner)
        links.put(self.sheet.book.api, self._corner, address, text_to_display)

    @property
    def max_cells_per_read(self) -> int | None:
        """No limit."""
        return None

    @property
    def max_cells_per_write(self) -> int | None:
        """No limit."""
        return None

    @property
    def _uno_address(self) -> Any:
        return to_uno(self.box, self.sheet.index - 1)


def _drop_covered(sheet: Sheet, box: Box) -> None:
    corner = (box.top, box.left)
    block = values.read_block(sheet, box)
    for row, line in enumerate(block):
        for column, value in enumerate(line):
            at = (box.top + row, box.left + column)
            if at != corner and value != "":
                sheet.uno_cell(*at).clearContents(_CONTENTS)
