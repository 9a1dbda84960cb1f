"""Ladders that go on: 签约1亿元得1分，2亿得2分，以此类推; 完成100%得10分，90%得9分，依次类推."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op
from perf_xl.scoring.plan import Arith, Const, Expr, Piece, Refused, Steps, Target
from perf_xl.scoring.planning.scale import Scale, X


def is_ladder(rule: n.Rule) -> bool:
    """Whether points are given rung by rung and the text says that it goes on."""
    return (
        any(isinstance(c, n.Continued) for c in rule.clauses)
        and len(_rungs(rule)) >= 2
        and not any(isinstance(c, (n.Step, n.Event)) for c in rule.clauses)
    )


def _rungs(rule: n.Rule) -> list[tuple[n.Test, Fraction]]:
    return [
        (c.condition, Fraction(c.outcome.points))
        for c in rule.clauses
        if isinstance(c, n.Award)
        and isinstance(c.condition, n.Test)
        and isinstance(c.outcome, n.Points)
        and (c.condition.exact or c.condition.op is Op.GE)
    ]


def ladder_pieces(rule: n.Rule, scale: Scale) -> tuple[Piece, ...]:
    """The pattern in both directions; between two rungs the one reached counts. Refused if the rungs are uneven."""
    rungs: list[tuple[Fraction, Fraction]] = []
    for test, points in _rungs(rule):
        bound = scale.bound(test.amount, of_target=test.of_target)
        if isinstance(bound, Arith) and isinstance(bound.left, Const) and scale.row.target is not None:
            bound = Const(bound.left.value * scale.row.target)
        elif bound == Target() and scale.row.target is not None:
            bound = Const(scale.row.target)
        if not isinstance(bound, Const):
            raise Refused("not_understood", "“以此类推”要按目标值推算，请把各档写全。")
        rungs.append((bound.value, points))
    awards = [c for c in rule.clauses if isinstance(c, n.Award) and not isinstance(c.condition, n.Always)]
    rungs.sort()
    sizes = {b[0] - a[0] for a, b in pairwise(rungs)}
    gains = {b[1] - a[1] for a, b in pairwise(rungs)}
    if len(awards) != len(rungs) or len(sizes) != 1 or len(gains) != 1 or min(sizes) <= 0 or min(gains) <= 0:
        raise Refused("not_understood", "“以此类推”的规律不明确（各档间隔不同）；请把各档写全。")
    size, gain = sizes.pop(), gains.pop()
    low, points = rungs[0]
    below = points // gain
    base, rest = low - below * size, points - below * gain
    climbed: Expr = Arith("*", Steps(Arith("-", X, Const(base)), Const(size), "floor"), Const(gain))
    value = climbed if rest == 0 else Arith("+", Const(rest), climbed)
    return (Piece((), value, "以此类推"),)
