"""Templates, records and readings for the tests of filling."""

from __future__ import annotations

import datetime as dt
import io
import random
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.worksheet.worksheet import Worksheet

from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import SetName
from perf_xl.ooxml.compile import Template
from perf_xl.ooxml.grow import outline_of
from tests.ooxml.samples import FORM, book_of, by_xlsxwriter

TEMPLATES = sorted((Path(__file__).parents[2] / "templates").glob("*/*.xlsx"))
LEVELS = ("一级指标", "二级指标")


@cache
def named() -> bytes:
    """The form of XlsxWriter, with our names: a field, and a table of four columns from row 4 to row 11.

    Made once: the file carries the time of its making.
    """
    workbook = FilesWorkbook(by_xlsxwriter(), Path("模板.xlsx"))
    edits = [SetName("项目名称", FORM, f"{FORM}!$B$3")]
    edits += [
        SetName(f"指标_{name}", FORM, f"{FORM}!${c}$4:${c}$11") for name, c in zip("甲乙丙丁", "ABCD", strict=True)
    ]
    workbook.apply(edits, label="命名")
    return workbook.to_bytes()


def sheet_of(data: bytes, *, values: bool = False) -> Worksheet:
    """The form as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values).worksheets[0]


def some_record(template: Template, rows: int, seed: int) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """Typed values for every field and column; the levels come in runs."""
    random_ = random.Random(seed)

    def value() -> Any:
        return random_.choice([
            None, f"文字{random_.randint(0, 99)}", "=1+1", "<&> \"'", "两\n行", "很长的说明文字" * random_.randint(1, 12), random_.randint(-5, 500),
            Decimal(random_.randint(0, 10**6)) / 100, True, dt.date(2026, random_.randint(1, 12), 3), "≥95%",
        ])  # fmt: skip

    tables = {
        name: [
            {
                column: f"{column}{index // (4 if column == LEVELS[0] else 2)}" if column in LEVELS else value()
                for column in columns
            }
            for index in range(rows)
        ]
        for name, columns in template.tables.items()
    }
    return {name: value() for name in template.fields}, tables


def same(expected: Any, found: Any) -> bool:
    """Whether openpyxl (which reads floats) found the value."""
    if isinstance(expected, dt.date):
        return isinstance(found, dt.datetime) and expected == found.date()
    if isinstance(expected, Decimal):
        return expected == Decimal(str(found))
    return expected == found and isinstance(expected, bool) == isinstance(found, bool)


def check_cells(
    template_data: bytes, filled: bytes, record: dict[str, Any], tables: dict[str, list[dict[str, Any]]]
) -> None:
    """Every named cell of the filled file as openpyxl reads it, against the record."""
    book = book_of(filled)
    outline = outline_of(book, book.tabs[0].name)
    sheet = sheet_of(filled)
    covered = {
        (row, column)
        for area in sheet.merged_cells.ranges
        for row, column in area.cells
        if (row, column) != (area.min_row, area.min_col)
    }
    for name, (row, column) in outline.fields.items():
        assert same(record[name], sheet.cell(row, column).value), name
    for band in outline.bands:
        for table, columns in band.tables.items():
            assert len(tables[table]) == band.count, table
            for number, given_row in enumerate(tables[table], band.first):
                for name, column in columns.items():
                    if (number, column) not in covered:
                        assert same(given_row[name], sheet.cell(number, column).value), (table, name, number)
    assert {name.name for name in book.names.all()} == {name.name for name in book_of(template_data).names.all()}
