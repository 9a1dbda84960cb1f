"""Records prepared for the compiled template: the workbook is that of single edits, number formats included."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest

from perf_xl.errors import InputError
from perf_xl.forms.catalog import form_ids, form_spec
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.spec import SAME_AS_ABOVE, Column, Field, FormSpec, Table
from perf_xl.forms.template import template_bytes
from perf_xl.hosts import fill
from perf_xl.hosts.fill import compile_form, fill_form, filled_workbook
from perf_xl.hosts.prepare import NeedsEditsError
from perf_xl.model.cells import CellValue
from tests.support import published_record

RATES = ("100%", "99.85%", Decimal("0.5"), "按进度", None)


def value(item: Field | Column, number: int) -> CellValue:
    """A value of the entry's kind; rates in every way that people type them."""
    match item.kind:
        case "amount" | "number" | "points":
            return Decimal(number) / 4 + 1
        case "year":
            return Decimal(2026)
        case "rate":
            return RATES[number % len(RATES)]
        case "level1":
            return "产出指标（50分）"
        case "comparison":
            return "≥"
        case _:
            return f"{item.name}{number % 3}"


def rows(table: Table, count: int) -> list[Row]:
    """Printed rows with something in every open column, else ``count`` rows."""
    if table.grows:
        return [Row({column.name: value(column, index) for column in table.columns}) for index in range(count)]
    printed = [{**dict.fromkeys(c.name for c in table.columns), **row} for row in table.rows]
    return [
        Row({c.name: row[c.name] if row[c.name] is not None else value(c, at) for c in table.columns})
        for at, row in enumerate(printed)
    ]


def record_of(spec: FormSpec, count: int) -> FormRecord:
    """A full record of a form."""
    fields = {item.name: value(item, index) for index, item in enumerate(spec.fields())}
    tables = {table.name: rows(table, count) for table in spec.tables()}
    return FormRecord(spec.id, spec.version, fields=fields, tables=tables)


def seen(data: bytes) -> tuple[dict[str, tuple[object, str]], set[str]]:
    """Values with their number formats, and merges, as openpyxl reads them."""
    sheet = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    cells = {cell.coordinate: (cell.value, cell.number_format) for row in sheet.iter_rows() for cell in row}
    return cells, {str(area) for area in sheet.merged_cells.ranges}


@pytest.mark.parametrize("count", [1, 7])
@pytest.mark.parametrize("form", form_ids())
def test_fill_form_when_compared_with_single_edits_then_values_formats_and_merges_agree(form, count, monkeypatch):
    """All forms, also those with printed rows, shared points and year labels; nothing takes the slow way."""
    spec = form_spec(form)
    wanted = record_of(spec, count)
    if any(SAME_AS_ABOVE in row.values.values() for table in wanted.tables.values() for row in table):
        wanted.tables.update({name: _without_marks(table) for name, table in wanted.tables.items()})
    slow = filled_workbook(spec, wanted).to_bytes()
    monkeypatch.setattr(fill, "filled_workbook", None)
    assert seen(slow) == seen(fill_form(spec, wanted))


def _without_marks(table: list[Row]) -> list[Row]:
    return [Row({k: None if v == SAME_AS_ABOVE else v for k, v in row.values.items()}) for row in table]


@pytest.mark.parametrize("name", ["zhijiang-2023/01", "zhijiang-2023/02", "zhijiang-2023/04"])
def test_published_form_when_its_rows_are_printed_then_filled_as_by_single_edits(name):
    """Forms of common indicators and base data, as they were published."""
    record = published_record(name)
    spec = form_spec(record.form)
    assert seen(filled_workbook(spec, record).to_bytes()) == seen(fill_form(spec, record))


def test_printed_rows_when_only_some_are_given_then_the_others_keep_their_levels():
    """A score for one row: the levels of all rows stay merged and printed."""
    spec = form_spec("zhijiang-2023-project-common")
    (table,) = spec.tables()
    key = table.key.name
    record = FormRecord(spec.id, tables={table.name: [Row({key: table.rows[3][key], "得分": Decimal(4)})]})
    assert seen(filled_workbook(spec, record).to_bytes()) == seen(fill_form(spec, record))


def test_record_when_cells_are_joined_by_hand_then_written_by_single_edits():
    """〃 in a table that grows joins cells that the levels do not."""
    spec = form_spec("mof-project-self-evaluation")
    record = record_of(spec, 3)
    record.tables["指标"][1].values["分值"] = SAME_AS_ABOVE
    with pytest.raises(NeedsEditsError):
        compile_form(spec, template_bytes(spec))[1].prepare(record)
    assert seen(filled_workbook(spec, record).to_bytes()) == seen(fill_form(spec, record))


def test_printed_row_when_the_form_has_no_such_row_then_said_in_words():
    """The sentence is that of single edits."""
    spec = form_spec("zhijiang-2023-project-common")
    (table,) = spec.tables()
    record = FormRecord(spec.id, tables={table.name: [Row({table.key.name: "没有这一行"})]})
    with pytest.raises(InputError, match="没有这一行"):
        fill_form(spec, record)
