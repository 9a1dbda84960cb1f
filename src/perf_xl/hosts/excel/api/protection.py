"""Protected sheets and workbooks: opened where there is no password, and protected again with the same options."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any

from perf_xl.errors import ProtectedError
from perf_xl.hosts.xlwings_specifics import STRUCTURE_LOCKED

NO_PASSWORD = ""
ALLOWED = (
    "AllowFormattingCells",
    "AllowFormattingColumns",
    "AllowFormattingRows",
    "AllowInsertingColumns",
    "AllowInsertingRows",
    "AllowInsertingHyperlinks",
    "AllowDeletingColumns",
    "AllowDeletingRows",
    "AllowSorting",
    "AllowFiltering",
    "AllowUsingPivotTables",
)
"""What a protected sheet may still allow; kept when it is protected again."""
PROTECT_OPTIONS = ("DrawingObjects", "Contents", "Scenarios", "UserInterfaceOnly", *ALLOWED)
"""What follows the password in ``Worksheet.Protect``, in its documented order."""


class Protection:
    """The part of :class:`perf_xl.hosts.xlwings_specifics.Specifics` that is about protection."""

    def is_protected(self, sheet: Any) -> bool:
        """Whether the contents are protected."""
        return bool(sheet.api.ProtectContents)

    def has_password(self, sheet: Any) -> bool:
        """Tried with the empty one; a protection that yields is put back at once."""
        if not self.is_protected(sheet):
            return False
        options = _options(sheet.api)
        if not _yields(sheet.api):
            return True
        _protect(sheet.api, options)
        return False

    @contextmanager
    def opened(self, sheet: Any) -> Iterator[None]:
        """Take a protection without password off, and put the same back."""
        options = _options(sheet.api) if sheet.api.ProtectContents else None
        if options is not None and not _yields(sheet.api):
            raise ProtectedError(f"工作表“{sheet.name}”有密码保护，不能写入。请先撤销工作表保护。")
        try:
            yield
        finally:
            if options is not None:
                _protect(sheet.api, options)

    @contextmanager
    def structure_opened(self, book: Any) -> Iterator[None]:
        """Take a protection of the workbook's structure off, and put the same back."""
        excel = book.api
        if not excel.ProtectStructure:
            yield
            return
        windows = bool(excel.ProtectWindows)
        with suppress(Exception):  # a wrong password is an error of Excel's, with no number of its own
            excel.Unprotect(NO_PASSWORD)
        if excel.ProtectStructure:
            raise ProtectedError(STRUCTURE_LOCKED.format(name=book.name))
        try:
            yield
        finally:
            excel.Protect(NO_PASSWORD, True, windows)


def _options(sheet: Any) -> dict[str, Any]:
    """How a sheet is protected."""
    allowed = {name: bool(getattr(sheet.Protection, name)) for name in ALLOWED}
    return {
        "DrawingObjects": bool(sheet.ProtectDrawingObjects),
        "Contents": True,
        "Scenarios": bool(sheet.ProtectScenarios),
        "UserInterfaceOnly": bool(sheet.ProtectionMode),
        **allowed,
    }


def _protect(sheet: Any, options: dict[str, Any]) -> None:
    """By position: late-bound COM takes names only where it has type information."""
    sheet.Protect(NO_PASSWORD, *(options[name] for name in PROTECT_OPTIONS))


def _yields(sheet: Any) -> bool:
    """Whether the protection goes away without a password."""
    with suppress(Exception):  # a wrong password is an error of Excel's, with no number of its own
        sheet.Unprotect(NO_PASSWORD)
    return not sheet.ProtectContents
