"""What all parts of a range share: its sheet and rectangle."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings_libreoffice.addresses import Box, to_uno
from xlwings_libreoffice.bridge import common

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
        self._uno: tuple[int, Any] | None = None

    @property
    def api(self) -> Any:
        """The UNO range.

        A new proxy costs several round trips, so it is kept; not beyond an insertion or deletion of cells, since Calc
        moves the ranges it has given out, and our rectangle stays.
        """
        generation = self.sheet.book.generation
        if self._uno is None or self._uno[0] != generation:
            self._uno = (generation, self.sheet.uno_range(self.box))
        return self._uno[1]

    def common(self, name: str) -> Any:
        """A property that all cells share, else None."""
        return self.api.getPropertyValue(name) if self.box.is_cell else common(self.api, name)

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
