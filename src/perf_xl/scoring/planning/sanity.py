"""A last look at a plan before it may score: every bound of the text must make a difference, and doing better must never cost.

A rule read wrongly (「超过10%」 taken for the actual instead of the excess) nearly always breaks one of the two.
"""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from perf_xl.scoring.arithmetic import NoValue, crossings, piece_at, value_at
from perf_xl.scoring.nodes import Op
from perf_xl.scoring.plan import Absolute, Actual, Measure, Piece, Plan, Refused
from perf_xl.scoring.row import Row

_FAR = Fraction(6, 5)
_TINY = Fraction(1, 10**9)


def check_plan(plan: Plan, row: Row) -> None:
    """Refused if a bound is without effect, or the score falls where the actual gets better."""
    if not plan.pieces:
        return
    points = sorted({x for piece in plan.pieces for test in piece.tests for x in crossings(test, row)})
    for piece in plan.pieces:
        if piece.stated:
            _effective(plan, row, piece)
    if plan.measure in (Measure.RATE, Measure.PLAIN):
        _monotone(plan, row, points)


def _effective(plan: Plan, row: Row, piece: Piece) -> None:
    """At a bound of a piece the choice of piece changes, to it or from it."""
    for test in piece.tests:
        for bound in crossings(test, row):
            near = {id(piece_at(plan, row, x)) for x in (bound - _TINY, bound, bound + _TINY)}
            here = any(piece_at(plan, row, x) is piece for x in (bound - _TINY, bound, bound + _TINY))
            if (len(near) < 2 or not here) and test.op is not Op.EQ:
                raise Refused("bands_conflict", f"“{piece.label}”与标准的其他条件冲突，不知以哪个为准；请改正标准。")
            if test.op is Op.EQ and piece_at(plan, row, bound) is not piece:
                raise Refused("bands_conflict", f"“{piece.label}”与标准的其他条件冲突，不知以哪个为准；请改正标准。")


def _monotone(plan: Plan, row: Row, bounds: list[Fraction]) -> None:
    """In a row with a direction the score never falls as the actual gets better."""
    if row.sign not in ("≥", ">", "≤", "<") or not bounds:
        return
    ordered = sorted({x + shift for x in bounds for shift in (-_TINY, Fraction(0), _TINY)})
    ordered = [ordered[0] - 1, *ordered, ordered[-1] + 1]
    if any(isinstance(test.left, Absolute) and test.left.inner == Actual() for p in plan.pieces for test in p.tests):
        ordered = [x for x in ordered if x >= 0]  # a deviation counts the same to either side
    if min(bounds) >= 0:
        ordered = [x for x in ordered if x >= 0]
    if row.direction == "more" and row.target is not None and row.target > 0 and min(bounds) < _FAR * row.target:
        ordered = [x for x in ordered if x < _FAR * row.target]  # far above the target a rule may take points off
    scores = [s for x in ordered if (s := _score(plan, row, x)) is not None]
    if row.direction == "less":
        scores.reverse()
    if any(after < before for before, after in pairwise(scores)):
        raise Refused(
            "bands_not_monotone", f"指标类型是“{row.sign}”，按标准却是完成得越好得分越低；请核对标准或指标类型。"
        )


def _score(plan: Plan, row: Row, x: Fraction) -> Fraction | None:
    try:
        return value_at(plan, row, x)
    except NoValue:
        return None
