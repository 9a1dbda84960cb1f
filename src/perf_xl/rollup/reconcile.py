"""The projects against the departments' own tables: each 主管部门 with its own, never one with another's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from perf_xl.rollup.choices import Choices
from perf_xl.rollup.coverage import Coverage, amounts_only, coverage_of, expected_of
from perf_xl.rollup.differences import Difference, differences_of
from perf_xl.rollup.entries import FormEntry
from perf_xl.rollup.offices import UnitSummary, owner
from perf_xl.rollup.opens import Open


@dataclass
class Reconciled:
    """Coverage of each 主管部门 that has a list, all differences, and the tables that could not be compared."""

    coverages: list[Coverage] = field(default_factory=list)
    differences: list[Difference] = field(default_factory=list)
    opens: list[Open] = field(default_factory=list)


def reconcile(
    units: Sequence[UnitSummary], forms: Sequence[FormEntry], choices: Choices, *, is_target: bool, has_details: bool
) -> Reconciled:
    """Compare. ``forms``: the departments' tables of the same kind and year; without details only whole amounts."""
    result = Reconciled()
    owners = [(form, owner(form, units)) for form in forms]
    result.opens = [_stranger(form) for form, unit in owners if unit is None]
    by_name = bool(choices.expected) and has_details
    if by_name:
        result.coverages.append(expected_of(choices.expected, [entry for unit in units for entry in unit.entries]))
    for unit in units:
        own = [form for form, found in owners if found is unit]
        coverage = None
        if not by_name:
            find = coverage_of if has_details else amounts_only
            coverage = find(unit.department, unit.entries, own, unit.budget if is_target else unit.spent)
        if coverage is not None:
            result.coverages.append(coverage)
        result.differences += differences_of(unit.entries, own, coverage, unit.spent, unit.budget)
    return result


def _stranger(form: FormEntry) -> Open:
    message = (
        f"{form.file} 的“{form.title}”属于“{form.unit}”，与项目表的主管部门对不上，没有与项目表比较。"
        if form.unit
        else f"{form.file} 的“{form.title}”没有写部门名称，分不清是哪个主管部门的，没有与项目表比较。"
    )
    return Open("部门表未比较", message)
