"""Which ends belong to a range that does not say so (convention 6)."""

from __future__ import annotations

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op, Way
from perf_xl.scoring.planning.draft import Draft


def closed_ends(within: n.Within, draft: Draft) -> tuple[bool, bool]:
    """A range includes its lower bound, not its upper, except a closed top; 含 elsewhere decides."""
    others = [a.condition for a in draft.awards if a.condition is not within]
    low = within.low_closed
    if low is None:
        low = not any(isinstance(o, n.Within) and o.high == within.low and o.high_closed is True for o in others)
    high = within.high_closed
    if high is None:
        high = _top_closed(within, others, draft)
    return low, high


def _top_closed(within: n.Within, others: list[n.Condition], draft: Draft) -> bool:
    taken = any(
        (isinstance(o, n.Within) and o.low == within.high and o.low_closed is not False)
        or (isinstance(o, n.Test) and o.amount == within.high and (o.op is Op.GE or o.exact))
        for o in others
    )
    if taken:
        return False
    opened = any(isinstance(o, n.Test) and o.amount == within.high and o.op is Op.GT for o in others) or any(
        isinstance(o, n.Within) and o.low == within.high and o.low_closed is False for o in others
    )
    if opened:
        return True
    alone = sum(isinstance(o, (n.Within, n.Test)) for o in others) == 0
    if alone and any(s.way is Way.APART for s in draft.steps):
        return True
    if within.high.unit in ("%", "百分点"):
        return within.high.number == 100
    whole = within.low.number % 1 == 0 and within.high.number % 1 == 0
    following = n.Amount(within.high.number + 1, within.high.unit)
    adjacent = any(
        (isinstance(o, n.Within) and o.low == following)
        or (isinstance(o, n.Test) and o.amount == following and o.op in (Op.GE, Op.EQ))
        for o in others
    )
    top = within.high.unit == "分" and within.high.number == 100
    return whole and (adjacent or top)
