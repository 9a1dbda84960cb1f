"""The expressions of a plan in exact fractions: values, tests, and where a test changes its answer."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor
from typing import assert_never

from perf_xl.model.amounts import exact, plain, round_half_up
from perf_xl.scoring.nodes import Op
from perf_xl.scoring.plan import (
    Absolute,
    Actual,
    Arith,
    Choose,
    Compare,
    Const,
    Expr,
    MaxScore,
    Piece,
    Plan,
    Steps,
    Target,
)
from perf_xl.scoring.row import Row


class NoValue(Exception):  # noqa: N818 - an answer, not a defect
    """No number comes out: a division by zero, a missing target."""


@dataclass(slots=True)
class Frame:
    actual: Fraction
    target: Fraction | None
    max_score: Fraction | None
    mode: str | None = None
    steps: list[tuple[Fraction, Fraction, Fraction]] | None = None


def value_of(expr: Expr, frame: Frame) -> Fraction:
    kind = type(expr)
    if kind is Const:
        return expr.value  # type: ignore[union-attr]
    if kind is Actual:
        return frame.actual
    match expr:
        case Const(value):
            return value
        case Actual():
            return frame.actual
        case Target():
            if frame.target is None:
                raise NoValue
            return frame.target
        case MaxScore():
            if frame.max_score is None:
                raise NoValue
            return frame.max_score
        case Arith(op, left, right):
            return _arith(op, value_of(left, frame), value_of(right, frame))
        case Absolute(inner):
            return abs(value_of(inner, frame))
        case Steps():
            return _steps(expr, frame)
        case Choose(tests, yes, no):
            return value_of(yes if all(holds(t, frame) for t in tests) else no, frame)
        case _:
            assert_never(expr)


def _arith(op: str, left: Fraction, right: Fraction) -> Fraction:
    match op:
        case "+":
            return left + right
        case "-":
            return left - right
        case "*":
            return left * right
        case "/":
            if right == 0:
                raise NoValue
            return left / right
        case "min":
            return min(left, right)
        case _:
            return max(left, right)


def _steps(expr: Steps, frame: Frame) -> Fraction:
    distance, size = value_of(expr.distance, frame), value_of(expr.size, frame)
    if size <= 0:
        raise NoValue
    ratio = max(Fraction(0), distance) / size
    mode = frame.mode or expr.mode
    count = ratio if mode == "linear" else Fraction(ceil(ratio) if mode == "ceil" else floor(ratio))
    if frame.steps is not None and distance > 0:
        frame.steps.append((distance, size, count))
    return count


def holds(test: Compare, frame: Frame) -> bool:
    left, right = value_of(test.left, frame), value_of(test.right, frame)
    match test.op:
        case Op.GE:
            return left >= right
        case Op.GT:
            return left > right
        case Op.LE:
            return left <= right
        case Op.LT:
            return left < right
        case Op.EQ:
            return left == right
        case _:
            assert_never(test.op)


NOTHING = Fraction(0)


def top_of(plan: Plan, row: Row) -> Fraction:
    """The rule's full points."""
    if isinstance(plan.top, Const):
        return plan.top.value
    return value_of(plan.top, Frame(NOTHING, row.target, row.max_score))


def clamp(raw: Fraction, plan: Plan, row: Row) -> Fraction:
    top = top_of(plan, row)
    inside = NOTHING if raw < 0 else min(raw, top)
    if plan.scaled and row.max_score is not None and top:
        return inside * row.max_score / top
    return inside


def piece_at(plan: Plan, row: Row, actual: Fraction) -> Piece | None:
    """The piece that answers for an actual; None in a gap."""
    frame = Frame(actual, row.target, row.max_score)
    try:
        return next((p for p in plan.pieces if all(holds(t, frame) for t in p.tests)), None)
    except NoValue:
        return None


def value_at(plan: Plan, row: Row, actual: Fraction) -> Fraction | None:
    """The unrounded score of an actual; None where a person must say. NoValue for a division by zero."""
    piece = piece_at(plan, row, actual)
    if piece is None or piece.value is None:
        return None
    return clamp(value_of(piece.value, Frame(actual, row.target, row.max_score)), plan, row)


def crossings(test: Compare, row: Row) -> set[Fraction]:
    """The actuals at which a test changes its answer: where left = right, for the linear and absolute forms that bounds have."""
    frames = [Frame(Fraction(x), row.target, row.max_score) for x in (0, 1)]
    try:
        differences = [value_of(test.left, f) - value_of(test.right, f) for f in frames]
    except NoValue:
        return set()
    slope = differences[1] - differences[0]
    found = {-differences[0] / slope} if slope else set()
    if isinstance(test.left, Absolute):
        bound = value_of(test.right, frames[0])
        centre = row.target if row.target is not None and isinstance(test.left.inner, Arith) else Fraction(0)
        found |= {centre - bound, centre + bound}
    return found


def breakpoints(plan: Plan, row: Row) -> set[Fraction]:
    """Values of the actual at which a test changes its answer."""
    found: set[Fraction] = set()
    for piece in plan.pieces:
        for test in piece.tests:
            found |= crossings(test, row)
    return found


def number(value: Fraction) -> str:
    """A fraction as people write it, to four decimal places at most."""
    return plain(exact(value)) if _terminates(value) else plain(round_half_up(value, 4))


def _terminates(value: Fraction) -> bool:
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1
