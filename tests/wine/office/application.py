"""The application, its workbooks, sheets and names."""

import copy
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.workbook.defined_name import DefinedName

from tests.wine.office.exposed import Exposed, collection
from tests.wine.office.ranges import Cells


class Application(Exposed):
    """Excel's Application."""

    def __init__(self):
        self.Name, self.Version, self.Hwnd, self.Ready = "Stand-in", "16.0", 0, True
        self.ScreenUpdating = self.EnableEvents = self.DisplayAlerts = self.Visible = True
        self.Calculation = -4105
        self.StatusBar = False
        self.International = ["86", "86", ".", ",", ";", "R"]  # Excel counts from 1; the fifth separates lists
        self.Selection: Any = None
        self.CutCopyMode: Any = False
        self.copied = self.typed = None
        self.ActiveWorkbook: Any = None
        self.books: list[Workbook] = []

    @property
    def Workbooks(self):
        books = collection(lambda: self.books)
        books.Application = self
        return books

    def load(self, path):
        """Open a workbook and select its first cell."""
        self.ActiveWorkbook = Workbook(self, Path(path))
        self.books.append(self.ActiveWorkbook)
        self.Selection = self.ActiveWorkbook.sheets[0].Cells.Item(1, 1)

    def InputBox(self, prompt, title, kind):
        """What a test types."""
        return self.typed

    def Goto(self, cells, scroll=False):
        self.Selection = cells


class Workbook(Exposed):
    """Excel's Workbook: formulas from one reading of the file, the values they had from another."""

    ReadOnly = Date1904 = ProtectStructure = False

    def __init__(self, application, path):
        self.Application, self.Name, self.FullName, self.Path = application, path.name, str(path), str(path.parent)
        self.book, self.values = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
        self.sheets = [Worksheet(self, name) for name in self.book.sheetnames]

    @property
    def Worksheets(self):
        sheets = collection(lambda: self.sheets)
        sheets.Parent, sheets.Add = self, self._add
        return sheets

    def _add(self, before):
        """A sheet before another one, which comes to the front as in Excel."""
        name, place = f"Sheet{len(self.sheets) + 1}", self.sheets.index(before)
        for book in (self.book, self.values):
            book.create_sheet(name, place)
        self.sheets.insert(place, Worksheet(self, name))
        self.sheets[place].Activate()
        return self.sheets[place]

    @property
    def ActiveSheet(self):
        return self.sheets[self.book.index(self.book.active)]

    @property
    def Names(self):
        return names(self, None)

    def save(self, path):
        """What stands in it now, for the test to read."""
        self.book.save(path)


class Worksheet(Exposed):
    """Excel's Worksheet. A protected one has no password."""

    ProtectDrawingObjects = True
    ProtectScenarios = ProtectionMode = False

    def __init__(self, workbook, name):
        self.Parent, self.sheet, self.values = workbook, workbook.book[name], workbook.values[name]

    @property
    def Name(self):
        return self.sheet.title

    @Name.setter
    def Name(self, name):
        self.sheet.title = self.values.title = name

    @property
    def Index(self):
        return self.Parent.sheets.index(self) + 1

    def Move(self, before):
        """Before another sheet."""
        steps = before.Index - self.Index - (before.Index > self.Index)
        for sheet in (self.sheet, self.values):
            sheet.parent.move_sheet(sheet, steps)
        self.Parent.sheets.remove(self)
        self.Parent.sheets.insert(self.Parent.sheets.index(before), self)

    def Delete(self):
        for sheet in (self.sheet, self.values):
            sheet.parent.remove(sheet)
        self.Parent.sheets.remove(self)

    @property
    def ProtectContents(self):
        return bool(self.sheet.protection.sheet)

    @property
    def Protection(self):
        return Allowed(self.sheet.protection)

    def Unprotect(self, password):
        self.sheet.protection.sheet = False

    def Protect(self, password, drawings, contents, scenarios, by_code, *allowed):
        self.sheet.protection.sheet = contents
        for name, value in zip(ALLOWED, allowed, strict=True):
            setattr(self.sheet.protection, name, not value)

    @property
    def Visible(self):
        return -1 if self.sheet.sheet_state == "visible" else 0

    @property
    def Cells(self):
        return Cells(self, 1, 1, 1_048_576, 16_384)

    @property
    def Rows(self):
        return self.Cells.Rows

    @property
    def Columns(self):
        return self.Cells.Columns

    @property
    def UsedRange(self):
        """From the first cell; cells that were only looked at are not in use."""
        used = [cell for row in self.sheet.iter_rows() for cell in row if cell.value is not None or cell.has_style]
        rows, columns = ({getattr(cell, side) for cell in used} for side in ("row", "column"))
        return Cells(self, 1, 1, max(rows, default=1), max(columns, default=1))

    @property
    def Comments(self):
        found = [cell for row in self.sheet.iter_rows() for cell in row if cell.comment]
        return collection(lambda: [Cells(self, cell.row, cell.column).Comment for cell in found])

    @property
    def Names(self):
        return names(self.Parent, self)

    def Range(self, first, last=None):
        if isinstance(first, str):
            left, top, right, bottom = openpyxl.utils.range_boundaries(first)
            left, right = left or 1, right or 16_384
            return Cells(self, top, left, bottom - top + 1, right - left + 1)
        last = last or first
        return Cells(self, first.Row, first.Column, last.Row - first.Row + 1, last.Column - first.Column + 1)

    def Activate(self):
        self.sheet.parent.active = self.sheet

    def Evaluate(self, name):
        """The text that a name of this sheet stands for; #NAME? otherwise."""
        defined = self.sheet.defined_names.get(name)
        return -2146826259 if defined is None else defined.attr_text[1:-1].replace('""', '"')


ALLOWED = (
    "formatCells", "formatColumns", "formatRows", "insertColumns", "insertRows", "insertHyperlinks", "deleteColumns",
    "deleteRows", "sort", "autoFilter", "pivotTables",
)  # fmt: skip
"""What a protection may allow, in the order of Worksheet.Protect; a file says what it forbids."""


class Allowed(Exposed):
    """Excel's Protection."""

    def __init__(self, protection):
        spelled = {
            "formatCells": "FormattingCells",
            "formatColumns": "FormattingColumns",
            "formatRows": "FormattingRows",
        }
        spelled |= {
            f"{verb}{what}": f"{verb.title().removesuffix('e')}ing{what}"
            for verb in ("insert", "delete")
            for what in ("Columns", "Rows", "Hyperlinks")
        }
        spelled |= {"sort": "Sorting", "autoFilter": "Filtering", "pivotTables": "UsingPivotTables"}
        for name in ALLOWED:
            setattr(self, f"Allow{spelled[name]}", not getattr(protection, name))


class Name(Exposed):
    """Excel's Name."""

    def __init__(self, home, scope, key):
        self._home, self._scope, self._key = home, scope, key

    @property
    def Name(self):
        quoted = f"'{self._scope}'!" if self._scope else ""
        return quoted + self._key

    @property
    def RefersTo(self):
        return "=" + self._home[self._key].attr_text

    @RefersTo.setter
    def RefersTo(self, value):
        self._home[self._key].attr_text = value.removeprefix("=")

    @property
    def Visible(self):
        return not self._home[self._key].hidden

    @Visible.setter
    def Visible(self, value):
        self._home[self._key].hidden = not value

    def Delete(self):
        del self._home[self._key]


def names(workbook, sheet):
    """The names of a sheet, or all of the workbook's."""

    def members():
        scopes = workbook.sheets if sheet is None else [sheet]
        found = [Name(one.sheet.defined_names, one.Name, key) for one in scopes for key in one.sheet.defined_names]
        own = workbook.book.defined_names
        return found if sheet is not None else [Name(own, None, key) for key in own] + found

    def add(name, refers_to):
        home = workbook.book.defined_names if sheet is None else sheet.sheet.defined_names
        former = copy.copy(home.get(name))
        home[name] = DefinedName(name, attr_text=refers_to.removeprefix("="), hidden=former and former.hidden)
        return Name(home, sheet and sheet.Name, name)

    found = collection(members)
    found.Add = add
    return found
