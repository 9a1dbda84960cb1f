"""The result of evaluating a plan, and the one place where a score is clamped, scaled and rounded."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from perf_xl.model.amounts import plain, round_half_up
from perf_xl.policy import Policy
from perf_xl.scoring.arithmetic import Frame, clamp, number, top_of, value_of
from perf_xl.scoring.evaluate.told import to_four_places
from perf_xl.scoring.plan import Expr, Plan, PlanNote
from perf_xl.scoring.row import Row


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A score (None: a person must say, see ``notes``), what the formula's actual is, and how it came about."""

    score: Decimal | None
    notes: tuple[PlanNote, ...] = ()
    trace: tuple[str, ...] = ()
    actual: Decimal | str | None = None


def finished(
    value: Expr, plan: Plan, row: Row, policy: Policy, told: tuple[str, ...], notes: tuple[PlanNote, ...],
    canonical: Decimal | str | None, actual: Fraction,
) -> Evaluation:  # fmt: skip
    raw = value_of(value, Frame(actual, row.target, row.max_score))
    return rounded(raw, plan, row, policy, told, notes, canonical)


def rounded(
    raw: Fraction, plan: Plan, row: Row, policy: Policy, told: tuple[str, ...], notes: tuple[PlanNote, ...],
    canonical: Decimal | str | None,
) -> Evaluation:  # fmt: skip
    """Clamp, scale, round once."""
    clamped = clamp(raw, plan, row)
    score = round_half_up(clamped, policy.decimals)
    top = top_of(plan, row)
    if raw < 0:
        notes = (*notes, PlanNote("floor_assumed", "扣分超过分值，按 0 分计。"))
    if plan.scaled:
        told = (
            *told,
            f"按 100 分制得 {number(to_four_places(max(Fraction(0), min(raw, top))))} 分，折算为得 {plain(score)} 分",
        )
    else:
        told = (*told, f"得 {plain(score)} 分")
    return Evaluation(score, notes, told, canonical)
