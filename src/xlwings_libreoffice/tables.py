"""Tables: Calc's database ranges with a header row, which it reads from and writes to the tables of an xlsx."""

from __future__ import annotations

import numbers
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xlwings import base_classes as bc

from xlwings_libreoffice.addresses import Box, of_uno, to_uno
from xlwings_libreoffice.members import implements

if TYPE_CHECKING:
    from xlwings_libreoffice.ranges import Range
    from xlwings_libreoffice.sheets import Sheet


@implements(bc.Tables)
class Tables:
    """The tables of a sheet."""

    def __init__(self, sheet: Sheet) -> None:
        self.parent = sheet

    @property
    def api(self) -> Any:
        """The UNO database ranges of the workbook."""
        return self.parent.book.api.DatabaseRanges

    def _all(self) -> list[Table]:
        index = self.parent.index - 1
        ranges = (self.api.getByName(name) for name in self.api.ElementNames)
        return [Table(self.parent, item) for item in ranges if item.DataArea.Sheet == index and item.ContainsHeader]

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Table]:
        return iter(self._all())

    def __call__(self, key: str | int) -> Table:
        tables = self._all()
        if isinstance(key, numbers.Number):
            return tables[int(key) - 1]
        for table in tables:
            if table.name.casefold() == str(key).casefold():
                return table
        raise KeyError(key)

    def __contains__(self, key: str | int) -> bool:
        try:
            self(key)
        except (KeyError, IndexError):
            return False
        return True

    def around(self, box: Box) -> Table | None:
        """The table that a cell lies in."""
        return next((table for table in self._all() if table.box.holds(box.top, box.left)), None)

    def add(
        self,
        source_type: Any = None,  # noqa: ARG002 - xlwings' signature
        source: Range | None = None,
        link_source: Any = None,  # noqa: ARG002
        has_headers: Any = True,  # noqa: ARG002
        destination: Any = None,
        table_style_name: str | None = None,  # noqa: ARG002 - Calc 7 has no table styles
        name: str | None = None,
    ) -> Table:
        """A table over a range whose first row holds the headings."""
        if source is None or destination is not None:
            raise NotImplementedError("The LibreOffice engine makes tables from a source range only")
        target = source.impl if hasattr(source, "impl") else source
        title = name or self._next_name()
        self.api.addNewByName(title, to_uno(target.box, self.parent.index - 1))
        item = self.api.getByName(title)
        item.ContainsHeader = True
        item.AutoFilter = True
        return Table(self.parent, item)

    def _next_name(self) -> str:
        number = 1
        while self.api.hasByName(f"Table{number}"):
            number += 1
        return f"Table{number}"


@implements(bc.Table)
class Table:
    """One table."""

    parent: Sheet

    def __init__(self, sheet: Sheet, item: Any) -> None:
        self.parent = sheet
        self._item = item

    @property
    def api(self) -> Any:
        """The UNO database range."""
        return self._item

    @property
    def box(self) -> Box:
        """Its rectangle, heading included."""
        return of_uno(self._item.DataArea)

    @property
    def name(self) -> str:
        """Its name."""
        return str(self._item.Name)

    @name.setter
    def name(self, value: str) -> None:
        self._item.setName(value)

    @property
    def display_name(self) -> str:
        """The same as its name."""
        return self.name

    @display_name.setter
    def display_name(self, value: str) -> None:
        self.name = value

    @property
    def range(self) -> Range:
        """Its cells."""
        return self._range(self.box)

    @property
    def header_row_range(self) -> Range | None:
        """Its headings."""
        box = self.box
        return self._range(Box(box.top, box.left, box.top, box.right))

    @property
    def data_body_range(self) -> Range | None:
        """Its rows without headings and totals; None if there are none."""
        box = self.box
        bottom = box.bottom - bool(self._item.TotalsRow)
        return self._range(Box(box.top + 1, box.left, bottom, box.right)) if bottom > box.top else None

    @property
    def totals_row_range(self) -> Range | None:
        """Its totals row; None if it has none."""
        box = self.box
        return self._range(Box(box.bottom, box.left, box.bottom, box.right)) if self._item.TotalsRow else None

    @property
    def show_totals(self) -> bool:
        """Whether the last row holds totals."""
        return bool(self._item.TotalsRow)

    @property
    def show_headers(self) -> bool:
        """Whether it has a heading row; those of this engine always have."""
        return bool(self._item.ContainsHeader)

    @property
    def show_autofilter(self) -> bool:
        """Whether its headings have filter buttons."""
        return bool(self._item.AutoFilter)

    @show_autofilter.setter
    def show_autofilter(self, value: bool) -> None:
        self._item.AutoFilter = bool(value)

    def resize(self, range: Any) -> None:  # noqa: A002 - xlwings' signature
        """Give it other cells; the heading row must stay where it is."""
        target = range.impl if hasattr(range, "impl") else range
        self._item.DataArea = to_uno(target.box, self.parent.index - 1)

    def _range(self, box: Box) -> Range:
        return self.parent.range(box.a1())
