"""What all workbooks of one shape have in common: where each field and row of the form stands, and what is printed.

Thousands of workbooks made from one template share the bytes of ``workbook.xml``, ``styles.xml`` and their merges. For
each such shape the names are resolved once, by the full reader (:mod:`perf_xl.rollup.shaping`); every further file is
then only looked up. A shape that differs in anything gets its own resolution, so an inserted row never shifts a value.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from perf_xl.forms.pattern import Pattern
from perf_xl.forms.read_table import column_value, without_number
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.sheet_view import percent_text
from perf_xl.forms.spec import Column, FormSpec
from perf_xl.model.amounts import exact
from perf_xl.model.cells import CellRef, CellValue, parse_a1
from perf_xl.ooxml.dates import from_serial
from perf_xl.ooxml.scan import RawCell, cell_head, plain_text
from perf_xl.ooxml.styles import Styles

Values = list[CellValue]
"""The values of the named cells, by their slots; blanks are None."""
Getter = Callable[[Values], tuple[CellValue, ...]]
"""Takes some of the values, in order."""
_SHARED, _TEXT, _NUMBER, _BEYOND = range(4)
_KINDS = {"s": _SHARED, "str": _TEXT, "inlineStr": _TEXT, "": _NUMBER, "n": _NUMBER}


class RowPlan(NamedTuple):
    """A possible row of a table: what takes its own cells, and the heads of the merges over them (None: the same)."""

    take_own: Getter
    take: Getter | None
    cells: dict[str, CellRef]


@dataclass(frozen=True, slots=True)
class TablePlan:
    """A table: its columns and possible rows. ``prefixed``: columns of a table with printed prefixes to be looked at."""

    name: str
    columns: tuple[Column, ...]
    prefixed: tuple[Column, ...]
    rows: tuple[RowPlan, ...]

    def read(self, values: Values) -> list[Row]:
        """The rows that are not blank."""
        names, blank, found = [column.name for column in self.columns], (None,) * len(self.columns), []
        for take_own, take, cells in self.rows:
            own = take_own(values)
            if own == blank or (self.prefixed and self._says_nothing(own)):
                continue
            taken = own if take is None else take(values)
            found.append(Row(dict(zip(names, taken)), cells))  # noqa: B905 - as many, and this is the inmost loop
        for column in self.prefixed:
            for row in found:
                row.values[column.name] = column_value(column, row.values[column.name])
        return found

    def _says_nothing(self, own: tuple[CellValue, ...]) -> bool:
        return all(without_number(column, value) is None for column, value in zip(self.columns, own, strict=True))


@dataclass(frozen=True, slots=True)
class Format:
    """How numbers of a style are shown: as percent, as a date, as a time."""

    code: str
    has_date: bool
    has_time: bool


_Head = tuple[int, int, set[str] | None, Format]
"""What the head of a cell says: kind, slot, the labels known there (None: the cell is named), how numbers are shown."""
_PLAIN = Format("", has_date=False, has_time=False)


@dataclass(slots=True)
class Shape:
    """The plan of a form sheet."""

    spec: FormSpec
    version: str
    sheet: str
    part: str
    hidden: bool
    date1904: bool
    styles: Styles
    strings_part: bytes | None
    fields: tuple[str, ...]
    take_fields: Getter
    patterns: tuple[tuple[str, Pattern], ...]
    cells: dict[str, CellRef]
    tables: tuple[TablePlan, ...]
    levels: tuple[tuple[int, Column], ...]
    """Where the names of levels stand: printed over several lines, read as one."""
    score_total: str | None
    score_slot: int | None
    slots: Mapping[str, int]
    bounds: tuple[int, int, int]
    """First and last row, last column of what belongs to the form; outside it anything may stand."""
    printed: dict[str, set[str]] = field(default_factory=dict)
    """Texts already known to be labels, by the address they stood at."""
    heads: dict[str, _Head] = field(default_factory=dict)
    """Heads of cells already taken apart."""

    def record(
        self, raw: list[RawCell], texts: Callable[[], list[str] | None], source: str
    ) -> tuple[FormRecord, CellValue] | None:
        """The record, and the total of the score block; None when the full reader has to look."""
        values = self._values(raw, texts)
        if values is None:
            return None
        fields: dict[str, CellValue] = dict(zip(self.fields, self.take_fields(values), strict=True))
        for name, pattern in self.patterns:
            value = fields[name]
            try:
                fields[name] = pattern.value("" if value is None else str(value))
            except ValueError:
                return None
        for slot, column in self.levels:
            level = values[slot]
            if isinstance(level, str) and "\n" in level:
                values[slot] = column_value(column, level)
        tables = {table.name: table.read(values) for table in self.tables}
        record = FormRecord(self.spec.id, self.version, self.sheet, fields, tables, self.cells, (), source)
        return record, values[self.score_slot] if self.score_slot is not None else None

    def _values(self, raw: list[RawCell], texts: Callable[[], list[str] | None]) -> Values | None:
        """The named values, as ``read`` shows them; None when something is neither named nor a label seen before."""
        result: Values = [None] * (len(self.slots) + 1)
        heads, shared = self.heads, None
        for head, stored in raw:
            known = heads.get(head) or self._head(head)
            if known is None:
                return None
            kind, slot, labels, shown = known
            if kind == _SHARED:
                if shared is None:
                    shared = texts()
                    if shared is None:
                        return None
                try:
                    text = shared[int(stored)]
                except (ValueError, IndexError):
                    return None
            elif kind == _TEXT:
                text = stored
            elif kind == _BEYOND:
                continue
            elif not stored:
                return None  # a formula that nobody has calculated
            else:
                number = self._number(stored, shown)
                if number is None or (labels is not None and str(number) not in labels):
                    return None
                result[slot] = number
                continue
            if labels is None:
                if "&" in text or "_" in text or "\r" in text:
                    text = plain_text(text)
                result[slot] = text.strip() or None
            elif text not in labels and (text := plain_text(text).strip()) and text not in labels:
                return None
        return result

    def _head(self, head: str) -> _Head | None:
        """Take a head apart, once; None when it is written in a way unknown here."""
        parts = cell_head(head)
        if parts is None:
            return None
        address, style, kind_name = parts
        kind, slot, labels = _KINDS.get(kind_name), self.slots.get(address), None
        if slot is None:
            slot, labels = len(self.slots), self.labels(address)
            kind = _BEYOND if self.is_beyond(address) else kind
        if kind is None:
            return None
        found = self.heads[head] = (kind, slot, labels, self._format(style) if kind == _NUMBER else _PLAIN)
        return found

    def labels(self, address: str) -> set[str]:
        """The labels seen at an address; to be added to."""
        return self.printed.setdefault(address, set())

    def _number(self, stored: str, shown: Format) -> CellValue:
        """A number as its format shows it; None for anything odd."""
        try:
            number = Decimal(stored)
            if not number.is_finite():
                return None
            if len(stored) > 15 and len(number.as_tuple().digits) > 15:
                number = exact(float(number))
        except (InvalidOperation, OverflowError):
            return None
        if shown is _PLAIN:
            return number
        if shown.has_date or shown.has_time:
            return from_serial(number, date1904=self.date1904, has_date=shown.has_date)
        return percent_text(number, shown.code)

    def _format(self, style: str) -> Format:
        index = int(style or 0)
        found = Format(self.styles.number_format(index), *self.styles.is_date(index))
        return found if found.has_date or found.has_time or "%" in found.code else _PLAIN

    def is_beyond(self, address: str) -> bool:
        """Whether a cell stands outside the form: above, below, or right of it (the score block)."""
        row, column = parse_a1(address)
        top, bottom, right = self.bounds
        return not (top <= row <= bottom and column <= right)
