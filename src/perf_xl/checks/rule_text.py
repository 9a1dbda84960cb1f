"""A row's own 评（扣）分标准 as the checks look at it: its syntax, its top."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from perf_xl.checks.context import FormContext
from perf_xl.checks.indicator import Indicator
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
