"""One worksheet part: rows and cells in the middle, everything around them as text."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from perf_xl.model.cells import column_letters
from perf_xl.ooxml import cellxml
from perf_xl.ooxml.cellxml import RawCell
from perf_xl.ooxml.markup import (
    Document,
    attribute,
    children,
    element_with,
    plain_content,
    start_tag,
    with_attribute,
    with_start_tag,
)
from perf_xl.ooxml.row import Row, split_rows
from perf_xl.ooxml.sqref import Box, box_of, text_of

ORDER = (
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr", "sheetProtection",
    "protectedRanges", "scenarios", "autoFilter", "sortState", "dataConsolidate", "customSheetViews", "mergeCells",
    "phoneticPr", "conditionalFormatting", "dataValidations", "hyperlinks", "printOptions", "pageMargins",
    "pageSetup", "headerFooter", "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors",
    "smartTags", "drawing", "legacyDrawing", "legacyDrawingHF", "drawingHF", "picture", "oleObjects", "controls",
    "webPublishItems", "tableParts", "extLst",
)  # fmt: skip
"""The order of a worksheet's elements in the schema (CT_Worksheet)."""

_AFTER_MERGES = frozenset(ORDER[ORDER.index("mergeCells") + 1 :])

Place = tuple[str, int, int]
"""What a fragment of a sheet is: its kind, row and column."""


class Sheet:
    """A worksheet. Cells are read and written as elements; values and formats are the workbook's business."""

    def __init__(self, data: bytes, part: str) -> None:
        self.part = part
        self.document = Document(data)
        self.prefix = self.document.prefix
        element = self.document.find("sheetData") or f"<{self.prefix}sheetData/>"
        self._opening = start_tag(element)
        body = element[len(self._opening) : element.rindex("</")] if not self._opening.endswith("/>") else ""
        if "<!" in body:
            body = plain_content(body)
        self._rows, self._tail = split_rows(body, self.prefix)
        self._rows.sort(key=lambda row: row.number)
        self._index: dict[int, Row] = {row.number: row for row in self._rows}
        self._dirty = False
        self.groups: object = None
        """What :mod:`sharedformulas` found here; forgotten when a formula with attributes is overwritten."""

    # rows

    def rows(self) -> list[Row]:
        """The rows that have an element, in order."""
        return self._rows

    def row(self, number: int) -> Row | None:
        """A row's element; None if there is none."""
        return self._index.get(number)

    def make_row(self, number: int) -> Row:
        """A row's element, new if need be."""
        self._dirty = True
        row = self._index.get(number)
        if row is None:
            row = Row(number, f'<{self.prefix}row r="{number}"/>', "", prefix=self.prefix)
            self.add_row(row)
        return row

    def add_row(self, row: Row) -> None:
        """Put a row in its place."""
        self._dirty = True
        self._rows.insert(bisect_left(self._rows, row.number, key=lambda other: other.number), row)
        self._index[row.number] = row

    def replace_rows(self, rows: list[Row]) -> None:
        """Set all rows, in order."""
        self._dirty = True
        self.groups = None
        self._rows = rows
        self._index = {row.number: row for row in rows}

    # cells

    def element(self, row: int, column: int) -> str | None:
        """The element of a cell; None if there is none."""
        found = self._index.get(row)
        return None if found is None else found.get(column)

    def raw(self, row: int, column: int) -> RawCell:
        """A cell as it stands; an empty one where nothing is."""
        text = self.element(row, column)
        return cellxml.EMPTY_RAW if text is None else cellxml.parse_cell(text, self.prefix)

    def put(self, row: int, column: int, text: str) -> None:
        """Set the element of a cell."""
        found = self.make_row(row)
        if f"<{self.prefix}f " in (found.get(column) or ""):
            self.groups = None
        found.put(column, text)
        self._stretch_dimension(row, column)

    def erase(self, box: Box) -> None:
        """Take the elements of an area's cells away, and rows that nothing is left of."""
        top, left, bottom, right = box
        kept = []
        for row in self._rows:
            if top <= row.number <= bottom:
                for column in [column for column in row.columns() if left <= column <= right]:
                    if f"<{self.prefix}f " in (row.get(column) or ""):
                        self.groups = None
                    row.drop(column)
                if not row.columns() and re.fullmatch(r"""<[\w:]+\s+r=["'][0-9]+["']\s*/?>""", row.tag):
                    del self._index[row.number]
                    continue
            kept.append(row)
        self._rows = kept
        self._dirty = True
        self._fit_dimension()

    def _fit_dimension(self) -> None:
        tag = self.document.find("dimension")
        places = [(row, column) for row, column, _ in self.cells()]
        if tag is None or not places:
            return
        rows, columns = zip(*places, strict=True)
        box = (min(rows), min(columns), max(rows), max(columns))
        self.document.put("dimension", element_with(tag, "ref", text_of(box)), ORDER)

    def cells(self) -> Iterator[tuple[int, int, str]]:
        """``(row, column, element)`` of every cell that has one."""
        for row in self._rows:
            for column, text in row.items():
                yield row.number, column, text

    def formulas(self) -> Iterator[tuple[int, int, RawCell]]:
        """The cells with an ``<f>`` element."""
        mark = f"<{self.prefix}f"
        for row, column, text in self.cells():
            if mark in text:
                raw = cellxml.parse_cell(text, self.prefix)
                if raw.formula is not None:
                    yield row, column, raw

    def style(self, row: int, column: int) -> int:
        """The format index of a cell: its own, else its row's, else its column's."""
        found = self._index.get(row)
        text = None if found is None else found.get(column)
        if text is not None:
            return int(attribute(text[: text.index(">") + 1], "s") or 0)
        if found is not None and found.attribute("customFormat") in ("1", "true"):
            return int(found.attribute("s") or 0)
        for tag in self.columns():
            if int(attribute(tag, "min") or 0) <= column <= int(attribute(tag, "max") or 0):
                return int(attribute(tag, "style") or 0)
        return 0

    def set_style(self, row: int, column: int, style: int) -> None:
        """Give a cell another format; what is in it stays as it is."""
        text = self.element(row, column)
        if text is None:
            text = cellxml.empty_cell(f"{column_letters(column)}{row}", 0, self.prefix)
        opening = start_tag(text)
        self.put(row, column, with_start_tag(text, with_attribute(opening, "s", str(style) if style else None)))

    def used_box(self) -> Box | None:
        """The smallest rectangle with every cell that holds something; None for an empty sheet."""
        used = [(row, column) for row, column, text in self.cells() if self._holds_something(text)]
        if not used:
            return None
        rows, columns = zip(*used, strict=True)
        return min(rows), min(columns), max(rows), max(columns)

    def _holds_something(self, text: str) -> bool:
        if f"<{self.prefix}f" in text or f"<{self.prefix}is" in text:
            return True
        value = text.find(f"<{self.prefix}v")
        return value >= 0 and text[text.index(">", value) + 1 :][:2] not in ("</", "")

    # what stands around the cells

    def columns(self) -> list[str]:
        """The ``<col>`` elements."""
        element = self.document.find("cols")
        return [item.text for item in children(element)] if element else []

    def merges(self) -> list[Box]:
        """Merged areas in the order of the file."""
        element = self.document.find("mergeCells")
        return [box_of(attribute(item.text, "ref") or "") for item in children(element)] if element else []

    def set_merges(self, boxes: list[Box]) -> None:
        """Set all merged areas; none takes the element away."""
        name = self.prefix + "mergeCell"
        body = "".join(f'<{name} ref="{text_of(box)}"/>' for box in boxes)
        self.put_element("mergeCells", f'<{name}s count="{len(boxes)}">{body}</{name}s>' if boxes else None)

    def protection(self) -> str | None:
        """The ``<sheetProtection>`` tag if the sheet is protected."""
        tag = self.document.find("sheetProtection")
        return tag if tag is not None and attribute(tag, "sheet") in ("1", "true") else None

    def put_element(self, name: str, text: str | None) -> None:
        """Set an element around the cells in its place, or take it away."""
        self.document.put(name, text, ORDER)
        self._dirty = True

    def touch(self) -> None:
        """Note that the document was changed from outside."""
        self._dirty = True

    @property
    def dirty(self) -> bool:
        """Whether anything was changed."""
        return self._dirty

    def fragments(self) -> Iterator[tuple[Place | None, str]]:
        """The part's text in order, with cells, rows' start tags and merges apart: ``("cell", row, column)`` …"""
        document = self.document
        yield None, document.opening
        merges_seen = False
        for item in document.items:
            if item.name == "mergeCells":
                merges_seen = True
                yield ("merges", 0, 0), item.text
            elif item.name == "sheetData":
                yield None, f"<{self.prefix}sheetData>"
                yield from self._row_fragments()
                yield None, f"{self._tail}</{self.prefix}sheetData>"
            else:
                if not merges_seen and item.name in _AFTER_MERGES:
                    merges_seen = True
                    yield ("merges", 0, 0), ""
                yield None, item.text
        if not merges_seen:
            yield ("merges", 0, 0), ""
        yield None, document.closing

    def _row_fragments(self) -> Iterator[tuple[Place | None, str]]:
        for row in self._rows:
            yield None, row.lead
            opening = row.tag[:-2].rstrip() + ">" if row.tag.endswith("/>") else row.tag
            yield ("row", row.number, 0), opening
            for column, text in row.items():
                yield ("cell", row.number, column), text
            yield None, f"</{self.prefix}row>"

    def encode(self) -> bytes:
        """The part's bytes."""
        text = "".join(row.text() for row in self._rows) + self._tail
        opening = self._opening
        if opening.endswith("/>") and text:
            opening = opening[:-2].rstrip() + ">"
        closing = "" if opening.endswith("/>") else f"</{self.prefix}sheetData>"
        self.document.put("sheetData", opening + text + closing, ORDER)
        return self.document.encode()

    def _stretch_dimension(self, row: int, column: int) -> None:
        tag = self.document.find("dimension")
        if tag is None:
            return
        top, left, bottom, right = box_of(attribute(start_tag(tag), "ref") or "A1")
        if top <= row <= bottom and left <= column <= right:
            return
        box = (min(top, row), min(left, column), max(bottom, row), max(right, column))
        self.document.put("dimension", element_with(tag, "ref", text_of(box)), ORDER)
