"""What the number of a row counts under a rule: a rate, an amount, events, a delay, a change."""

from __future__ import annotations

from perf_xl.model.units import EVENT_COUNTS
from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.nodes import Way
from perf_xl.scoring.plan import Measure, Refused
from perf_xl.scoring.planning.counted.events import counted_faults, is_count_rule
from perf_xl.scoring.reading.facts import FactKind, read_fact
from perf_xl.scoring.row import Row, compatible


def measure_of(rule: n.Rule, row: Row) -> tuple[Measure, str]:
    steps = [c for c in rule.clauses if isinstance(c, n.Step)]
    late = [s for s in steps if s.way is Way.LATE]
    tests = [
        c.condition for c in rule.clauses if isinstance(c, n.Award) and isinstance(c.condition, (n.Test, n.Within))
    ]
    late_tests = [t for t in tests if t.way is Way.LATE]
    if late or late_tests:
        units = {s.size.unit for s in late} | {(t.amount if isinstance(t, n.Test) else t.high).unit for t in late_tests}
        if units <= {"%"}:
            return Measure.RATE if row.rate else Measure.PLAIN, ""
        if row.target is not None and not late_tests and all(compatible(s.size.unit, row.unit) for s in late):
            return Measure.PLAIN, ""
        return Measure.LATE, _one_unit(units)
    if any(isinstance(c, n.Award) and isinstance(c.condition, n.Due) for c in rule.clauses) or row.due is not None:
        return Measure.LATE, row.unit if row.unit in ("天", "日", "个月", "月") else "天"
    if _is_change(rule, steps):
        return Measure.CHANGE, ""
    counting = bool(steps) and row.target is None and not _bounded(rule) and all(_counts_things(s) for s in steps)
    if (is_count_rule(rule) or counting) and not _numeric_main(rule, row):
        return Measure.COUNT, ""
    return (Measure.RATE if row.rate else Measure.PLAIN), ""


def _counts_things(step: n.Step) -> bool:
    """每少1人扣1分, 每增加1项加1分: without a target the actual is how many fewer, or more."""
    earning = isinstance(step.outcome, (n.Bonus, n.Points))
    return step.size.unit in EVENT_COUNTS and (step.way is Way.HIGH if earning else step.way is Way.LOW)


def _one_unit(units: set[str]) -> str:
    same = {"日": "天", "月": "个月", "个小时": "小时"}
    found = {same.get(u, u) for u in units}
    if len(found) > 1:
        raise Refused("several_units", f"迟延的单位不一致（{'、'.join(sorted(found))}），请统一。")
    return found.pop()


def _is_change(rule: n.Rule, steps: list[n.Step]) -> bool:
    """下降 5% 以上 measures a change; 低 5 个百分点以上不得分 beside steps that way is a distance from their base."""
    ways = {s.way for s in steps}
    for award in rule.clauses:
        condition = award.condition if isinstance(award, n.Award) else None
        if (
            not isinstance(condition, (n.Test, n.Within))
            or condition.way not in (Way.LOW, Way.HIGH)
            or condition.from_target
        ):
            continue
        if isinstance(award, n.Award) and isinstance(award.outcome, n.Bonus):
            continue
        earning = isinstance(award, n.Award) and isinstance(award.outcome, (n.FullMarks, n.Points, n.ShareOfMax))
        if earning or condition.way not in ways:
            return True
    return False


def change_way(rule: n.Rule) -> Way:
    for clause in rule.clauses:
        if (
            isinstance(clause, n.Award)
            and isinstance(clause.condition, (n.Test, n.Within))
            and clause.condition.way in (Way.LOW, Way.HIGH)
        ):
            return clause.condition.way
    return Way.HIGH


def _numeric_main(rule: n.Rule, row: Row) -> bool:
    """Whether the number is measured, not counted: a rate, a target, or steps from a target."""
    if row.rate:
        return True
    if _flawless_count(rule, row):
        return False
    clauses = rule.clauses
    steps = [c for c in clauses if isinstance(c, n.Step)]
    events = [c for c in clauses if isinstance(c, n.Event)]
    if row.target is not None and not events and _all_about_target(rule):
        return True
    if steps and row.target is not None and not events:
        return True
    if events:
        short = all(e.shortfall for e in events)
        return short and (row.target is not None or _threshold(rule)) and row.direction in ("more", None)
    if steps and _threshold(rule):
        return True
    if steps:
        return not all(w.is_event_unit(s.size.unit) for s in steps) or _bounded(rule)
    return _bounded(rule) and not counted_faults(rule)


def _threshold(rule: n.Rule) -> bool:
    """不超过10件得满分，每增加1件扣1分: counted from the rule's own bound."""
    origins = any(isinstance(c, n.Step) and c.origin is not None for c in rule.clauses)
    return origins or any(
        isinstance(c, n.Award) and isinstance(c.condition, n.Test) and not c.condition.exact and c.condition.way is None
        and isinstance(c.outcome, (n.Points, n.FullMarks))
        for c in rule.clauses
    )  # fmt: skip


def _flawless_count(rule: n.Rule, row: Row) -> bool:
    """100%得满分，出现违规不得分 in a row that counts the faults."""
    percents = [c.condition for c in rule.clauses if isinstance(c, n.Award) and isinstance(c.condition, n.Test)]
    only = all(t.amount.unit == "%" and t.amount.number == 100 for t in percents)
    return bool(percents) and only and row.target is None and row.unit in EVENT_COUNTS and is_count_rule(rule)


def _bounded(rule: n.Rule) -> bool:
    return any(
        isinstance(c, n.Award)
        and isinstance(c.condition, (n.Test, n.Within))
        and isinstance(c.outcome, (n.Points, n.FullMarks))
        for c in rule.clauses
    ) and not counted_faults(rule)


def _all_about_target(rule: n.Rule) -> bool:
    for clause in rule.clauses:
        if (
            isinstance(clause, n.Award)
            and isinstance(clause.condition, n.Fact)
            and isinstance(clause.outcome, (n.Deduct, n.ZeroMarks))
        ) and read_fact(clause.condition).kind is not FactKind.MISSED:
            return False
    return True


def due_of(rule: n.Rule) -> tuple[int | None, int, int] | None:
    for clause in rule.clauses:
        if isinstance(clause, n.Award) and isinstance(clause.condition, n.Due):
            due = clause.condition
            return due.year, due.month, due.day or 0
    return None
