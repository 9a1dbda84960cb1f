"""Conditions in words that the row's number answers: 达到目标, 按时完成, 未发生, 比上年下降."""

from __future__ import annotations

import re

from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.nodes import Op, Way
from perf_xl.scoring.plan import Compare, Measure, Refused, const
from perf_xl.scoring.planning.draft import is_best
from perf_xl.scoring.planning.measured.changes import row_change
from perf_xl.scoring.planning.scale import DIRECTION_UNKNOWN, NEGATED, Scale, X, compare, reached_op
from perf_xl.scoring.reading.facts import FactKind, FactReading, fact_text, read_fact, sounds_reached

_CHANGING = re.compile("降|减|增长|提高|上升|节约")
_TOO_LATE = re.compile(
    "(?:未能?|没有)?(?:在)?(?:规定|计划|要求)?(?:按时|按期|及时|如期|准时|时限内|时间内|期限内)(?:完成|报送|上报|提交|交付|支付)?|(?:逾期|超期|延期|推迟|迟报|延迟)(?:完成|报送|提交|未完成)?"
)


def against_target(scale: Scale, condition: n.AgainstTarget) -> Compare:
    """达到目标值, 低于目标值: beside a day of completion, reached is in time."""
    if scale.measure is Measure.LATE:
        late = condition.op is Op.GT if condition.reached is None else not condition.reached
        return compare(Op.GT if late else Op.LE, X, const(0))
    target = scale.target()
    if condition.reached is None:
        return compare(condition.op, X, target)
    op = reached_op(scale.draft)
    if condition.reached:
        return compare(op, X, target)
    if op is Op.EQ and scale.row.direction is None:
        raise DIRECTION_UNKNOWN
    if op is Op.EQ:
        return compare(Op.LT, X, target)
    return compare(NEGATED[op], X, target)


def fact_test(scale: Scale, fact: n.Fact, outcome: n.Outcome) -> Compare | None:
    """The comparison that a fact amounts to; None if it is not about the number."""
    reading = read_fact(fact)
    best = is_best(scale.draft, outcome)
    if fact.numbered:
        return None
    if scale.measure is Measure.LATE:
        return _late_fact(reading, fact, best=best)
    row = scale.row
    counted = scale.measure is Measure.PLAIN and bool(row.unit) and w.is_count(row.unit)
    match reading.kind:
        case FactKind.MISSED if counted and _done_in_part(scale, fact.text):
            return compare(Op.LE, X, const(0))
        case FactKind.REACHED:
            return against_target(scale, n.AgainstTarget(Op.GE, reached=True))
        case FactKind.MISSED:
            return against_target(scale, n.AgainstTarget(Op.LT, reached=False))
        case FactKind.COMPARED if reading.op is not None and row.target is not None and row.sign:
            _check_one_base(scale, outcome)
            return compare(reading.op, X, scale.target())
        case FactKind.NONE_HAPPENED if counted:
            return compare(Op.EQ, X, const(0))
        case FactKind.NEGATIVE if scale.measure in (Measure.RATE, Measure.PLAIN):
            return compare(Op.LT, X, const(0))
        case FactKind.FALLEN | FactKind.RISEN | FactKind.LEVEL as kind if row_change(scale) is not None:
            up = (kind is FactKind.RISEN) == (row_change(scale) is Way.HIGH)
            return compare(Op.EQ if kind is FactKind.LEVEL else Op.GT if up else Op.LT, X, const(0))
        case FactKind.NOTHING_DONE if counted:
            return compare(Op.LE, X, const(0))
        case FactKind.NOT_CHANGED if scale.measure is Measure.CHANGE or _CHANGING.search(row.name):
            return compare(Op.LE, X, const(0))
        case _ if best and row.target is not None and sounds_reached(fact.text):
            return against_target(scale, n.AgainstTarget(Op.GE, reached=True))
    return None


def _check_one_base(scale: Scale, outcome: n.Outcome) -> None:
    """不低于上年…，不低于全省平均…: one target cannot be both."""
    others = {
        a.condition.text
        for a in scale.draft.awards
        if isinstance(a.condition, n.Fact) and isinstance(a.outcome, type(outcome))
    }
    if len(others) > 1:
        raise Refused("several_bases", "标准要与几个不同的基数比较，本行只有一个目标值；请由人计分。")


def _done_in_part(scale: Scale, text: str) -> bool:
    """完成3-4项得5分，未完成不得分: nothing done, where less than all of it earns something."""
    earned = [
        a.condition.low.number
        for a in scale.draft.awards
        if isinstance(a.condition, n.Within) and isinstance(a.outcome, n.Points) and not a.condition.of_target
    ]
    return re.fullmatch("(?:均|都|全部)?未(?:能)?完成的?", text) is not None and min(earned, default=0) > 0


def _late_fact(reading: FactReading, fact: n.Fact, *, best: bool) -> Compare | None:
    """In time is no delay; not in time is any."""
    if reading.kind is FactKind.REACHED or (best and (reading.timely or sounds_reached(fact.text))):
        return compare(Op.LE, X, const(0))
    if reading.timely and (reading.kind is FactKind.MISSED or _TOO_LATE.fullmatch(fact_text(fact.text))):
        return compare(Op.GT, X, const(0))
    return None
