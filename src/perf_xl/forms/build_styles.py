"""Fonts, borders, alignment and locking of the placed cells, as such forms have them."""

from __future__ import annotations

from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Protection, Side

from perf_xl.forms.formats import alignment_of, number_format_of
from perf_xl.forms.grid import Placed
from perf_xl.forms.spec import Page

_THIN = Side(style="thin", color="FF000000")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_NO_BOX = Border()


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
        number_format = number_format_of(placed)
        if number_format != "General":
            cell.number_format = number_format

    def _font(self, placed: Placed) -> Font:
        page = self._page
        if placed.role == "title":
            return Font(name=page.title_font, size=page.title_size, bold=bool(placed.bold), charset=134)
        labels = placed.role in ("label", "side", "caption")
        name = page.label_font if labels else page.font
        return Font(name=name, size=page.size, bold=bool(placed.bold), charset=134)

    @staticmethod
    def _border(placed: Placed) -> Border:
        if placed.role in ("title", "caption", "note") or not placed.border:
            return _NO_BOX
        return _BOX
