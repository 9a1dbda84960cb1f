"""The headings of data by the entries of a form: which column a heading means, and what a misspelt one may have meant."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field

from perf_xl.forms.outside import squeezed
from perf_xl.forms.spec import FormSpec, Table


@dataclass
class Headings:
    """The columns of data by the entries of a form: Chinese names, English aliases, the printed labels, defined names."""

    spec: FormSpec
    _fields: dict[str, str] = field(init=False)
    _columns: dict[str, dict[str, str]] = field(init=False)
    _tables: dict[str, Table] = field(init=False)

    def __post_init__(self) -> None:
        self._fields = {item.en: item.name for item in self.spec.fields() if item.en}
        self._fields |= {squeezed(item.name): item.name for item in self.spec.fields()}
        self._tables = {table.name: table for table in self.spec.tables()}
        self._columns = {name: _column_keys(table) for name, table in self._tables.items()}

    def field_name(self, heading: str) -> str | None:
        """The field a heading means; None if there is none."""
        return self._fields.get(squeezed(heading)) or self._fields.get(heading)

    def column_name(self, table: str, heading: str) -> str | None:
        """The column of ``table`` that a heading means; None if there is none."""
        keys = self._columns[table]
        return keys.get(squeezed(heading)) or keys.get(heading)

    def table(self, name: str) -> Table | None:
        """The table of that name; ``指标.csv`` and ``指标表`` are close enough to be asked about, not taken."""
        return self._tables.get(name)

    def nearest(self, heading: str, table: str | None = None) -> tuple[str, ...]:
        """The names a misspelt heading may have meant, the likeliest first."""
        known: Mapping[str, str] = self._columns[table] if table is not None else self._fields
        keys = difflib.get_close_matches(squeezed(heading), list(known), n=3, cutoff=0.5)
        return tuple(dict.fromkeys(known[key] for key in keys))

    def nearest_table(self, name: str) -> tuple[str, ...]:
        """The tables a misspelt name may have meant."""
        return tuple(difflib.get_close_matches(name, list(self._tables), n=3, cutoff=0.3)) or tuple(self._tables)


def _column_keys(table: Table) -> dict[str, str]:
    keys = {squeezed(column.label): column.name for column in table.columns if column.label}
    keys |= {column.en: column.name for column in table.columns if column.en}
    keys |= {squeezed(table.name_of(column)): column.name for column in table.columns}
    return keys | {squeezed(column.name): column.name for column in table.columns}
