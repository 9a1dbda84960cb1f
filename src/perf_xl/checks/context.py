"""One form with everything the checks ask about it; what several of them need is worked out once."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import Any

from perf_xl.checks.indicator import Indicator
from perf_xl.checks.settings import Settings
from perf_xl.forms.rates import RateCell, amount_of, rate_cells
from perf_xl.forms.records import FormRecord
from perf_xl.forms.spec import FormSpec, Rows, Table
from perf_xl.model.cells import CellRef, CellValue
from perf_xl.model.values import Moment, Number, parse_value
from perf_xl.policy import DEFAULT_POLICY, Policy

_DASHES = frozenset("—-－–―/／")


@dataclass
class FormContext:
    """A filled form, its layout, the county's policy, and how the run is set up."""

    record: FormRecord
    spec: FormSpec
    policy: Policy = DEFAULT_POLICY
    settings: Settings = field(default_factory=Settings)
    block_rules: Mapping[int, str] = field(default_factory=dict)
    """评分标准 of the score block by sheet row, where the workbook has one."""
    memo: dict[Hashable, Any] = field(default_factory=dict, repr=False, compare=False)
    """What several checks ask for, worked out once."""

    @property
    def anchor(self) -> CellRef | None:
        """The cell a finding about the whole form is put on: its first entry."""
        return min(self.record.cells.values(), default=None) or next(
            (cell for rows in self.record.tables.values() for row in rows for cell in row.cells.values()), None
        )

    @cached_property
    def indicator_table(self) -> Table | None:
        """The table of indicators, None if the form has none."""
        return next((table for table in self.spec.tables() if table.role("level3")), None)

    @cached_property
    def indicators(self) -> tuple[Indicator, ...]:
        """Every row of the indicator table that says something, open preprinted rows included."""
        table = self.indicator_table
        if table is None:
            return ()
        return tuple(Indicator(self.spec, table, row, n) for n, row in enumerate(self.record.rows(table.name), 1))

    @cached_property
    def named_indicators(self) -> tuple[Indicator, ...]:
        """The rows with a third-level indicator."""
        return tuple(indicator for indicator in self.indicators if indicator.is_named)

    @property
    def is_common(self) -> bool:
        """Whether the indicators are the official common ones, not the unit's own."""
        return self.spec.kind == "common-indicators"

    @property
    def is_evaluation(self) -> bool:
        """Whether the form says what was achieved."""
        return self.spec.kind == "self-evaluation"

    def role(self, en: str) -> str | None:
        """The name of the single field with this English alias."""
        return next((item.name for item in self.spec.fields() if item.en == en), None)

    def value(self, en: str) -> CellValue:
        """The value of that field, None where the form has none."""
        name = self.role(en)
        return None if name is None else self.record.fields.get(name)

    def cell(self, en: str) -> CellRef | None:
        """The cell of that field."""
        name = self.role(en)
        return None if name is None else self.record.cells.get(name)

    def amount(self, name: str) -> Decimal | None:
        """A single amount or number by its (Chinese) name, in the unit of the field (万元 by default)."""
        item = self.spec.field(name)
        return amount_of(self.record.fields.get(name), (item.unit if item else None) or "万元")

    @cached_property
    def rates(self) -> tuple[RateCell, ...]:
        """Every ratio the form prints, with what it is made of."""
        return tuple(rate_cells(self.spec, self.record))

    @cached_property
    def year(self) -> int | None:
        """The year of the form as filled in, else the year of the layout."""
        typed = year_of(self.value("year"))
        return typed if typed is not None else self.spec.year

    def rule_of(self, row: Indicator) -> str:
        """评分标准 of a row: its own, else that of the score block; "" for none."""
        cell = row.cell("level3")
        return row.text("rule") or (self.block_rules.get(cell.row, "") if cell else "")

    @cached_property
    def printed_notes(self) -> tuple[str, ...]:
        """The 说明, 备注 and 注 that the form prints, paragraph by paragraph."""
        return printed_notes(self.spec)

    def demand(self, *words: str) -> str | None:
        """The printed paragraph that contains every one of ``words``; None when the form demands no such thing."""
        return next((note for note in self.printed_notes if all(word in note for word in words)), None)


def printed_notes(spec: FormSpec) -> tuple[str, ...]:
    """The paragraphs of explanation on a form."""
    cells = (cell for block in spec.blocks if isinstance(block, Rows) for row in block.rows for cell in row)
    return tuple(cell.label.strip() for cell in cells if cell.style == "note" and cell.label)


def year_of(value: CellValue) -> int | None:
    """A year as typed: 2026, 「2026年」, 「2026年度」; None for anything else."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() and 1900 <= value <= 2200 else None
    read = parse_value(value)
    if isinstance(read, Moment):
        return read.day.year
    if isinstance(read, Number) and read.unit in ("", "年"):
        return year_of(read.number)
    return None


def says_nothing(value: CellValue) -> bool:
    """Whether a cell is blank or holds only a dash, as people mark what does not apply."""
    return value is None or (isinstance(value, str) and not set(value.strip()) - _DASHES)
