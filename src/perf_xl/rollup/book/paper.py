"""A sheet being written: cells with their style, formulas with the value they have, links, widths and heights.

openpyxl writes formulas without values; those given here are kept by address and put into the file afterwards
(:mod:`perf_xl.rollup.book.cached`).
"""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, Literal

from openpyxl.cell import Cell
from openpyxl.styles import Font
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.hyperlink import Hyperlink
from openpyxl.worksheet.worksheet import Worksheet

from perf_xl.forms.heights import text_height
from perf_xl.model.amounts import exact, round_half_up
from perf_xl.model.cells import Area, CellValue, column_letters
from perf_xl.model.references import absolute, quote_sheet
from perf_xl.rollup.book import styles

Align = Literal["left", "center", "right"]
_ALIGN = {"left": styles.LEFT, "center": styles.CENTER, "right": styles.RIGHT}
_A4 = 9
PLACES = 6
"""Decimals a sum in 万元 is rounded to: a hundredth of a 分, so that no binary dust is shown."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table on a summary sheet: heading, width in characters, alignment, number format."""

    heading: str
    width: float
    align: Align = "center"
    number_format: str = "General"
    name: str = ""
    """Its defined name on the sheet, for sheets that are read again."""


@dataclass
class Paper:
    """One sheet. ``row`` is the next row to write."""

    sheet: Worksheet
    cached: dict[tuple[str, str], CellValue]
    row: int = 1
    widths: list[float] = field(default_factory=list)
    _looks: dict[tuple[str, str, bool, bool], Any] = field(default_factory=dict)

    @property
    def title(self) -> str:
        """The tab."""
        return str(self.sheet.title)

    def columns(self, columns: Sequence[Column]) -> None:
        """Set the widths; the sheet's tables share them."""
        self.widths = [column.width for column in columns]
        for number, column in enumerate(columns, start=1):
            self.sheet.column_dimensions[column_letters(number)].width = column.width

    def heading(self, text: str, note: str = "") -> None:
        """The sheet's title over all columns, and a line under it."""
        self._banner(text, styles.TITLE, 30, "center")
        if note:
            self._banner(note, styles.NOTE, 18, "right")

    def headline(self, text: str) -> None:
        """The one sentence a manager reads."""
        self._banner(text, styles.HEADLINE, 26, "left")

    def section(self, text: str) -> None:
        """A heading over a table."""
        self.row += 1
        self._banner(text, styles.SECTION, 20, "left")

    def note(self, text: str) -> None:
        """口径说明 under a table, over all columns, as high as it needs."""
        self._banner(text, styles.NOTE, max(16.0, text_height(text, self.widths, 9) + 2), "left")

    def _banner(self, text: str, font: Font, height: float, align: Align) -> None:
        cell = self.sheet.cell(self.row, 1, text)
        cell.font, cell.alignment = font, _ALIGN[align]
        if len(self.widths) > 1:
            self.sheet.merge_cells(start_row=self.row, start_column=1, end_row=self.row, end_column=len(self.widths))
        self.sheet.row_dimensions[self.row].height = height
        self.row += 1

    def head(self, columns: Sequence[Column], *, repeat: bool = False, freeze: bool = False) -> None:
        """A table's header row."""
        for number, column in enumerate(columns, start=1):
            cell = self.sheet.cell(self.row, number, column.heading)
            cell.font, cell.fill, cell.border, cell.alignment = (
                styles.HEAD, styles.HEAD_FILL, styles.BORDER, styles.CENTER,
            )  # fmt: skip
        lines = max(column.heading.count("\n") + 1 for column in columns)
        self.sheet.row_dimensions[self.row].height = 16.0 * lines + 6
        if repeat:
            self.sheet.print_title_rows = f"{self.row}:{self.row}"
        if freeze:
            self.sheet.freeze_panes = self.sheet.cell(self.row + 1, 1)
        self.row += 1

    def body(self, columns: Sequence[Column], values: Sequence[object], *, total: bool = False) -> int:
        """A row of a table; gives its number. A value may be a :class:`Formula` or a :class:`Link`."""
        row = self.row
        height = 18.0
        for number, (column, value) in enumerate(zip(columns, values, strict=True), start=1):
            cell = self.put(row, number, value)
            text = value.text if isinstance(value, Link) else value.now if isinstance(value, Formula) else value
            is_text = isinstance(text, str)
            link = isinstance(value, Link) and (value.target is not None or value.location is not None)
            self._dress(cell, column, is_text=is_text, link=link, total=total, empty=cell.value is None)
            if isinstance(text, str) and len(text) * 2 > column.width:
                height = max(height, text_height(text, [column.width], 10) + 3)
        self.sheet.row_dimensions[row].height = min(height, 240)
        self.row += 1
        return row

    def _dress(self, cell: Cell, column: Column, *, is_text: bool, link: bool, total: bool, empty: bool) -> None:
        """Give a cell its look; looks are made once and copied, openpyxl takes long to make them."""
        number_format = "General" if is_text or empty else column.number_format
        align = "left" if is_text and column.align == "right" else column.align
        key = (align, number_format, link, total)
        made = self._looks.get(key)
        if made is not None:
            cell._style = copy(made)  # noqa: SLF001 - the array of indexes, as openpyxl keeps it
            return
        cell.border, cell.alignment = styles.BORDER, _ALIGN[align]
        cell.font = styles.LINK if link else styles.BOLD if total else styles.BODY
        cell.number_format = number_format
        if total:
            cell.fill = styles.TOTAL_FILL
        self._looks[key] = copy(cell._style)  # noqa: SLF001

    def put(self, row: int, column: int, value: object, number_format: str = "General") -> Cell:
        """Write one cell: text stays text, fractions become exact decimals, formulas keep their present value."""
        cell: Cell = self.sheet.cell(row, column)
        if isinstance(value, Formula):
            cell.value = f"={value.text}"
            self.cached[self.title, cell.coordinate] = value.now
        elif isinstance(value, Link):
            self._link(cell, value)
        else:
            _set_constant(cell, plain_value(value))
        if number_format != "General" and not (isinstance(value, str) or cell.value is None):
            cell.number_format = number_format
        return cell

    def _link(self, cell: Cell, link: Link) -> None:
        _set_constant(cell, plain_value(link.text))
        if link.target is None and link.location is None:
            return
        cell.hyperlink = Hyperlink(ref=cell.coordinate, target=link.target, location=link.location)
        cell.font = styles.LINK

    def name_columns(self, columns: Sequence[Column], header: int, last: int) -> None:
        """Give the columns that have one their defined name, from the header row to the last row."""
        for number, column in enumerate(columns, start=1):
            if column.name:
                self.name(column.name, header, max(last, header), number)

    def name(self, name: str, first: int, last: int, column: int = 1) -> None:
        """Give the cells of a column a defined name on this sheet."""
        area = Area(self.title, first, column, last, column)
        self.sheet.defined_names[name] = DefinedName(name, attr_text=absolute(area))

    def mark_open(self, row: int, column: int) -> None:
        """Show that a cell waits for somebody."""
        self.sheet.cell(row, column).fill = styles.OPEN_FILL

    def finish(self, *, landscape: bool = True, last_column: int | None = None, one_page: bool = False) -> None:
        """Print set-up: A4, whole width on a page, page numbers."""
        sheet = self.sheet
        sheet.sheet_view.showGridLines = False
        sheet.page_setup.paperSize = _A4
        sheet.page_setup.orientation = "landscape" if landscape else "portrait"
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, int(one_page)
        sheet.print_options.horizontalCentered = True
        margins = sheet.page_margins
        margins.left = margins.right = 0.4
        margins.top, margins.bottom, margins.footer = 0.6, 0.8, 0.4
        sheet.oddFooter.center.text = "&A　第 &P 页，共 &N 页"
        width = last_column or len(self.widths)
        sheet.print_area = f"A1:{column_letters(width)}{max(self.row - 1, 1)}"


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula without ``=`` and the value it has now (None: the empty text)."""

    text: str
    now: CellValue


@dataclass(frozen=True, slots=True)
class Link:
    """A text or number that leads to a file (``target``, relative) and a place in it, or in this workbook."""

    text: object
    target: str | None = None
    location: str | None = None


def local(sheet: str, address: str) -> str:
    """The location of a cell in this workbook or in a linked one."""
    return f"{quote_sheet(sheet)}!{address}"


def plain_value(value: object) -> CellValue | float:
    """What openpyxl stores: fractions as exact decimals with at most six places, the rest as it is."""
    if isinstance(value, Fraction):
        finite = value.denominator % 3 and _is_decimal(value)
        return exact(value) if finite else round_half_up(value, PLACES)
    return value  # type: ignore[return-value]  # texts, numbers, None


def _is_decimal(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def _set_constant(cell: Cell, value: object) -> None:
    if isinstance(value, Decimal):
        cell.value = value
    elif isinstance(value, str):
        cell.value = _clean(value)
        cell.data_type = "s"  # a text stays a text, whatever it begins with
    else:
        cell.value = value


def _clean(text: str) -> str:
    """Without the control characters XML forbids, and within a cell's limit."""
    return "".join(letter for letter in text if letter >= " " or letter in "\t\n")[:32_767]
