"""Where a form has an 执行率 (or another ratio) and what it is made of: the cells, and the formula that stands in them.

Source: 「执行率（B/A）」 of the self-evaluation forms, 全年执行数 ÷ 全年预算数; blank for a blank or zero budget.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perf_xl.forms.records import FormRecord
from perf_xl.forms.spec import FormSpec
from perf_xl.model.amounts import Money, MoneyUnit, execution_rate
from perf_xl.model.cells import CellRef, CellValue
from perf_xl.model.values import Number, amount_in, parse_value


@dataclass(frozen=True, slots=True)
class RateCell:
    """One ratio of a form: what it is called, its three cells, and the values typed in them.

    ``label`` is the row's heading (年度资金总额); ``points`` and ``score`` are the cells of 分值 and 得分 where the form
    prints them for this ratio.
    """

    label: str
    rate: CellRef
    spent: CellRef
    budget: CellRef
    typed: CellValue
    spent_value: CellValue
    budget_value: CellValue
    unit: str = "万元"
    points: CellRef | None = None
    points_value: CellValue = None
    score: CellRef | None = None
    score_typed: CellValue = None

    @property
    def value(self) -> Fraction | None:
        """The ratio as a fraction, None where an amount is blank, unreadable, or the budget is zero."""
        budget, spent = amount_of(self.budget_value, self.unit), amount_of(self.spent_value, self.unit)
        return execution_rate(budget, spent)


def amount_of(value: CellValue, unit: str = "万元") -> Decimal | None:
    """An amount cell as a number of ``unit``: 「13.8万元」 is 13.8; None for a blank or for anything that is no amount."""
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str):
        return None
    read = parse_value(value)
    if not isinstance(read, Number) or read.is_percent:
        return None
    return amount_in(read.number, read.unit, unit)


def money_of(value: CellValue, unit: str = "万元") -> Money | None:
    """An amount cell with its unit."""
    amount = amount_of(value, unit)
    return None if amount is None else Money(amount, MoneyUnit(unit))


def rate_cells(spec: FormSpec, record: FormRecord) -> Iterator[RateCell]:
    """Every ratio of the form: the lines of its 资金 table, and single fields."""
    yield from _table_rates(spec, record)
    yield from _field_rates(spec, record)


def _table_rates(spec: FormSpec, record: FormRecord) -> Iterator[RateCell]:
    for table in spec.tables():
        columns = {column.en: column.name for column in table.columns if column.en}
        if not {"budget", "spent", "rate"} <= columns.keys():
            continue
        unit = table.column(columns["budget"]).unit or "万元"
        for row in record.rows(table.name):
            refs = {en: row.cells[columns[en]] for en in ("budget", "spent", "rate")}
            has_points = isinstance(row.values.get(columns.get("max_score", "")), Decimal)
            yield RateCell(
                label=str(row.values.get(table.key.name) or table.name),
                rate=refs["rate"],
                spent=refs["spent"],
                budget=refs["budget"],
                typed=row.values[columns["rate"]],
                spent_value=row.values[columns["spent"]],
                budget_value=row.values[columns["budget"]],
                unit=unit,
                points=row.cells[columns["max_score"]] if has_points else None,
                points_value=row.values[columns["max_score"]] if has_points else None,
                score=row.cells[columns["score"]] if has_points and "score" in columns else None,
                score_typed=row.values[columns["score"]] if has_points and "score" in columns else None,
            )


def _field_rates(spec: FormSpec, record: FormRecord) -> Iterator[RateCell]:
    for field in spec.fields():
        if len(field.ratio) != 2 or field.name not in record.cells:
            continue
        spent, budget = field.ratio
        if spent not in record.cells or budget not in record.cells:
            continue
        points, score = field.points if len(field.points) == 2 else ("", "")
        yield RateCell(
            label=field.name,
            rate=record.cells[field.name],
            spent=record.cells[spent],
            budget=record.cells[budget],
            typed=record.fields[field.name],
            spent_value=record.fields[spent],
            budget_value=record.fields[budget],
            unit=_unit(spec, budget),
            points=record.cells.get(points),
            points_value=record.fields.get(points),
            score=record.cells.get(score),
            score_typed=record.fields.get(score),
        )


def _unit(spec: FormSpec, name: str) -> str:
    field = spec.field(name)
    return (field.unit if field else None) or "万元"
