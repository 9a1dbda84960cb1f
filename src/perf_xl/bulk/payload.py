"""A record of a form as bytes that travel: kept while the rest is examined, sent to a worker, hashed.

Equal records give equal bytes, whatever file they came from: numbers are written the shortest way, so that 3 and 3.0 are
one. Nothing is lost: what JSON has no word for (days, numbers of more than 15 digits) is tagged.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Any

from perf_xl.bulk.score_entries import BLOCK, entry_columns
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.spec import FormSpec
from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellValue

_TAG = "="
"""Stands for no field: a tagged value is ``{"=": [kind, text]}``."""
_DIGITS, _LARGEST = 15, 10**15
_KEPT = 4096


@dataclass(frozen=True, slots=True)
class Filled:
    """The rows of a table, column by column; a column that is blank in all rows need not be there."""

    count: int
    columns: Mapping[str, Sequence[CellValue]]


Tables = Mapping[str, Filled]


def packed(fields: Mapping[str, CellValue], tables: Tables, spec: FormSpec) -> bytes:
    """The entries of a record of the form."""
    names = _columns(spec)
    said = {
        table: [rows.count, {name: rows.columns[name] for name in names[table] if name in rows.columns}]
        for table, rows in tables.items()
    }
    return _ENCODE([fields, said]).encode()


def unpacked(data: bytes, spec: FormSpec) -> FormRecord:
    """The record that was packed."""
    fields, tables = _DECODE(data.decode())
    return record_of(fields, {name: Filled(int(count), columns) for name, (count, columns) in tables.items()}, spec)


def record_of(fields: dict[str, CellValue], tables: Tables, spec: FormSpec) -> FormRecord:
    """The record of these entries, its tables row by row."""
    names = _columns(spec)
    rows = {name: [Row(line) for line in _lines(filled, names[name])] for name, filled in tables.items()}
    return FormRecord(spec.id, spec.version, fields=fields, tables=rows)


def _lines(filled: Filled, names: Sequence[str]) -> Iterator[dict[str, CellValue]]:
    blank = [None] * filled.count
    columns = [filled.columns.get(name, blank) for name in names]
    return (dict(zip(names, line, strict=True)) for line in zip(*columns, strict=True))


@lru_cache(maxsize=32)
def _columns(spec: FormSpec) -> dict[str, list[str]]:
    tables = {table.name: table.columns for table in spec.tables()} | {BLOCK: entry_columns(spec)}
    return {name: [column.name for column in columns] for name, columns in tables.items()}


class _Plain(dict[object, Any]):
    """What JSON writes for a value it does not know itself; numbers come again and again, so theirs is kept."""

    def __missing__(self, value: object) -> Any:
        if not isinstance(value, Decimal):
            return {_TAG: [type(value).__name__, _iso(value)]}
        found = _number(value)
        if len(self) < _KEPT:
            self[value] = found
        return found


def _number(value: Decimal) -> Any:
    if value == value.to_integral_value() and abs(value) < _LARGEST:
        return int(value)
    if len(value.as_tuple().digits) <= _DIGITS and Decimal(repr(float(value))) == value:
        return float(value)
    return {_TAG: ["Decimal", plain(value)]}


def _iso(value: object) -> str:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is no value of a cell")


_KINDS: dict[str, Any] = {
    "Decimal": Decimal,
    "datetime": dt.datetime.fromisoformat,
    "date": dt.date.fromisoformat,
    "time": dt.time.fromisoformat,
}


def _untagged(found: dict[str, Any]) -> Any:
    if len(found) != 1 or _TAG not in found:
        return found
    kind, text = found[_TAG]
    return _KINDS[kind](text)


_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), default=_Plain().__getitem__).encode
_DECODE = json.JSONDecoder(parse_float=Decimal, parse_int=Decimal, object_hook=_untagged).decode
