"""A form filled together with its score block is the form filled first and given its block by single edits."""

from __future__ import annotations

import io
import random
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from perf_xl.bulk.score_entries import entry_columns
from perf_xl.forms.catalog import form_ids, form_spec
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.scoring_rows import scored_table
from perf_xl.forms.spec import FormSpec
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.fill import fill_form
from perf_xl.hosts.fill_entries import Entries, fill_with_entries, with_entries
from perf_xl.model.cells import CellRef, CellValue

GROWING = [form for form in form_ids() if (table := scored_table(form_spec(form))) is not None and table.grows]
LEVELS = [
    ("产出指标", "数量指标"),
    ("产出指标", "质量指标"),
    ("效益指标", "社会效益指标"),
    ("满意度指标", "服务对象满意度指标"),
]


def made(spec: FormSpec, count: int, seed: int) -> tuple[FormRecord, list[Entries]]:
    """Rows of indicators, and something beside most of them, in every column of the block that a person may fill."""
    rng = random.Random(seed)
    table = scored_table(spec)
    assert table is not None
    rows: list[Row] = []
    beside: list[Entries] = []
    for number in range(count):
        first, second = LEVELS[number * len(LEVELS) // count]
        values: dict[str, CellValue] = dict.fromkeys(column.name for column in table.columns)
        values |= {"一级指标": first, "二级指标": second, table.key.name: f"第{number}项任务完成率" * rng.randint(1, 3)}
        rows.append(Row(values))
        texts: list[CellValue] = [
            "达到95%得满分，每低1个百分点扣0.5分，扣完为止" * rng.randint(1, 4),
            "≥",
            "%",
            Decimal(6),
            None,
        ]
        beside.append({column.name: rng.choice(texts) for column in entry_columns(spec)} if rng.random() < 0.8 else {})
    return FormRecord(spec.id, spec.version, tables={table.name: rows}), [*beside[:-1], {"规则": "完成得满分"}]


def said(data: bytes, spec: FormSpec) -> dict[str, Any]:
    """Cells with all of their look, names, merges, heights and widths of a workbook."""
    book = FilesWorkbook(data, spec.template_path)
    sheet = book.sheets()[0]
    used = book.used_area(sheet)
    assert used is not None
    refs = [
        CellRef(sheet, row, column)
        for row in range(used.top, used.bottom + 1)
        for column in range(used.left, used.right + 1)
    ]
    tab = openpyxl.load_workbook(io.BytesIO(data)).worksheets[0]
    return {
        "cells": {ref.a1: (book.cell(ref), book.look(ref)) for ref in refs},
        "names": sorted((name.name, name.refers_to, name.hidden) for name in book.names()),
        "merges": sorted(map(str, book.merges(sheet))),
        "heights": {row: size.height for row, size in tab.row_dimensions.items() if size.height},
        "widths": {column: size.width for column, size in tab.column_dimensions.items()},
        "printed": tab.print_area,
    }


@pytest.mark.parametrize("count", [1, 5, 15])
@pytest.mark.parametrize("form", GROWING)
def test_entries_when_filled_at_once_then_the_workbook_of_single_edits(form: str, count: int) -> None:
    """Values, looks, names, merges, heights; twice the same bytes."""
    spec = form_spec(form)
    table = scored_table(spec)
    assert table is not None
    for seed in range(3):
        record, beside = made(spec, count, seed)
        once = fill_with_entries(spec, record, beside)
        assert said(with_entries(fill_form(spec, record), spec, table, beside), spec) == said(once, spec)
        assert once == fill_with_entries(spec, record, beside)


def test_entries_when_a_row_is_no_indicator_then_they_stand_beside_the_others() -> None:
    """A row without a third level gets nothing beside it, and takes nobody's place."""
    spec = form_spec("mof-project-self-evaluation")
    table = scored_table(spec)
    assert table is not None
    record, _ = made(spec, 3, 1)
    record.rows(table.name)[1].values[table.key.name] = None
    beside: list[Entries] = [{"规则": "第一条得1分"}, {}, {"规则": "第三条得3分"}]
    book = FilesWorkbook(fill_with_entries(spec, record, beside), spec.template_path)
    area = next(name.area for name in book.names() if name.name == "评分_规则")
    assert area is not None
    rules = [book.cell(CellRef(area.sheet, row, area.left)).value for row in range(area.top + 1, area.bottom)]
    assert ["第一条得1分", None, "第三条得3分"] == rules


def test_entries_when_there_are_none_then_just_the_form() -> None:
    """No block for nothing."""
    spec = form_spec("mof-project-self-evaluation")
    record, _ = made(spec, 3, 1)
    assert fill_form(spec, record) == fill_with_entries(spec, record, [{}, {}, {}])
