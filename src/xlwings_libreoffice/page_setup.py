"""Print areas and frozen panes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings import base_classes as bc

from xlwings_libreoffice.addresses import of_uno, parse, to_uno
from xlwings_libreoffice.members import implements

if TYPE_CHECKING:
    from xlwings_libreoffice.sheets import Sheet


@implements(bc.PageSetup)
class PageSetup:
    """The page set-up of a sheet, as far as xlwings has it."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """The UNO page style."""
        styles = self._sheet.book.api.StyleFamilies.getByName("PageStyles")
        return styles.getByName(self._sheet.api.PageStyle)

    @property
    def print_area(self) -> str | None:
        """``$A$1:$C$3``, several separated by commas; None if the whole sheet is printed."""
        areas = [of_uno(area).a1() for area in self._sheet.api.getPrintAreas()]
        return ",".join(areas) or None

    @print_area.setter
    def print_area(self, value: str | None) -> None:
        boxes = [parse(text.strip()) for text in value.split(",")] if value else []
        if None in boxes:
            raise ValueError(f"Not a print area: {value!r}")
        self._sheet.api.setPrintAreas(tuple(to_uno(box, self._sheet.index - 1) for box in boxes if box))


@implements(bc.FreezePanes)
class FreezePanes:
    """Frozen rows and columns of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """The UNO controller, with the sheet in front."""
        self._sheet.activate()
        return self._sheet.book.api.CurrentController

    def freeze_at(self, frozen_range: Any) -> None:
        """Freeze these top-left rows and columns: ``$1:$2``, ``$A:$A`` or ``$A$1:$B$3``."""
        text = frozen_range if isinstance(frozen_range, str) else frozen_range.address
        box = parse(text.replace("$", ""))
        if box is None:
            raise ValueError(f"Not a range: {text!r}")
        columns = 0 if box.whole_rows else box.right
        rows = 0 if box.whole_columns else box.bottom
        self.api.freezeAtPosition(columns, rows)

    def unfreeze(self) -> None:
        """Unfreeze."""
        self.api.freezeAtPosition(0, 0)
