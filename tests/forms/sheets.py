"""Workbooks in memory with empty forms on them, placed as the builder places them; published records for filling."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from perf_xl.forms.catalog import form_spec
from perf_xl.forms.formats import number_format_of
from perf_xl.forms.grid import grid_of
from perf_xl.forms.naming import FORM_NAME, VERSION_NAME, constant
from perf_xl.forms.place import place_record
from perf_xl.forms.records import FormRecord, from_json
from perf_xl.forms.spec import FormSpec
from perf_xl.hosts.memory import MemoryWorkbook
from perf_xl.model.cells import Area, CellRef, Edit, Look, SetLook, SetMerge, SetName, SetValue
from perf_xl.model.references import absolute
from perf_xl.resources import resource_dir


def empty_form(spec: FormSpec, *, sheet: str | None = None, others: tuple[str, ...] = ()) -> MemoryWorkbook:
    """A workbook with the empty template of ``spec`` on ``sheet``, not protected."""
    sheet = sheet or spec.sheet
    workbook = MemoryWorkbook([sheet, *others])
    workbook.apply(list(_form_edits(spec, sheet)), label="空表")
    return workbook


def add_form(workbook: MemoryWorkbook, spec: FormSpec, sheet: str) -> None:
    """The empty template of ``spec`` on one more sheet."""
    workbook.apply(list(_form_edits(spec, sheet)), label="空表")


def _form_edits(spec: FormSpec, sheet: str) -> Iterator[Edit]:
    grid = grid_of(spec)
    for cell in grid.cells:
        top, left, bottom, right = cell.box
        if cell.value is not None:
            yield SetValue(CellRef(sheet, top, left), cell.value)
        if (top, left) != (bottom, right):
            yield SetMerge(Area(sheet, *cell.box))
        yield SetLook(Area(sheet, *cell.box), Look(locked=cell.locked, number_format=number_format_of(cell)))
    for name, box in grid.names().items():
        yield SetName(name, sheet, absolute(Area(sheet, *box)))
    yield SetName(FORM_NAME, sheet, constant(spec.id), hidden=True)
    yield SetName(VERSION_NAME, sheet, constant(spec.version), hidden=True)


def published_files() -> list[Path]:
    """The transcribed forms."""
    return sorted(path for path in resource_dir("published").glob("*/*.yml"))


def published(path: Path) -> tuple[FormSpec, FormRecord]:
    """A transcribed form as a record."""
    data: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    spec = form_spec(data["form"])
    return spec, from_json(data, spec)


def filled(spec: FormSpec, record: FormRecord) -> MemoryWorkbook:
    """A workbook whose only sheet is the form with ``record`` on it."""
    workbook = empty_form(spec)
    workbook.apply(place_record(spec, workbook, record), label="填表", unlock=True)
    return workbook


def said(record: FormRecord) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """Fields and rows alone: what a round trip must give back."""
    return record.fields, {name: [row.values for row in rows] for name, rows in record.tables.items()}
