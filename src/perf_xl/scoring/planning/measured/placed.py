"""Awards in their places: which bound the number, which are facts, which take points off; and each band as a piece."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction

from perf_xl.model.units import EVENT_COUNTS, TIME
from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op
from perf_xl.scoring.plan import Arith, Compare, Const, Expr, Measure, Piece, Refused, Steps, const
from perf_xl.scoring.planning.draft import Draft, outcome_points
from perf_xl.scoring.planning.measured.conditions import condition_tests
from perf_xl.scoring.planning.measured.formulas import check_direction, formula_value
from perf_xl.scoring.planning.measured.proportions import proportion, proportion_base_unclear
from perf_xl.scoring.planning.scale import DIRECTION_UNKNOWN, Scale, X, compare
from perf_xl.scoring.reading.facts import FactKind, fact_text, read_fact


@dataclass(slots=True)
class Band:
    """An award on the number: its tests, and a fact that must hold too."""

    award: n.Award
    tests: tuple[Compare, ...]
    label: str
    fact: str = ""


def is_always(clause: n.Clause) -> bool:
    return isinstance(clause, n.Award) and isinstance(clause.condition, n.Always)


def _numbered(condition: n.Condition) -> bool:
    """Whether a fact holds numbers: then it is a bound that was not understood."""
    match condition:
        case n.Fact(_, numbered):
            return numbered
        case n.Joined(parts):
            return any(_numbered(part) for part in parts)
        case _:
            return False


def label_of(condition: n.Condition) -> str:
    """A condition in a few words, for the trace."""
    match condition:
        case n.Test():
            return f"{condition.op.value}{condition.amount.number:f}{condition.amount.unit}"
        case n.Within():
            return f"{condition.low.number:f}{condition.low.unit}—{condition.high.number:f}{condition.high.unit}"
        case n.AgainstTarget():
            return f"{condition.op.value}目标值"
        case n.Fact():
            return fact_text(condition.text)[:30]
        case n.Joined():
            return "、".join(label_of(part) for part in condition.parts)
        case _:
            return "其他情况"


def _one_sided(band: Band, ops: tuple[Op, Op]) -> bool:
    plain = len(band.tests) == 1 and band.tests[0].op in ops and not band.fact
    return plain and isinstance(band.award.outcome, (n.Points, n.FullMarks, n.ZeroMarks, n.Deduct, n.ShareOfMax))


def _steps(distance: Expr, size: Expr) -> Expr:
    return Steps(distance, size, "floor")


_NONE_OF_THEM = re.compile("(?:均|都)(?:不|未|没)(?:具备|符合|满足|做到|达到|达标|完成)")
"""均不具备 beside a number of parts: none of them."""
_UNDONE = re.compile("(?:仍|一直|全年)?(?:未|没有|没)(?!按|及时|如期|达|严格|规范|经)[\u4e00-\u9fff]{2,6}")
BASE_UNCLEAR = "标准的满分线与目标值不同，按比例计分不知以哪个为基数；请写明公式。"


class Placed:
    """Awards sorted into bands, facts and cuts."""

    def __init__(self, draft: Draft, scale: Scale) -> None:
        self.draft = draft
        self.scale = scale
        self.bands: list[Band] = []
        self.cuts: list[Compare] = []
        self.vetoes: list[str] = []
        self.fact_award: n.Award | None = None
        self.otherwise: n.Award | None = None
        self.score_cut: n.Award | None = None
        self.unclear: Piece | None = None

    def _place(self, award: n.Award) -> None:
        condition, outcome = award.condition, award.outcome
        if isinstance(condition, n.Otherwise):
            self.otherwise = award
            return
        if self._cuts_score(condition, outcome):
            self.score_cut = award
            return
        try:
            found = condition_tests(self.scale, condition, outcome)
        except Refused as refused:
            if refused is not DIRECTION_UNKNOWN:
                raise
            self.unclear = Piece((), None, label_of(condition), refused.message, refused.code)
            return
        if found is not None:
            tests, fact = found
            self.bands.append(Band(award, tests, label_of(condition), fact))
            return
        text = condition.text if isinstance(condition, n.Fact) else label_of(condition)
        if _numbered(condition):
            raise Refused(
                "not_understood", f"读不懂“{fact_text(text)[:30]}”，没有计分；请改写成“……以上得……分”这样的句子。"
            )
        best = isinstance(outcome, (n.FullMarks, n.Points))
        done = isinstance(outcome, n.ZeroMarks) and self.scale.measure is Measure.LATE
        if done and isinstance(condition, n.Fact) and read_fact(condition).kind is FactKind.MISSED:
            return  # a day of completion, or a delay, says that it was done
        timed = self.scale.measure is Measure.PLAIN and self.draft.row.unit in TIME
        if timed and isinstance(outcome, n.ZeroMarks) and _UNDONE.fullmatch(fact_text(text)):
            return  # so does a number of days
        if (
            isinstance(outcome, n.ZeroMarks)
            and self.draft.row.unit in EVENT_COUNTS
            and _NONE_OF_THEM.match(fact_text(text))
        ):
            self.bands.append(Band(award, (compare(Op.LE, X, const(0)),), label_of(condition), ""))
            return
        if best and self.fact_award is None:
            self.fact_award = award
        elif isinstance(outcome, (n.ZeroMarks, n.Deduct, n.Judged)):
            self.vetoes.append(fact_text(text))
        else:
            raise Refused("several_facts", f"“{fact_text(text)[:30]}”要由人判断，本行的数不能说明；请由人计分。")

    def _cuts_score(self, condition: n.Condition, outcome: n.Outcome) -> bool:
        """低于60分不得分 after a proportion, in a row that does not count in 分: a cut on the score."""
        points = isinstance(condition, n.Test) and condition.amount.unit == "分"
        return points and self.draft.row.unit != "分" and isinstance(outcome, n.ZeroMarks)

    def _proportional(self) -> bool:
        return any(
            isinstance(a.outcome, (n.Proportion, n.Computed)) for a in self.draft.rule.clauses if isinstance(a, n.Award)
        )

    @staticmethod
    def _is_cut_off(band: Band) -> bool:
        return isinstance(band.award.outcome, n.ZeroMarks) and not band.fact

    @staticmethod
    def _is_start(band: Band) -> bool:
        return isinstance(band.award.outcome, (n.FullMarks, n.Points)) and not band.fact

    def _ordered(self) -> list[Band]:
        """One-sided bands from the strictest side, where the stricter gives the better outcome."""
        ordered = list(self.bands)
        for ops in ((Op.GE, Op.GT), (Op.LE, Op.LT)):
            places = [i for i, b in enumerate(ordered) if _one_sided(b, ops)]
            chosen = [ordered[i] for i in places]
            keys = [self._value(b.tests[0].right) for b in chosen]
            if len(chosen) < 2 or any(key is None for key in keys):
                continue
            ranked = sorted(zip(keys, chosen, strict=True), key=lambda pair: pair[0] or 0, reverse=ops[0] is Op.GE)
            for place, (_, band) in zip(places, ranked, strict=True):
                ordered[place] = band
        return ordered

    def _value(self, expr: Expr) -> Fraction | None:
        """A bound as a number, if the row's target gives it."""
        match expr:
            case Const(value):
                return value
            case Arith("*", Const(share), _) if self.draft.row.target is not None:
                return share * self.draft.row.target
            case _:
                return self.draft.row.target

    def _band(self, band: Band, *, reached: bool) -> list[Piece]:
        outcome = band.award.outcome
        if band.fact:
            reason = f"还要看“{fact_text(band.fact)[:30]}”，本行只填了一个数；请由人计分。"
            return [Piece(band.tests, None, band.label, reason, "fact_missing")]
        if isinstance(outcome, n.Proportion):
            if proportion_base_unclear(self.scale):
                return [Piece(band.tests, None, band.label, BASE_UNCLEAR, "proportion_base_unclear")]
            extra, value = proportion(self.scale, outcome)
            pieces = [replace(p, tests=(*band.tests, *p.tests), stated=False) for p in extra]
            return pieces if value is None else [*pieces, Piece(band.tests, value, f"{band.label}，按比例")]
        if isinstance(outcome, n.Computed):
            check_direction(outcome.formula, self.draft.row)
            return [Piece(band.tests, formula_value(self.scale, outcome.formula), f"{band.label}，按公式")]
        if isinstance(outcome, n.Judged):
            return [Piece(band.tests, None, band.label, f"“{outcome.text[:20]}”要由人判断。", "judged")]
        going_on = self._continued(band)
        if going_on is not None:
            return going_on
        value = outcome_points(self.draft, outcome)
        if value is None:
            raise Refused("not_understood", "标准里有一句没有读懂；请改写。")
        value = self._with_bonus(value) if reached else value  # what doing still better adds
        return [
            Piece(
                band.tests,
                self._checked(value, outcome),
                band.label,
                "得分超过分值，不知以哪个为准；请改正标准。",
                "points_differ_from_max_score",
            )
        ]

    def _with_bonus(self, value: Expr) -> Expr:
        """The points of the good side; steps may add to them."""
        return value

    def _checked(self, value: Expr, outcome: n.Outcome) -> Expr | None:
        """得60分 in a row of 20: not known what is meant (convention 14)."""
        top = self.draft.top_points
        too_many = isinstance(outcome, n.Points) and top is not None and Fraction(outcome.points) > top
        return None if too_many else value

    def _piece(self, band: Band) -> Piece:
        return Piece(band.tests, const(0), band.label)

    def _continued(self, band: Band) -> list[Piece] | None:
        """偏10%-15%扣1.5分，以此类推: the pattern goes on, one more step for every further range."""
        going_on = any(isinstance(c, n.Continued) for c in self.draft.rule.clauses)
        condition, outcome = band.award.condition, band.award.outcome
        if not going_on or not isinstance(condition, n.Within) or not isinstance(outcome, n.Deduct):
            return None
        withins = [b for b in self.bands if isinstance(b.award.condition, n.Within)]
        if len(withins) != 1:
            return None
        low, high = self.scale.bound(condition.low), self.scale.bound(condition.high)
        subject = band.tests[0].left
        count = Arith("+", const(1), _steps(Arith("-", subject, low), Arith("-", high, low)))
        off = Arith("*", count, Const(Fraction(outcome.amount)))
        return [
            Piece((band.tests[0],), Arith("-", self.draft.top, off), f"{band.label}，以此类推"),
            Piece((compare(Op.LT, subject, low),), self.draft.top, "没有达到扣分的范围"),
        ]
