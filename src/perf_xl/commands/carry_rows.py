"""The rows of a table of indicators or tasks carried into the table of another form."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from perf_xl.commands.carry_values import NotCarried, carried_value, joined_target, says_the_same
from perf_xl.commands.mapping import FormMapping, TableMapping, TargetParts
from perf_xl.commands.remarks import Remark, column_remark, remark
from perf_xl.forms.records import Row
from perf_xl.forms.spec import Column, Table
from perf_xl.model.cells import CellRef, CellValue
from perf_xl.model.indicators import level2_name, level_name

Rules = dict[str, CellValue]
"""What goes into the score block of one row, by the keys of its columns."""

_RULE_KEYS = ("规则", "类型", "目标值", "单位", "分值")
_LAST = 10**6


@dataclass
class CarriedRows:
    """The new rows, in the order the new form prints its levels; their rules; what is to be told."""

    rows: list[Row] = field(default_factory=list)
    rules: list[Rules] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def carry_rows(
    rows: Sequence[Row],
    old: Table,
    new: Table,
    *,
    plan: TableMapping,
    mapping: FormMapping,
    block: Mapping[int, Mapping[str, CellValue]] | None = None,
) -> CarriedRows:
    """``rows`` of ``old`` as rows of ``new``; rows without a name and without a value are printed blanks, not content."""
    result = CarriedRows()
    origins = _origins(old, new, plan, mapping)
    levels = _Levels(new, mapping)
    filled = [row for row in rows if _says_something(old, row)]
    carried: list[tuple[tuple[int, int], Row, Rules]] = []
    for row in filled:
        values = {column.name: _carried(row, old, column, origins, result) for column in new.columns}
        place = levels.place(values, row, result)
        carried.append((place, Row(values, _cells(row, origins)), _rules(row, mapping, block)))
    carried.sort(key=lambda item: item[0])
    result.rows = [row for _, row, _ in carried]
    result.rules = [rules for _, _, rules in carried]
    result.remarks.extend(_columns_left(filled, old, origins, mapping))
    return result


def _says_something(table: Table, row: Row) -> bool:
    if table.role("level3") is None:
        return any(value is not None for value in row.values.values())
    return any(row.values.get(column.name) is not None for column in table.columns if not column.merges)


Origins = Mapping[str, str | TargetParts]


def _origins(old: Table, new: Table, plan: TableMapping, mapping: FormMapping) -> Origins:
    """Where each new column comes from: as mapped, else the old column of the same name."""
    names = {column.name for column in old.columns}
    own = {column.name: column.name for column in new.columns if column.name in names}
    own = {name: origin for name, origin in own.items() if new.name_of(new.column(name)) not in mapping.blank}
    return {**own, **plan.columns}


def _carried(row: Row, old: Table, column: Column, origins: Origins, result: CarriedRows) -> CellValue:
    origin = origins.get(column.name)
    if origin is None:
        return None
    if isinstance(origin, TargetParts):
        return _joined(row, old, origin, result)
    value = row.values.get(origin)
    try:
        return carried_value(value, old.column(origin), column)
    except NotCarried as reason:
        result.remarks.append(remark(row.cells.get(origin), old.name_of(old.column(origin)), value, str(reason)))
        return None


def _cells(row: Row, origins: Origins) -> dict[str, CellRef]:
    """The old cell of each new value, so that a later remark can name it."""
    olds = {name: origin if isinstance(origin, str) else origin.value for name, origin in origins.items()}
    return {name: row.cells[old] for name, old in olds.items() if old in row.cells}


def _joined(row: Row, old: Table, parts: TargetParts, result: CarriedRows) -> CellValue:
    said = [row.values.get(name) for name in (parts.comparison, parts.value, parts.unit)]
    joined = joined_target(*said)
    if not says_the_same(joined, *said):
        name = old.name_of(old.column(parts.value))
        result.remarks.append(remark(row.cells.get(parts.value), name, said[1], f"合并为“{joined}”，请核对"))
    return joined


class _Levels:
    """The first and second levels as the new form prints them, and the order it prints them in."""

    def __init__(self, table: Table, mapping: FormMapping) -> None:
        self._first, self._second = table.role("level1"), table.role("level2")
        self._moves = mapping.levels
        self._labels: dict[str, str] = {}
        self._order: dict[tuple[str, str], int] = {}
        for index, row in enumerate(table.rows):
            first, second = self._names(row)
            self._labels.setdefault(first, str(row.get(self._first.name) if self._first else ""))
            self._order.setdefault((first, second), index)
            self._order.setdefault((first, ""), index)

    def _names(self, values: Mapping[str, CellValue]) -> tuple[str, str]:
        first = values.get(self._first.name) if self._first else None
        second = values.get(self._second.name) if self._second else None
        return level_name(str(first or "")), level2_name(str(second or ""))

    def place(self, values: dict[str, CellValue], row: Row, result: CarriedRows) -> tuple[int, int]:
        """Set the levels of a new row as the form prints them; gives where its group stands."""
        if self._first is None or self._second is None:
            return 0, 0
        first, second = self._names(values)
        if first in self._moves:
            moved, under = self._moves[first]
            if second and second != under:
                text = f"“{first}”在新表中列在“{moved}”的“{under}”下"
                cell = row.cells.get(self._second.name)
                result.remarks.append(remark(cell, self._second.name, values[self._second.name], text))
            first, second = moved, under
            values[self._second.name] = under
        if first in self._labels:
            values[self._first.name] = self._labels[first]
        group = self._order.get((first, ""), _LAST)
        return group, self._order.get((first, second), _LAST)


def _rules(row: Row, mapping: FormMapping, block: Mapping[int, Mapping[str, CellValue]] | None) -> Rules:
    """The rule of a row: from the columns of the old form, else from its score block."""
    rules: Rules = {key: row.values.get(origin) for key, origin in mapping.rules.items()}
    at = next(iter(row.cells.values())).row if row.cells else 0
    typed = (block or {}).get(at, {})
    rules |= {key: typed[key] for key in _RULE_KEYS if rules.get(key) is None and typed.get(key) is not None}
    return {key: value for key, value in rules.items() if value is not None}


def _columns_left(rows: Sequence[Row], old: Table, origins: Origins, mapping: FormMapping) -> Iterator[Remark]:
    """Old columns that no new column and no rule takes: one remark a column."""
    used = {name for origin in origins.values() for name in _names_of(origin)} | set(mapping.rules.values())
    for column in old.columns:
        found = [(row.cells.get(column.name), row.values.get(column.name)) for row in rows]
        values = [value for _, value in found if value is not None]
        if column.name in used or not values or column.kind == "label":
            continue
        cells: list[CellRef] = [cell for cell, value in found if cell is not None and value is not None]
        name = old.name_of(column)
        yield column_remark(cells, name, values, mapping.reasons.get(name, "新表没有对应的栏目"))


def _names_of(origin: str | TargetParts) -> tuple[str, ...]:
    return (origin,) if isinstance(origin, str) else (origin.comparison, origin.value, origin.unit)
