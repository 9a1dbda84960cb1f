"""Forms of one department and year, as the checks across forms see them."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from perf_xl.checks.context import FormContext
from perf_xl.checks.facts import Fact
from perf_xl.checks.funds import total_budget, total_spent
from perf_xl.model.cells import CellRef


@dataclass(frozen=True)
class ProjectAmount:
    """A project form with its name and its amount in 万元 (None: blank or unreadable)."""

    form: FormContext
    name: str
    amount: Decimal | None
    cell: CellRef | None


@dataclass(frozen=True)
class Group:
    """The forms, and the facts of the report if they were given."""

    forms: tuple[FormContext, ...]
    facts: tuple[Fact, ...] = ()

    def of(self, level: str, kind: str) -> list[FormContext]:
        """The forms of that level (``project``, ``department``) and kind."""
        return [form for form in self.forms if form.spec.level == level and form.spec.kind == kind]

    def department(self, kind: str) -> FormContext | None:
        """The department's form of that kind, when there is exactly one."""
        found = self.of("department", kind)
        return found[0] if len(found) == 1 else None

    def projects(self, kind: str) -> list[ProjectAmount]:
        """The project forms of that kind: 全年执行数 of a self-evaluation, 当年度金额 of a target."""
        result = []
        for form in self.of("project", kind):
            name = form.value("project_name")
            amount = total_spent(form) if kind == "self-evaluation" else total_budget(form)
            number, cell = (amount.number, amount.cell) if amount else (None, form.cell("budget"))
            result.append(ProjectAmount(form, str(name or "").strip(), number, cell))
        return result
