"""Workbooks made from records: the official template filled, as bytes, ready to be written anywhere.

Most records go through the compiled template (``ooxml.compile``). What it cannot express (labels that repeat a year,
points merged with their level, a percentage that needs its number format) goes through ``forms.place``.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from perf_xl.forms.outside import squeezed
from perf_xl.forms.place import echo_patterns, place_record
from perf_xl.forms.place_table import numbered
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.spec import SAME_AS_ABOVE, Column, Field, FormSpec, Table
from perf_xl.forms.template import template_bytes
from perf_xl.forms.typed import typed_value
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import CellValue
from perf_xl.ooxml.compile import Template

Values = dict[str, CellValue]


def fill_form(spec: FormSpec, record: FormRecord) -> bytes:
    """The official template of ``spec`` filled with ``record``; the same record gives the same bytes."""
    if _is_compilable(spec):
        prepared = prepared_values(spec, record)
        if prepared is not None:
            return _compiled(spec).fill(*prepared)
    return filled_workbook(spec, record).to_bytes()


def filled_workbook(spec: FormSpec, record: FormRecord) -> FilesWorkbook:
    """The filled template as a workbook that takes further edits."""
    book = FilesWorkbook(template_bytes(spec), spec.template_path)
    book.apply(place_record(spec, book, record), label="填表", unlock=True)
    return book


@lru_cache(maxsize=32)
def _compiled(spec: FormSpec) -> Template:
    return compile_form(spec, template_bytes(spec))


def compile_form(spec: FormSpec, data: bytes) -> Template:
    """The workbook ``data`` of a form, compiled: its levels merge, its printed rows stay."""
    levels = {
        table.name: [column.name for column in table.columns if column.merges]
        for table in spec.tables()
        if table.grows and any(column.merges for column in table.columns)
    }
    fixed = [table.name for table in spec.tables() if not table.grows]
    return Template.compile(data, path=spec.template_path.name, levels=levels, fixed=fixed)


@lru_cache(maxsize=32)
def _is_compilable(spec: FormSpec) -> bool:
    follows = any(column.follows for table in spec.tables() for column in table.columns)
    return not follows and not echo_patterns(spec)


class _NeedsEditsError(Exception):
    """The record needs a format that the template does not have."""


def prepared_values(spec: FormSpec, record: FormRecord) -> tuple[Values, dict[str, list[Values]]] | None:
    """Fields and rows as a compiled template takes them; None when it cannot."""
    try:
        fields = {
            item.name: _stored(item, record.fields[item.name]) for item in spec.fields() if item.name in record.fields
        }
        tables = {
            table.name: _rows(table, record.tables[table.name])
            for table in spec.tables()
            if table.name in record.tables
        }
    except _NeedsEditsError:
        return None
    return fields, tables


def _stored(item: Field | Column, value: CellValue) -> CellValue:
    stored, number_format = typed_value(item, value)
    if number_format is not None or value == SAME_AS_ABOVE:
        raise _NeedsEditsError
    return stored


def _rows(table: Table, rows: list[Row]) -> list[Values]:
    by_name = {column.name: column for column in table.columns}
    plain = numbered(table, [row.values for row in rows]) if table.grows else _printed(table, rows)
    return [{name: _stored(by_name[name], value) for name, value in row.items()} for row in plain]


def _printed(table: Table, rows: Iterable[Row]) -> list[Values]:
    """Rows of a table with printed rows, each where its key is printed; blanks leave what is printed."""
    lines: list[Values] = [{} for _ in table.rows]
    free = [squeezed(str(row.get(table.key.name) or "")) for row in table.rows]
    for row in rows:
        key = squeezed(str(row.values.get(table.key.name) or ""))
        if key not in free:
            raise _NeedsEditsError  # forms.place says in words that there is no such row
        at = free.index(key)
        free[at] = ""
        lines[at] = {name: value for name, value in row.values.items() if value is not None and name != table.key.name}
    return lines
