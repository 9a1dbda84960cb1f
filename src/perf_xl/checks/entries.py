"""Every entry of a form with what the layout says of it, for checks that look at all values of a kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perf_xl.checks.context import FormContext
from perf_xl.checks.indicator import Indicator
from perf_xl.forms.spec import COMPARISONS
from perf_xl.model.cells import CellRef, CellValue
from perf_xl.model.numerals import half_width, plain_number
from perf_xl.model.values import Number, amount_in, parse_value

NUMERIC = ("amount", "number", "points")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry cell: what it is called in a sentence, its kind and unit, its value."""

    label: str
    kind: str
    unit: str | None
    value: CellValue
    cell: CellRef | None


def entries(form: FormContext) -> tuple[Entry, ...]:
    """All entries: single fields, then the rows of tables (a quantitative 指标值 counts as a number)."""
    if "entries" not in form.memo:
        form.memo["entries"] = tuple(_entries(form))
    known: tuple[Entry, ...] = form.memo["entries"]
    return known


def _entries(form: FormContext) -> Iterator[Entry]:
    for item in form.spec.fields():
        cell = form.record.cells.get(item.name)
        yield Entry(f"“{item.name}”", item.kind, item.unit, form.record.fields.get(item.name), cell)
    for table in form.spec.tables():
        if table is form.indicator_table:
            yield from (entry for row in form.indicators for entry in _indicator_entries(row))
            continue
        for row in form.record.rows(table.name):
            key = row.values.get(table.key.name) or "未命名的一行"
            for column in table.columns:
                label = f"{table.name}“{key}”的“{column.name}”"
                yield Entry(label, column.kind, column.unit, row.values.get(column.name), row.cells.get(column.name))


def _indicator_entries(row: Indicator) -> Iterator[Entry]:
    quantitative = row.text("comparison") in COMPARISONS and not row.is_qualitative
    for column in row.table.columns:
        number = quantitative and column.en == "target"
        yield Entry(
            f"{row.place}的“{column.name}”",
            "number" if number else column.kind,
            None if number else column.unit,
            row.row.values.get(column.name),
            row.row.cells.get(column.name),
        )


def number_in_text(entry: Entry) -> Decimal | None:
    """The number that a text in a numeric entry plainly is: 「76 」, 「１２.５」, 「1,200」, 「13.8万元」 in a 万元 column."""
    if entry.kind not in NUMERIC or not isinstance(entry.value, str):
        return None
    compact = re.sub(r"\s", "", half_width(entry.value))
    plain = plain_number(compact)
    if plain is not None:
        return plain
    read = parse_value(compact)
    if not isinstance(read, Number) or not entry.unit or read.bare:
        return None
    if read.unit == entry.unit or (entry.kind == "points" and read.unit == "分"):
        return read.number
    return amount_in(read.number, read.unit, entry.unit) if entry.kind == "amount" else None
