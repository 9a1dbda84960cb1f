"""What values mean in the entries of a form, kept by value: a line of data is then one pass over two tuples.

A line whose values are all faultless and known costs a fraction of a microsecond a value. Whatever has a fault raises
:class:`FaultyError`, and the line is gone through value by value.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from operator import getitem
from typing import Any

from perf_xl.bulk.score_entries import BLOCK
from perf_xl.bulk.source import is_technical
from perf_xl.commands.generate import Entry, entry
from perf_xl.commands.headings import Headings
from perf_xl.forms.outside import squeezed
from perf_xl.forms.spec import Column, Field, FormSpec, Table
from perf_xl.model.cells import CellValue

_KEPT, _SHORT = 4096, 64
_KINDS = frozenset({str, int, float, Decimal})
"""Kinds of values that are kept: equal ones mean the same, which a truth value and 1 do not."""


class FaultyError(Exception):
    """A value has a fault; ``args[0]`` is its entry."""


class Cells(dict[object, CellValue]):
    """From a value of the data to the value of the cell, for one entry."""

    def __init__(self, item: Field | Column, *, faithful: bool) -> None:
        super().__init__({None: None})
        self.item = item
        self._faithful = faithful
        self._entries: dict[str, Entry] = {}

    def __missing__(self, value: object) -> CellValue:
        found = self.entry(value)
        if found.fault:
            raise FaultyError(found)
        is_short = not isinstance(value, str) or len(value) <= _SHORT
        # 0 and 1 equal the truth values, so they are looked at anew each time
        if type(value) in _KINDS and is_short and value not in (0, 1) and len(self) < _KEPT:
            self[value] = found.value
        return found.value

    def entry(self, value: Any) -> Entry:
        """The entry that ``value`` is, with its fault; short texts are looked at once, those with a fault too."""
        if type(value) is not str or len(value) > _SHORT:
            return entry(self.item, value, faithful=self._faithful)
        found = self._entries.get(value)
        if found is None:
            found = entry(self.item, value, faithful=self._faithful)
            if len(self._entries) < _KEPT:
                self._entries[value] = found
        return found


@dataclass(frozen=True, slots=True)
class Line:
    """How lines with certain headings are read.

    ``keys``, ``cells`` and ``names`` belong together: a heading, what its values mean, and the entry. ``beside`` are the
    headings that mean no entry, or one that an earlier heading means; ``whole`` when there is no other heading than ``keys``.
    """

    keys: tuple[str, ...]
    cells: tuple[Cells, ...]
    names: tuple[str, ...]
    beside: tuple[str, ...]
    whole: bool

    def values(self, line: Mapping[str, Any]) -> dict[str, CellValue]:
        """The entries of one line; FaultyError (or TypeError for what no cell can hold) when one is wrong."""
        given = line.values() if self.whole else [line[key] for key in self.keys]
        return dict(zip(self.names, map(getitem, self.cells, given), strict=True))

    def columns(self, lines: Sequence[Mapping[str, Any]]) -> dict[str, list[CellValue]]:
        """The entries of several lines with these headings, column by column; errors as for :meth:`values`."""
        given = zip(*[line.values() for line in lines], strict=True)
        return {
            name: [*map(cells.__getitem__, column)]
            for name, cells, column in zip(self.names, self.cells, given, strict=True)
        }


class Lines:
    """The lines of one form's data by their headings; looked up once for all lines with the same headings."""

    def __init__(self, spec: FormSpec) -> None:
        self.headings = Headings(spec)
        self._fields = {item.name: item for item in spec.fields()}
        self._cells: dict[tuple[str, str, bool], Cells] = {}
        self._lines: dict[tuple[object, ...], Line] = {}

    def header(self, keys: Sequence[str], *, faithful: bool) -> Line:
        """The line of a record's head."""
        found = self._lines.get((faithful, "", *keys))
        if found is None:
            wanted = {key: self._fields.get(self.headings.field_name(key) or "") for key in keys}
            found = self._lines[faithful, "", *keys] = self._line("", wanted, faithful=faithful)
        return found

    def row(self, table: Table, keys: Sequence[str], *, faithful: bool, beside: Mapping[str, Column]) -> Line:
        """The line of a row of ``table``; ``beside`` are further columns by their headings, named as in the block."""
        found = self._lines.get((faithful, table.name, *keys))
        if found is None:
            names = {key: self.headings.column_name(table.name, key) for key in keys}
            wanted = {
                key: table.column(name) if name else _in_block(beside.get(squeezed(key)) or beside.get(key))
                for key, name in names.items()
            }
            found = self._lines[faithful, table.name, *keys] = self._line(table.name, wanted, faithful=faithful)
        return found

    def _line(self, table: str, wanted: Mapping[str, Field | Column | None], *, faithful: bool) -> Line:
        first = dict[str, str]()
        for key, item in wanted.items():
            if item is not None:
                first.setdefault(item.name, key)
        known = {key: item for key, item in wanted.items() if item is not None and first[item.name] == key}
        beside = tuple(key for key in wanted if key not in known and not (faithful and is_technical(key)))
        cells = tuple(self._of(table, item, faithful=faithful) for item in known.values())
        names = tuple(item.name for item in known.values())
        return Line(tuple(known), cells, names, beside, len(known) == len(wanted))

    def _of(self, table: str, item: Field | Column, *, faithful: bool) -> Cells:
        return self._cells.setdefault((table, item.name, faithful), Cells(item, faithful=faithful))


def _in_block(column: Column | None) -> Column | None:
    return replace(column, name=f"{BLOCK}_{column.name}") if column is not None else None
