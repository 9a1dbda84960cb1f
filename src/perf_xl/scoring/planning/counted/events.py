"""Whether a rule is about a number of events, or of faults."""

from __future__ import annotations

from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.reading.facts import FactKind, is_fault, read_fact

_ABOUT_NUMBER = frozenset(
    {FactKind.MISSED, FactKind.FALLEN, FactKind.RISEN, FactKind.LEVEL, FactKind.NEGATIVE, FactKind.NOTHING_DONE}
)


def is_count_rule(rule: n.Rule) -> bool:
    """Whether a rule is (also) about events: steps per event, or facts that take points off."""
    for clause in rule.clauses:
        if isinstance(clause, n.Event):
            return True
        fact = isinstance(clause, n.Award) and isinstance(clause.condition, n.Fact)
        if fact and isinstance(clause, n.Award) and isinstance(clause.outcome, (n.Deduct, n.ZeroMarks)):
            if isinstance(clause.condition, n.Fact) and read_fact(clause.condition).kind in _ABOUT_NUMBER:
                continue  # 未达到的不得分 is about the target, not about a fault
            return True
    return counted_faults(rule)


def counted_faults(rule: n.Rule) -> bool:
    """Bands over a number of faults: 有1-3次未报送得4分, 1项不达标扣1分."""
    for award in rule.clauses:
        if not isinstance(award, n.Award):
            continue
        condition = award.condition
        if isinstance(condition, (n.Test, n.Within)) and condition.way is None and is_fault(condition.subject):
            amount = condition.amount if isinstance(condition, n.Test) else condition.high
            if amount.unit and w.is_count(amount.unit):
                return True
    return False
