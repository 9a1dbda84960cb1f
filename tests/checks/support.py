"""Records for the tests: from YAML with a cell for every value, changed one mistake at a time."""

from __future__ import annotations

import copy
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from perf_xl.checks.context import FormContext
from perf_xl.checks.run import check_form
from perf_xl.checks.settings import Settings, preset_of
from perf_xl.findings.finding import Finding
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.records import FormRecord, Row, from_json
from perf_xl.model.cells import CellRef

HERE = Path(__file__).parent
PUBLISHED = HERE.parents[1] / "published"
_PLACE = re.compile(r"(?:(?P<table>[^\[\]]+)\[(?P<row>\d+)\]\.)?(?P<name>.+)")


@cache
def load_yaml(path: Path) -> Any:
    """A YAML file, read once."""
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)


def clean_data(form: str) -> dict[str, Any]:
    """The clean form of that id, as a fresh copy."""
    return copy.deepcopy(load_yaml(HERE / "clean" / f"{form}.yml"))


def with_cells(record: FormRecord) -> FormRecord:
    """The record with a made-up cell for every field and value: fields in column 1, tables below."""
    spec = form_spec(record.form)
    sheet = record.sheet or "表"
    cells = {item.name: CellRef(sheet, number, 1) for number, item in enumerate(spec.fields(), 1)}
    tables: dict[str, list[Row]] = {}
    top = len(cells) + 1
    for table in spec.tables():
        rows = []
        for row in record.rows(table.name):
            top += 1
            own = {column.name: CellRef(sheet, top, left) for left, column in enumerate(table.columns, 1)}
            rows.append(Row({column.name: row.values.get(column.name) for column in table.columns}, own))
        tables[table.name] = rows
    fields = {item.name: record.fields.get(item.name) for item in spec.fields()}
    return replace(record, sheet=sheet, cells=cells, tables=tables, fields=fields)


def record_of(data: dict[str, Any], file: str = "") -> FormRecord:
    """A record from the shape of the transcription."""
    plain = {key: value for key, value in data.items() if key in ("form", "fields", "tables")}
    return replace(with_cells(from_json(plain, form_spec(data["form"]))), source=file)


def planted(form: str, changes: dict[str, Any], file: str = "") -> FormRecord:
    """The clean form with ``changes``: ``字段: 值``, ``表[行].列: 值``, ``表[行]: {列: 值}``, ``表[+]: {…}``, ``表[行]: null``."""
    data = clean_data(form)
    for place, value in changes.items():
        _plant(data, place, value)
    for rows in data["tables"].values():
        rows[:] = [row for row in rows if row is not None]
    return record_of(data, file)


def _plant(data: dict[str, Any], place: str, value: Any) -> None:
    match = re.fullmatch(r"([^\[\]]+)\[(\d+|\+)\](?:\.(.+))?", place)
    if place in data["tables"]:
        data["tables"][place] = list(value)
        return
    if match is None:
        data["fields"][place] = value
        return
    rows = data["tables"].setdefault(match[1], [])
    if match[2] == "+":
        rows.append(dict(value))
        return
    number = int(match[2]) - 1
    if match[3]:
        rows[number][match[3]] = value
    elif value is None:
        rows[number] = None
    else:
        rows[number].update(value)


def context(record: FormRecord, preset: str = "填报") -> FormContext:
    """The record ready to be checked."""
    return FormContext(record, form_spec(record.form), settings=Settings(preset_of(preset)))


def findings_of(record: FormRecord, preset: str = "填报") -> list[Finding]:
    """All findings of one form."""
    return check_form(context(record, preset))


def place_of(record: FormRecord, cell: CellRef | None) -> str:
    """The place a made-up cell stands for: ``指标[3].年度指标值``."""
    for name, ref in record.cells.items():
        if ref == cell:
            return name
    for table, rows in record.tables.items():
        for number, row in enumerate(rows, 1):
            for name, ref in row.cells.items():
                if ref == cell:
                    return f"{table}[{number}].{name}"
    return "表"


def told(record: FormRecord, finding: Finding) -> str:
    """``PX501 指标[3].偏差原因 <- PX417``: what a case expects."""
    cause = f" <- {finding.caused_by}" if finding.caused_by else ""
    return f"{finding.code} {place_of(record, finding.cell)}{cause}"


def published() -> list[Path]:
    """The transcribed tables."""
    return sorted(PUBLISHED.glob("*/*.yml"))


def blank(form: str) -> FormRecord:
    """The empty form: preprinted rows only."""
    spec = form_spec(form)
    tables = {table.name: [dict(row) for row in table.rows] for table in spec.tables()}
    return record_of({"form": form, "fields": {}, "tables": tables})
