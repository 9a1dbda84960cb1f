"""Ranges: what a rectangle of cells can do. Values, formulas, formats and the rest live in modules of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes as bc

from xlwings_libreoffice import formulas, links, values
from xlwings_libreoffice.addresses import Box, of_uno, quoted
from xlwings_libreoffice.members import implements
from xlwings_libreoffice.navigation import data_edge
from xlwings_libreoffice.notes import Note, add_note, note_at
from xlwings_libreoffice.protection import refuse_locked
from xlwings_libreoffice.range_formats import RangeFormats
from xlwings_libreoffice.range_structure import RangeStructure

if TYPE_CHECKING:
    from xlwings_libreoffice.names import Name
    from xlwings_libreoffice.tables import Table


@implements(bc.Range)
class Range(RangeFormats, RangeStructure):
    """A rectangle of cells of one sheet."""

    @property
    def row(self) -> int:
        """The first row."""
        return self.box.top

    @property
    def column(self) -> int:
        """The first column."""
        return self.box.left

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

    def get_address(self, row_absolute: bool, col_absolute: bool, external: bool) -> str:
        """The address; ``external`` with workbook and sheet."""
        text = self.box.a1(row_absolute=row_absolute, column_absolute=col_absolute)
        if not external:
            return text
        place = f"[{self.sheet.book.name}]{self.sheet.name}"
        needs_quotes = quoted(self.sheet.name).startswith("'")
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
