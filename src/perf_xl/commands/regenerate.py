"""A filled form carried into another form, or into next year's: what goes where, and what could not go anywhere.

Nothing is lost in silence: every filled cell of the old form is carried, or listed with its reason.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from perf_xl.commands.carry_rows import Rules, carry_rows
from perf_xl.commands.carry_values import NotCarried, carried_value, year_of, years_in
from perf_xl.commands.mapping import FormMapping, NewYear, TableMapping
from perf_xl.commands.new_year import into_year
from perf_xl.commands.remarks import Remark, remark
from perf_xl.errors import InputError
from perf_xl.forms.outside import squeezed
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.spec import FormSpec, Table
from perf_xl.model.cells import CellValue

NO_PLACE = "新表没有对应的栏目"
_NOTHING = "—"
"""Printed where nothing is to be filled in."""


@dataclass
class Carried:
    """The new record; ``rules`` for its score block, a mapping a row of the table of indicators; what is to be told."""

    record: FormRecord
    rules: list[Rules] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def carry(
    record: FormRecord,
    source: FormSpec,
    target: FormSpec,
    mapping: FormMapping,
    new_year: NewYear,
    *,
    year: int | None = None,
    block: Mapping[int, Mapping[str, CellValue]] | None = None,
) -> Carried:
    """``record``, a filled ``source``, as a ``target``.

    ``year`` is the year of the new form: by default that of the old one, for the same form the year after it. Where it
    differs from the old one, amounts, actual values, scores and dates are emptied and years move on (``new_year``).
    ``block`` is what stands in the old form's score block, by sheet row.
    """
    old = form_year(record, source, new_year)
    if year is None and source.id == target.id:
        if old is None:
            raise InputError("表里没有写年度，不知道下一年是哪一年。请加 --year。")
        year = old + 1
    result = Carried(FormRecord(target.id, target.version))
    used = _carry_fields(record, source, target, mapping, result)
    for table in target.tables():
        _carry_table(record, source, table, mapping, result, block=block)
    used |= _carry_cells(record, source, target, mapping, result)
    result.remarks.extend(_fields_left(record, source, mapping, used))
    result.remarks.extend(_tables_left(record, source, target, mapping))
    _set_year(result.record, target, year if year is not None else old)
    if year is not None and (old is None or year != old):
        into_year(result.record, target, new_year, result.remarks, old=old, year=year)
    return result


def form_year(record: FormRecord, spec: FormSpec, new_year: NewYear) -> int | None:
    """The year a filled form is for: what it says, else the year its targets name most, else that of its layout.

    Several forms print no year (项目支出绩效目标自评表); their layout's year says nothing about a later filling.
    """
    item = next((item for item in spec.fields() if item.en == "year"), None)
    said = year_of(record.fields.get(item.name)) if item is not None else None
    if said is not None:
        return said
    named = Counter(
        year
        for table in spec.tables()
        for column in table.columns
        if column.en in new_year.shifted
        for row in record.rows(table.name)
        for year in years_in(row.values.get(column.name))
    )
    return max(named, key=lambda year: (named[year], year)) if named else spec.year


def _set_year(record: FormRecord, target: FormSpec, year: int | None) -> None:
    item = next((item for item in target.fields() if item.en == "year"), None)
    if item is not None and year is not None:
        record.fields[item.name] = Decimal(year)


def _carry_fields(
    record: FormRecord, source: FormSpec, target: FormSpec, mapping: FormMapping, result: Carried
) -> set[str]:
    """Fill the fields of the new form; gives the old fields that found a place."""
    used: set[str] = set()
    for item in target.fields():
        origin = mapping.fields.get(item.name, item.name)
        old = source.field(origin)
        if old is None or item.name in mapping.blank or record.fields.get(origin) is None:
            continue
        if old.kind == "date" and source.kind != target.kind:
            continue
        used.add(origin)
        if origin in record.cells:
            result.record.cells[item.name] = record.cells[origin]
        try:
            result.record.fields[item.name] = carried_value(record.fields[origin], old, item)
        except NotCarried as reason:
            result.remarks.append(remark(record.cells.get(origin), origin, record.fields[origin], str(reason)))
    return used


def _carry_table(
    record: FormRecord,
    source: FormSpec,
    table: Table,
    mapping: FormMapping,
    result: Carried,
    *,
    block: Mapping[int, Mapping[str, CellValue]] | None,
) -> None:
    plan = mapping.tables.get(table.name, TableMapping(table.name))
    old = source.table(plan.source)
    if old is None or plan.source not in record.tables:
        return
    rows = record.rows(plan.source)
    if not table.grows:
        kept, left = _same_rows(rows, old, table, mapping)
        result.record.tables[table.name] = kept
        for row in left:
            result.remarks.extend(_row_left(row, old, mapping))
        return
    carried = carry_rows(rows, old, table, plan=plan, mapping=mapping, block=block)
    result.record.tables[table.name] = carried.rows
    result.remarks.extend(carried.remarks)
    if table.role("level3") is not None:
        result.rules = carried.rules


def _same_rows(rows: Sequence[Row], old: Table, table: Table, mapping: FormMapping) -> tuple[list[Row], list[Row]]:
    """Rows of a table with printed rows: those that the new form prints too, and those that have no place there."""
    names = [column.name for column in table.columns if any(column.name == other.name for other in old.columns)]
    printed = {squeezed(str(row.get(table.key.name) or "")) for row in table.rows}
    kept: list[Row] = []
    left: list[Row] = []
    for row in rows:
        is_same = squeezed(_label(row, old)) in printed and f"{old.name}/{_label(row, old)}" not in mapping.blank
        if not is_same:
            left.append(row)
            continue
        values = {
            column.name: row.values.get(column.name) if column.name in names else None for column in table.columns
        }
        kept.append(Row(values, dict(row.cells)))
    return kept, left


def _label(row: Row, table: Table) -> str:
    return str(row.values.get(table.key.name) or "")


def _row_left(row: Row, table: Table, mapping: FormMapping) -> Iterator[Remark]:
    """What was typed in a printed row that the new form does not have."""
    name = f"{table.name}/{_label(row, table)}"
    for column in table.columns:
        value = row.values.get(column.name)
        if value is not None and column.name != table.key.name and column.kind != "label" and value != _NOTHING:
            yield remark(row.cells.get(column.name), name, value, mapping.reasons.get(name, NO_PLACE))


def _carry_cells(
    record: FormRecord, source: FormSpec, target: FormSpec, mapping: FormMapping, result: Carried
) -> set[str]:
    used: set[str] = set()
    for cell in mapping.cells:
        table, item = target.table(cell.table), source.field(cell.source)
        value = record.fields.get(cell.source)
        if table is None or item is None or value is None:
            continue
        used.add(cell.source)
        try:
            new = carried_value(value, item, table.column(cell.column))
        except NotCarried as reason:
            result.remarks.append(remark(record.cells.get(cell.source), cell.source, value, str(reason)))
            continue
        values: dict[str, CellValue] = {column.name: None for column in table.columns}
        values |= {table.key.name: cell.row, cell.column: new}
        result.record.tables.setdefault(cell.table, []).append(Row(values))
    return used


def _fields_left(record: FormRecord, source: FormSpec, mapping: FormMapping, used: set[str]) -> Iterator[Remark]:
    for item in source.fields():
        value = record.fields.get(item.name)
        if value is None or item.name in used or item.en == "year":
            continue
        reason = mapping.reasons.get(item.name, "日期由填报人另填" if item.kind == "date" else NO_PLACE)
        yield remark(record.cells.get(item.name), item.name, value, reason)


def _tables_left(record: FormRecord, source: FormSpec, target: FormSpec, mapping: FormMapping) -> Iterator[Remark]:
    """Tables that the new form does not have, with all they say."""
    taken = {mapping.tables.get(table.name, TableMapping(table.name)).source for table in target.tables()}
    for table in source.tables():
        if table.name in taken:
            continue
        reason = mapping.reasons.get(table.name, NO_PLACE)
        for row in record.rows(table.name):
            for column in table.columns:
                value = row.values.get(column.name)
                if value is not None and column.kind != "label":
                    yield remark(row.cells.get(column.name), table.name_of(column), value, reason)
