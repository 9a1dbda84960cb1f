"""What events earn: so many points each, from nothing upward."""

from __future__ import annotations

from fractions import Fraction

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op
from perf_xl.scoring.plan import Arith, Const, Expr, Piece, Refused, Steps, const
from perf_xl.scoring.planning.counted.cutoffs import bounded_pieces
from perf_xl.scoring.planning.counted.kinds import Counted
from perf_xl.scoring.planning.draft import change_points, outcome_points
from perf_xl.scoring.planning.scale import X, compare


def gain_pieces(counted: Counted) -> tuple[Piece, ...]:
    """Pieces of a rule that gives points per event; a person decides where there are several kinds."""
    if len(counted.kinds) > 1 or counted.facts or any(isinstance(a.outcome, n.Bonus) for a, _ in counted.tests):
        zero = Piece((compare(Op.LE, X, const(0)),), const(0), "没有加分事项", stated=False)
        unclear = Piece((), None, "按次数计分", "标准里有几种加分情况，只填了一个次数；请由人计分。", "several_kinds")
        deducting = any(not isinstance(k.outcome, (n.Bonus, n.Points, n.ShareOfMax)) for k in counted.kinds)
        only_bonus = all(isinstance(a.outcome, n.Bonus) for a in counted.facts)
        return (unclear,) if not only_bonus or deducting else (zero, unclear)
    kind = counted.kinds[0]
    outcome = kind.outcome
    per = (
        change_points(counted.draft, outcome)
        if isinstance(outcome, n.Bonus)
        else outcome_points(counted.draft, outcome)
    )
    if per is None or (
        isinstance(outcome, n.Points)
        and counted.draft.top_points == Fraction(outcome.points)
        and counted.draft.row.max_score is None
    ):
        raise Refused("not_understood", "标准没有写满分是多少，不知最多得多少分；请写明最高分。")
    earned: Expr = Arith("*", Steps(X, Const(kind.size), "ceil" if kind.round_up else "floor"), per)
    limit = counted.draft.limit("most_bonus")
    if limit is not None and limit.points is not None:
        earned = Arith("min", earned, Const(Fraction(limit.points)))
    return (*bounded_pieces(counted), Piece((), earned, "按次数计分"))
