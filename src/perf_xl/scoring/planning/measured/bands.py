"""The pieces of a numeric rule in the order in which they are asked: cut-offs, bands, steps, the rest."""

from __future__ import annotations

import re
from dataclasses import replace
from fractions import Fraction

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op
from perf_xl.scoring.plan import Arith, Choose, Const, Expr, Measure, Piece, Refused, const
from perf_xl.scoring.planning.draft import Draft, only_bonus, outcome_points
from perf_xl.scoring.planning.measured.formulas import check_direction, formula_value
from perf_xl.scoring.planning.measured.placed import BASE_UNCLEAR, Band, label_of
from perf_xl.scoring.planning.measured.proportions import above, own_base, proportion, proportion_base_unclear
from perf_xl.scoring.planning.measured.stepped import Stepped
from perf_xl.scoring.planning.scale import DIRECTION_UNKNOWN, NEGATED, Scale, T, X, compare, reached_op
from perf_xl.scoring.reading.facts import FactKind, fact_text, read_fact

_OWN_FAULT = re.compile(
    "(?:有|出现|发生|存在|发现)*(?:任何)?[^,]{0,4}(?:违规|违纪|未完成|不合格|不达标|差错|错误|遗漏|问题)"
)
"""A fault that a rate of 100% says did not happen."""


def numeric_pieces(draft: Draft, scale: Scale) -> tuple[Piece, ...]:
    """All pieces over the number; Refused where the rule cannot be put together for this row."""
    return _Assembly(draft, scale).pieces()


class _Assembly(Stepped):
    """All pieces of a numeric rule."""

    def pieces(self) -> tuple[Piece, ...]:
        whole = self._earned_by_step()
        if whole is not None:
            for award in self.draft.awards:
                self._place(award)
            return (*(p for b in self.bands for p in self._band(b, reached=False)), whole)
        based = any(isinstance(a.outcome, (n.FullMarks, n.Points)) for a in self.draft.awards)
        for award in self.draft.awards:
            if isinstance(award.outcome, n.Bonus) and based:
                continue  # not mentioned in the actual: none
            self._place(award)
        if self.draft.steps:
            self.vetoes += [
                b.fact for b in self.bands if b.fact and isinstance(b.award.outcome, (n.FullMarks, n.Points))
            ]
        self.vetoes += [
            c.what or "扣分的情况"
            for c in self.draft.rule.clauses
            if isinstance(c, n.Event) and isinstance(c.outcome, n.Deduct) and not c.shortfall and "%" not in c.what
        ]
        pieces: list[Piece] = []
        if self.draft.steps or self._proportional():
            pieces += [self._piece(b) for b in self.bands if self._is_cut_off(b)]
            self.cuts = [b.tests[0] for b in self.bands if self._is_cut_off(b) and len(b.tests) == 1]
            self.bands = [b for b in self.bands if not self._is_cut_off(b)]
        reached = [b for b in self.bands if self._is_start(b)] if self.draft.steps else []
        for band in self._ordered():
            pieces += self._band(band, reached=band in reached)
        if self.draft.steps:
            pieces += self._step_pieces(has_start=bool(reached))
        pieces += self._rest()
        pieces = self._with_score_cut(self._off_target(pieces))
        return tuple(self._with_limits(self._with_vetoes(piece)) for piece in pieces)

    def _off_target(self, pieces: list[Piece]) -> list[Piece]:
        """Where nobody knows which way is good, an actual off the target is neither reached nor missed."""
        if self.draft.row.direction is not None:
            return pieces
        at = next((i for i, p in enumerate(pieces) if any(t.op is Op.EQ and t.right == T for t in p.tests)), None)
        if at is None:
            return pieces
        return [*pieces[: at + 1], Piece((), None, "与目标值不同", DIRECTION_UNKNOWN.message, DIRECTION_UNKNOWN.code)]

    def _rest(self) -> list[Piece]:
        pieces: list[Piece] = []
        always = [a for a in self.draft.rule.clauses if isinstance(a, n.Award) and isinstance(a.condition, n.Always)]
        for award in always:
            if isinstance(award.outcome, n.Proportion):
                pieces += self._whole_proportion(award.outcome)
            elif isinstance(award.outcome, n.Computed):
                check_direction(award.outcome.formula, self.draft.row)
                pieces.append(Piece((), formula_value(self.scale, award.outcome.formula), "按公式"))
            elif isinstance(award.outcome, (n.Deduct, n.Bonus, n.ZeroMarks, n.ShareOfMax)):
                raise Refused("not_understood", "标准里有一个分数没有说在什么情况下用；请写明条件。")
        if self.otherwise is not None and self.fact_award is not None and not self.draft.steps:
            text = fact_text(self.fact_award.condition.text if isinstance(self.fact_award.condition, n.Fact) else "")
            pieces.append(
                Piece((), None, "其他情况", f"还要看“{text[:30]}”，本行只填了一个数；请由人计分。", "fact_missing")
            )
        elif self.otherwise is not None:
            pieces += self._beyond_best() + self._beyond_equal()
            pieces += self._band(Band(self.otherwise, (), "其他情况"), reached=False)
        pieces += self._implied_reached(pieces)
        return pieces if self.unclear is None else [*pieces, self.unclear]

    def _beyond_best(self) -> list[Piece]:
        """90%≤X≤100%得10分，…，其他不得分: what is better than the best band is not meant by the rest."""
        row = self.draft.row
        if row.sign not in ("≥", ">", "≤", "<") or self.draft.steps or self._proportional() or not self.bands:
            return []
        good = (Op.LE, Op.LT) if row.direction == "more" else (Op.GE, Op.GT)
        ends = [t for b in self.bands for t in b.tests if t.op in good and t.left == X and isinstance(t.right, Const)]
        closed = all(len(b.tests) == 2 and any(t in ends for t in b.tests) for b in self.bands)
        if not closed:
            return []
        pick = max if row.direction == "more" else min
        best = pick(t.right.value for t in ends if isinstance(t.right, Const))
        open_end = all(t.op in (Op.LT, Op.GT) for t in ends if t.right == Const(best))
        beyond = (Op.GE if open_end else Op.GT) if row.direction == "more" else (Op.LE if open_end else Op.LT)
        if row.direction == "less" and best <= 0:
            return []
        reason = "实际完成值比最好的一档还好，标准没有写到；请由人计分或补全标准。"
        return [
            Piece((compare(beyond, X, Const(best)),), None, "比最好的一档还好", reason, "value_in_gap", stated=False)
        ]

    def _beyond_equal(self) -> list[Piece]:
        """达到目标得满分，否则不得分, in a row of "=": more than the target is not plainly 否则 (convention 7)."""
        row = self.draft.row
        said = any(
            isinstance(b.award.condition, n.AgainstTarget) and b.award.condition.reached is True for b in self.bands
        )
        at = any(b.tests == (compare(Op.EQ, X, T),) for b in self.bands)
        if row.direction != "equal" or not said or not at:
            return []
        return [above(self.scale, T)]

    def _whole_proportion(self, outcome: n.Proportion) -> list[Piece]:
        """按完成比例得分: reached is full, the rest in proportion."""
        if self.scale.measure is Measure.LATE:
            in_time = Piece((compare(Op.LE, X, const(0)),), self.draft.top, "按期完成")
            return [in_time, Piece((), None, "迟延", "没有按期完成，标准没有说扣多少分；请由人计分。", "late_unclear")]
        if proportion_base_unclear(self.scale):
            return [Piece((), None, "按比例", BASE_UNCLEAR, "proportion_base_unclear")]
        row = self.draft.row
        base = self.scale.target() if row.target is not None else own_base(self.scale)
        extra, value = proportion(self.scale, outcome)
        reached = Piece((compare(reached_op(self.draft), X, base),), self.draft.top, "达到目标值")
        if any(self._is_start(b) for b in self.bands):
            reached_list: list[Piece] = []
        else:
            reached_list = [reached]
        if any(isinstance(a.outcome, n.Computed) for a in self.draft.awards):
            return []
        return [*reached_list, *extra] if value is None else [*reached_list, *extra, Piece((), value, "按比例")]

    def _implied_reached(self, pieces: list[Piece]) -> list[Piece]:
        """达不到要求不得分, and nothing else: reached is full."""
        if only_bonus(self.draft.rule) and self.bands and self.otherwise is None and not self.draft.steps:
            return [Piece((), const(0), "没有达到加分的条件", stated=False)]
        if self.draft.steps or self.fact_award is not None or self.otherwise is not None:
            return []
        distances = {b.tests[0].left for b in self.bands if getattr(b.award.condition, "way", None) is not None}
        losing = all(isinstance(b.award.outcome, (n.Deduct, n.ZeroMarks)) for b in self.bands)
        if losing and len(distances) == 1 and len(self.bands) > 1:
            return [Piece((compare(Op.LE, distances.pop(), const(0)),), self.draft.top, "没有偏离目标", stated=False)]
        if pieces or len(self.bands) != 1:
            return []
        band = self.bands[0]
        condition, outcome = band.award.condition, band.award.outcome
        missed = isinstance(condition, n.AgainstTarget) and condition.reached is False
        missed = missed or (isinstance(condition, n.Fact) and read_fact(condition).kind is FactKind.MISSED)
        if not missed or not isinstance(outcome, (n.ZeroMarks, n.Deduct)) or len(band.tests) != 1:
            return []
        return [Piece((replace(band.tests[0], op=NEGATED[band.tests[0].op]),), self.draft.top, "达到目标值")]

    def _with_vetoes(self, piece: Piece) -> Piece:
        """A fact that takes points off and is not answered leaves only a 0 certain."""
        if self._flawless(piece):
            return piece
        more = self._unanswered(piece)
        if more:
            reason = f"“{more[:30]}”得分更高，本行没有填报是不是这样；请由人计分。"
            return Piece(piece.tests, None, piece.label, reason, "fact_missing")
        if not self.vetoes or piece.value is None or (isinstance(piece.value, Const) and piece.value.value == 0):
            return piece
        reason = f"还要看有没有“{self.vetoes[0][:30]}”；请由人计分。"
        return Piece(piece.tests, None, piece.label, reason, "fact_missing")

    def _unanswered(self, piece: Piece) -> str:
        """A fact in words that would give more than the clause the number picks, and that nobody answered."""
        award = self.fact_award
        if award is None or not isinstance(piece.value, Const):
            return ""
        value = outcome_points(self.draft, award.outcome)
        top = self.draft.top_points if value == self.draft.top else value.value if isinstance(value, Const) else None
        if top is None or piece.value.value >= top or (not piece.value.value and top == self.draft.top_points):
            return ""  # a cut-off beats the full points
        return label_of(award.condition)

    def _flawless(self, piece: Piece) -> bool:
        """100%得满分，出现违规不得分: at 100% nothing happened."""
        if len(self.bands) != 1 or self.scale.measure is not Measure.RATE or piece.label != self.bands[0].label:
            return False
        condition = self.bands[0].award.condition
        return (
            all(_OWN_FAULT.fullmatch(veto) or self._counted(veto) for veto in self.vetoes)
            and isinstance(condition, n.Test)
            and condition.exact
            and condition.amount == n.Amount(condition.amount.number, "%")
            and condition.amount.number == 100
        )

    def _counted(self, veto: str) -> bool:
        events = [c.what or "扣分的情况" for c in self.draft.rule.clauses if isinstance(c, n.Event)]
        return veto in events

    def _with_score_cut(self, pieces: list[Piece]) -> list[Piece]:
        if self.score_cut is None or not isinstance(self.score_cut.condition, n.Test):
            return pieces
        test = self.score_cut.condition
        limit = Fraction(test.amount.number)
        top = self.draft.top_points
        if not (self.draft.steps or self._proportional()):
            raise Refused("not_understood", f"“{test.amount.number:f}分”是得分还是实际值，标准没有说清；请写明。")
        if top is not None and limit >= top:
            if top == 100 or limit > 100:
                raise Refused("points_differ_from_max_score", "标准里的得分线不低于分值；请改正。")
            self.draft.note("score_cut_scaled", f"得分线 {test.amount.number:f} 分按 100 分制理解。")
            limit = limit * top / 100
        return [
            p
            if p.value is None
            else replace(
                p, value=Choose((compare(test.op, _clamped(self.draft, p.value), Const(limit)),), const(0), p.value)
            )
            for p in pieces
        ]

    def _with_limits(self, piece: Piece) -> Piece:
        least = self.draft.limit("least")
        if least is None or least.points is None or piece.value is None or not self.draft.steps:
            return piece
        if isinstance(piece.value, Const):
            return piece
        return replace(piece, value=Arith("max", piece.value, Const(Fraction(least.points))))


def _clamped(draft: Draft, value: Expr) -> Expr:
    return Arith("max", const(0), Arith("min", draft.top, value))
