"""What can be done with the cells of a range: clear, insert, delete, copy, move, merge."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from xlwings_libreoffice import formulas, merges, values
from xlwings_libreoffice.addresses import Box
from xlwings_libreoffice.bridge import enum
from xlwings_libreoffice.protection import refuse_locked
from xlwings_libreoffice.range_base import RangeBase

if TYPE_CHECKING:
    from xlwings_libreoffice.sheets import Sheet

_CONTENTS = 1 | 2 | 4 | 16
_FORMATS = 32 | 64
_NOTES = 8


class RangeStructure(RangeBase):
    """The part of a range that changes the sheet around it."""

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
            raise NotImplementedError(
                "The LibreOffice engine does not support Range.insert(copy_origin=right or below)"
            )
        self.sheet.refuse_protected("insert cells")
        mode = "COLUMNS" if self.box.whole_columns else "ROWS" if self.box.whole_rows else shift.upper()
        self.sheet.book.generation += 1
        self.sheet.api.insertCells(self._uno_address, enum("sheet.CellInsertMode", mode))

    def delete(self, shift: str | None = None) -> None:
        """Delete cells; the rest moves up, or left (by default whichever way fewer cells move)."""
        self.sheet.refuse_protected("delete cells")
        rows, columns = self.box.shape
        side = shift or ("left" if rows > columns else "up")
        mode = "COLUMNS" if self.box.whole_columns else "ROWS" if self.box.whole_rows else side.upper()
        self.sheet.book.generation += 1
        self.sheet.api.removeRange(self._uno_address, enum("sheet.CellDeleteMode", mode))

    def copy(self, destination: Any | None = None) -> None:
        """Copy everything to a place; a copy to the clipboard is not offered."""
        if destination is None:
            raise NotImplementedError("The LibreOffice engine does not support Range.copy without a destination")
        target = destination.impl if hasattr(destination, "impl") else destination
        rows, columns = self.box.shape
        corner = target.box.corner
        refuse_locked(target.sheet, Box(corner.top, corner.left, corner.top + rows - 1, corner.left + columns - 1))
        target.sheet.api.copyRange(target.sheet.uno_cell(corner.top, corner.left).CellAddress, self._uno_address)

    def copy_from(
        self,
        source_range: Any,
        copy_type: str = "all",
        skip_blanks: bool = False,
        transpose: bool = False,
    ) -> None:
        """Copy a range here: ``all``, or ``formats`` onto empty cells."""
        source = source_range.impl if hasattr(source_range, "impl") else source_range
        rows, columns = source.shape
        corner = self.box.corner
        target = type(self)(self.sheet, Box(corner.top, corner.left, corner.top + rows - 1, corner.left + columns - 1))
        formats_only = copy_type == "formats" and not target.holds_anything
        if skip_blanks or transpose or not (copy_type == "all" or formats_only):
            raise NotImplementedError(
                f"The LibreOffice engine does not support Range.copy_from with {copy_type!r} here"
            )
        source.copy(target)
        if formats_only:
            target.api.clearContents(_CONTENTS | _NOTES)

    @property
    def holds_anything(self) -> bool:
        """Whether a cell of it has a value, formula or note."""
        if any(self.box.holds(*cell) for cell in self.sheet.noted_cells()):
            return True
        return any(text for row in formulas.read_formulas(self.sheet, self.box) for text in row)

    def move(self, destination: Any) -> None:
        """Cut and put in another place; references follow."""
        target = destination.impl if hasattr(destination, "impl") else destination
        refuse_locked(self.sheet, self.box)
        place = target.sheet.uno_cell(target.box.top, target.box.left).CellAddress
        self.sheet.book.generation += 1
        target.sheet.api.moveRange(place, self._uno_address)

    def merge(self, across: bool = False) -> None:
        """Make one cell of it, or with ``across`` one of each row; only the first value is kept, as in Excel."""
        self.sheet.refuse_protected("merge cells")
        box = self.box
        rows = [Box(row, box.left, row, box.right) for row in range(box.top, box.bottom + 1)] if across else [box]
        for part in rows:
            _drop_covered(self.sheet, part)
            self.sheet.uno_range(part).merge(True)

    def unmerge(self) -> None:
        """Separate merged cells."""
        self.sheet.refuse_protected("unmerge cells")
        self.api.merge(False)

    @property
    def merge_cells(self) -> bool | None:
        """Whether it is merged: True, False, or None when only a part is."""
        first = self.merge_area.box
        if not first.is_cell and first.meet(self.box) == self.box:
            return True
        boxes = [box for box in merges.merged_boxes(self.sheet) if box.meet(self.box)]
        covered = sum(common.size for box in boxes if (common := box.meet(self.box)))
        return False if not boxes else True if covered == self.box.size else None

    @property
    def merge_area(self) -> Self:
        """The merged area around its first cell; that cell itself if it is not merged."""
        return type(self)(self.sheet, merges.merged_around(self.sheet, self.box.top, self.box.left))


def _drop_covered(sheet: Sheet, box: Box) -> None:
    corner = (box.top, box.left)
    block = values.read_block(sheet, box)
    for row, line in enumerate(block):
        for column, value in enumerate(line):
            at = (box.top + row, box.left + column)
            if at != corner and value != "":
                sheet.uno_cell(*at).clearContents(_CONTENTS)
