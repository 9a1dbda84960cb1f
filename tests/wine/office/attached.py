"""What cells have beside contents and formats: notes, links, drop-down lists."""

from openpyxl.comments import Comment
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.hyperlink import Hyperlink

from tests.wine.office.exposed import Exposed


class Validation(Exposed):
    """Excel's Validation: drop-down lists."""

    def __init__(self, cells):
        self._cells = cells

    def Delete(self):
        rules = self._cells.Worksheet.sheet.data_validations.dataValidation
        rules[:] = [rule for rule in rules if str(rule.sqref) != self._cells.Address.replace("$", "")]

    def Add(self, kind, alert, operator, listed):
        assert kind == 3
        rule = DataValidation(
            type="list", formula1=f'"{listed.replace(";", ",")}"', sqref=self._cells.Address.replace("$", "")
        )
        self._cells.Worksheet.sheet.add_data_validation(rule)


class Note(Exposed):
    """Excel's Comment."""

    def __init__(self, cells, cell):
        self.Parent, self._cell = cells, cell

    def Text(self, text=None):
        if text is not None:
            self._cell.comment = Comment(text, "")
        return self._cell.comment.text

    def Delete(self):
        self._cell.comment = None


class Link(Exposed):
    """Excel's Hyperlink."""

    def __init__(self, cell):
        self._cell, self.ScreenTip = cell, ""
        self.SubAddress, self.Address = cell.hyperlink.location or "", cell.hyperlink.target or ""

    @property
    def TextToDisplay(self):
        return self._cell.value

    @TextToDisplay.setter
    def TextToDisplay(self, value):
        self._cell.value = value


def add_link(anchor, address):
    """Hyperlinks.Add: what begins with # is a place in the workbook."""
    [cell] = anchor._each()
    inside = address.removeprefix("#") if address.startswith("#") else None
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=inside, target=None if inside else address)
    return Link(cell)


def remove_links(cells):
    """Hyperlinks.Delete: the text stays."""
    for cell in cells:
        cell.hyperlink = None
