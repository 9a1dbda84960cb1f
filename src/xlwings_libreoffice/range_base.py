"""What all parts of a range share: its sheet and rectangle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings_libreoffice.addresses import Box, to_uno

if TYPE_CHECKING:
    from xlwings_libreoffice.sheets import Sheet


class RangeBase:
    """A rectangle of cells of one sheet."""

    sheet: Sheet
    box: Box

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
    def shape(self) -> tuple[int, int]:
        """Rows and columns."""
        return self.box.shape

    @property
    def _corner(self) -> Any:
        return self.sheet.uno_cell(self.box.top, self.box.left)

    @property
    def _uno_address(self) -> Any:
        return to_uno(self.box, self.sheet.index - 1)
