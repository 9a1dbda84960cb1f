"""What is kept of a 主管部门, and of one of its indicators, while forms are folded in: sums, never forms."""

from __future__ import annotations

from dataclasses import dataclass, field

from perf_xl.rollup.entries import ABSENT, Amount, FormEntry
from perf_xl.rollup.rows import Reading
from perf_xl.rollup.sides import IndicatorTally, Weights
from perf_xl.rollup.tallies import FundTally, Total, count_up

_MISSING = Amount(None, "blank")
MOST_PROJECTS = 60
"""Projects of one indicator that are told apart; of more it is only known that they are more."""


@dataclass(slots=True)
class UnitTally:
    """A 主管部门: its projects and their money, in all and by source; 得分; outcomes by first level."""

    names: dict[str, int] = field(default_factory=dict)
    projects: int = 0
    total: FundTally = field(default_factory=FundTally)
    sources: dict[str, FundTally] = field(default_factory=dict)
    score: Total = field(default_factory=Total)
    outcomes: dict[tuple[str, str], int] = field(default_factory=dict)

    def count(self, entry: FormEntry) -> None:
        """Add a project; its rows are counted one by one."""
        self.names[entry.department] = self.names.get(entry.department, 0) + 1
        self.projects += 1
        total = entry.total
        if total is None:
            self.total.count(ABSENT, _MISSING, _MISSING)
        for line in entry.funds:
            if line is total:
                self.total.count(line.initial, line.budget, line.spent)
            elif not line.is_total:
                self.source(line.source).count(line.initial, line.budget, line.spent)
        self.score.count(entry.total_score)

    def source(self, name: str) -> FundTally:
        """The money of one source."""
        found = self.sources.get(name)
        if found is None:
            found = self.sources[name] = FundTally()
        return found

    def absorb(self, other: UnitTally) -> None:
        """Add another tally."""
        count_up(self.names, other.names)
        self.projects += other.projects
        self.total.absorb(other.total)
        for source, tally in other.sources.items():
            self.source(source).absorb(tally)
        self.score.absorb(other.score)
        count_up(self.outcomes, other.outcomes)


@dataclass(slots=True)
class IndicatorGroup:
    """An indicator over the projects of a 主管部门, and which projects these are; None when they are very many."""

    total: IndicatorTally = field(default_factory=IndicatorTally)
    projects: set[str] | None = field(default_factory=set)

    def count(self, project: str, row: Reading, weights: Weights | None, *, has_actual: bool) -> None:
        """Add a row of a project."""
        total = self.total
        total.target.count(row.target, row.unit, weights)
        if has_actual:
            total.actual.count(row.actual, row.unit, weights)
        total.heads[row.head] = total.heads.get(row.head, 0) + 1
        if self.projects is not None:
            self.projects.add(project)
            if len(self.projects) > MOST_PROJECTS:
                self.projects = None

    def absorb(self, other: IndicatorGroup) -> None:
        """Add another group of the same indicator."""
        self.total.absorb(other.total)
        if self.projects is None or other.projects is None:
            self.projects = None
            return
        self.projects |= other.projects
        if len(self.projects) > MOST_PROJECTS:
            self.projects = None
