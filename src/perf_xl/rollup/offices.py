"""A 主管部门 in the summary: its projects, what they come to, and which of the departments' own tables is its."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from perf_xl.rollup.entries import FormEntry
from perf_xl.rollup.groups import UnitTally
from perf_xl.rollup.naming import normal_name, office_name
from perf_xl.rollup.tallies import Total


@dataclass(frozen=True, slots=True)
class UnitSummary:
    """A 主管部门. ``blocked``: its totals are not given, because forms of it are there twice or of two years.

    ``entries`` are its projects, none where they were not kept.
    """

    department: str
    tally: UnitTally
    blocked: bool
    entries: Sequence[FormEntry] = ()

    def value(self, total: Total) -> Fraction | None:
        """A total of 年度资金总额 in 万元; None while something is open or blocked."""
        return None if self.blocked else total.value

    @property
    def budget(self) -> Fraction | None:
        """Σ全年预算数."""
        return self.value(self.tally.total.budget)

    @property
    def spent(self) -> Fraction | None:
        """Σ全年执行数."""
        return self.value(self.tally.total.spent)

    @property
    def rate(self) -> Fraction | None:
        """执行率 of the 主管部门: Σ全年执行数 / Σ全年预算数."""
        return self.spent / self.budget if self.budget and self.spent is not None else None


def owner(form: FormEntry, units: Sequence[UnitSummary]) -> UnitSummary | None:
    """The 主管部门 whose table ``form`` is, its name written in full or without the county's; None where nobody's.

    A table that prints no name (the 基础数据表) belongs to the only 主管部门 there is, or to the only one whose projects it
    lists.
    """
    if form.unit:
        found = _named(form.unit, units)
    elif len(units) == 1:
        found = list(units)
    else:
        listed = {normal_name(item.name) for item in form.items}
        found = [unit for unit in units if any(entry.identity.project in listed for entry in unit.entries)]
    return found[0] if len(found) == 1 else None


def _named(name: str, units: Sequence[UnitSummary]) -> list[UnitSummary]:
    wanted = office_name(name)
    named = [(unit, office_name(unit.department)) for unit in units if unit.department]
    exact = [unit for unit, own in named if own == wanted]
    return exact or [unit for unit, own in named if own in wanted or wanted in own]
