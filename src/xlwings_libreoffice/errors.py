"""The errors of the engine; all are ``xlwings.XlwingsError``, so that callers need not know the engine."""

from __future__ import annotations

from xlwings import XlwingsError


class OfficeError(XlwingsError):  # type: ignore[misc]
    """LibreOffice refused a call; the text says what UNO said."""


class OfficeNotFoundError(XlwingsError):  # type: ignore[misc]
    """No ``soffice`` on this machine."""


class OfficeStartError(XlwingsError):  # type: ignore[misc]
    """soffice was started but could not be reached."""


class OfficeGoneError(XlwingsError):  # type: ignore[misc]
    """soffice ended while it was in use; files on disk are as they were last saved."""


class BookClosedError(XlwingsError):  # type: ignore[misc]
    """The workbook was closed while it was in use."""


class BookLockedError(XlwingsError):  # type: ignore[misc]
    """The file is open elsewhere. ``owner`` is who has it, as far as the lock file tells."""

    def __init__(self, path: str, owner: str) -> None:
        super().__init__(f"'{path}' is open elsewhere ({owner or 'unknown user'})")
        self.path = path
        self.owner = owner


class BookPasswordError(XlwingsError):  # type: ignore[misc]
    """The file needs a password, or the one given is wrong."""


class BookLoadError(XlwingsError):  # type: ignore[misc]
    """LibreOffice could not read the file."""


class ProtectedCellsError(XlwingsError):  # type: ignore[misc]
    """A write to locked cells of a protected sheet, refused as Excel refuses it."""
