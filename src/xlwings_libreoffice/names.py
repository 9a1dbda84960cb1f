"""Defined names, of the workbook and of single sheets."""

from __future__ import annotations

import numbers
from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import NoSuchObjectError
from xlwings import base_classes as bc

from xlwings_libreoffice.addresses import Box, of_uno, quoted
from xlwings_libreoffice.formulas import position
from xlwings_libreoffice.members import implements

if TYPE_CHECKING:
    from xlwings_libreoffice.books import Book
    from xlwings_libreoffice.ranges import Range
    from xlwings_libreoffice.sheets import Sheet


class Names(ABC):
    """What both collections do."""

    def __init__(self, book: Book) -> None:
        self.book = book

    @abstractmethod
    def _all(self) -> list[Name]: ...

    @abstractmethod
    def add(self, name: str, refers_to: str) -> Name:
        """Define a name; one of the same name and scope is replaced."""

    def snapshot(self) -> list[tuple[str, Name]]:
        """Names with their objects, as they are now."""
        return [(name.name, name) for name in self._all()]

    def contains(self, name_or_index: str | int) -> bool:
        """Whether there is such a name; case does not matter."""
        return self._find(name_or_index) is not None

    def __call__(self, name_or_index: str | int) -> Name:
        found = self._find(name_or_index)
        if found is None:
            raise KeyError(name_or_index)
        return found

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Name]:
        return iter(self._all())

    def _find(self, name_or_index: str | int) -> Name | None:
        names = self._all()
        if isinstance(name_or_index, numbers.Number):
            index = int(name_or_index)
            return names[index - 1] if 1 <= index <= len(names) else None
        scope, _, wanted = str(name_or_index).rpartition("!")
        scope = scope.strip("'").replace("''", "'")
        found = [name for name in names if name.key.casefold() == wanted.casefold()]
        if scope:
            found = [name for name in found if name.sheet is not None and name.sheet.name == scope]
        return min(found, key=lambda name: name.sheet is not None, default=None)


@implements(bc.Names)
class WorkbookNames(Names):
    """All names of a workbook: its own first, then those of its sheets, as Excel's collection has them."""

    @property
    def api(self) -> Any:
        """The UNO names of the workbook."""
        return self.book.api.NamedRanges

    def _all(self) -> list[Name]:
        found = [Name(self.book, self.api, key, None) for key in self.api.ElementNames]
        for sheet in self.book.sheets:
            collection = sheet.api.NamedRanges
            found += [Name(self.book, collection, key, sheet) for key in collection.ElementNames]
        return found

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name of the workbook; ``Sheet!name`` defines one of the sheet."""
        scope, _, key = name.rpartition("!")
        if scope:
            return SheetNames(self.book, self.book.sheets(scope.strip("'"))).add(key, refers_to)
        return _define(self.book, self.api, None, key, refers_to)


@implements(bc.Names)
class SheetNames(Names):
    """The names whose scope is one sheet."""

    def __init__(self, book: Book, sheet: Sheet) -> None:
        super().__init__(book)
        self._sheet = sheet

    @property
    def api(self) -> Any:
        """The UNO names of the sheet."""
        return self._sheet.api.NamedRanges

    def _all(self) -> list[Name]:
        return [Name(self.book, self.api, key, self._sheet) for key in self.api.ElementNames]

    def add(self, name: str, refers_to: str) -> Name:
        """Define a name of the sheet."""
        return _define(self.book, self.api, self._sheet, name, refers_to)


def _define(book: Book, collection: Any, sheet: Sheet | None, key: str, refers_to: str) -> Name:
    for known in collection.ElementNames:
        if known.casefold() == key.casefold():
            collection.removeByName(known)
    collection.addNewByName(key, "0", position(sheet.index - 1 if sheet else 0, 1, 1), 0)
    name = Name(book, collection, key, sheet)
    name.refers_to = refers_to
    return name


@implements(bc.Name)
class Name:
    """One defined name."""

    def __init__(self, book: Book, collection: Any, key: str, sheet: Sheet | None) -> None:
        self.book = book
        self.key = key
        self.sheet = sheet
        self._collection = collection

    @property
    def api(self) -> Any:
        """The UNO name."""
        return self._collection.getByName(self.key)

    @property
    def name(self) -> str:
        """The name; of a sheet's name ``Sheet!name``, as Excel has it."""
        return f"{quoted(self.sheet.name)}!{self.key}" if self.sheet else self.key

    @name.setter
    def name(self, value: str) -> None:
        self.api.setName(value.rpartition("!")[2])
        self.key = value.rpartition("!")[2]

    @property
    def refers_to(self) -> str:
        """What it stands for, with ``=``: a reference, constant or formula in Excel's grammar."""
        name = self.api
        return self.book.grammar.text(name.getTokens(), name.ReferencePosition)

    @refers_to.setter
    def refers_to(self, value: str) -> None:
        name = self.api
        name.setTokens(self.book.grammar.parse(value, name.ReferencePosition))

    @property
    def refers_to_range(self) -> Range:
        """The cells it stands for; NoSuchObjectError if it stands for anything else."""
        cells = self.api.getReferredCells()
        if cells is None or not hasattr(cells, "RangeAddress"):
            raise NoSuchObjectError(f"'{self.name}' does not refer to a range")
        return self.book.sheet_of(cells.RangeAddress.Sheet).range(of_uno(cells.RangeAddress).a1())

    def area_on(self, sheet: Sheet) -> Box | None:
        """The rectangle it stands for on this sheet."""
        cells = self.api.getReferredCells()
        if cells is None or not hasattr(cells, "RangeAddress") or cells.RangeAddress.Sheet != sheet.index - 1:
            return None
        return of_uno(cells.RangeAddress)

    def delete(self) -> None:
        """Take it away."""
        self._collection.removeByName(self.key)
