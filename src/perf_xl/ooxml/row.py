"""A row of a sheet: its start tag and its cells as text, taken apart only when one of them is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from perf_xl.model.cells import column_letters, column_number
from perf_xl.ooxml.markup import MarkupError, attribute, with_attribute

_REFERENCE = re.compile(r"""\sr\s*=\s*["']\$?([A-Za-z]{1,3})\$?[0-9]+["']""")


@lru_cache(maxsize=16)
def _cell_pattern(prefix: str) -> re.Pattern[str]:
    name = re.escape(prefix + "c")
    return re.compile(rf"\s*<{name}(?:\s[^>]*?)?(?:/>|>.*?</{name}\s*>)", re.DOTALL)


class Row:
    """One ``<row>``. ``lead`` is what stands before it; the text is joined anew only after a change."""

    __slots__ = ("_body", "_cells", "_sorted", "lead", "number", "prefix", "tag")

    def __init__(self, number: int, tag: str, body: str, *, lead: str = "", prefix: str = "") -> None:
        self.number = number
        self.tag = tag
        self.lead = lead
        self.prefix = prefix
        self._body = body
        self._cells: dict[int, str] | None = None
        self._sorted = True

    def _parsed(self) -> dict[int, str]:
        if self._cells is None:
            self._cells = {}
            column = 0
            for match in _cell_pattern(self.prefix).finditer(self._body):
                text = match[0]
                reference = _REFERENCE.search(text, 0, text.index(">"))
                column = column_number(reference[1]) if reference else column + 1
                self._cells[column] = text
        return self._cells

    def columns(self) -> list[int]:
        """The columns that have a cell element."""
        return sorted(self._parsed())

    def get(self, column: int) -> str | None:
        """The element of a cell, without blanks before it; None if there is none."""
        text = self._parsed().get(column)
        return None if text is None else text.lstrip()

    def put(self, column: int, text: str) -> None:
        """Set the element of a cell."""
        cells = self._parsed()
        if column not in cells:
            self._sorted = False
            self.tag = with_attribute(self.tag, "spans", None)
        cells[column] = text

    def drop(self, column: int) -> None:
        """Take a cell's element away."""
        self._parsed().pop(column, None)

    def items(self) -> Iterator[tuple[int, str]]:
        """``(column, element)`` in order of columns."""
        cells = self._parsed()
        if not self._sorted:
            cells = self._cells = dict(sorted(cells.items()))
            self._sorted = True
        return ((column, text.lstrip()) for column, text in cells.items())

    def set(self, name: str, value: str | None) -> None:
        """Set an attribute of the row, or take it away."""
        self.tag = with_attribute(self.tag, name, value)

    def attribute(self, name: str) -> str | None:
        """An attribute of the row."""
        return attribute(self.tag, name)

    def renumber(self, number: int) -> None:
        """Move the row, with the references of its cells."""
        cells = {column: _renumbered(text, column, number) for column, text in self._parsed().items()}
        self._cells = cells
        self.number = number
        self.set("r", str(number))

    def copy(self, number: int) -> Row:
        """A row of the same tag and cells at another place."""
        twin = Row(self.number, self.tag, "", lead="", prefix=self.prefix)
        twin._cells = dict(self._parsed())
        twin._sorted = self._sorted
        twin.renumber(number)
        return twin

    def text(self) -> str:
        """The row with what stands before it."""
        body = self._body if self._cells is None else "".join(self._ordered(self._cells))
        if not body and self.tag.endswith("/>"):
            return self.lead + self.tag
        tag = self.tag[:-2].rstrip() + ">" if self.tag.endswith("/>") else self.tag
        return f"{self.lead}{tag}{body}</{self.prefix}row>"

    def _ordered(self, cells: dict[int, str]) -> list[str]:
        if not self._sorted:
            cells = self._cells = dict(sorted(cells.items()))
            self._sorted = True
        return list(cells.values())


def _renumbered(text: str, column: int, number: int) -> str:
    end = text.index(">") + 1
    tag = with_attribute(text[:end].lstrip(), "r", f"{column_letters(column)}{number}")
    return tag + text[end:]


def split_rows(body: str, prefix: str = "") -> tuple[list[Row], str]:
    """The rows of the text between ``<sheetData>`` and its end, and what stands after the last.

    Rows without a number follow the one before.
    """
    rows: list[Row] = []
    opening, closing = f"<{prefix}row", f"</{prefix}row>"
    position, number = 0, 0
    while True:
        start = body.find(opening, position)
        if start < 0:
            return rows, body[position:]
        end = body.find(">", start) + 1
        if end == 0:
            raise MarkupError(body[start : start + 40])
        tag = body[start:end]
        number = int(attribute(tag, "r") or number + 1)
        lead = body[position:start]
        if tag.endswith("/>"):
            inner, position = "", end
        else:
            close = body.find(closing, end)
            if close < 0:
                raise MarkupError(tag)
            inner, position = body[end:close], close + len(closing)
        rows.append(Row(number, tag, inner, lead=lead, prefix=prefix))
