"""A record as the compiled template takes it: percentages with their format, labels with their year, printed rows.

What each entry needs is decided once per form; most values pass as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from functools import lru_cache

from perf_xl.forms.outside import squeezed
from perf_xl.forms.place import echo_patterns
from perf_xl.forms.place_table import numbered
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.spec import SAME_AS_ABOVE, Column, Field, FormSpec, Table
from perf_xl.forms.typed import typed_value
from perf_xl.model.cells import CellValue
from perf_xl.ooxml.columns import Table as Filled
from perf_xl.ooxml.fillvalues import Styled, Value
from perf_xl.ooxml.levels import Covered

Values = dict[str, Value]
_Change = Callable[[CellValue], Value]

_KEPT = 4_096
"""Texts that were looked at before; most come again in the next record."""


class NeedsEditsError(Exception):
    """The record joins cells in a way of its own (〃), or has a row that the form does not print."""


class Preparer:
    """Prepares the records of one form; ``covered``: the cells of its tables that merges hide."""

    def __init__(self, spec: FormSpec, covered: Covered) -> None:
        self._fields = {item.name: _change(item) for item in spec.fields()}
        self._echoes = echo_patterns(spec)
        self._tables = [
            _GrowingTable(table) if table.grows else _PrintedTable(table, covered) for table in spec.tables()
        ]

    def prepare(self, record: FormRecord) -> tuple[Values, dict[str, Filled]]:
        """Fields and tables. NeedsEditsError when the record can only be written cell by cell."""
        fields: Values = {}
        for name, change in self._fields.items():
            if name in record.fields:
                value = record.fields[name]
                fields[name] = change(value) if change is not None else value
        for hidden, pattern in self._echoes.items():
            if record.fields.get(pattern.name) is not None:
                fields[hidden] = pattern.text(record.fields[pattern.name])
        tables = {
            table.name: table.filled(record.tables[table.name]) for table in self._tables if table.name in record.tables
        }
        return fields, tables


def _change(item: Field | Column) -> _Change | None:
    """How the values of an entry are stored; None where they are stored as they are."""
    has_pattern = isinstance(item, Field) and item.pattern is not None
    if not has_pattern and item.kind not in ("level1", "rate"):
        return None

    @lru_cache(maxsize=_KEPT)
    def of_text(value: str | None) -> Value:
        stored, number_format = typed_value(item, value)
        return stored if number_format is None else Styled(stored, number_format)

    def change(value: CellValue) -> Value:
        if value is None or isinstance(value, str):
            return of_text(value)
        return typed_value(item, value)[0]

    return change


@lru_cache(maxsize=_KEPT)
def _said(text: str) -> str:
    return squeezed(text)


class _GrowingTable:
    """A table with as many rows as the record has: every column is written, blank where the record has nothing."""

    def __init__(self, table: Table) -> None:
        self.name = table.name
        self._table = table
        self._changes = {column.name: _change(column) for column in table.columns}
        self._is_numbered = any(column.numbered is not None for column in table.columns)

    def filled(self, rows: Sequence[Row]) -> Filled:
        """All columns."""
        plain: Sequence[Mapping[str, CellValue]] = [row.values for row in rows]
        if self._is_numbered:
            plain = numbered(self._table, plain)
        if any(SAME_AS_ABOVE in values.values() for values in plain):
            raise NeedsEditsError
        return {name: self._column(name, change, plain) for name, change in self._changes.items()}

    def _column(self, name: str, change: _Change | None, rows: Sequence[Mapping[str, CellValue]]) -> Sequence[Value]:
        values = [row.get(name) for row in rows]
        return values if change is None else list(map(change, values))


class _PrintedTable:
    """A table with printed rows: each row goes where its key is printed, and blanks leave what is printed."""

    def __init__(self, table: Table, covered: Covered) -> None:
        self.name = table.name
        self._key = table.key.name
        self._levels = [column.name for column in table.columns if column.kind in ("level1", "level2")]
        self._covered = covered[table.name]
        self._changes = {column.name: _change(column) for column in table.columns}
        self._places: dict[tuple[str, ...], list[int]] = {}
        self._places_by_key: dict[str, list[int]] = {}
        for at, printed in enumerate(table.rows):
            said = self._said(printed)
            self._places.setdefault(said, []).append(at)
            self._places_by_key.setdefault(said[0], []).append(at)

    def filled(self, rows: Sequence[Row]) -> Filled:
        """A row for each printed one, empty where the record has none."""
        lines: list[Values] = [{} for _ in self._covered]
        taken: set[int] = set()
        for row in rows:
            at = self._place_of(row.values, taken)
            taken.add(at)
            lines[at] = dict(self._stored(at, row))
        return lines

    def _said(self, values: Mapping[str, CellValue]) -> tuple[str, ...]:
        return tuple([_said(str(values.get(name) or "")) for name in (self._key, *self._levels)])

    def _place_of(self, values: Mapping[str, CellValue], taken: Container[int]) -> int:
        """The printed row with the key of ``values``; of several the one that also has its levels."""
        said = self._said(values)
        places: list[int] = [*self._places.get(said, ()), *self._places_by_key.get(said[0], ())]
        for at in places:
            if at not in taken:
                return at
        raise NeedsEditsError  # forms.place says in words that there is no such row

    def _stored(self, at: int, row: Row) -> list[tuple[str, Value]]:
        stored: list[tuple[str, Value]] = []
        for name, change in self._changes.items():
            value = row.values.get(name)
            if value is None or name == self._key or name in self._covered[at]:
                continue
            if value == SAME_AS_ABOVE:
                raise NeedsEditsError
            stored.append((name, value if change is None else change(value)))
        return stored
