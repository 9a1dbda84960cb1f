"""What every contestant gets: the template with 15 rows already in it, and each record as cells."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NamedTuple

from benchmarks.fill_data import TEMPLATE, Record, records
from perf_xl.ooxml.compile import Template
from perf_xl.ooxml.grow import outline_of
from perf_xl.ooxml.package import Package
from perf_xl.ooxml.workbook import Workbook


class Formula(NamedTuple):
    """A formula with the value that it has."""

    formula: str
    cached: Any


@dataclass
class Work:
    """The job of one contestant: records as they are for us, as ``{(row, column): value}`` for the others."""

    template: bytes
    """The official template with its rows grown and levels merged: peers need not grow anything."""
    records: list[Record]
    cells: list[dict[tuple[int, int], Any]]


def work(count: int) -> Work:
    """The seeded work, made before the clock starts."""
    wanted = records(count, Formula)
    compiled = Template.compile(TEMPLATE.read_bytes())
    blank = {name: [dict.fromkeys(row) | _levels(row) for row in rows] for name, rows in wanted[0][1].items()}
    grown = compiled.fill(dict.fromkeys(compiled.fields[1:]), blank)
    book = Workbook(Package.parse(grown, "grown.xlsx"))
    outline = outline_of(book, compiled.sheet)
    cells = [_cells(outline, *record) for record in wanted]
    return Work(grown, wanted, cells)


def _levels(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("来源", "一级指标", "二级指标") if key in row}


def _cells(outline: Any, fields: dict[str, Any], tables: dict[str, list[dict[str, Any]]]) -> dict[tuple[int, int], Any]:
    cells = {outline.fields[name]: value for name, value in fields.items()}
    for band in outline.bands:
        for name, columns in band.tables.items():
            above: dict[str, Any] = {}
            for number, row in enumerate(tables[name], band.first):
                for key, value in row.items():
                    same = (
                        key in ("一级指标", "二级指标")
                        and value == above.get(key)
                        and row["一级指标"] == above.get("一级指标")
                    )
                    if not same:
                        cells[number, columns[key]] = value
                above = row
    return cells
