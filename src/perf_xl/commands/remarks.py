"""What a person is told about a form that was carried over: the cell, what stood there, and why it is told."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellRef, CellValue

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Remark:
    """One cell, or a column of cells, of the old form."""

    sheet: str
    cell: str
    name: str
    value: str
    reason: str
    file: str = ""

    def __str__(self) -> str:
        where = f"{self.sheet}!{self.cell}" if self.cell else self.sheet
        return f"{self.file} {where} “{self.name}”为“{self.value}”：{self.reason}".strip()


def remark(cell: CellRef | None, name: str, value: CellValue, reason: str) -> Remark:
    """A remark about one cell."""
    return Remark(cell.sheet if cell else "", cell.a1 if cell else "", name, shown(value), reason)


def column_remark(cells: Sequence[CellRef], name: str, values: Sequence[CellValue], reason: str) -> Remark:
    """One remark about several cells of a column: the first value stands for all."""
    if len(cells) < 2 or len(values) < 2:
        return remark(cells[0] if cells else None, name, values[0], reason)
    more = f"{shown(values[0])}……共 {len(values)} 项"
    return Remark(cells[0].sheet, f"{cells[0].a1}:{cells[-1].a1}", name, more, reason)


def shown(value: CellValue) -> str:
    """A value as a person reads it, shortened."""
    if isinstance(value, Decimal):
        return plain(value)
    if isinstance(value, dt.datetime) and value.time() == dt.time():
        return value.date().isoformat()
    text = " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
