"""A row of an indicator table as the checks see it: its columns by role, its values read, its name for a sentence."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, cached_property

from perf_xl.forms.records import Row
from perf_xl.forms.spec import Column, FormSpec, Table
from perf_xl.model.cells import CellRef, CellValue
from perf_xl.model.indicators import IndicatorCategory, category_of, level2_name, level_name
from perf_xl.model.values import Value, parse_value

QUALITATIVE = "定性"


@cache
def roles_of(table: Table) -> dict[str, Column]:
    """The columns of a table by their English aliases."""
    return {column.en: column for column in reversed(table.columns) if column.en}


@dataclass(frozen=True)
class Indicator:
    """One row. A role is the English alias of a column: ``level3``, ``target``, ``actual``, ``max_score`` …"""

    spec: FormSpec
    table: Table
    row: Row
    number: int
    """1 for the first row of the table that says something."""

    def has(self, role: str) -> bool:
        """Whether the form prints such a column."""
        return role in roles_of(self.table)

    def value(self, role: str) -> CellValue:
        """The raw value; None where it is blank or the form has no such column."""
        column = roles_of(self.table).get(role)
        return None if column is None else self.row.values.get(column.name)

    def text(self, role: str) -> str:
        """The value as text without surrounding spaces, "" for a blank."""
        value = self.value(role)
        return "" if value is None else str(value).strip()

    def cell(self, role: str) -> CellRef | None:
        """The cell of the value."""
        column = roles_of(self.table).get(role)
        return None if column is None else self.row.cells.get(column.name)

    def heading(self, role: str) -> str:
        """The printed heading of the column, for a sentence."""
        column = roles_of(self.table).get(role)
        return role if column is None else "".join(column.label.split()) or column.name

    def parsed(self, role: str) -> Value:
        """The value as the value parser reads it, in the unit of the row."""
        return parse_value(self.value(role), self.text("unit") or None)

    @property
    def is_named(self) -> bool:
        """Whether a third-level indicator is given; preprinted rows left open have none."""
        return bool(self.name)

    @cached_property
    def name(self) -> str:
        """三级指标."""
        return self.text("level3")

    @cached_property
    def level1(self) -> str:
        """一级指标 without its points."""
        return level_name(self.text("level1"))

    @cached_property
    def level2(self) -> str:
        """二级指标 in full."""
        return level2_name(self.text("level2"))

    @cached_property
    def category(self) -> IndicatorCategory | None:
        """The first level, None where neither level is one of the tree."""
        return category_of(self.text("level1"), self.text("level2"))

    @property
    def is_cost(self) -> bool:
        """Whether the row stands under 成本, as a first or second level."""
        return self.category is IndicatorCategory.COST or self.level2 == "成本指标"

    @property
    def is_qualitative(self) -> bool:
        """Whether 指标类型 says 定性."""
        return self.text("comparison") == QUALITATIVE

    @property
    def place(self) -> str:
        """How a sentence names the row: 数量指标“科技培训”."""
        name = self.name if len(self.name) <= 24 else f"{self.name[:22]}…"
        return (
            f"{self.level2 or self.level1}“{name}”"
            if name
            else f"{self.level2 or self.level1 or '指标'}第 {self.number} 行"
        )
