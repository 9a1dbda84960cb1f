"""The columns of a table, ready to be filled: all cells of one at once; and tables of values, row by row or column by column."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from operator import itemgetter

from perf_xl.ooxml.fillvalues import Value
from perf_xl.ooxml.heights import Needs
from perf_xl.ooxml.quick import Known, Rests
from perf_xl.ooxml.slots import Slot

_KEPT = 64

Entry = tuple[Known, Slot]
"""A slot with the texts of its values."""

Room = tuple[Slot, int, float, Needs]
"""Of a cell: its slot, the characters that surely fit, the height of its row, the heights that texts need."""


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column of a table, from the first row to the last; all at once where its pieces lie evenly."""

    name: str
    number: int
    """Of the sheet's columns."""
    entries: tuple[Entry, ...]
    common: Rests | None
    """The texts of values for all cells, those for the lowest of them; None where the cells' own must be taken."""
    span: slice | None
    decides: bool
    """Whether its values decide merges. Cells of other columns are not merged downwards where columns are filled at once."""
    rooms: tuple[Room, ...]

    def own_texts(self, values: Sequence[Value]) -> list[bytes]:
        """What stands in the cells after address and format, by the cells' own texts; NeedsCare where they have none."""
        return [rests[value] for (rests, _), value in zip(self.entries, values, strict=False)]


Rows = Sequence[Mapping[str, Value]]
Columns = dict[str, Sequence[Value]]
Table = Rows | Columns
"""The values of a table: row by row, or column by column, which is less to look through."""
Turned = Iterable[tuple[Column, Sequence[Value]]]
Given = tuple[tuple[Column, ...], Callable[[Mapping[str, Value]], tuple[Value, ...]]]
"""The columns that a row has, and what takes their values out of it."""


def row_count(table: Table) -> int:
    """How many rows a table has."""
    if isinstance(table, dict):
        for column in table.values():
            return len(column)
        return 0
    return len(table)


def as_rows(table: Table) -> Rows:
    """The rows of a table."""
    if not isinstance(table, dict):
        return table
    return [dict(zip(table, values, strict=True)) for values in zip(*table.values(), strict=True)]


@dataclass(frozen=True, slots=True, eq=False)
class TablePlan:
    """The columns of a table, from left to right."""

    columns: tuple[Column, ...]
    _given: dict[tuple[str, ...], Given] = field(default_factory=dict)

    def of_columns(self, given: Columns, count: int) -> Turned:
        """The columns that are given; ValueError unless all have ``count`` values."""
        turned = [(column, given[column.name]) for column in self.columns if column.name in given]
        for column, values in turned:
            if len(values) != count:
                raise ValueError(f"column {column.name!r} has {len(values)} values, others have {count}")
        return turned

    def of_rows(self, rows: Rows) -> Turned | None:
        """The rows as columns, without those that they do not have; None if not all rows have the same ones."""
        if len(set(map(len, rows))) != 1:
            return None
        columns, values_of = self._columns_of(tuple(rows[0]))
        try:
            return zip(columns, zip(*map(values_of, rows), strict=True), strict=True)
        except KeyError:
            return None

    def _columns_of(self, names: tuple[str, ...]) -> Given:
        found = self._given.get(names)
        if found is None:
            columns = tuple(column for column in self.columns if column.name in names)
            found = columns, _taker([column.name for column in columns])
            if len(self._given) < _KEPT:
                self._given[names] = found
        return found


def _taker(names: Sequence[str]) -> Callable[[Mapping[str, Value]], tuple[Value, ...]]:
    if len(names) > 1:
        return itemgetter(*names)
    return lambda row: tuple([row[name] for name in names])
