"""Workbooks: open, new, save, PDF; locked, missing, encrypted and broken files each with their own message."""

from __future__ import annotations

import numbers
import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from xlwings import base_classes as bc

from xlwings_libreoffice import filters
from xlwings_libreoffice.bridge import UnoException, any_value, properties, to_path, to_url
from xlwings_libreoffice.errors import BookLoadError, BookLockedError, BookPasswordError
from xlwings_libreoffice.formats import NumberFormats
from xlwings_libreoffice.formulas import Grammar
from xlwings_libreoffice.members import implements
from xlwings_libreoffice.names import Names, WorkbookNames
from xlwings_libreoffice.profiles import excel_lock_of, lock_of
from xlwings_libreoffice.sheets import Sheet, Sheets

if TYPE_CHECKING:
    from xlwings_libreoffice.apps import App

_SPREADSHEET = "com.sun.star.sheet.SpreadsheetDocument"
_NEVER_RUN_MACROS = 0
_UPDATE_LINKS = {None: 0, False: 0, True: 3}
_CFB = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@implements(bc.Books)
class Books:
    """The open workbooks of an app."""

    app: App

    def __init__(self, app: App) -> None:
        self.app = app

    @property
    def api(self) -> Any:
        """The UNO components."""
        return self.app.api.Components

    @property
    def active(self) -> Book | None:
        """The workbook in front; None if there is none."""
        documents = self._documents()
        current = self.app.api.getCurrentComponent()
        if current in documents:
            return Book(self.app, current)
        return Book(self.app, documents[0]) if documents else None

    def __call__(self, name_or_index: str | int) -> Book:
        if isinstance(name_or_index, numbers.Number):
            return Book(self.app, self._documents()[int(name_or_index) - 1])
        for book in self:
            if str(name_or_index).lower() in (book.name.lower(), book.fullname.lower()):
                return book
        raise KeyError(name_or_index)

    def __len__(self) -> int:
        return len(self._documents())

    def __iter__(self) -> Iterator[Book]:
        return (Book(self.app, document) for document in self._documents())

    def __contains__(self, name_or_index: str | int) -> bool:
        try:
            self(name_or_index)
        except (KeyError, IndexError):
            return False
        return True

    def add(self) -> Book:
        """A new workbook with one sheet."""
        return Book(self.app, self.app.api.loadComponentFromURL("private:factory/scalc", "_blank", 0, ()))

    def open(
        self,
        fullname: str,
        update_links: bool | None = None,
        read_only: bool | None = None,
        format: str | None = None,  # noqa: A002
        password: str | None = None,
        *unsupported: Any,
        **also_unsupported: Any,
    ) -> Book:
        """Open a file. Macros are never run; a leftover lock of an ended soffice of ours is taken away first."""
        if format is not None or any(item is not None for item in (*unsupported, *also_unsupported.values())):
            raise NotImplementedError("The LibreOffice engine opens with update_links, read_only and password only")
        path = Path(os.path.realpath(fullname))
        if not path.exists():
            raise FileNotFoundError(f"No such file: '{fullname}'")
        if not read_only:
            _refuse_open_elsewhere(path)
        return Book(self.app, self._load(path, update_links=update_links, read_only=read_only, password=password))

    def _load(self, path: Path, *, update_links: bool | None, read_only: bool | None, password: str | None) -> Any:
        options = properties(
            MacroExecutionMode=_NEVER_RUN_MACROS,
            UpdateDocMode=_UPDATE_LINKS[update_links],
            ReadOnly=bool(read_only),
        )
        if password is not None:
            options += properties(Password=password)
        if path.suffix.lower() in filters.LOAD:
            options += properties(FilterName=filters.LOAD[path.suffix.lower()])
        try:
            document = self.app.api.loadComponentFromURL(to_url(str(path)), "_blank", 0, options)
        except UnoException as error:
            raise _why_not_loaded(path, password) from error
        if document is None:
            raise _why_not_loaded(path, password)
        if not document.supportsService(_SPREADSHEET):
            document.close(True)
            raise BookLoadError(f"'{path}' is not a spreadsheet")
        return document

    def _documents(self) -> list[Any]:
        found, components = [], self.api.createEnumeration()
        while components.hasMoreElements():
            component = components.nextElement()
            if component.supportsService(_SPREADSHEET):
                found.append(component)
        return found


def _refuse_open_elsewhere(path: Path) -> None:
    lock = lock_of(path)
    if lock is not None and lock.is_leftover:
        lock.remove()
        lock = None
    excel_owner = excel_lock_of(path)
    if lock is not None or excel_owner is not None:
        raise BookLockedError(str(path), lock.owner if lock else excel_owner or "")


def _why_not_loaded(path: Path, password: str | None) -> Exception:
    lock = lock_of(path)
    if lock is not None:
        return BookLockedError(str(path), lock.owner)
    with path.open("rb") as file:
        encrypted = file.read(8) == _CFB and path.suffix.lower() not in (".xls", ".xlt")
    if encrypted or password is not None:
        state = "needs a password" if password is None else "does not open with this password"
        return BookPasswordError(f"'{path}' {state}")
    return BookLoadError(f"LibreOffice cannot read '{path}'")


@implements(bc.Book)
class Book:
    """One workbook."""

    app: App

    def __init__(self, app: App, document: Any) -> None:
        self.app = app
        self._document = document
        self._grammar: Grammar | None = None
        self._formats: NumberFormats | None = None
        self.generation = 0

    @property
    def api(self) -> Any:
        """The UNO document."""
        return self._document

    @property
    def grammar(self) -> Grammar:
        """The reader and writer of its formulas."""
        self._grammar = self._grammar or Grammar(self._document)
        return self._grammar

    @property
    def formats(self) -> NumberFormats:
        """Its number formats."""
        self._formats = self._formats or NumberFormats(self._document)
        return self._formats

    @property
    def window(self) -> Any:
        """Its UNO window."""
        return self._document.CurrentController.Frame.ContainerWindow

    @property
    def is_recording_undo(self) -> bool:
        """Whether writes are collected into one undo step just now."""
        return self.app.undo_depth > 0

    @property
    def name(self) -> str:
        """The file name, or the title of a new workbook."""
        return Path(self.fullname).name if self._document.URL else str(self._document.Title)

    @property
    def fullname(self) -> str:
        """The path, or the title of a new workbook."""
        return to_path(self._document.URL) if self._document.URL else str(self._document.Title)

    @property
    def sheets(self) -> Sheets:
        """Its sheets."""
        return Sheets(self)

    @property
    def names(self) -> Names:
        """All its defined names, those of sheets too, as Excel's collection has them."""
        return WorkbookNames(self)

    def activate(self) -> None:
        """Bring it to the front."""
        self._document.CurrentController.Frame.activate()

    def close(self) -> None:
        """Close without saving."""
        self._document.close(True)

    def save(self, path: str | None = None, password: str | None = None) -> None:
        """Save in place, or under a path whose extension decides the format; an existing file is overwritten."""
        target = Path(os.path.abspath(path or self._own_path()))  # noqa: PTH100 - no link is followed
        options = properties(FilterName=filters.filter_to_store(str(target)), Overwrite=True)
        if password:
            options += filters.encryption(target.suffix.lower(), password)
        if not target.parent.is_dir():
            raise FileNotFoundError(f"No such folder: '{target.parent}'")
        try:
            self._document.storeAsURL(to_url(str(target)), options)
        except UnoException as error:
            raise OSError(f"LibreOffice cannot save '{target}'") from error

    def to_pdf(self, path: str, quality: str | None = None) -> None:
        """Export all visible sheets; ``minimum`` quality compresses pictures."""
        data = properties(Quality=50, ReduceImageResolution=True) if quality == "minimum" else properties(Quality=90)
        options = properties(FilterName=filters.PDF, FilterData=any_value("[]com.sun.star.beans.PropertyValue", data))
        self._document.storeToURL(to_url(os.path.abspath(path)), options)  # noqa: PTH100

    def sheet_of(self, index: int) -> Sheet:
        """The sheet at a UNO index."""
        return Sheet(self, self._document.Sheets.getByIndex(index))

    def _own_path(self) -> str:
        return self.fullname if self._document.hasLocation() else f"{self.name}.xlsx"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Book) and self._document == other.api

    def __hash__(self) -> int:
        return hash(self._document.RuntimeUID)
