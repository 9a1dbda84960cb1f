"""An indicator row as the roll-up reads it: under which name and unit it counts, which way, and what it adds."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from perf_xl.model.values import normal_unit
from perf_xl.rollup.choices import Choices
from perf_xl.rollup.entries import FormEntry, IndicatorLine
from perf_xl.rollup.kinds import Kind, kind_of, unit_of
from perf_xl.rollup.measures import BLANK, Measure, measure
from perf_xl.rollup.naming import unit_in_name
from perf_xl.rollup.outcomes import Outcome, outcome_of
from perf_xl.rollup.tallies import IndicatorTally, Side


@dataclass(frozen=True, slots=True)
class IndicatorRow:
    """``name`` is normalised; ``unit`` None where neither value is a number; ``reason`` says why this kind."""

    line: IndicatorLine
    name: str
    unit: str | None
    kind: Kind
    reason: str
    target: Measure
    actual: Measure
    outcome: Outcome | None

    def tally(self, entry: FormEntry) -> IndicatorTally:
        """What this row adds, weighted by the money of its project."""
        total = entry.total
        budget, spent = (total.budget.value, total.spent.value) if total else (None, None)
        return IndicatorTally(
            rows=1,
            target=Side.of(self.target, self.unit, budget, spent),
            actual=Side.of(self.actual, self.unit, budget, spent) if self.line.has_actual else Side(),
            outcomes={self.outcome.label: 1} if self.outcome else {},
            names={self.line.name: 1},
            levels={(self.line.level1, self.line.level2): 1},
            reasons={self.reason: 1},
        )


def read_row(line: IndicatorLine, choices: Choices) -> IndicatorRow:
    """Read one row."""
    printed = normal_unit(line.unit) or unit_in_name(line.name) or ""
    target = measure(line.target, printed)
    actual = measure(line.actual, printed, target.unit if target.kind == "number" else "") if line.has_actual else BLANK
    name = choices.indicator(line.name)
    kind, reason = kind_of(line.name, target, actual)
    if name in choices.kinds:
        kind, reason = choices.kinds[name], "按汇总口径文件"
    return IndicatorRow(
        line, name, unit_of(target, actual), kind, reason, target, actual, outcome_of(line, target, actual)
    )


def weights(entry: FormEntry) -> tuple[Fraction | None, Fraction | None]:
    """全年预算数 and 全年执行数 of a project in 万元, None where they are not numbers."""
    total = entry.total
    if total is None:
        return None, None
    budget, spent = total.budget.value, total.spent.value
    return (None if budget is None else Fraction(budget)), (None if spent is None else Fraction(spent))
