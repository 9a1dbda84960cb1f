"""From where steps count: the rule's own threshold, else the target, else 100% for a rate (convention 3)."""

from __future__ import annotations

from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.direction import of_a_whole
from perf_xl.scoring.nodes import Way
from perf_xl.scoring.plan import Expr, Measure, Refused, const
from perf_xl.scoring.planning.measured.changes import row_change
from perf_xl.scoring.planning.scale import Scale
from perf_xl.scoring.reading.facts import FactKind, read_fact


def whole_is_100(scale: Scale) -> bool:
    """Whether 100% is what the row's rate is measured against, as far as name and rule tell."""
    said = "".join(fact.text for a in scale.draft.awards if isinstance(fact := a.condition, n.Fact))
    outside = w.OTHER_BASE.search(said) or w.EXTERNAL_BASE.search(said)
    return not outside and of_a_whole(scale.row.name, scale.row.direction)


def step_base(scale: Scale, step: n.Step) -> Expr:
    """Convention 3: the rule's own threshold, else the target, else 100% for a rate."""
    if step.origin is not None:
        return scale.bound(step.origin.amount, of_target=step.origin.of_target)
    if step.base and scale.row.target is None:
        raise Refused("target_missing", f"标准与“{step.base[:20]}”比较，本行没有这个数；请填写指标值。")
    if (step.from_target or step.base) and scale.row.target is not None:
        return scale.target()
    own = _threshold(scale, step)
    if own is not None:
        return own
    basis = next((c for c in scale.draft.rule.clauses if isinstance(c, n.Basis)), None)
    if basis is not None:
        return scale.target() if basis.target else scale.bound(basis.amount)
    if scale.row.target is not None:
        return scale.target()
    if scale.row.target_text:
        raise Refused("target_unreadable", f"目标值“{scale.row.target_text[:20]}”不是数，不知从哪里起扣；请填写数值。")
    if scale.measure is Measure.RATE and whole_is_100(scale):
        scale.draft.note("base_assumed_100_percent", "没有目标值，按 100% 起扣。")
        return const(1)
    raise Refused("target_missing", "标准按步扣分，但没有目标值，不知从哪里起扣；请填写指标值。")


def _threshold(scale: Scale, step: n.Step) -> Expr | None:
    """The bound from which the rule gives its points (98%以上满分，每低1%…); None if it names none."""
    for award in scale.draft.awards:
        condition = award.condition
        if not isinstance(award.outcome, (n.FullMarks, n.Points)):
            continue
        outside = isinstance(condition, n.Fact) and w.EXTERNAL_BASE.search(condition.text) is not None
        if outside and scale.row.target is None:
            raise Refused("target_missing", "标准要与表外的数比较，本行没有这个数；请填写指标值，或由人计分。")
        if isinstance(condition, n.Fact) and read_fact(condition).kind is FactKind.LEVEL and row_change(scale):
            return const(0)  # 与上年持平得3分，每增长1个百分点加…
        if isinstance(condition, n.Test) and condition.way is not Way.APART:
            return scale.bound(condition.amount, of_target=condition.of_target)
        if isinstance(condition, n.Within) and step.way in (Way.LOW, Way.HIGH):
            side = condition.low if step.way is Way.LOW else condition.high
            return scale.bound(side, of_target=condition.of_target)
    return None
