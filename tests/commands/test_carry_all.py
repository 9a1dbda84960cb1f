"""Every cell of a form filled with something of its own, then carried everywhere: each is found again, or listed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

import pytest

from perf_xl.bulk.mappings import mapping_for, new_year, targets_of
from perf_xl.commands.regenerate import Carried, carry
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord, to_json
from perf_xl.forms.spec import Column, Field
from perf_xl.model.cells import CellRef, CellValue
from tests.support import filled_form, published

NAMES = [
    "suixi-2026/01", "suixi-2026/02", "wuchuan-2024/01", "wuchuan-2024/04", "zhijiang-2025/01",
    "zhijiang-2023/01", "zhijiang-2023/02", "zhijiang-2023/03", "zhijiang-2023/04", "zhijiang-2023/05",
]  # fmt: skip
NUMBERS = ("amount", "number", "points", "rate")
KEPT = ("label", "level1", "level2", "comparison", "year", "date")
"""Kinds of entries that are left as they are published: what they may say is laid down."""


def stuffed(name: str) -> FormRecord:
    """A published form read from its workbook, each open entry then changed to a value that stands nowhere else."""
    (record,) = read_forms(filled_form(published(name)))
    spec = form_spec(record.form)
    for number, item in enumerate(spec.fields()):
        if item.kind not in KEPT:
            record.fields[item.name] = own_value(item, number)
    for table in spec.tables():
        for index, row in enumerate(record.rows(table.name)):
            for place, column in enumerate(table.columns):
                if column.name != table.key.name and column.kind not in KEPT and column.name in row.cells:
                    row.values[column.name] = own_value(column, 1000 + 100 * index + place)
    return record


def own_value(item: Field | Column, number: int) -> CellValue:
    """A number or a text that is told apart from all others."""
    return 1 + Decimal(number) / 10_000 if item.kind in NUMBERS else f"文{number:05}字"


def said(record: FormRecord) -> Iterator[tuple[str, CellValue, CellRef | None]]:
    """Every filled entry: its name, value and cell."""
    spec = form_spec(record.form)
    for item in spec.fields():
        if item.kind not in KEPT:
            yield item.name, record.fields.get(item.name), record.cells.get(item.name)
    for table in spec.tables():
        for row in record.rows(table.name):
            for column in table.columns:
                if column.kind not in KEPT:
                    yield table.name_of(column), row.values.get(column.name), row.cells.get(column.name)


def is_listed(result: Carried, cell: CellRef | None) -> bool:
    """Whether a remark names the cell, alone or within a column."""
    if cell is None:
        return False
    for one in result.remarks:
        found = re.fullmatch(r"([A-Z]+)(\d+)(?::[A-Z]+(\d+))?", one.cell)
        if found and cell.a1 in {f"{found[1]}{row}" for row in range(int(found[2]), int(found[3] or found[2]) + 1)}:
            return True
    return False


@pytest.mark.parametrize("name", NAMES)
def test_carry_when_every_cell_is_filled_then_each_is_found_again_or_listed(name: str) -> None:
    """Whatever the form becomes: nothing that somebody typed is gone without a word."""
    record = stuffed(name)
    spec = form_spec(record.form)
    for target in targets_of(record.form):
        result = carry(record, spec, form_spec(target), mapping_for(record.form, target), new_year())
        there = str([to_json(result.record, form_spec(target)), result.rules])
        lost = [
            (entry, value, cell)
            for entry, value, cell in said(record)
            if value not in (None, "—") and str(value) not in there and not is_listed(result, cell)
        ]
        assert lost == []
