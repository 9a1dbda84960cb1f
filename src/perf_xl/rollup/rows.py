"""An indicator row as the roll-up reads it: under which name and unit it counts, which way, and whether it was reached."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from perf_xl.model.values import normal_unit
from perf_xl.rollup.choices import Choices
from perf_xl.rollup.entries import FormEntry, IndicatorLine, Place
from perf_xl.rollup.kinds import Kind, kind_of, unit_of
from perf_xl.rollup.measures import BLANK, Measure, measure
from perf_xl.rollup.naming import normal_name, unit_in_name
from perf_xl.rollup.outcomes import Outcome, outcome_of
from perf_xl.rollup.sides import Head, Weights

BY_CHOICE = "按汇总口径文件"
_NOWHERE = Place("", "", "")
_KEPT = 16_384
"""Readings kept: the same words come again and again over thousands of forms."""


class Reading(NamedTuple):
    """What a row says by itself. ``name`` is normalised; ``unit`` None where neither value is a number.

    ``head.reason`` says why this kind.
    """

    name: str
    unit: str | None
    kind: Kind
    target: Measure
    actual: Measure
    outcome: Outcome | None
    head: Head


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """A line and its reading; ``reason`` says why this kind."""

    line: IndicatorLine
    name: str
    unit: str | None
    kind: Kind
    reason: str
    target: Measure
    actual: Measure
    outcome: Outcome | None


def read_row(line: IndicatorLine, choices: Choices) -> IndicatorRow:
    """Read one row."""
    found = reading_of(line, choices)
    return IndicatorRow(
        line, found.name, found.unit, found.kind, found.head.reason, found.target, found.actual, found.outcome
    )


def reading_of(line: IndicatorLine, choices: Choices) -> Reading:
    """What a row says, with what a person decided about its name and kind."""
    found = _reading(line)
    if not (choices.same or choices.kinds):
        return found
    name = choices.same.get(found.name, found.name)
    kind = choices.kinds.get(name)
    if kind is None:
        return found._replace(name=name)
    return found._replace(name=name, kind=kind, head=found.head._replace(reason=BY_CHOICE))


def _reading(line: IndicatorLine) -> Reading:
    """From what was read before where the values are texts: 1 and 1.0 are equal, and yet shown differently."""
    if line.target.__class__ not in _TEXTS or line.actual.__class__ not in _TEXTS:
        return _read(line)
    says = (line.level1, line.level2, line.name, line.target, line.actual, line.unit, line.comparison)
    return _kept(IndicatorLine(*says, None, None, _NOWHERE, (), line.has_actual))


_TEXTS = (str, type(None))


@lru_cache(maxsize=_KEPT)
def _kept(line: IndicatorLine) -> Reading:
    return _read(line)


def _read(line: IndicatorLine) -> Reading:
    printed = normal_unit(line.unit) or unit_in_name(line.name) or ""
    target = measure(line.target, printed)
    actual = measure(line.actual, printed, target.unit if target.kind == "number" else "") if line.has_actual else BLANK
    kind, reason = kind_of(line.name, target, actual)
    outcome = outcome_of(line, target, actual)
    head = Head(line.name, line.level1, line.level2, reason, outcome.label if outcome else None)
    return Reading(normal_name(line.name), unit_of(target, actual), kind, target, actual, outcome, head)


def weights(entry: FormEntry) -> tuple[Fraction | None, Fraction | None]:
    """全年预算数 and 全年执行数 of a project in 万元, None where they are not numbers."""
    total = entry.total
    if total is None:
        return None, None
    budget, spent = total.budget.value, total.spent.value
    return (None if budget is None else Fraction(budget)), (None if spent is None else Fraction(spent))


def positive_weights(entry: FormEntry) -> Weights:
    """The same where they are positive, as averages are weighted by them."""
    total = entry.total
    if total is None:
        return Weights(None, None)
    budget, spent = total.budget.value, total.spent.value
    return Weights(
        budget if budget is not None and budget > 0 else None, spent if spent is not None and spent > 0 else None
    )
