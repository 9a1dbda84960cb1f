"""What a filled form says: fields and rows, every value with its cell; and the JSON shape of ``perf-xl read``."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, Literal

from perf_xl.errors import InputError
from perf_xl.forms.spec import FormSpec
from perf_xl.model.cells import CellRef, CellValue


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a table: values by column name (all columns of the table), and the cell each value stands in."""

    values: dict[str, CellValue]
    cells: dict[str, CellRef] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ReadProblem:
    """Something of the form that could not be read as it should.

    ``missing_name``: the sheet lost the defined name ``name``. ``label_changed``: the words around a value in a label
    (``text``) were changed beyond recognition. ``outside``: ``text`` stands outside every field and table.
    ``not_calculated``: the entry is a formula whose result the file does not hold, so it was read as blank.
    """

    kind: Literal["missing_name", "label_changed", "outside", "not_calculated"]
    name: str = ""
    cell: CellRef | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class FormRecord:
    """One filled form. Values are raw: text, exact number, date, None for blank; ``95%`` for a percent cell."""

    form: str
    version: str = ""
    sheet: str = ""
    fields: dict[str, CellValue] = field(default_factory=dict)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    cells: dict[str, CellRef] = field(default_factory=dict)
    problems: tuple[ReadProblem, ...] = ()
    source: str = ""

    def rows(self, table: str) -> list[Row]:
        """The rows of ``table``; none when the form has no such table."""
        return self.tables.get(table, [])


def to_json(record: FormRecord, spec: FormSpec, *, file: str | None = None, english: bool = False) -> dict[str, Any]:
    """The shape of ``perf-xl read --json``; ``english`` uses the layout's aliases as keys where it has them."""
    fields = {item.name: item.en for item in spec.fields()} if english else {}
    return {
        "file": record.source if file is None else file,
        "sheet": record.sheet,
        "form": record.form,
        "version": record.version,
        "fields": {fields.get(name) or name: _plain(value) for name, value in record.fields.items()},
        "tables": {
            name: [_json_row(spec, name, row, english=english) for row in rows] for name, rows in record.tables.items()
        },
    }


def _json_row(spec: FormSpec, table: str, row: Row, *, english: bool) -> dict[str, Any]:
    layout = spec.table(table)
    aliases = {column.name: column.en for column in layout.columns} if layout and english else {}
    result = {aliases.get(name) or name: _plain(value) for name, value in row.values.items()}
    cell = row.cells.get(layout.key.name) if layout else None
    return {**result, "_cell": cell.a1 if cell else None}


def _plain(value: CellValue) -> str | int | float | bool | None:
    """A cell value for JSON: whole numbers as integers, dates as ISO text."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    return value.isoformat() if isinstance(value, dt.date | dt.time) else value


def from_json(data: Mapping[str, Any], spec: FormSpec) -> FormRecord:
    """A record from the shape of ``perf-xl read --json`` (Chinese or English keys); cells are not kept.

    Keys that begin with ``_`` and the transcription's ``应属`` are passed over; any other unknown key is an InputError.
    """
    fields = _named(data.get("fields") or {}, {item.name: item.en for item in spec.fields()}, spec, "fields")
    tables: dict[str, list[Row]] = {}
    for name, rows in (data.get("tables") or {}).items():
        layout = spec.table(name)
        if layout is None:
            raise InputError(
                f"“{spec.title}”没有名为“{name}”的表格，请改用：{'、'.join(t.name for t in spec.tables())}。"
            )
        aliases = {column.name: column.en for column in layout.columns}
        tables[name] = [_row(_named(row, aliases, spec, f"tables.{name}[{n}]"), aliases) for n, row in enumerate(rows)]
    return FormRecord(
        form=spec.id,
        version=str(data.get("version") or spec.version),
        sheet=str(data.get("sheet") or ""),
        fields=fields,
        tables=tables,
        source=str(data.get("file") or ""),
    )


def _row(values: dict[str, CellValue], columns: Mapping[str, str]) -> Row:
    return Row({name: values.get(name) for name in columns})


_IGNORED = ("应属",)


def _named(values: Mapping[str, Any], aliases: Mapping[str, str], spec: FormSpec, where: str) -> dict[str, CellValue]:
    chinese = {alias: name for name, alias in aliases.items() if alias}
    result: dict[str, CellValue] = {}
    for key, value in values.items():
        name = chinese.get(key, key)
        if name in aliases:
            result[name] = _cell_value(value)
        elif not key.startswith("_") and key not in _IGNORED:
            known: Sequence[str] = tuple(aliases)
            raise InputError(f"{where} 中的“{key}”不是“{spec.title}”的字段，请检查拼写。可用：{'、'.join(known)}。")
    return result


def _cell_value(value: Any) -> CellValue:
    """A JSON or YAML value as a cell value: numbers exact, an empty text is blank."""
    if isinstance(value, bool) or value is None or isinstance(value, Decimal | dt.date | dt.time):
        return value
    if isinstance(value, int | float):
        return Decimal(str(value))
    return str(value) or None
