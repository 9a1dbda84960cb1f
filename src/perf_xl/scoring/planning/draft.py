"""What every branch of the resolution shares: rule, row, policy, the rule's full points, and the notes so far."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction

from perf_xl.policy import Policy
from perf_xl.scoring import nodes as n
from perf_xl.scoring.arithmetic import number
from perf_xl.scoring.plan import Arith, Const, Expr, MaxScore, PlanNote, Refused, const
from perf_xl.scoring.row import Row


@dataclass(slots=True)
class Draft:
    """A plan in the making. ``top`` is the rule's full points in the rule's own scale."""

    rule: n.Rule
    row: Row
    policy: Policy
    top: Expr
    top_points: Fraction | None
    scaled: bool
    notes: list[PlanNote] = field(default_factory=list)
    steps: list[n.Step] = field(init=False)
    """The steps of the rule, and the events that count what is missing."""

    def __post_init__(self) -> None:
        """A shortfall per event is a step downward."""
        self.steps = [c for c in self.rule.clauses if isinstance(c, n.Step)]
        self.steps += [
            n.Step(n.Way.LOW, c.size, c.outcome, part=c.part)
            for c in self.rule.clauses
            if isinstance(c, n.Event) and c.shortfall
        ]

    def note(self, code: str, message: str) -> None:
        """Add a note once."""
        if all(have.code != code for have in self.notes):
            self.notes.append(PlanNote(code, message))

    @property
    def awards(self) -> list[n.Award]:
        """The awards that say anything (a bare 满分 after another award is an echo)."""
        found = [c for c in self.rule.clauses if isinstance(c, n.Award)]
        return [a for a in found if not isinstance(a.condition, n.Always)]

    def limit(self, kind: str) -> n.Limit | None:
        """The first limit of a kind."""
        return next((c for c in self.rule.clauses if isinstance(c, n.Limit) and c.kind == kind), None)


def make_draft(rule: n.Rule, row: Row, policy: Policy) -> Draft:
    """Full points of the rule against 分值 of the row (convention 14); Refused where they cannot both be meant."""
    awards = [c for c in rule.clauses if isinstance(c, n.Award)]
    given = [Fraction(a.outcome.points) for a in awards if isinstance(a.outcome, n.Points)]
    always = [
        Fraction(a.outcome.points)
        for a in awards
        if isinstance(a.outcome, n.Points) and isinstance(a.condition, n.Always)
    ]
    ladder = any(isinstance(c, n.Continued) for c in rule.clauses)
    if ladder and given and not always and row.max_score is not None and max(given) < row.max_score:
        return Draft(rule, row, policy, MaxScore(), row.max_score, scaled=False)
    full = any(
        (isinstance(a.outcome, n.FullMarks) or a.outcome == n.ShareOfMax(Fraction(1)))
        and not isinstance(a.condition, n.Always)
        for a in awards
    )
    caps = [
        Fraction(c.points) for c in rule.clauses if isinstance(c, n.Limit) and c.kind == "top" and c.points is not None
    ]
    if len(set(always)) > 1:
        raise Refused(
            "points_differ_from_max_score", f"标准里写了两个总分（{'、'.join(map(number, always))} 分），请保留一个。"
        )
    named = always[0] if always else max(given) if given and not full else caps[0] if caps and not full else None
    if always and caps and caps[0] > always[0] and _adds(rule):
        named = caps[0]  # 基本分3分，每增加1家加0.5分，最高5分
    if always and given and max(given) > always[0]:
        raise Refused(
            "points_differ_from_max_score",
            f"标准里的得分 {number(max(given))} 分超过它写的总分 {number(always[0])} 分，请改正。",
        )
    if row.max_score is None and (ladder or _adds(rule)):
        extra = [
            Fraction(c.points) for c in rule.clauses if isinstance(c, n.Limit) and c.kind == "most_bonus" and c.points
        ]
        if not caps and not (extra and named is not None and not ladder):
            raise Refused("max_score_missing", "没有分值，标准里也没有写最高多少分；请填写分值。")
        named = max(caps) if caps else (named or Fraction(0)) + sum(extra)
    return _against_row(rule, row, policy, named)


def _adds(rule: n.Rule) -> bool:
    """Whether something is added to points that are given (基础分8分，每超10%加1分)."""
    outcomes = [c.outcome for c in rule.clauses if isinstance(c, (n.Award, n.Step, n.Event))]
    return any(isinstance(o, n.Bonus) for o in outcomes) and any(isinstance(o, n.Points) for o in outcomes)


def _against_row(rule: n.Rule, row: Row, policy: Policy, named: Fraction | None) -> Draft:
    if row.max_score is None:
        facts = [
            c
            for c in rule.clauses
            if isinstance(c, n.Award) and isinstance(c.condition, n.Fact) and isinstance(c.outcome, n.Points)
        ]
        others = [
            c
            for c in rule.clauses
            if isinstance(c, n.Award)
            and isinstance(c.condition, (n.Test, n.Within))
            and isinstance(c.outcome, n.Points)
        ]
        if facts and others:
            raise Refused("max_score_missing", "没有分值，分不清各项是分别得分还是任选一档；请填写分值。")
        if named is None:
            raise Refused("max_score_missing", "没有分值，标准里也没有写满分是多少分；请填写分值。")
        return Draft(rule, row, policy, Const(named), named, scaled=False)
    extra = sum(
        Fraction(c.points)
        for c in rule.clauses
        if isinstance(c, n.Limit) and c.kind == "most_bonus" and c.points is not None
    )
    if named is not None and extra and named + extra == row.max_score:
        return Draft(rule, row, policy, MaxScore(), row.max_score, scaled=False)  # 基础分8分，最高加2分
    if named is None or named == row.max_score:
        return Draft(rule, row, policy, MaxScore(), row.max_score, scaled=False)
    if named == 100:
        draft = Draft(rule, row, policy, const(100), Fraction(100), scaled=True)
        draft.note("scaled_from_100", f"标准按 100 分制写，已按分值 {number(row.max_score)} 分折算。")
        return draft
    raise Refused(
        "points_differ_from_max_score",
        f"标准里满分是 {number(named)} 分，本行分值是 {number(row.max_score)} 分，不知以哪个为准；请改成一致。",
    )


def outcome_points(draft: Draft, outcome: n.Outcome) -> Expr | None:
    """The points of a plain outcome, in the rule's scale; None for those that need more than points."""
    match outcome:
        case n.Points(points):
            return Const(Fraction(points))
        case n.FullMarks():
            return draft.top
        case n.ZeroMarks():
            return const(0)
        case n.ShareOfMax(share):
            return Arith("*", Const(Fraction(share)), draft.top)
        case n.Bonus() if only_bonus(draft.rule):
            return change_points(draft, outcome)  # such a row starts from nothing
        case n.Deduct() | n.Bonus():
            return Arith("-" if isinstance(outcome, n.Deduct) else "+", draft.top, change_points(draft, outcome))
        case _:
            return None


def is_best(draft: Draft, outcome: n.Outcome) -> bool:
    """Whether an outcome is the best that the rule gives: 满分, or without such the most points."""
    if isinstance(outcome, n.FullMarks):
        return True
    if not isinstance(outcome, n.Points) or any(isinstance(a.outcome, n.FullMarks) for a in draft.awards):
        return False
    return outcome.points == max(a.outcome.points for a in draft.awards if isinstance(a.outcome, n.Points))


def only_bonus(rule: n.Rule) -> bool:
    """Whether a rule gives nothing but bonuses (获省级表彰加 5 分，获市级表彰加 3 分)."""
    outcomes = [c.outcome for c in rule.clauses if isinstance(c, (n.Award, n.Step, n.Event))]
    return any(isinstance(o, n.Bonus) for o in outcomes) and all(
        isinstance(o, (n.Bonus, n.ZeroMarks)) for o in outcomes
    )


def change_points(draft: Draft, outcome: n.Deduct | n.Bonus) -> Expr:
    """What one step or event takes off or adds."""
    amount = Const(Fraction(outcome.amount))
    return Arith("*", amount, draft.top) if outcome.share else amount
