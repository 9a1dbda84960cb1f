"""The funding lines of a form that is filled and scored in one go: 执行率 of each, and the points that it earns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from perf_xl.commands.generate import MAX_DIGITS
from perf_xl.commands.rate import RATE_FORMAT, rate_formula
from perf_xl.forms.rates import RateCell, rate_cells
from perf_xl.forms.records import FormRecord
from perf_xl.forms.score_form import main_line
from perf_xl.forms.score_totals import points_for, rate_points_formula
from perf_xl.forms.spec import Column, FormSpec
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.amounts import exact, execution_rate
from perf_xl.model.cells import CellValue
from perf_xl.ooxml.columns import Table, as_rows
from perf_xl.ooxml.fillvalues import Computed, Styled, Value
from perf_xl.policy import Policy

Tables = dict[str, Table]


class NotForTemplateError(Exception):
    """This record needs the careful way: something is typed where a score is to stand."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A funding line: its cells, what is printed in those that are not to be typed, and how its points are earned."""

    cell: RateCell
    said: Mapping[str, CellValue]
    points_formula: str
    points: Decimal | None
    is_bare: bool
    """The rate's cell has no number format of its own."""
    formula: str | None
    """That of the rate while both amounts are plain numbers."""

    def rate(self, spent: CellValue, budget: CellValue) -> tuple[Fraction | None, str | None]:
        """The rate of these amounts (of the printed ones where neither is given), with its formula."""
        if isinstance(spent, Decimal) and isinstance(budget, Decimal):
            return execution_rate(budget, spent), self.formula
        cell = self.cell
        if spent is not None or budget is not None:
            cell = replace(cell, spent_value=spent, budget_value=budget)
        return cell.value, rate_formula(cell)


class Funding:
    """The funding lines of one shape of a form; none where the form has no table with a rate."""

    def __init__(self, spec: FormSpec, record: FormRecord, book: FilesWorkbook, policy: Policy) -> None:
        self._name, self._columns = _table_of(spec)
        main = main_line(spec, record)
        self._lines = [self._line(cell, main, book, policy) for cell in rate_cells(spec, record)]

    def _line(self, cell: RateCell, main: RateCell | None, book: FilesWorkbook, policy: Policy) -> _Line:
        said = {"rate": cell.typed, "max_score": cell.points_value, "score": cell.score_typed}
        formula = ""
        if main is not None and cell.rate == main.rate and cell.score is not None and cell.points is not None:
            formula = rate_points_formula(cell.rate.a1, cell.points.a1, policy)
        points = cell.points_value if isinstance(cell.points_value, Decimal) else None
        is_bare = book.look(cell.rate).number_format == "General"
        plain = rate_formula(replace(cell, spent_value=Decimal(1), budget_value=Decimal(1)))
        said = {en: value for en, value in said.items() if en in self._columns}
        return _Line(cell, said, formula, points, is_bare, plain)

    def fill(self, tables: Tables, policy: Policy) -> list[Decimal | None]:
        """Put the rates into the funding lines; gives the points of the execution rate as a part of the total."""
        if not self._lines:
            return []
        given = as_rows(tables.get(self._name) or [{}] * len(self._lines))
        earned: list[Decimal | None] = []
        lines: list[Mapping[str, Value]] = []
        for line, said in zip(self._lines, given, strict=True):
            if any(said.get(self._columns[en].name) not in (None, line.said[en]) for en in line.said):
                raise NotForTemplateError
            lines.append({**said, **dict(self._cells(line, said, earned, policy))})
        tables[self._name] = lines
        return earned

    def _cells(
        self, line: _Line, said: Mapping[str, Value], earned: list[Decimal | None], policy: Policy
    ) -> Iterator[tuple[str, Value]]:
        columns = self._columns
        spent, budget = _amount(said.get(columns["spent"].name)), _amount(said.get(columns["budget"].name))
        rate, formula = line.rate(spent, budget)
        if rate is not None:
            value = exact(rate) if formula is None else Computed(formula, exact(rate))
            yield columns["rate"].name, Styled(value, RATE_FORMAT) if line.is_bare else value
        if line.points_formula:
            points = points_for(rate, policy, line.points)
            earned.append(points)
            yield columns["score"].name, Computed(line.points_formula, points)


def _table_of(spec: FormSpec) -> tuple[str, dict[str, Column]]:
    """The table whose lines have an execution rate, with its columns by role."""
    for table in spec.tables():
        columns = {column.en: column for column in table.columns if column.en}
        if {"budget", "spent", "rate"} <= columns.keys():
            return table.name, columns
    return "", {}


def is_kept(value: object) -> bool:
    """Whether a cell will hold just this value: no more digits than a spreadsheet keeps, and no True, which equals 1."""
    if isinstance(value, Decimal):
        return len(value.as_tuple().digits) <= MAX_DIGITS
    return not isinstance(value, bool)


def _amount(value: Value | None) -> CellValue:
    """A value of a funding line as its cell will hold it."""
    if isinstance(value, Computed | Styled) or not is_kept(value):
        raise NotForTemplateError
    return exact(value) if isinstance(value, int | float) else value
