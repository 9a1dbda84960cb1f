"""What every contestant gets: the template with 15 rows already in it, and each record as cells."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks.fill_data import TEMPLATE, in_columns, stream
from perf_xl.ooxml.compile import Template
from perf_xl.ooxml.fillvalues import Computed
from perf_xl.ooxml.grow import outline_of
from perf_xl.ooxml.package import Package
from perf_xl.ooxml.workbook import Workbook


class Formula(NamedTuple):
    """A formula with the value that it has."""

    formula: str
    cached: Any


Cells = dict[tuple[int, int], Any]
"""A record as the peers take it: by row and column."""
Fill = Callable[[Any, Path], None]
"""Fills one record, in the form that the contestant takes, into one file."""


class Work:
    """The job of one contestant: seeded records by name and column for us, as ``{(row, column): value}`` for the others."""

    def __init__(self, count: int) -> None:
        self.count = count
        first = next(stream(1, Formula))
        compiled = Template.compile(TEMPLATE.read_bytes())
        blank = {name: [dict.fromkeys(row) | _levels(row) for row in rows] for name, rows in first[1].items()}
        self.template = compiled.fill(dict.fromkeys(compiled.fields[1:]), blank)
        """The official template with its rows grown and levels merged: peers need not grow anything."""
        book = Workbook(Package.parse(self.template, "grown.xlsx"))
        self._outline = outline_of(book, compiled.sheet)

    def records(self, one: Contestant) -> list[Any]:
        """The records in the form that ``one`` takes; nothing else lies in memory between them."""
        return list(map(in_columns, stream(self.count, Computed))) if one.by_name else self.cells

    @cached_property
    def cells(self) -> list[Cells]:
        """The records as the peers take them."""
        return [_cells(self._outline, *record) for record in stream(self.count, Formula)]


@dataclass(frozen=True)
class Contestant:
    """One way to fill. ``make`` prepares it, outside the clock. ``keeps``: a library that keeps what the template has.

    A contestant that is no Python gives ``measure`` instead: it writes ``‹number›.xlsx`` for every record into a folder
    and returns ``seconds``, ``user``, ``sys`` and ``peak_mb`` of its own loop. ImportError when it is not installed.
    """

    name: str
    make: Callable[[Work], Fill] | None = None
    measure: Callable[[Work, Path], dict[str, float]] | None = None
    keeps: bool = False
    by_name: bool = False
    """Whether it takes fields and columns by their names, else cells."""
    full: bool = False
    """Whether it is quick enough to fill all records; the others fill a twelfth."""
    checked: bool = True
    loses: str = ""
    """What of a filled template it loses or cannot do, by measurement."""


def _levels(row: dict[str, Any]) -> dict[str, Any]:
    return {key: row[key] for key in ("来源", "一级指标", "二级指标") if key in row}


def _cells(outline: Any, fields: dict[str, Any], tables: dict[str, list[dict[str, Any]]]) -> Cells:
    cells = {outline.fields[name]: value for name, value in fields.items()}
    for band in outline.bands:
        for name, columns in band.tables.items():
            above: dict[str, Any] = {}
            for row_number, row in enumerate(tables[name], band.first):
                for key, value in row.items():
                    same = (
                        key in ("一级指标", "二级指标")
                        and value == above.get(key)
                        and row["一级指标"] == above.get("一级指标")
                    )
                    if not same:
                        cells[row_number, columns[key]] = value
                above = row
    return cells


def plain(value: Any) -> Any:
    """A formula as its text with ``=``; cached values cannot be given."""
    return "=" + value.formula if isinstance(value, Formula) else value


def number(value: Any) -> Any:
    """Decimals as floats, for libraries that know no others."""
    return float(value) if isinstance(value, Decimal) else value


def source_file(name: str) -> Path:
    """A scratch file for libraries that open nothing but files."""
    return Path(tempfile.mkdtemp(prefix="peer-")) / f"{name}.xlsx"


def write(path: Path, data: bytes) -> None:
    """One file, one write."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o644)
    os.write(handle, data)
    os.close(handle)
