"""A row's own 评（扣）分标准 as the checks look at it: its syntax, its top, its bands, its direction."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from perf_xl.checks.context import FormContext
from perf_xl.checks.indicator import Indicator
from perf_xl.model.amounts import plain
from perf_xl.scoring import nodes, read_rule
from perf_xl.scoring.defaults import says_nothing


def rule_rows(form: FormContext) -> Iterator[tuple[Indicator, nodes.Rule]]:
    """The rows with a rule that their author wrote, read; the printed rules of the official common tables are left out."""
    if form.is_common:
        return
    for row in form.named_indicators:
        text = row.text("rule")
        if text and not says_nothing(text, row.name):
            yield row, read_rule(text).rule


@dataclass(frozen=True, slots=True)
class Band:
    """Values from ``low`` to ``high`` (None: open end) that earn something; ``unmarked``: the text marks no bound."""

    low: Decimal | None
    high: Decimal | None
    low_closed: bool
    high_closed: bool
    unit: str

    @property
    def words(self) -> str:
        """For a sentence: 70%–84%."""
        low = "" if self.low is None else f"{plain(self.low)}{self.unit}"
        high = "" if self.high is None else f"{plain(self.high)}{self.unit}"
        return f"{low}–{high}" if low and high else f"{low}以上" if low else f"{high}以下"


def bands(rule: nodes.Rule) -> list[Band] | None:
    """The bands of a rule that consists of bands of one unit and nothing else; None for any other rule."""
    found: list[Band] = []
    for clause in rule.clauses:
        if not isinstance(clause, nodes.Award) or not _is_points(clause.outcome):
            return None
        band = _band(clause.condition)
        if band is None:
            return None
        found.append(band)
    units = {band.unit for band in found}
    return found if len(found) > 1 and len(units) == 1 else None


def _is_points(outcome: nodes.Outcome) -> bool:
    return isinstance(outcome, nodes.Points | nodes.FullMarks | nodes.ZeroMarks | nodes.ShareOfMax)


def _band(condition: nodes.Condition) -> Band | None:
    match condition:
        case nodes.Test(op=op, amount=amount, of_target=False, way=None):
            number, unit = amount.number, amount.unit
            if op in (nodes.Op.GE, nodes.Op.GT):
                return Band(number, None, op is nodes.Op.GE, high_closed=False, unit=unit)
            if op in (nodes.Op.LE, nodes.Op.LT):
                return Band(None, number, low_closed=False, high_closed=op is nodes.Op.LE, unit=unit)
            return Band(number, number, low_closed=True, high_closed=True, unit=unit)
        case nodes.Within(low=low, high=high, of_target=False, way=None):
            if low.unit and high.unit and low.unit != high.unit:
                return None
            # a bound that nothing marks may count either way: neither a gap nor an overlap is claimed for it
            closed_low = condition.low_closed is not False
            closed_high = condition.high_closed is not False
            return Band(low.number, high.number, closed_low, closed_high, high.unit or low.unit)
        case _:
            return None


def top_awards(rule: nodes.Rule) -> list[nodes.Award]:
    """The clauses that give full marks, or the most points of the rule."""
    awards = [clause for clause in rule.clauses if isinstance(clause, nodes.Award)]
    most = max((a.outcome.points for a in awards if isinstance(a.outcome, nodes.Points)), default=None)
    return [
        award
        for award in awards
        if isinstance(award.outcome, nodes.FullMarks)
        or (isinstance(award.outcome, nodes.Points) and award.outcome.points == most)
    ]


def full_marks_line(rule: nodes.Rule) -> Decimal | None:
    """The value from which a rule gives full marks, as it states it (「100%计满分」); None where it states none.

    The form of the common indicators prints no 指标值: this line is the target of its rows.
    """
    for award in top_awards(rule):
        if isinstance(award.condition, nodes.Test) and award.condition.way is None and not award.condition.of_target:
            return award.condition.amount.number
    return None
