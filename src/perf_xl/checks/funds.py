"""The money of a form: 预算数 and 执行数 by line, 成本 indicators, and what they come to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perf_xl.checks.context import FormContext
from perf_xl.checks.indicator import Indicator
from perf_xl.forms.rates import amount_of
from perf_xl.model.cells import CellRef, CellValue
from perf_xl.model.values import Interval, Number, Value, amount_in, parse_value


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount in 万元, what a sentence calls it, and its cell."""

    label: str
    number: Decimal
    cell: CellRef | None
    typed: CellValue


def amounts(form: FormContext) -> Iterator[Amount]:
    """年初预算数, 全年预算数, 全年执行数 of every funding line; 总金额 and 当年度金额 of a project target."""
    for en in ("initial_budget", "budget", "spent", "total_budget"):
        yield from _field(form, en)
    for table in form.spec.tables():
        if table is form.indicator_table or table.role("source") is None:
            continue
        for row in form.record.rows(table.name):
            for column in table.columns:
                number = amount_of(row.values.get(column.name)) if column.kind == "amount" else None
                if number is not None:
                    label = f"{row.values.get(table.key.name)}的{column.name}"
                    yield Amount(label, number, row.cells.get(column.name), row.values.get(column.name))


def _field(form: FormContext, en: str) -> Iterator[Amount]:
    name, value = form.role(en), form.value(en)
    item = form.spec.field(name) if name else None
    number = amount_of(value) if item is not None and item.kind == "amount" else None
    if name is not None and number is not None:
        yield Amount(name.removeprefix("资金_"), number, form.cell(en), value)


def total_budget(form: FormContext) -> Amount | None:
    """全年预算数 (当年度金额 of a target) in total: the first line of the funding table, or the single field."""
    return next(
        (amount for amount in amounts(form) if "全年预算数" in amount.label or amount.label == "当年度金额"), None
    )


def total_spent(form: FormContext) -> Amount | None:
    """全年执行数 in total."""
    return next((amount for amount in amounts(form) if "全年执行数" in amount.label), None)


def money(value: Value) -> Decimal | None:
    """A value read from an indicator as 万元: of a one-sided range its bound; None where it is no money."""
    if isinstance(value, Interval) and value.comparison is None:
        return None
    number = value.number if isinstance(value, Number) else value.bound if isinstance(value, Interval) else None
    unit = value.unit if isinstance(value, Number | Interval) else ""
    if number is None or unit not in ("元", "千元", "万元", "万", "百万元", "亿元", "亿"):
        return None
    return amount_in(number, {"万": "万元", "亿": "亿元"}.get(unit, unit), "万元")


def cost_amount(row: Indicator, role: str) -> Decimal | None:
    """The amount of a 成本 indicator in 万元; None for other rows and other values."""
    if not row.is_cost:
        return None
    typed = row.value(role)
    unit = row.text("unit")
    if unit and isinstance(typed, Decimal):
        return money(parse_value(f"{typed}{unit}"))
    return money(row.parsed(role))
