"""A sheet cut into text pieces: what stays, and the slots that filling replaces (cells, row heights, merges)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from perf_xl.model.cells import Look, column_letters
from perf_xl.ooxml import cellxml
from perf_xl.ooxml.heights import capacity, lines_within
from perf_xl.ooxml.markup import attribute, encode_hex, escape, start_tag, with_attribute
from perf_xl.ooxml.sheet import Place, Sheet
from perf_xl.ooxml.sqref import Box
from perf_xl.ooxml.workbook import Workbook

DEFAULT_WIDTH, DEFAULT_HEIGHT = 8.43, 15.0
UNLIMITED = 1 << 30
"""The ``fit`` of a cell whose text is not wrapped, or not printed: it never makes its row higher."""
PRINTED = "_xlnm.Print_Area"


@dataclass(frozen=True, slots=True)
class Slot:
    """A cell that filling writes: where its piece is, how it looks, and when a text is too long for its row.

    The piece before ``piece`` holds ``start``: the constant text that ``lead``s to the cell, and the cell's opening with
    its format; the piece itself holds the rest, that of an empty cell is ``blank``. ``is_date``: its format shows
    dates. ``fit`` is the number of characters that surely fit the row as it is, ``line``
    that of one line.
    """

    piece: int
    row: int
    column: int
    prefix: str
    style: int
    is_date: bool
    formula: str
    lead: bytes
    start: bytes
    blank: bytes
    fit: int
    line: float
    size: float


@dataclass(frozen=True, slots=True)
class Cut:
    """A sheet in pieces: a head and a tail that never change, and between them pieces with slots among them."""

    head: str
    pieces: list[bytes]
    tail: str
    slots: Mapping[tuple[int, int], Slot]
    row_pieces: Mapping[int, int]
    """By row the piece of its start tag."""
    heights: Mapping[int, float]
    merges_piece: int


def cut(
    book: Workbook, sheet_name: str, fields: Iterable[tuple[int, int]], table_cells: Iterable[tuple[int, int]]
) -> Cut:
    """Cut the sheet at these cells (each gets an element if it has none), at their rows' tags and at its merges."""
    sheet = book.sheet(sheet_name)
    sheet.document.turn_to_utf8()
    in_tables = set(table_cells)
    wanted = in_tables | set(fields)
    for row, column in wanted:
        if sheet.element(row, column) is None:
            style = sheet.style(row, column)
            sheet.put(row, column, cellxml.empty_cell(f"{column_letters(column)}{row}", style, sheet.prefix))
    printed = next((name.area for name in book.names.all() if name.name == PRINTED and name.sheet == sheet_name), None)
    measure = _Measure(sheet, in_tables, printed.right if printed else UNLIMITED)
    rows = {number for place in wanted for number in measure.rows(*place)}
    for number in rows:
        sheet.make_row(number)
    pieces, places = _split(sheet, wanted, rows)
    slots = {}
    for (kind, row, column), piece in places.items():
        if kind == "cell":
            slot = slots[row, column] = _slot(book, sheet, (row, column), (piece, pieces[piece]), measure)
            pieces[piece] += opening(sheet.prefix, row, column, slot.style)
            pieces[piece + 1] = _rest(pieces[piece + 1], sheet.prefix)
    row_pieces = {place[1]: piece for place, piece in places.items() if place[0] == "row"}
    heights = {row: measure.height(row) for row in rows}
    merges = next(piece for place, piece in places.items() if place[0] == "merges")
    middle = [piece.encode() for piece in pieces[1:-1]]
    return Cut(pieces[0], middle, pieces[-1], slots, row_pieces, heights, merges)


def _split(sheet: Sheet, cells: set[tuple[int, int]], rows: set[int]) -> tuple[list[str], dict[Place, int]]:
    """The sheet's text: head, pieces, tail; and which pieces (counted after the head) are slots."""
    pieces: list[str] = []
    places: dict[Place, int] = {}
    constant = ""
    for place, text in sheet.fragments():
        is_slot = place is not None and (
            place[0] == "merges"
            or (place[0] == "cell" and (place[1], place[2]) in cells)
            or (place[0] == "row" and place[1] in rows)
        )
        if place is None or not is_slot:
            constant += text
            continue
        if not pieces:
            pieces.append(constant)
            constant = ""
        if constant or place[0] == "cell":
            pieces.append(constant)
            constant = ""
        places[place] = len(pieces) - 1
        pieces.append(text)
    return [*pieces, constant], places


def _rest(element: str, prefix: str) -> str:
    """A cell's element after its name, address and format."""
    opening = start_tag(element)
    bare = with_attribute(with_attribute(opening, "r", None), "s", None)
    return bare[len(prefix) + 2 :] + element[len(opening) :]


class _Measure:
    """Widths and heights of a sheet's cells, merges counted."""

    def __init__(self, sheet: Sheet, in_tables: set[tuple[int, int]], last_printed: int) -> None:
        self._sheet, self._in_tables, self._last_printed = sheet, in_tables, last_printed
        self._boxes: dict[tuple[int, int], Box] = {(box[0], box[1]): box for box in sheet.merges()}
        format_tag = start_tag(sheet.document.find("sheetFormatPr") or "<sheetFormatPr/>")
        self._default_height = float(attribute(format_tag, "defaultRowHeight") or DEFAULT_HEIGHT)
        self._default_width = float(attribute(format_tag, "defaultColWidth") or DEFAULT_WIDTH)
        self._columns = [
            (int(attribute(tag, "min") or 1), int(attribute(tag, "max") or 1), float(attribute(tag, "width") or 0))
            for tag in sheet.columns()
        ]

    def height(self, row: int) -> float:
        """The height of a row in points."""
        found = self._sheet.row(row)
        text = found.attribute("ht") if found is not None else None
        return float(text) if text else self._default_height

    def widths(self, left: int, right: int) -> list[float]:
        """The widths of columns in characters."""
        return [self._width(column) for column in range(left, right + 1)]

    def _width(self, column: int) -> float:
        for first, last, width in self._columns:
            if first <= column <= last:
                return width or self._default_width
        return self._default_width

    def rows(self, row: int, column: int) -> range:
        """The rows of a cell, or of the merge that it begins."""
        return range(row, self._boxes.get((row, column), (row, column, row, column))[2] + 1)

    def room(self, row: int, column: int, look: Look) -> tuple[int, float]:
        """``(characters that surely fit, characters a line)`` of a wrapped cell; no limit for another, or one beside the page.

        Of a merge inside a table only the first row counts, since those merges change with the record.
        """
        size = look.font_size or 11.0
        _, left, _, right = self._boxes.get((row, column), (row, column, row, column))
        line = capacity(self.widths(left, right), size)
        if not look.wrap or column > self._last_printed:
            return UNLIMITED, line
        height = sum(self.height(number) for number in self.rows(row, column))
        if (row, column) in self._in_tables:
            height = self.height(row)
        return int(line * lines_within(height, size)), line


def _slot(book: Workbook, sheet: Sheet, place: tuple[int, int], piece: tuple[int, str], measure: _Measure) -> Slot:
    row, column = place
    raw = sheet.raw(row, column)
    look = book.styles.look(raw.style)
    fit, line = measure.room(row, column, look)
    formula = raw.formula.text if raw.formula is not None else ""
    number, lead = piece
    return Slot(
        piece=number,
        row=row,
        column=column,
        prefix=sheet.prefix,
        style=raw.style,
        is_date=any(book.styles.is_date(raw.style)),
        formula=formula,
        lead=lead.encode(),
        start=(lead + opening(sheet.prefix, row, column, raw.style)).encode(),
        blank=f"{formula_body(sheet.prefix, formula)}</{sheet.prefix}c>".encode() if formula else b"/>",
        fit=fit,
        line=line,
        size=look.font_size or 11.0,
    )


def opening(prefix: str, row: int, column: int, style: int) -> str:
    """The opening of a cell with address and format, not closed."""
    head = f'<{prefix}c r="{column_letters(column)}{row}"'
    return f'{head} s="{style}"' if style else head


def formula_body(prefix: str, formula: str) -> str:
    """The end of the opening, and the formula."""
    return f"><{prefix}f>{escape(encode_hex(formula))}</{prefix}f>"
