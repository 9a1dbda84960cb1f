"""Workbooks for tests: real templates loaded into memory, filled with records written as plain data."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import openpyxl
import yaml
from openpyxl.worksheet.worksheet import Worksheet

from perf_xl.forms.catalog import form_spec
from perf_xl.forms.place import place_record
from perf_xl.forms.records import FormRecord, from_json
from perf_xl.hosts.memory import MemoryWorkbook
from perf_xl.model.amounts import exact
from perf_xl.model.cells import Area, CellRef, CellValue, Edit, Look, SetFormula, SetLook, SetMerge, SetName, SetValue
from perf_xl.resources import resource_dir


def memory_of(path: Path, source: str = "") -> MemoryWorkbook:
    """The workbook of a file, in memory: values, formulas, number formats, locks, merges, names, protection."""
    book = openpyxl.load_workbook(path)
    memory = MemoryWorkbook(book.sheetnames, source or path.name)
    edits: list[Edit] = []
    for sheet in book.worksheets:
        edits.extend(_sheet_edits(sheet))
    for name, defined in book.defined_names.items():
        edits.append(SetName(name, None, defined.attr_text, bool(defined.hidden)))
    memory.apply(edits, label="打开")
    for sheet in book.worksheets:
        if sheet.protection.sheet:
            memory.protect(sheet.title)
    return memory


def _sheet_edits(sheet: Worksheet) -> list[Edit]:
    edits: list[Edit] = []
    for row in sheet.iter_rows():
        for cell in row:
            ref = CellRef(sheet.title, cell.row, cell.column)
            if cell.has_style:
                look = Look(number_format=cell.number_format, locked=cell.protection.locked)
                edits.append(SetLook(Area(ref.sheet, ref.row, ref.column, ref.row, ref.column), look))
            if cell.data_type == "f":
                edits.append(SetFormula(ref, str(cell.value)[1:], None))
            elif cell.value is not None:
                edits.append(SetValue(ref, _value(cell.value)))
    edits.extend(
        SetMerge(Area(sheet.title, merged.min_row, merged.min_col, merged.max_row, merged.max_col))
        for merged in sheet.merged_cells.ranges
    )
    for name, defined in sheet.defined_names.items():
        edits.append(SetName(name, sheet.title, defined.attr_text, bool(defined.hidden)))
    return edits


def _value(value: Any) -> CellValue:
    if isinstance(value, bool | str | dt.date | dt.time):
        return value
    return exact(value)


def empty_form(form: str) -> MemoryWorkbook:
    """The official template of ``form`` in memory."""
    return memory_of(form_spec(form).template_path)


def filled_form(data: Mapping[str, Any]) -> MemoryWorkbook:
    """A template filled with a record given in the shape of ``read --json``."""
    workbook = empty_form(data["form"])
    fill(workbook, data)
    return workbook


def fill(workbook: MemoryWorkbook, data: Mapping[str, Any]) -> None:
    """Fill a form that is already there."""
    spec = form_spec(data["form"])
    workbook.apply(place_record(spec, workbook, from_json(data, spec)), label="填表", unlock=True)


def published(name: str) -> dict[str, Any]:
    """A published form by file stem, ``zhijiang-2023/05``: the transcription as data."""
    folder, stem = name.split("/")
    path = next((resource_dir("published") / folder).glob(f"{stem}*.yml"))
    data: dict[str, Any] = yaml.safe_load(path.read_text("utf-8"))
    return data


def published_record(name: str) -> FormRecord:
    """A published form as a record."""
    data = published(name)
    return from_json(data, form_spec(data["form"]))
