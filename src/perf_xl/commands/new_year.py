"""A form turned into that of another year: amounts, actual values and scores emptied, years moved on, all of it told."""

from __future__ import annotations

from perf_xl.commands.carry_values import shifted_years, year_of, years_in
from perf_xl.commands.mapping import NewYear
from perf_xl.commands.remarks import Remark, remark
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.spec import Column, Field, FormSpec, Table
from perf_xl.model.cells import CellRef, CellValue

Emptied = list[tuple[str, CellValue, CellRef | None]]
"""Name, value and old cell of what was emptied."""


def into_year(
    record: FormRecord, spec: FormSpec, rules: NewYear, remarks: list[Remark], *, old: int | None, year: int
) -> None:
    """Change ``record`` (of the form ``spec``) in place; ``remarks`` gets what was emptied, changed or needs a look."""
    emptied: Emptied = []
    for item in spec.fields():
        value = record.fields.get(item.name)
        if value is None or item.en == "year":
            continue
        if _is_emptied(item, spec, rules):
            emptied.append((item.name, value, record.cells.get(item.name)))
            record.fields[item.name] = item.default
        elif item.kind == "year" and item.en == "end_year" and (year_of(value) or year) < year:
            remarks.append(
                remark(record.cells.get(item.name), item.name, value, f"早于新年度 {year}，请核实项目是否延续")
            )
        elif isinstance(value, str) and any(named < year for named in years_in(value)):
            remarks.append(
                remark(record.cells.get(item.name), item.name, value, f"文字中还写着以前的年度，请按 {year} 年改写")
            )
    _move(record, rules, emptied)
    for table in spec.tables():
        for row in record.rows(table.name):
            _turn_row(row, table, spec, rules, remarks=remarks, emptied=emptied, old=old, year=year)
    remarks.extend(remark(cell, name, value, f"{year} 年重新填写，已清空") for name, value, cell in emptied)


def _is_emptied(item: Field | Column, spec: FormSpec, rules: NewYear) -> bool:
    if item.en in rules.keep:
        return False
    if item.en in rules.empty or item.kind in rules.kinds:
        return True
    return spec.kind == "self-evaluation" and item.en in rules.empty_notes


def _move(record: FormRecord, rules: NewYear, emptied: Emptied) -> None:
    """This year's figures become last year's (base data); they were taken out of their own place just before."""
    for origin, goal in rules.moved.items():
        for gone in [gone for gone in emptied if gone[0].endswith(origin)]:
            moved = f"{gone[0].removesuffix(origin)}{goal}"
            if moved in record.fields:
                record.fields[moved] = gone[1]
                emptied.remove(gone)


def _turn_row(
    row: Row,
    table: Table,
    spec: FormSpec,
    rules: NewYear,
    *,
    remarks: list[Remark],
    emptied: Emptied,
    old: int | None,
    year: int,
) -> None:
    before = dict(row.values)
    for column in table.columns:
        value = row.values.get(column.name)
        if value is None or column.kind == "label":
            continue
        name = f"{table.name_of(column)}（{before.get(table.key.name) or ''}）"
        if _is_emptied(column, spec, rules):
            row.values[column.name] = None
            goal = next((new for old_name, new in rules.moved.items() if column.name == old_name), None)
            if goal is None:
                emptied.append((name, value, row.cells.get(column.name)))
        elif column.en in rules.shifted and old is not None:
            moved = shifted_years(value, year - old)
            if moved != value:
                row.values[column.name] = moved
                remarks.append(remark(row.cells.get(column.name), name, value, f"年度已顺延，新值“{moved}”，请核对"))
    for origin, goal in rules.moved.items():
        if origin in before and goal in before:
            row.values[goal] = before[origin]
