"""What events cost: so much each time, once, or everything; several kinds that weigh the same."""

from __future__ import annotations

from fractions import Fraction

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op
from perf_xl.scoring.plan import Arith, Const, Expr, Piece, Refused, Steps, const
from perf_xl.scoring.planning.counted.kinds import SEVERAL, Counted
from perf_xl.scoring.planning.draft import Draft, change_points
from perf_xl.scoring.planning.scale import X, compare
from perf_xl.scoring.reading.facts import fact_text

_LABEL = "按次数扣分"


def loss_pieces(counted: Counted) -> list[Piece]:
    """What is taken off for a number of events above 0."""
    if not counted.kinds:
        return []
    top_points = counted.draft.top_points
    if any(isinstance(a.outcome, n.Points) and a.outcome.points != top_points for a in counted.facts):
        return [Piece((), None, _LABEL, SEVERAL, "several_kinds")]
    cost = _shared_cost(counted)
    if cost is not None:
        return _alike(counted, cost)
    if all(isinstance(k.outcome, n.ZeroMarks) for k in counted.kinds):
        return [Piece((), const(0), "发生即不得分")]
    several = len(counted.kinds) > 1
    reason = SEVERAL if several else f"“{fact_text(counted.kinds[0].text)[:30]}”扣多少分要由人判断。"
    code = "several_kinds" if several else "judged"
    return [*_floor_reached(counted), Piece((), None, _LABEL, reason, code)]


def _shared_cost(counted: Counted) -> Expr | None:
    """What one event costs, if all kinds weigh the same and all are counted alike; else None."""
    first, draft = counted.kinds[0].outcome, counted.draft
    if not isinstance(first, n.Deduct):
        return None
    costs = {repr(change_points(draft, k.outcome)) if isinstance(k.outcome, n.Deduct) else "?" for k in counted.kinds}
    alike = len(costs) == len({k.size for k in counted.kinds}) == len({k.each for k in counted.kinds}) == 1
    return change_points(draft, first) if alike else None


def _alike(counted: Counted, cost: Expr) -> list[Piece]:
    """Kinds that weigh the same: whichever happened, each costs the same."""
    kinds, top, first = counted.kinds, counted.draft.top, counted.kinds[0]
    if len({k.round_up for k in kinds}) > 1:
        raise Refused("several_kinds", SEVERAL)
    off: Expr = Arith("*", Steps(X, Const(first.size), "ceil" if first.round_up else "floor"), cost)
    limit = _limit(counted.draft) if len(kinds) == 1 else None
    off = off if limit is None else Arith("min", off, limit)
    if first.each:
        return [Piece((), Arith("-", top, off), _LABEL)]
    if len(kinds) == 1 and (first.text.startswith(("一经", "一旦")) or _once(counted.draft)):
        return [Piece((), Arith("-", top, cost), "发生即扣，不累计")]
    if not counted.draft.row.unit and len(kinds) == 1:
        reason = "“1”是有还是没有这种情况分不清；请填写文字（如“未发生”）。"
        return [Piece((), None, _LABEL, reason, "several_kinds")]
    known = Piece((compare(Op.LE, X, const(len(kinds))),), Arith("-", top, off), _LABEL, stated=False)
    return [known, Piece((), None, _LABEL, "填的次数多于标准列出的情况；请核对。", "several_kinds")]


def _limit(draft: Draft) -> Expr | None:
    limit = draft.limit("most_off")
    return None if limit is None or limit.points is None else Const(Fraction(limit.points))


def _once(draft: Draft) -> bool:
    """一次性扣3分, or 不重复扣分, beside one fault: once, however often."""
    return draft.limit("once") is not None


def allowed_pieces(counted: Counted) -> list[Piece]:
    """≤3起 beside 每起扣1分: whether the first three cost anything is not said."""
    row = counted.draft.row
    if row.target is None or row.target <= 0 or row.sign not in ("≤", "<") or not counted.kinds:
        return []
    within = "没有超过目标值，而标准每次都扣分，两者不一致；请由人计分。"
    over = "超过了目标值，标准每次都扣分，没有说目标值以内的次数扣不扣；请由人计分，或写明“每超过……扣……分”。"
    found = [
        Piece((compare(Op.LE, X, Const(row.target)),), None, "目标值以内", within, "event_within_target", stated=False)
    ]
    top, first = counted.draft.top_points, counted.kinds[0]
    cost = _points(counted.draft, first.outcome) if len(counted.kinds) == 1 and first.each else None
    if cost and top is not None:
        emptied = row.target + top / cost * first.size
        beyond = (compare(Op.LT, X, Const(emptied)),)
        found.append(Piece(beyond, None, "超过目标值", over, "event_within_target", stated=False))
    return found


def _floor_reached(counted: Counted) -> list[Piece]:
    """Whatever the kinds are, so many of even the cheapest leave nothing."""
    costs: list[tuple[Fraction, bool]] = []
    for kind in counted.kinds:
        points = _points(counted.draft, kind.outcome)
        if points is None or kind.size != 1:
            return []
        costs.append((points, kind.each))
    top = counted.draft.top_points
    repeat = [c for c, each in costs if each]
    if top is None or not repeat or counted.draft.limit("most_off") is not None:
        return []
    cheapest = min(repeat)
    once = sorted(c for c, each in costs if not each and c < cheapest)
    left, needed = top - sum(once), Fraction(len(once))
    if left > 0:
        needed += -(-left // cheapest)
    counted.draft.note("floor_reached_either_way", "无论是哪一种情况，分都已扣完。")
    return [Piece((compare(Op.GE, X, Const(needed)),), const(0), "无论哪种情况都已扣完", stated=False)]


def _points(draft: Draft, outcome: n.Outcome) -> Fraction | None:
    match outcome:
        case n.Deduct(amount, share):
            top = draft.top_points
            return Fraction(amount) if not share else None if top is None else Fraction(amount) * top
        case n.ZeroMarks():
            return draft.top_points
        case _:
            return None
