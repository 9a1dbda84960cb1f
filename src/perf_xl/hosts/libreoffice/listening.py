"""The listener for changes of a workbook: a UNO object, so it can only be made where UNO is."""

from __future__ import annotations

from typing import Any

import unohelper
from com.sun.star.util import XChangesListener

_FORMULA = 16


class ChangesListener(unohelper.Base, XChangesListener):  # type: ignore[misc]
    """Makes function names plain in the cells that have just been changed."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._busy = False

    def changesOccurred(self, event: Any) -> None:  # noqa: N802 - UNO's name
        """Calc tells the ranges that were changed."""
        from perf_xl.hosts.libreoffice.opening import make_cells_plain  # noqa: PLC0415 - each imports the other

        if self._busy:
            return
        self._busy = True
        try:
            for change in event.Changes:
                if hasattr(change.ReplacedElement, "queryContentCells"):
                    make_cells_plain(self._document, change.ReplacedElement.queryContentCells(_FORMULA))
        finally:
            self._busy = False

    def disposing(self, event: Any) -> None:
        """The workbook was closed."""
