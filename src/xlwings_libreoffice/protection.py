"""Protected sheets: UNO itself lets writes to locked cells through, Excel refuses them; so do we."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from xlwings_libreoffice.addresses import Box, of_uno
from xlwings_libreoffice.bridge import UnoException, common
from xlwings_libreoffice.errors import ProtectedCellsError

if TYPE_CHECKING:
    from xlwings_libreoffice.sheets import Sheet


def refuse_locked(sheet: Sheet, box: Box) -> None:
    """ProtectedCellsError if the sheet is protected and a cell of the rectangle is locked."""
    if not sheet.api.isProtected():
        return
    locked = first_locked(sheet, box)
    if locked is not None:
        raise ProtectedCellsError(f"Sheet '{sheet.name}' is protected and cell {locked.a1()} is locked")


def refuse_protected(sheet: Sheet, what: str) -> None:
    """ProtectedCellsError if the sheet is protected; for changes that need the whole sheet open."""
    if sheet.api.isProtected():
        raise ProtectedCellsError(f"Sheet '{sheet.name}' is protected: cannot {what}")


def first_locked(sheet: Sheet, box: Box) -> Box | None:
    """The first locked cell of a rectangle, None if all are open."""
    target = sheet.uno_range(box)
    uniform = target.CellProtection if box.is_cell else common(target, "CellProtection")
    if uniform is not None:
        return box.corner if uniform.IsLocked else None
    groups = target.getUniqueCellFormatRanges()
    locked = [
        of_uno(address).corner
        for index in range(groups.Count)
        for address in groups.getByIndex(index).RangeAddresses
        if groups.getByIndex(index).CellProtection.IsLocked
    ]
    return min(locked, key=lambda cell: (cell.top, cell.left), default=None)


def set_locked(target: Any, *, locked: bool) -> None:
    """Lock or open the cells of a UNO range; the other flags of the first cell hold for all."""
    protection = target.CellProtection
    protection.IsLocked = locked
    target.CellProtection = protection


def has_password(sheet: Sheet) -> bool:
    """Whether a protected sheet asks for a password. The protection is as before afterwards."""
    if not sheet.api.isProtected():
        return False
    undo = sheet.book.api.UndoManager
    undo.lock()  # the question leaves no trace in the undo list
    try:
        sheet.api.unprotect("")
        opened = not sheet.api.isProtected()
        if opened:
            sheet.api.protect("")
    except UnoException:
        return True
    finally:
        undo.unlock()
    return not opened


def uniform_lock(target: Any) -> bool | None:
    """Whether the cells of a UNO range are locked; None if they differ."""
    protection = common(target, "CellProtection")
    return None if protection is None else bool(protection.IsLocked)
