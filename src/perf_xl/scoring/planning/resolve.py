"""A rule and its row to a plan, or the reason why there is none: which family the rule is of, and what the number counts."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from perf_xl.policy import Policy
from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op, Way
from perf_xl.scoring.plan import (
    Absolute,
    Actual,
    Arith,
    Choice,
    Choose,
    Compare,
    Const,
    Measure,
    Piece,
    Plan,
    PlanNote,
    Refused,
    Target,
    const,
    tests_on,
    with_actual,
)
from perf_xl.scoring.planning.choices import counted_choices, make_choices, reached_choice
from perf_xl.scoring.planning.coherence import refuse_mixed
from perf_xl.scoring.planning.counted.counts import count_pieces
from perf_xl.scoring.planning.counted.events import is_count_rule
from perf_xl.scoring.planning.draft import Draft, make_draft, outcome_points
from perf_xl.scoring.planning.families import change_way, due_of, measure_of
from perf_xl.scoring.planning.ladder import is_ladder, ladder_pieces
from perf_xl.scoring.planning.marks import find_marks
from perf_xl.scoring.planning.measured.bands import numeric_pieces
from perf_xl.scoring.planning.refusals import (
    REWRITE,
    open_bonus,
    refuse_manual,
    refuse_unreadable,
    without_echo,
    without_items,
    without_own_cost,
    without_presence,
)
from perf_xl.scoring.planning.sanity import check_plan
from perf_xl.scoring.planning.scale import Scale
from perf_xl.scoring.planning.several import check_definitions, of_absolute_value, refuse_several
from perf_xl.scoring.planning.vetoes import counted_beside, veto_of, with_veto
from perf_xl.scoring.row import Row, own_bounds


def resolve(rule: n.Rule, row: Row, policy: Policy) -> Plan:
    """The plan of ``rule`` in ``row``; Refused with the reason and the remedy."""
    refuse_unreadable(rule)
    ranges = next((c for c in rule.clauses if isinstance(c, n.GradeRanges)), None)
    if ranges is not None:
        return _graded(ranges, row)
    refuse_manual(rule)
    without = next((c.text for c in rule.clauses if isinstance(c, n.WithoutCase)), "")
    exempt = tuple(c.text for c in rule.clauses if isinstance(c, n.Exempt))
    main = without_items(
        without_echo(
            replace(rule, clauses=tuple(c for c in rule.clauses if not isinstance(c, (n.WithoutCase, n.Exempt))))
        ),
        row,
    )
    main = without_own_cost(main)
    main = without_presence(main, without)
    plan = _resolve_main(main, row, policy)
    return replace(plan, without_case=without, exempt=exempt, open_bonus=open_bonus(main, plan))


def _resolve_main(rule: n.Rule, row: Row, policy: Policy) -> Plan:
    marks = find_marks(rule, row)
    if marks:
        total = sum((m.points for m in marks), Fraction(0))
        scaled = row.max_score is not None and total != row.max_score
        return Plan(Measure.PLAIN, const(total), scaled, marks=marks, veto=veto_of(rule, row.name, listed=True))
    refuse_several(rule, row)
    refuse_mixed(rule, row)
    check_definitions(rule, row)
    draft = make_draft(rule, row, policy)
    measure, late_unit = measure_of(rule, row)
    change = change_way(rule) if measure is Measure.CHANGE else None
    scale = Scale(draft, measure, change, late_unit)
    pieces, refusal = _pieces(draft, scale)
    choices = with_veto(make_choices(draft), veto_of(rule, row.name), counted_beside(rule, measure))
    yes, no = _yes_no(draft, choices)
    copied = reached_choice(draft)
    choices = (*choices, *counted_choices(draft), *((copied,) if copied is not None else ()))
    if not any(p.value is not None for p in pieces) and not any(c.value is not None for c in choices):
        if refusal is not None:
            raise refusal
        reasons = [p for p in pieces if p.reason] or None
        if reasons:
            raise Refused(reasons[0].code or "judged", reasons[0].reason)
        raise Refused("not_understood", f"标准没有读出可以计算的内容，没有计分。{REWRITE}")
    plan = Plan(
        measure, draft.top, draft.scaled, tuple(pieces), choices, _otherwise(draft), yes, no, late_unit=late_unit, due=due_of(rule),
        share_rows=scale.shares, change_way="" if change is None else "up" if change is Way.HIGH else "down",
        notes=tuple(draft.notes), no_number=None if refusal is None else PlanNote(refusal.code, refusal.message),
        uses_target=scale.uses_target, references=_references(rule, row),
    )  # fmt: skip
    check_plan(plan, row)
    plan = _with_alternate(plan, draft, rule)
    cut = _with_cut(plan.pieces, draft)
    return replace(plan, pieces=cut, notes=tuple(draft.notes))


def _pieces(draft: Draft, scale: Scale) -> tuple[tuple[Piece, ...], Refused | None]:
    try:
        if is_ladder(draft.rule):
            return ladder_pieces(draft.rule, scale), None
        if scale.measure is Measure.COUNT:
            return count_pieces(draft), None
        pieces = numeric_pieces(draft, scale)
        return (_absolute(pieces) if of_absolute_value(draft.rule) else pieces), None
    except Refused as refusal:
        return (), refusal


def _absolute(pieces: tuple[Piece, ...]) -> tuple[Piece, ...]:
    """预算调整率的绝对值≤5%: the same pieces over the actual without its sign."""
    size = Absolute(Actual())
    return tuple(
        replace(p, tests=tests_on(p.tests, size), value=None if p.value is None else with_actual(p.value, size))
        for p in pieces
    )


def _with_cut(pieces: tuple[Piece, ...], draft: Draft) -> tuple[Piece, ...]:
    """Policy: so far above the target that points are taken off."""
    policy, row = draft.policy, draft.row
    if policy.overfulfilled_cut is None or row.direction != "more" or row.target is None or row.target <= 0:
        return pieces
    over = Compare(Op.GE, Actual(), Arith("*", Const(Fraction(policy.overfulfilled_ratio)), Target()))
    kept = Const(1 - Fraction(policy.overfulfilled_cut))
    draft.note(
        "policy_overfulfilled_cut",
        f"口径：达到目标值的 {float(policy.overfulfilled_ratio):g} 倍起，扣减 {float(policy.overfulfilled_cut):.0%} 的得分。",
    )
    return tuple(
        p if p.value is None else replace(p, value=Choose((over,), Arith("*", kept, p.value), p.value)) for p in pieces
    )


def _with_alternate(plan: Plan, draft: Draft, rule: n.Rule) -> Plan:
    """100%得满分，每出现1项违规扣1分: a rate and a count; which one was typed shows by its unit."""
    if plan.measure is not Measure.RATE or not is_count_rule(rule):
        return plan
    other = replace(draft, notes=list(draft.notes))
    try:
        pieces = count_pieces(other)
    except Refused:
        return plan
    counted = Plan(Measure.COUNT, draft.top, draft.scaled, pieces, plan.choices, notes=tuple(other.notes))
    return replace(plan, parts=(("次数", counted),))


def _references(rule: n.Rule, row: Row) -> tuple[Fraction, ...]:
    bounds = [Fraction(b.number) / 100 for b in own_bounds(rule) if b.unit == "%"]
    return tuple(bounds if row.target is None else [row.target, *bounds])


# --- words


def _otherwise(draft: Draft) -> Choice | None:
    """否则不得分, for words that deny the fact before it."""
    for award in draft.awards:
        if isinstance(award.condition, n.Otherwise):
            reason = award.outcome.text if isinstance(award.outcome, n.Judged) else ""
            return Choice(
                ("否则",), outcome_points(draft, award.outcome), "否则", f"“{reason}”要由人判断。" if reason else ""
            )
    return None


def _yes_no(draft: Draft, choices: tuple[Choice, ...]) -> tuple[int | None, int | None]:
    """The one positive fact and its opposite, for an actual of 有, 是, 无, 否."""
    facts = [a for a in draft.awards if isinstance(a.condition, n.Fact)]
    positive = [i for i, a in enumerate(facts) if isinstance(a.outcome, (n.Points, n.FullMarks))]
    negative = [i for i, a in enumerate(facts) if isinstance(a.outcome, (n.ZeroMarks, n.Deduct, n.Judged))]
    if len(facts) != len(choices):
        return None, None
    yes = positive[0] if len(positive) == 1 else None
    no = negative[0] if len(negative) == 1 and len(facts) <= 2 else None
    return yes, no


# --- ranges of grades


def _graded(ranges: n.GradeRanges, row: Row) -> Plan:
    if row.max_score is None:
        raise Refused("max_score_missing", "没有分值，无法按比例给分；请填写分值。")
    if row.sign not in (None, "定性") or row.target is not None:
        raise Refused("not_qualitative", "标准按三档给分（定性指标用），本行却是定量指标；请改用定量的评分标准。")
    return Plan(
        Measure.PLAIN,
        const(row.max_score),
        grades=ranges,
        notes=(PlanNote("grade_is_range", "各档只给出分值区间，要由人填写完成比例。"),),
    )
