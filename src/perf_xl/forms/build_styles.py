"""Fonts, borders, alignment and locking of the placed cells, as such forms have them."""

from __future__ import annotations

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Protection, Side

from perf_xl.forms.grid import Placed
from perf_xl.forms.spec import Align, Page

_THIN = Side(style="thin", color="FF000000")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_NO_BOX = Border()
_TOP_AND_BOTTOM = Border(top=_THIN, bottom=_THIN)
_LEFT_KINDS = ("text", "level3")


class Styles:
    """Applies the look of a page to cells."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def apply(self, cell: Cell, placed: Placed) -> None:
        """Give ``cell`` the font, border, alignment, number format and lock of ``placed``."""
        cell.font = self._font(placed)
        cell.border = self._border(placed)
        cell.alignment = Alignment(horizontal=alignment_of(placed), vertical="center", wrap_text=True)
        cell.protection = Protection(locked=placed.locked)
        if number_format_of(placed) != "General":
            cell.number_format = number_format_of(placed)

    def _font(self, placed: Placed) -> Font:
        page = self._page
        if placed.role == "title":
            return Font(name=page.title_font, size=page.title_size, bold=bool(placed.bold), charset=134)
        labels = placed.role in ("label", "side", "caption")
        name = page.label_font if labels else page.font
        return Font(name=name, size=page.size, bold=bool(placed.bold), charset=134)

    @staticmethod
    def _border(placed: Placed) -> Border:
        if placed.role == "footer":
            return _TOP_AND_BOTTOM
        if placed.role in ("title", "caption", "note") or not placed.border:
            return _NO_BOX
        return _BOX


def alignment_of(placed: Placed) -> Align:
    """How the text of a cell is aligned: as stated, else long text left and everything else centred."""
    if placed.align is not None:
        return placed.align
    if placed.role == "note":
        return "left"
    if placed.role == "body" and placed.column is not None:
        return "left" if placed.column.kind in _LEFT_KINDS else "center"
    if placed.role == "entry" and placed.field is not None:
        return "left" if placed.lines > 1 else "center"
    return "center"


def number_format_of(placed: Placed) -> str:
    """Telephone numbers are text; everything else is as typed, so that 100% keeps its sign and 5次 its unit."""
    kind = placed.field.kind if placed.field else placed.column.kind if placed.column else ""
    return "@" if kind == "phone" else "General"
