"""Conditions of a rule as comparisons on the actual; what is not about the number is a fact."""

from __future__ import annotations

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op, Way
from perf_xl.scoring.plan import Arith, Compare, Measure, Refused, const
from perf_xl.scoring.planning.draft import is_best
from perf_xl.scoring.planning.measured.bases import step_base
from perf_xl.scoring.planning.measured.changes import apart_bound, deviation
from perf_xl.scoring.planning.measured.ends import closed_ends
from perf_xl.scoring.planning.measured.exact import exact_op
from perf_xl.scoring.planning.measured.worded import against_target, fact_test
from perf_xl.scoring.planning.scale import Scale, X, compare, day_of

Tests = tuple[tuple[Compare, ...], str]
"""Comparisons, and a fact beside them ("" if none)."""


def condition_tests(scale: Scale, condition: n.Condition, outcome: n.Outcome) -> Tests | None:
    """Comparisons and a fact beside them; None if the condition is not about the number."""
    match condition:
        case n.Test():
            return (*_begun(scale, condition, outcome), _test(scale, condition, outcome)), ""
        case n.Within():
            return _within(scale, condition), ""
        case n.AgainstTarget():
            return (against_target(scale, condition),), ""
        case n.Due():
            return (compare(Op.LE, X, const(_after_first(scale, condition))),), ""
        case n.Joined(parts, any_of):
            return _joined(scale, parts, outcome, any_of=any_of)
        case n.Fact():
            found = fact_test(scale, condition, outcome)
            return None if found is None else ((found,), "")
        case _:
            return None


def _begun(scale: Scale, test: n.Test, outcome: n.Outcome) -> tuple[Compare, ...]:
    """低于目标5个百分点以内扣1分, 逾期5天以内扣1分: on the target, or in time, nothing is low or late."""
    if test.op not in (Op.LE, Op.LT) or test.way not in (Way.LOW, Way.HIGH, Way.LATE) or is_best(scale.draft, outcome):
        return ()
    return (compare(Op.GT, _test(scale, test, outcome).left, const(0)),)


def _test(scale: Scale, test: n.Test, outcome: n.Outcome) -> Compare:
    if test.way is Way.APART:
        return compare(test.op if not test.exact else Op.EQ, deviation(scale), apart_bound(scale, test.amount))
    if test.way in (Way.LOW, Way.HIGH) and scale.measure in (Measure.RATE, Measure.PLAIN):
        return _distance_test(scale, test)
    op = exact_op(scale, test, outcome) if test.exact else test.op
    whole = test.amount == n.Amount(test.amount.number, "%") and test.amount.number == 100
    if (
        op is Op.EQ
        and whole
        and not test.exact
        and scale.row.direction == "more"
        and isinstance(outcome, (n.Points, n.FullMarks))
    ):
        op = Op.GE  # =100%: nothing lies above it
    return compare(
        op,
        scale.signed(test.way),
        scale.bound(test.amount, of_target=test.of_target, subject=test.subject),
    )


def _distance_test(scale: Scale, test: n.Test) -> Compare:
    """每低1%…，低5%以上不得分: how far below the base of the steps."""
    step = next((s for s in scale.draft.steps if s.way is test.way), None)
    if (step is None and not test.from_target) or test.exact:
        raise Refused("not_understood", f"“{test.amount.number:f}{test.amount.unit}”从哪里算起，标准没有说清；请写明。")
    base = scale.target() if step is None or test.from_target else step_base(scale, step)
    distance = Arith("-", base, X) if test.way is Way.LOW else Arith("-", X, base)
    return compare(test.op, distance, scale.step(test.amount, base))


def _within(scale: Scale, within: n.Within) -> tuple[Compare, ...]:
    low_closed, high_closed = closed_ends(within, scale.draft)
    if within.way in (Way.LOW, Way.HIGH) and scale.measure in (Measure.RATE, Measure.PLAIN):
        ends = [(Op.GE if low_closed else Op.GT, within.low), (Op.LE if high_closed else Op.LT, within.high)]
        tests = [
            _distance_test(scale, n.Test(op, amount, way=within.way, from_target=within.from_target))
            for op, amount in ends
        ]
        return tests[0], tests[1]
    if within.way is Way.APART:
        subject = deviation(scale)
        bounds = apart_bound(scale, within.low), apart_bound(scale, within.high)
    else:
        subject = scale.signed(within.way)
        about = {"of_target": within.of_target, "subject": within.subject}
        bounds = (scale.bound(within.low, **about), scale.bound(within.high, **about))  # type: ignore[arg-type]
    low = compare(Op.GE if low_closed else Op.GT, subject, bounds[0])
    return low, compare(Op.LE if high_closed else Op.LT, subject, bounds[1])


def _joined(scale: Scale, parts: tuple[n.Condition, ...], outcome: n.Outcome, *, any_of: bool) -> Tests | None:
    tests: list[Compare] = []
    facts: list[str] = []
    for part in parts:
        found = condition_tests(scale, part, outcome) if not isinstance(part, n.Fact) else None
        if found is None:
            facts.append(part.text if isinstance(part, n.Fact) else "")
        else:
            tests += found[0]
    if not tests:
        return None
    if any_of:
        if len(tests) > 1:
            raise Refused("not_understood", "标准用“或”连接了几个条件，无法自动判断；请拆成几句。")
        scale.draft.note("fact_assumed_absent", f"“{facts[0]}”未填报，按没有发生处理。")
        return tuple(tests), ""
    return tuple(tests), "、".join(facts)


def _after_first(scale: Scale, due: n.Due) -> int:
    """Days from the rule's first deadline to this one (9月30日前…，10月31日前…)."""
    first = next((a.condition for a in scale.draft.awards if isinstance(a.condition, n.Due)), due)
    if first == due:
        return 0
    base_year = first.year or (scale.row.due.year if scale.row.due is not None else None)
    year = due.year or base_year
    if scale.late_unit not in ("天", "日") or base_year is None or year is None:
        raise Refused("year_missing", "标准里有几个期限，没有写明年份，无法比较；请写明年份。")
    return (day_of(year, due.month, due.day) - day_of(base_year, first.month, first.day)).days
