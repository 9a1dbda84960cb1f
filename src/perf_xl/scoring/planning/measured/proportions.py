"""Proportion, as the text says it, for every direction and every odd target (convention 7)."""

from __future__ import annotations

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op
from perf_xl.scoring.plan import Arith, Const, Expr, Measure, Piece, Refused, const
from perf_xl.scoring.planning.measured.bases import whole_is_100
from perf_xl.scoring.planning.scale import DIRECTION_UNKNOWN, Scale, X, compare, reached_op


def proportion(scale: Scale, outcome: n.Proportion) -> tuple[list[Piece], Expr | None]:
    """Pieces for odd targets, and the value where the proportion holds (convention 7)."""
    row, policy = scale.row, scale.draft.policy
    if outcome.name and row.name and not set(outcome.name) <= set(row.name) and row.name not in outcome.name:
        raise Refused(
            "several_indicators",
            f"标准要按“{outcome.name}”的比例计分，与本行指标“{row.name}”不是一回事；请由人计分。",
        )
    op = reached_op(scale.draft)
    base = scale.target() if row.target is not None else own_base(scale)
    value = row.target if row.target is not None else None
    missed = "未达到目标值"
    if row.direction is None:
        return [Piece((), None, missed, DIRECTION_UNKNOWN.message, "direction_unknown")], None
    if value == 0:
        return [Piece((), const(0), missed)], None
    if value is not None and value < 0:
        return [Piece((), None, missed, "目标值是负数，不能按比例计分；请由人计分。", "negative_target")], None
    if op in (Op.GE, Op.GT, Op.EQ):
        ratio: Expr = Arith("/", X, base)
        extra = [Piece((compare(Op.LT, X, const(0)),), const(0), "实际值为负", stated=False)]
        if op is Op.EQ:
            extra.append(above(scale, base))
        return extra, Arith("*", scale.draft.top, ratio)
    if outcome.deducting or policy.reverse_proportion == "linear":
        if not outcome.deducting:
            scale.draft.note("policy_reverse_linear", "口径：反向指标按 1 -（实际值 - 目标值）÷ 目标值 计分。")
        share = Arith("-", const(1), Arith("/", Arith("-", X, base), base))
        return [], Arith("*", scale.draft.top, Arith("max", const(0), share))
    return [], Arith("*", scale.draft.top, Arith("/", base, X))


def above(scale: Scale, base: Expr) -> Piece:
    """More than the target in a row of "="."""
    test = (compare(Op.GT, X, base),)
    match scale.draft.policy.equal_above:
        case "full":
            return Piece(test, scale.draft.top, "超过目标值（口径：得满分）")
        case "proportion":
            return Piece(test, Arith("*", scale.draft.top, Arith("/", base, X)), "超过目标值（口径：按反向比例）")
        case _:
            return Piece(
                test,
                None,
                "超过目标值",
                "指标类型是“=”，实际值超过目标值，标准没有说怎么计分；请由人计分。",
                "equal_above",
            )


def own_base(scale: Scale) -> Expr:
    """What a proportion is of in a row without a target: the rule's own bound, or 100%."""
    bounds = [a.condition for a in scale.draft.awards if isinstance(a.outcome, (n.FullMarks, n.Points))]
    for bound in bounds:
        if isinstance(bound, n.Test) and not bound.of_target and bound.way is None:
            return scale.bound(bound.amount)
    if scale.measure is Measure.RATE and not scale.row.target_text and whole_is_100(scale):
        return const(1)
    return scale.target()


def proportion_base_unclear(scale: Scale) -> bool:
    """A full-marks bound of the rule that is not the target leaves two bases; nobody can know which is meant."""
    if scale.row.target is None:
        return False
    for award in scale.draft.awards:
        condition = award.condition
        if (
            not isinstance(award.outcome, (n.FullMarks, n.Points))
            or not isinstance(condition, n.Test)
            or condition.of_target
        ):
            continue
        bound = scale.bound(condition.amount)
        if isinstance(bound, Const) and bound.value != scale.row.target:
            return True
    return False
