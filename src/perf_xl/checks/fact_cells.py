"""Where a stated figure is found again in the tables, and what stands there, in the unit of the sentence."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perf_xl.checks.context import FormContext
from perf_xl.checks.facts import Fact, Target
from perf_xl.checks.group import Group
from perf_xl.checks.identity import plain_name
from perf_xl.checks.points import points
from perf_xl.checks.wording import field_words
from perf_xl.forms.rates import amount_of
from perf_xl.model.amounts import exact, plain
from perf_xl.model.cells import CellRef, CellValue
from perf_xl.model.values import Interval, Number, amount_in, parse_value


@dataclass(frozen=True, slots=True)
class Found:
    """A value of the tables that a fact should agree with: what to call it, its cell, the number, and how it was got."""

    form: FormContext
    label: str
    cell: CellRef | None
    number: Decimal | None
    shown: str


def found(group: Group, fact: Fact, target: Target) -> Found | None:
    """The value a target points at; None when the form is not among those checked or the cell is blank."""
    form = _form(group, target)
    if form is None:
        return None
    if target.how:
        return _derived(form, target)
    if target.field:
        typed = form.record.fields.get(target.field)
        item = form.spec.field(target.field)
        number = (
            points(typed)
            if item is not None and item.kind == "points"
            else _number(typed, item.unit if item else None, fact.unit)
        )
        label = f"{form.spec.title}的“{field_words(target.field)}”"
        return None if number is None else Found(form, label, form.record.cells.get(target.field), number, str(typed))
    return _in_table(form, fact, target)


def _form(group: Group, target: Target) -> FormContext | None:
    forms = [form for form in group.forms if form.spec.id == target.form]
    if target.title:
        forms = [
            form for form in forms if plain_name(str(form.value("project_name") or "")) == plain_name(target.title)
        ]
    return forms[0] if len(forms) == 1 else None


def _in_table(form: FormContext, fact: Fact, target: Target) -> Found | None:
    table = form.spec.table(target.table)
    if table is None or target.column not in [column.name for column in table.columns]:
        return None
    wanted = plain_name(target.row)
    for row in form.record.rows(target.table):
        if plain_name(str(row.values.get(table.key.name) or "")) == wanted:
            typed = row.values.get(target.column)
            number = _number(typed, table.column(target.column).unit, fact.unit)
            label = f"{form.value('project_name') or form.spec.title}“{target.row}”的“{field_words(target.column)}”"
            return None if number is None else Found(form, label, row.cells.get(target.column), number, str(typed))
    return None


def _number(typed: CellValue, own_unit: str | None, unit: str) -> Decimal | None:
    """The number in a cell, in ``unit``; None for a blank, a word, a range, or a unit that does not convert."""
    if isinstance(typed, Decimal):
        read_unit, number = own_unit or "", typed
    else:
        read = parse_value(typed)
        if isinstance(read, Interval) or not isinstance(read, Number):
            return None
        read_unit, number = read.unit or own_unit or "", read.number
    money = "元" in unit or unit in ("万", "亿")
    if not money:
        return number if (read_unit == "%") == (unit == "%") or not read_unit else None
    return amount_in(number, {"亿": "亿元", "万": "万元"}.get(read_unit, read_unit) or unit, unit)


def _derived(form: FormContext, target: Target) -> Found | None:
    values = [amount_of(form.record.fields.get(name)) for name in target.of]
    cell = form.record.cells.get(target.of[-1])
    if target.how in ("ratio", "difference") and len(values) == 2:
        first, second = values
        if first is None or second is None:
            return None
        names = [field_words(name) for name in target.of]
        if target.how == "difference":
            shown = f"{plain(first)} - {plain(second)} = {plain(first - second)}"
            return Found(form, f"{names[0]}减{names[1]}", cell, first - second, shown)
        if second == 0:
            return None
        ratio = exact(Fraction(first) / Fraction(second) * 100)
        return Found(
            form, f"{names[0]}÷{names[1]}", cell, ratio, f"{plain(first)} ÷ {plain(second)} = {plain(round(ratio, 2))}%"
        )
    if target.how == "sum":
        scores = [points(row.value("score")) for row in form.named_indicators]
        total = sum((score for score in scores if score is not None), Decimal(0))
        first_cell = next((row.cell("score") for row in form.named_indicators), None)
        return Found(form, f"{form.spec.title}的得分合计", first_cell, total, plain(total))
    return None
