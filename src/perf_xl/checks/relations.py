"""Sums that a form must satisfy: a total and the parts it is made of, with the tolerance of rounding."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from perf_xl.checks.context import FormContext
from perf_xl.checks.wording import field_words
from perf_xl.forms.rates import amount_of
from perf_xl.forms.records import Row
from perf_xl.forms.spec import Table
from perf_xl.model.cells import CellRef

_USUAL_PLACES = 2
"""万元 with two decimals, as the forms are filled in."""


@dataclass(frozen=True, slots=True)
class Relation:
    """``total`` = sum of ``parts``. ``whole`` False: the parts are only some of it (其中), so they may be less."""

    label: str
    total: Decimal
    parts: tuple[Decimal, ...]
    cell: CellRef | None
    whole: bool = True
    places: int = 0
    """Decimals the form's amounts are kept to, where they are more than those of the numbers here."""

    @property
    def sum(self) -> Decimal:
        """What the parts come to."""
        return sum(self.parts, Decimal(0))

    @property
    def tolerance(self) -> Decimal:
        """Half a unit of the last place, once for each addend: what rounding alone can make.

        The last place is that of the coarsest number, where 8 in a form kept to 0.01 counts as 8.00.
        """
        own = [_places(number) for number in (self.total, *self.parts)]
        least = min(_USUAL_PLACES, max(self.places, *own))
        places = min(max(number, least) for number in own)
        return Decimal(5).scaleb(-places - 1) * len(self.parts)

    @property
    def is_exact(self) -> bool:
        """Whether nothing is to be said about it."""
        return self.sum == self.total or (not self.whole and self.sum < self.total)

    @property
    def is_rounding(self) -> bool:
        """Whether the difference is no more than rounding makes (尾差)."""
        return not self.is_exact and abs(self.sum - self.total) <= self.tolerance


def _places(number: Decimal) -> int:
    exponent = number.normalize().as_tuple().exponent
    return max(0, -exponent) if isinstance(exponent, int) else 0


def relations(form: FormContext) -> Iterator[Relation]:
    """Every sum of the form of which total and at least one part are filled in."""
    places = max((_places(number) for number in _amounts(form)), default=0)
    yield from (replace(relation, places=places) for relation in _all(form))


def _amounts(form: FormContext) -> Iterator[Decimal]:
    """Every amount of the form: 8 in a table that is kept to 0.01 is 8.00."""
    values = (form.record.fields.get(item.name) for item in form.spec.fields() if item.kind == "amount")
    yield from (value for value in values if isinstance(value, Decimal))
    for table in form.spec.tables():
        names = [column.name for column in table.columns if column.kind == "amount"]
        cells = (row.values.get(name) for row in form.record.rows(table.name) for name in names)
        yield from (value for value in cells if isinstance(value, Decimal))


def _all(form: FormContext) -> Iterator[Relation]:
    for table in form.spec.tables():
        if table is not form.indicator_table and table.role("source") is not None:
            yield from _source_sums(form, table)
    for total, parts, whole in _SUMS:
        relation = _field_sum(form, total, parts, whole=whole)
        if relation is not None:
            yield relation
    yield from _project_sums(form)
    yield from _income_and_expenditure(form)


def _source_sums(form: FormContext, table: Table) -> Iterator[Relation]:
    """年度资金总额 and its sources, column by column."""
    rows = form.record.rows(table.name)
    for column in table.columns:
        if column.kind != "amount" or not rows:
            continue
        values = [amount_of(row.values.get(column.name)) for row in rows]
        parts = tuple(value for value in values[1:] if value is not None)
        if values[0] is not None and parts:
            label = f"{rows[0].values.get(table.key.name)}的{column.name}"
            yield Relation(label, values[0], parts, rows[0].cells.get(column.name))


_YEARS = ("决算数_上年", "预算数_本年", "决算数_本年")
_SUMS: tuple[tuple[str, tuple[str, ...], bool], ...] = tuple(
    (f"{total}_{year}", tuple(f"{part}_{year}" for part in parts), whole)
    for year in _YEARS
    for total, parts, whole in (
        ("三公经费", ("公车购置和维护", "出国经费", "公务接待"), True),
        ("公车购置和维护", ("公车购置", "公车运行维护"), True),
        ("公用经费", ("办公经费", "水费电费差旅费", "会议费培训费"), False),
    )
)
"""Sums of the base-data table, by the names of its fields; 其中 under 公用经费 names only some of its parts."""


def _field_sum(form: FormContext, total: str, parts: Sequence[str], *, whole: bool) -> Relation | None:
    value = form.amount(total)
    given = tuple(number for name in parts if (number := form.amount(name)) is not None)
    if value is None or not given:
        return None
    return Relation(field_words(total), value, given, form.record.cells.get(total), whole)


def _project_sums(form: FormContext) -> Iterator[Relation]:
    """项目支出合计 of the base data and the projects listed below it."""
    rows: list[Row] = form.record.rows("项目支出")
    for year in _YEARS:
        total = form.amount(f"项目支出合计_{year}")
        parts = tuple(number for row in rows if (number := amount_of(row.values.get(year))) is not None)
        if total is not None and parts:
            yield Relation(
                field_words(f"项目支出合计_{year}"), total, parts, form.record.cells.get(f"项目支出合计_{year}")
            )


_EXPENDITURE = ("基本支出", "项目支出", "财政专项资金", "其他事业发展性支出")


def _income_and_expenditure(form: FormContext) -> Iterator[Relation]:
    """部门预算支出 against 收入来源 and 按预算级次划分 of the department target forms."""
    if form.spec.field("财政拨款") is None:
        return
    income = [number for name in ("财政拨款", "其他资金") if (number := form.amount(name)) is not None]
    spending = tuple(number for name in _EXPENDITURE if (number := form.amount(name)) is not None)
    levels = tuple(number for name in ("本级使用资金", "对下转移支付资金") if (number := form.amount(name)) is not None)
    total = sum(income, Decimal(0))
    if income and form.amount("基本支出") is not None and form.amount("项目支出") is not None:
        yield Relation("收入来源合计（与部门预算支出）", total, spending, form.record.cells.get("财政拨款"))
    if income and levels:
        yield Relation("收入来源合计（与按预算级次划分）", total, levels, form.record.cells.get("本级使用资金"))
