"""Which fields and columns of a form the roll-up takes, by the English aliases of its layout; worked out once a form.

A new county's form needs no code.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from perf_xl.forms.spec import Column, FormSpec, Table

_UNIT_FIELDS = ("implementing_unit", "spending_unit", "department", "supervising_department")
_YEAR_FIELDS = ("year", "start_year")
_ITEM_TABLES = ("项目支出", "任务")
_CELLS = ("target", "actual", "max_score", "score")
MONEY = ("initial_budget", "budget", "spent")
"""The aliases of 年初预算数, 全年预算数 and 全年执行数."""

Where = tuple[str, str | None]
"""The name of a field or column of money, and the unit printed for it."""


@dataclass(frozen=True, slots=True)
class FundRoles:
    """The table of 资金: the column of the source, and those of the three amounts (None: the form has no such one)."""

    table: str
    source: str
    amounts: tuple[Where | None, Where | None, Where | None]


@dataclass(frozen=True, slots=True)
class RowRoles:
    """The columns of 指标 by alias; ``cells``: those whose addresses are kept."""

    table: str
    columns: dict[str, str]
    cells: tuple[tuple[str, str], ...]

    def name(self, alias: str) -> str:
        """The column's name, empty when the form has no such column."""
        return self.columns.get(alias, "")


@dataclass(frozen=True, slots=True)
class Roles:
    """Names of fields, empty or None where a form has no such thing. ``money`` are single fields, ``funds`` the table."""

    project: str
    units: tuple[str, ...]
    supervisor: str
    department: str
    years: tuple[str, ...]
    score: str | None
    funds: FundRoles | None
    money: tuple[Where | None, ...] | None
    rows: RowRoles | None
    other: tuple[Where, ...]
    items: tuple[FundRoles, ...]


@cache
def aliases(spec: FormSpec) -> dict[str, str]:
    """English alias to the name of a single field."""
    return {field.en: field.name for field in spec.fields() if field.en}


@cache
def roles_of(spec: FormSpec) -> Roles:
    """The roles of a form's fields and columns."""
    names = aliases(spec)
    is_department = spec.level == "department"
    money = next((table for table in spec.tables() if table.role("budget") and table.role("spent")), None)
    amounts = [field for field in spec.fields() if field.kind == "amount"]
    items = (table for name in _ITEM_TABLES if (table := spec.table(name)) is not None)
    return Roles(
        project=names.get("project_name", ""),
        units=tuple(names[alias] for alias in _UNIT_FIELDS if alias in names),
        supervisor=names.get("supervising_department", ""),
        department=names.get("department", ""),
        years=tuple(names[alias] for alias in _YEAR_FIELDS if alias in names),
        score=names.get("total_score"),
        funds=_funds(money) if money is not None and not is_department else None,
        money=_money(spec, names) if "budget" in names else None,
        rows=_rows(spec),
        other=tuple((field.name, field.unit) for field in amounts) if is_department else (),
        items=tuple(_funds(table) for table in items) if is_department else (),
    )


def _funds(table: Table) -> FundRoles:
    initial, budget, spent = (_where(table.role(alias)) for alias in MONEY)
    return FundRoles(table.name, table.key.name, (initial, budget, spent))


def _where(column: Column | None) -> Where | None:
    return (column.name, column.unit) if column is not None else None


def _money(spec: FormSpec, names: dict[str, str]) -> tuple[Where | None, ...]:
    fields = (spec.field(names.get(alias, "")) for alias in MONEY)
    return tuple((field.name, field.unit) if field is not None else None for field in fields)


def _rows(spec: FormSpec) -> RowRoles | None:
    table = spec.table("指标")
    if table is None or table.role("level3") is None or spec.kind not in ("target", "self-evaluation"):
        return None
    columns = {column.en: column.name for column in table.columns if column.en}
    return RowRoles(table.name, columns, tuple((alias, columns[alias]) for alias in _CELLS if alias in columns))
