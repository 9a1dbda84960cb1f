"""Cells: contents, formats, notes."""

import copy

from openpyxl.comments import Comment
from openpyxl.styles import Protection
from openpyxl.utils import get_column_letter
from win32com.server.exception import COMException

from tests.wine.office import rows
from tests.wine.office.attached import Link, Note, Validation, add_link, remove_links
from tests.wine.office.exposed import Exposed, collection
from tests.wine.office.looks import Edges, Font, Interior, alignment, set_alignment

EXCEPTION = -2147352567
"""DISP_E_EXCEPTION."""


class Cells(Exposed):
    """Excel's Range, of one area. A format that not all cells share is Null."""

    def __init__(self, sheet, row, column, rows=1, columns=1):
        self.Worksheet, self.Row, self.Column, self._shape = sheet, row, column, (rows, columns)

    # place

    def Item(self, row, column=None):
        if column is None:
            row, column = divmod(row - 1, self._shape[1])
            row, column = row + 1, column + 1
        return Cells(self.Worksheet, self.Row + row - 1, self.Column + column - 1)

    @property
    def Cells(self):
        return self

    @property
    def Count(self):
        return self._shape[0] * self._shape[1]

    @property
    def Rows(self):
        return Lines(self, by_row=True)

    @property
    def Columns(self):
        return Lines(self, by_row=False)

    @property
    def Areas(self):
        return collection(lambda: [self])

    @property
    def Address(self):
        last = self.Row + self._shape[0] - 1, self.Column + self._shape[1] - 1
        ends = [f"${get_column_letter(column)}${row}" for row, column in ((self.Row, self.Column), last)]
        return ends[0] if ends[0] == ends[1] else ":".join(ends)

    def cells(self):
        """The cells as openpyxl has them, row by row."""
        sheet, (rows, columns) = self.Worksheet.sheet, self._shape
        across = range(self.Column, self.Column + columns)
        return [[sheet.cell(row, column) for column in across] for row in range(self.Row, self.Row + rows)]

    def _each(self):
        return [cell for row in self.cells() for cell in row]

    def _to_write(self):
        """The same, unless a protection forbids it: Excel then raises its error without a number of its own."""
        cells = self._each()
        if self.Worksheet.ProtectContents and any(cell.protection.locked for cell in cells):
            raise COMException(scode=EXCEPTION, desc="The cell or chart is protected")
        return cells

    @property
    def Application(self):
        return self.Worksheet.Parent.Application

    def _block(self, read):
        """One value for one cell, otherwise rows of values: lists, since pywin32 takes a tuple for several results."""
        rows = [[read(cell) for cell in row] for row in self.cells()]
        return rows[0][0] if self.Count == 1 else rows

    def _same(self, read):
        """The value that all cells share, otherwise Null."""
        found = {read(cell) for cell in self._each()}
        return found.pop() if len(found) == 1 else None

    # contents

    @property
    def Value(self):
        return self._block(self._value)

    @Value.setter
    def Value(self, value):
        for cell in self._to_write():
            self._put(cell, value)

    Value2 = Value

    @property
    def Formula(self):
        return self._block(lambda cell: "" if cell.value is None else str(cell.value))

    @Formula.setter
    def Formula(self, value):
        for cell in self._to_write():
            self._put(cell, value)

    def ClearContents(self):
        for cell in self._to_write():
            cell.value = None

    def Clear(self):
        self.ClearContents()
        for cell in self._each():
            cell.style, cell.comment, cell.hyperlink = "Normal", None, None

    def _value(self, cell):
        """A number, a text; what a formula was worth in the file. Nothing is calculated here."""
        if cell.data_type != "f":
            return float(cell.value) if type(cell.value) is int else cell.value
        was = self.Worksheet.values.cell(cell.row, cell.column)
        return float(was.value) if type(was.value) is int else was.value

    @staticmethod
    def _put(cell, value):
        """As typed: an apostrophe makes a text, a sign of equality a formula."""
        if isinstance(value, str) and value.startswith("'"):
            cell.value = value[1:]
            cell.data_type, cell.quotePrefix = "s", True
        else:
            cell.value = value

    # rows, copies

    def Insert(self, shift=None, origin=None):
        rows.insert(self.Worksheet, self.Row, self._shape[0])

    def Delete(self, shift=None):
        rows.delete(self.Worksheet, self.Row, self._shape[0])

    def Copy(self, destination=None):
        self.Application.copied = self

    def PasteSpecial(self, what):
        assert what == -4122
        for cell, source in zip(self._each(), self.Application.copied._each(), strict=True):
            cell._style = copy.copy(source._style)

    # formats

    @property
    def NumberFormat(self):
        return self._same(lambda cell: cell.number_format)

    @NumberFormat.setter
    def NumberFormat(self, value):
        for cell in self._to_write():
            cell.number_format = value

    @property
    def Locked(self):
        return self._same(lambda cell: cell.protection.locked)

    @Locked.setter
    def Locked(self, value):
        for cell in self._to_write():
            cell.protection = Protection(locked=bool(value), hidden=cell.protection.hidden)

    @property
    def Font(self):
        return Font(self._each())

    @property
    def Interior(self):
        return Interior(self._each())

    @property
    def Borders(self):
        return Edges(self._each())

    @property
    def HorizontalAlignment(self):
        return self._same(lambda cell: alignment(cell, "horizontal"))

    @HorizontalAlignment.setter
    def HorizontalAlignment(self, value):
        set_alignment(self._each(), "horizontal", value)

    @property
    def VerticalAlignment(self):
        return self._same(lambda cell: alignment(cell, "vertical"))

    @VerticalAlignment.setter
    def VerticalAlignment(self, value):
        set_alignment(self._each(), "vertical", value)

    @property
    def WrapText(self):
        return self._same(lambda cell: bool(cell.alignment.wrap_text))

    @WrapText.setter
    def WrapText(self, value):
        for cell in self._each():
            changed = copy.copy(cell.alignment)
            changed.wrap_text = bool(value)
            cell.alignment = changed

    @property
    def Validation(self):
        return Validation(self)

    @property
    def ColumnWidth(self):
        return self.Worksheet.sheet.column_dimensions[get_column_letter(self.Column)].width

    @ColumnWidth.setter
    def ColumnWidth(self, value):
        self.Worksheet.sheet.column_dimensions[get_column_letter(self.Column)].width = value

    @property
    def RowHeight(self):
        found = {self.Worksheet.sheet.row_dimensions[self.Row + row].height for row in range(self._shape[0])}
        return (found.pop() or 15.0) if len(found) == 1 else None

    @RowHeight.setter
    def RowHeight(self, value):
        for row in range(self._shape[0]):
            self.Worksheet.sheet.row_dimensions[self.Row + row].height = value

    @property
    def Hidden(self):
        return bool(self.Worksheet.sheet.row_dimensions[self.Row].hidden)

    # merged cells, notes, links

    @property
    def MergeArea(self):
        for area in self.Worksheet.sheet.merged_cells.ranges:
            if area.min_row <= self.Row <= area.max_row and area.min_col <= self.Column <= area.max_col:
                return Cells(self.Worksheet, area.min_row, area.min_col, area.size["rows"], area.size["columns"])
        return self

    @property
    def MergeCells(self):
        merged = {cell for area in self.Worksheet.sheet.merged_cells.ranges for row in area.rows for cell in row}
        found = {(cell.row, cell.column) in merged for cell in self._each()}
        return found.pop() if len(found) == 1 else None

    def Merge(self, across=False):
        """All cells get the look of the first, but for their lines; nothing happens to what is merged already."""
        place = self.Address.replace("$", "")
        if place in map(str, self.Worksheet.sheet.merged_cells.ranges):
            return
        lines = [copy.copy(cell.border) for cell in self._each()]
        self.Worksheet.sheet.merge_cells(place)
        first, *_ = cells = self._each()
        for cell, own in zip(cells, lines, strict=True):
            cell._style = copy.copy(first._style)
            cell.border = own

    def UnMerge(self):
        self.Worksheet.sheet.unmerge_cells(self.Address.replace("$", ""))

    @property
    def Comment(self):
        [cell] = self._each()
        return Note(self, cell) if cell.comment else None

    def AddComment(self, text):
        [cell] = self._each()
        cell.comment = Comment(text, "")
        return Note(self, cell)

    @property
    def Hyperlinks(self):
        cells = self._each()
        links = collection(lambda: [Link(cell) for cell in cells if cell.hyperlink])
        links.Add, links.Delete = add_link, lambda: remove_links(cells)
        return links


class Lines(Exposed):
    """The rows or the columns of a range: how many, and one of them."""

    def __init__(self, cells, *, by_row):
        self._cells, self._by_row = cells, by_row

    @property
    def Count(self):
        return self._cells._shape[0 if self._by_row else 1]

    def Item(self, number):
        cells, (rows, columns) = self._cells, self._cells._shape
        if self._by_row:
            return Cells(cells.Worksheet, cells.Row + number - 1, cells.Column, 1, columns)
        return Cells(cells.Worksheet, cells.Row, cells.Column + number - 1, rows, 1)
