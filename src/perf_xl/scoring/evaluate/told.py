"""How a score came about, in Chinese: 「90% 起，实际 87%，低 3 个百分点，每 1 个百分点扣 0.5 分，扣 1.5 分」."""

from __future__ import annotations

from fractions import Fraction

from perf_xl.model.amounts import plain, round_half_up
from perf_xl.policy import Policy
from perf_xl.scoring.arithmetic import Frame, clamp, number, value_of
from perf_xl.scoring.plan import Arith, Expr, Measure, Piece, Plan, PlanNote
from perf_xl.scoring.row import Row


def told_step(
    plan: Plan,
    piece: Piece,
    frame: Frame,
    typed: str,
    raw: Fraction,
    distance: Fraction,
    size: Fraction,
    count: Fraction,
) -> str:
    """90% 起，实际 87%，低 3 个百分点，每 1 个百分点扣 0.5 分，扣 1.5 分."""
    start = _before_steps(piece, frame)
    change = raw - start if start is not None else Fraction(0)
    verb = "扣" if change < 0 or (change == 0 and "扣" in piece.label) else "加"
    per = (
        f"每 {amount(plan, size)}{verb} {number(abs(change) / count)} 分"
        if count
        else f"每 {amount(plan, size)}{verb}分，不满一步"
    )
    total = f"，{verb} {number(abs(change))} 分" if count else ""
    if plan.measure is Measure.COUNT:
        return f"实际完成值 {typed}，{per}{total}"
    if plan.measure is Measure.LATE:
        return f"实际完成值 {typed}，迟延 {amount(plan, distance)}，{per}{total}"
    low = "低" in piece.label
    base = frame.actual + distance if low else frame.actual - distance
    way = "低" if low else "高" if "高" in piece.label else "相差"
    since = f"{_level(plan, base)} 起，" if way != "相差" else ""
    return f"{since}实际 {typed}，{way} {amount(plan, distance)}，{per}{total}"


def _before_steps(piece: Piece, frame: Frame) -> Fraction | None:
    """The points before the steps."""
    value = piece.value
    if isinstance(value, Arith) and value.op in "+-":
        return value_of(value.left, Frame(frame.actual, frame.target, frame.max_score))
    return None


def _level(plan: Plan, value: Fraction) -> str:
    return f"{number(value * 100)}%" if plan.measure in (Measure.RATE, Measure.CHANGE) else number(value)


def part_step_notes(plan: Plan, row: Row, policy: Policy, value: Expr, frame: Frame) -> list[PlanNote]:
    """What the other readings of a part step would give."""
    readings = []
    for mode, name in (("floor", "不足一步不计"), ("ceil", "不足一步按一步计"), ("linear", "按比例计")):
        other = clamp(value_of(value, Frame(frame.actual, frame.target, frame.max_score, mode)), plan, row)
        readings.append(f"{name}得 {plain(round_half_up(other, policy.decimals))} 分")
    return [PlanNote("part_step_ignored", f"不满一步的部分：{'，'.join(readings)}。")]


def overfulfilled(row: Row, policy: Policy, actual: Fraction) -> list[PlanNote]:
    if row.direction != "more" or row.target is None or row.target <= 0:
        return []
    ratio = actual / row.target
    if ratio < Fraction(policy.overfulfilled_ratio):
        return []
    return [
        PlanNote(
            "overfulfilled",
            f"实际完成值是目标值的 {number(to_one_place(ratio * 100))}%，请说明原因并核对目标值。",
        )
    ]


def to_one_place(value: Fraction) -> Fraction:
    """To one decimal place, for messages."""
    return Fraction(round_half_up(value, 1))


def to_four_places(value: Fraction) -> Fraction:
    """To four decimal places, for messages."""
    return Fraction(round_half_up(value, 4))


def amount(plan: Plan, value: Fraction) -> str:
    if plan.measure in (Measure.RATE, Measure.CHANGE):
        return f"{number(value * 100)} 个百分点"
    return f"{number(value)}{plan.late_unit}"
