"""Every official form filled with 1 to 300 rows says what the record says, by both ways of filling and to openpyxl."""

from __future__ import annotations

import io
from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest

from perf_xl.forms.catalog import form_ids, form_spec
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.spec import Column, Field, FormSpec, Table
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.fill import fill_form, filled_workbook
from perf_xl.model.cells import CellValue
from tests.support import published, published_record

GROWING = [form for form in form_ids() if all(t.grows for t in form_spec(form).tables() if t.role("level3"))]
"""All but the two tables of common indicators, whose rows are printed; those are filled as published below."""
LEVELS = [
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
]


def value(item: Field | Column, number: int) -> CellValue:
    """Something that fits the entry: numbers exact, texts that tempt a spreadsheet."""
    match item.kind:
        case "amount" | "number" | "points":
            return Decimal(number) / 100 + 1
        case "year":
            return Decimal(2026)
        case "comparison":
            return "≥"
        case "rate":
            return None
        case _:
            return f"=甲<&>{number}_x0041_ 很长的内容，要换行才放得下" if number % 3 == 0 else f"内容{number}"


def rows(table: Table, count: int) -> list[Row]:
    """Printed rows filled, or ``count`` rows in four runs of levels."""
    if not table.grows:
        return [
            Row({c.name: line.get(c.name) if c.kind == "label" else value(c, i) for c in table.columns})
            for i, line in enumerate(table.rows)
        ]
    made = []
    for index in range(count):
        group = index * len(LEVELS) // count
        values: dict[str, CellValue] = {}
        for column in table.columns:
            level = {"level1": LEVELS[group][0], "level2": LEVELS[group][1]}.get(column.kind)
            follows = Decimal(10 * group + len(column.name)) if column.follows else None
            values[column.name] = level or follows or value(column, index)
        made.append(Row(values))
    return made


def record(spec: FormSpec, count: int) -> FormRecord:
    """A full record of a form."""
    fields = {item.name: value(item, index) for index, item in enumerate(spec.fields())}
    return FormRecord(
        spec.id, spec.version, fields=fields, tables={table.name: rows(table, count) for table in spec.tables()}
    )


def said(data: bytes) -> tuple[dict[str, CellValue], dict[str, list[dict[str, CellValue]]]]:
    """What a workbook says."""
    (read,) = read_forms(FilesWorkbook(data, Path("a.xlsx")))
    assert read.problems == ()
    return read.fields, {name: [row.values for row in table] for name, table in read.tables.items()}


@pytest.mark.parametrize("count", [1, 5, 30, 300])
@pytest.mark.parametrize("form", GROWING)
def test_fill_form_when_any_form_has_any_number_of_rows_then_it_reads_back_the_same(form: str, count: int) -> None:
    """Fields, rows, levels filled down by their merges; nothing outside the names."""
    spec = form_spec(form)
    wanted = record(spec, count)
    fields, tables = said(fill_form(spec, wanted))
    assert fields == wanted.fields
    assert tables == {name: [row.values for row in table] for name, table in wanted.tables.items()}


@pytest.mark.parametrize("form", GROWING)
def test_fill_form_when_compiled_or_edited_then_openpyxl_reads_the_same_cells(form: str) -> None:
    """The quick way and the way of single edits give the same cells, merges and names, to another reader too."""
    spec = form_spec(form)
    wanted = record(spec, 30)
    quick, slow = fill_form(spec, wanted), filled_workbook(spec, wanted).to_bytes()
    assert _by_openpyxl(quick) == _by_openpyxl(slow)


def _by_openpyxl(data: bytes) -> tuple[dict[str, object], set[str], dict[str, str]]:
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    cells = {cell.coordinate: cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None}
    merges = {str(area) for area in sheet.merged_cells.ranges}
    return cells, merges, {name: defined.attr_text for name, defined in sheet.defined_names.items()}


@pytest.mark.parametrize("name", ["zhijiang-2025/01", "wuchuan-2024/01", "zhijiang-2023/05", "zhijiang-2023/03"])
def test_fill_form_when_a_published_form_is_filled_then_untouched_parts_are_the_templates(name: str) -> None:
    """Every part that holds no value is the template's, byte for byte, in the same order and with the same date."""
    spec = form_spec(published(name)["form"])
    template = ZipFile(spec.template_path)
    made = ZipFile(io.BytesIO(fill_form(spec, published_record(name))))
    assert made.namelist() == template.namelist()
    changed = [part for part in made.namelist() if made.read(part) != template.read(part)]
    assert all(part.startswith("xl/worksheets/") or part in ("xl/workbook.xml", "xl/styles.xml") for part in changed)
    assert {info.date_time for info in made.infolist()} == {info.date_time for info in template.infolist()}


@pytest.mark.parametrize("name", ["zhijiang-2023/01", "zhijiang-2023/04", "zhijiang-2023/02"])
def test_fill_form_when_rows_are_printed_then_the_published_form_reads_back_the_same(name: str) -> None:
    """The common indicators and the base data, with their shared points and year labels."""
    wanted = published_record(name)
    fields, tables = said(fill_form(form_spec(wanted.form), wanted))
    assert {key: fields[key] for key in wanted.fields} == wanted.fields
    assert tables == {key: [row.values for row in table] for key, table in wanted.tables.items()}
