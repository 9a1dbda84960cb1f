"""Rules over a number of events: 每发现一例扣2分, several kinds of fault, cut-offs by count (两次及以上不得分)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from perf_xl.model.units import TIME
from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.nodes import Op
from perf_xl.scoring.plan import Arith, Compare, Const, Expr, Measure, Piece, Refused, Steps, const
from perf_xl.scoring.planning.draft import Draft, change_points, only_bonus, outcome_points
from perf_xl.scoring.planning.measured.conditions import condition_tests
from perf_xl.scoring.planning.scale import Scale, X, compare
from perf_xl.scoring.reading.facts import FactKind, fact_text, is_fault, read_fact


@dataclass(slots=True)
class Kind:
    """One kind of event: what one costs (None: a person decides; ``zero``: everything), once or each time."""

    text: str
    outcome: n.Outcome
    size: Fraction
    each: bool
    round_up: bool = False


_FAULT_UNITS = frozenset({"", "项", "次", "例", "起", "处", "件", "条", "宗", "点", "小项", "分"})
_TIMES = frozenset({"天", "日"})
_COUNT_FILLER = re.compile(
    "全年|年度|年内|当年|一年内|累计|合计|总计|总共|共计|共|发生|发现|出现|存在|超过|达到|问题|情况|情形|次数|数量|总数|同类|同一|月|季度?|本项|指标|连续|考核期内|评估期内|评价期内|上述|以上|以下|此类|每|的|有|了|且|在|内|该|其|扣分|被|未|不|迟延|,|、"
)
"""What may stand before a number of events without naming another kind of event."""
_HAPPENS = re.compile("发现|发生|出现|存在|一经|一旦|行为|现象|情况|情形")
_SEVERAL = "标准里有几种扣分情况，只填了一个次数，分不清是哪一种；请由人计分。"


def is_count_rule(rule: n.Rule) -> bool:
    """Whether a rule is (also) about events: steps per event, or facts that take points off."""
    for clause in rule.clauses:
        if isinstance(clause, n.Event):
            return True
        fact = isinstance(clause, n.Award) and isinstance(clause.condition, n.Fact)
        if fact and isinstance(clause, n.Award) and isinstance(clause.outcome, (n.Deduct, n.ZeroMarks)):
            if isinstance(clause.condition, n.Fact) and read_fact(clause.condition).kind in _ABOUT_NUMBER:
                continue  # 未达到的不得分 is about the target, not about a fault
            return True
    return counted_faults(rule)


_ABOUT_NUMBER = frozenset(
    {FactKind.MISSED, FactKind.FALLEN, FactKind.RISEN, FactKind.LEVEL, FactKind.NEGATIVE, FactKind.NOTHING_DONE}
)


def counted_faults(rule: n.Rule) -> bool:
    """Bands over a number of faults: 有1-3次未报送得4分, 1项不达标扣1分."""
    for award in rule.clauses:
        if not isinstance(award, n.Award):
            continue
        condition = award.condition
        if isinstance(condition, (n.Test, n.Within)) and condition.way is None and is_fault(condition.subject):
            amount = condition.amount if isinstance(condition, n.Test) else condition.high
            if amount.unit and w.is_count(amount.unit):
                return True
    return False


def count_pieces(draft: Draft) -> tuple[Piece, ...]:
    """Pieces over the count; Refused where the rule says more than a count can answer."""
    return _Counts(draft).pieces()


class _Counts:
    def __init__(self, draft: Draft) -> None:
        self.draft = draft
        self.scale = Scale(draft, Measure.COUNT)
        self.kinds: list[Kind] = []
        self.tests: list[tuple[n.Award, tuple[Compare, ...]]] = []
        self.otherwise: n.Award | None = None
        self.facts: list[n.Award] = []

    def pieces(self) -> tuple[Piece, ...]:
        for clause in self.draft.rule.clauses:
            self._place(clause)
        self._check_target()
        try:
            self._check_subjects()
        except Refused as refused:
            return self._nothing_only(refused)
        gains = [k for k in self.kinds if isinstance(k.outcome, (n.Bonus, n.Points, n.ShareOfMax))]
        if gains:
            return self._gains(gains)
        pieces = [self._test_piece(award, tests) for award, tests in self._ordered()]
        once = [k for k in self.kinds if not k.each]
        if once and len(once) == len(self.kinds) and not any(is_fault(k.text) or _HAPPENS.search(k.text) for k in once):
            raise Refused("actual_unreadable", "标准按文字档次评分，请按标准的用词填写实际完成值。")
        none = const(0) if only_bonus(self.draft.rule) else self.draft.top
        pieces.append(Piece((compare(Op.LE, X, const(0)),), none, "没有发生", stated=False))
        pieces += self._allowed()
        pieces += self._kinds()
        if not self.kinds and self.otherwise is not None:
            value = outcome_points(self.draft, self.otherwise.outcome)
            if value is not None:
                pieces.append(Piece((), value, "其他情况"))
        return tuple(pieces)

    def _nothing_only(self, refused: Refused) -> tuple[Piece, ...]:
        """Several things are counted and one number was typed: 0 still says that nothing happened."""
        losing = all(isinstance(k.outcome, (n.Deduct, n.ZeroMarks, n.Judged)) for k in self.kinds)
        if not losing or self.draft.row.target is not None:
            raise refused
        nothing = Piece((compare(Op.LE, X, const(0)),), self.draft.top, "没有发生", stated=False)
        return nothing, Piece((), None, "按次数扣分", refused.message, refused.code)

    def _check_subjects(self) -> None:
        """每发现一例扣2分, 投诉超过5次的不得分: two things are counted, and one number was typed."""
        if not self.kinds:
            return
        said = "".join(k.text for k in self.kinds) + self.draft.row.name
        for award, _ in self.tests:
            subject = _COUNT_FILLER.sub("", getattr(award.condition, "subject", ""))
            if len(subject) > 1 and not any(subject[i : i + 2] in said for i in range(len(subject) - 1)):
                raise Refused(
                    "several_kinds", f"标准还数“{subject[:20]}”的次数，本行只填了一个次数，分不清是哪一种；请由人计分。"
                )

    def _check_target(self) -> None:
        """A row that wants many of something is not counted in faults."""
        row = self.draft.row
        once = [k for k in self.kinds if not k.each]
        if once and len(once) == len(self.kinds) and row.unit not in _FAULT_UNITS:
            raise Refused(
                "count_missing",
                f"标准按有没有“{fact_text(once[0].text)[:20]}”扣分，本行计量单位是“{row.unit}”，填的不像是问题数；请由人计分。",
            )
        lacking = [c for c in self.draft.rule.clauses if isinstance(c, n.Event) and c.shortfall]
        if lacking and row.target is None and row.sign in ("≥", ">"):
            raise Refused("target_missing", "标准按少了多少扣分，但没有目标值，不知从哪里起扣；请填写指标值。")
        short = [c for c in self.draft.rule.clauses if isinstance(c, n.Step)]
        told = any(is_fault(k.text) for k in self.kinds)
        if short and not told and any(isinstance(k.outcome, n.Deduct) for k in self.kinds):
            raise Refused("target_missing", "标准按少了多少扣分，但没有目标值，不知从哪里起扣；请填写指标值。")
        if row.target is not None and row.target > 0 and row.sign in ("≥", ">", "=") and self.kinds:
            gains = all(isinstance(k.outcome, (n.Bonus, n.Points)) for k in self.kinds)
            if not gains:
                raise Refused(
                    "count_missing", "标准按出现问题的次数扣分，而实际值填的是完成情况；请填写次数，或由人计分。"
                )

    def _allowed(self) -> list[Piece]:
        """≤3起 beside 每起扣1分: whether the first three cost anything is not said."""
        row = self.draft.row
        if row.target is None or row.target <= 0 or row.sign not in ("≤", "<") or not self.kinds:
            return []
        within = "没有超过目标值，而标准每次都扣分，两者不一致；请由人计分。"
        over = "超过了目标值，标准每次都扣分，没有说目标值以内的次数扣不扣；请由人计分，或写明“每超过……扣……分”。"
        found = [
            Piece(
                (compare(Op.LE, X, Const(row.target)),), None, "目标值以内", within, "event_within_target", stated=False
            )
        ]
        cost = self._points(self.kinds[0].outcome) if len(self.kinds) == 1 and self.kinds[0].each else None
        if cost and self.draft.top_points is not None:
            emptied = row.target + self.draft.top_points / cost * self.kinds[0].size
            beyond = (compare(Op.LT, X, Const(emptied)),)
            found.append(Piece(beyond, None, "超过目标值", over, "event_within_target", stated=False))
        return found

    def _place(self, clause: n.Clause) -> None:
        match clause:
            case n.Event(what, size, outcome, round_up=up):
                measured = size.unit == self.draft.row.unit and self.draft.row.target is None
                if size.unit and not w.is_event_unit(size.unit) and not measured:
                    raise Refused(
                        "unit_mismatch", f"“每{size.number:f}{size.unit}”不是次数，无法按次数计分；请由人计分。"
                    )
                self.kinds.append(Kind(what, outcome, Fraction(size.number), each=True, round_up=up))
            case n.Step(size=size, outcome=outcome, subject=subject, given=given):
                counted = w.is_event_unit(size.unit) and size.unit not in _TIMES
                unclear = n.Judged(f"每{size.number:f}{size.unit}")
                self.kinds.append(
                    Kind(given + subject, outcome if counted else unclear, Fraction(size.number), each=True)
                )
            case n.Award():
                self._award(clause)

    def _award(self, award: n.Award) -> None:
        condition, outcome = award.condition, award.outcome
        match condition:
            case n.Always():
                if not isinstance(outcome, (n.Points, n.FullMarks)):
                    raise Refused("several_kinds", _SEVERAL)
            case n.Otherwise():
                self.otherwise = award
            case n.Test() | n.Within():
                if self._percent(condition) and isinstance(outcome, (n.Points, n.FullMarks, n.ShareOfMax)):
                    self._rate_beside(condition, outcome)
                    return
                unit, own = condition.amount_unit, self.draft.row.unit
                foreign = unit not in ("", own) and not w.is_event_unit(unit)
                if self._percent(condition) or foreign or (unit in TIME and own not in TIME):
                    unclear = n.Judged(f"{condition.subject}{unit}")
                    self.kinds.append(Kind(condition.subject, unclear, Fraction(1), each=False))
                    return
                found = condition_tests(self.scale, condition, outcome)
                if found is not None:
                    self.tests.append((award, found[0]))
            case n.Fact() | n.Joined() | n.AgainstTarget():
                if isinstance(outcome, (n.Deduct, n.ZeroMarks, n.Judged)):
                    text = condition.text if isinstance(condition, n.Fact) else "未达到要求"
                    self.kinds.append(Kind(text, outcome, Fraction(1), each=False))
                elif isinstance(outcome, (n.Points, n.FullMarks, n.Bonus)):
                    self.facts.append(award)
                else:
                    raise Refused("several_kinds", _SEVERAL)
            case _:
                raise Refused("several_kinds", _SEVERAL)

    def _rate_beside(self, condition: n.Test | n.Within, outcome: n.Outcome) -> None:
        """100%得满分，每发现1项扣1分 says what faults do to the rate; 95%-99%得3分 asks for the rate itself."""
        whole = isinstance(condition, n.Test) and condition.amount.number == 100
        best = isinstance(outcome, n.Points) and Fraction(outcome.points) == self.draft.top_points
        if not whole and not best and not isinstance(outcome, n.FullMarks):
            raise Refused(
                "several_kinds", f"标准还按“{condition.subject or '比率'}”分档给分，本行只填了次数；请由人计分。"
            )

    def _percent(self, condition: n.Test | n.Within) -> bool:
        amount = condition.amount if isinstance(condition, n.Test) else condition.high
        return amount.unit in ("%", "百分点")

    def _ordered(self) -> list[tuple[n.Award, tuple[Compare, ...]]]:
        """Cut-offs first (convention 13), the greatest count first among them; then the bands."""
        cuts = [t for t in self.tests if isinstance(t[0].outcome, n.ZeroMarks) and t[1][0].op in (Op.GE, Op.GT)]
        return [*cuts, *(t for t in self.tests if t not in cuts)]

    def _test_piece(self, award: n.Award, tests: tuple[Compare, ...]) -> Piece:
        label = _count_label(award.condition)
        if isinstance(award.outcome, n.Judged):
            return Piece(tests, None, label, f"“{award.outcome.text[:20]}”要由人判断。", "judged")
        value = outcome_points(self.draft, award.outcome)
        if value is None:
            raise Refused("several_kinds", _SEVERAL)
        about = getattr(award.condition, "subject", "")
        harm = next((k.text for k in self.kinds if _is_harm(k, about)), "")
        nothing = len(tests) == 1 and tests[0].op in (Op.EQ, Op.LE) and tests[0].right == const(0)
        if harm and value != const(0) and not nothing:
            reason = f"还要看有没有“{fact_text(harm)[:30]}”；请由人计分。"
            return Piece(tests, None, label, reason, "fact_missing")
        return Piece(tests, value, label)

    def _limit(self) -> Expr | None:
        limit = self.draft.limit("most_off")
        return None if limit is None or limit.points is None else Const(Fraction(limit.points))

    def _kinds(self) -> list[Piece]:
        if not self.kinds:
            return []
        top, label = self.draft.top, "按次数扣分"
        graded = [
            a for a in self.facts if isinstance(a.outcome, n.Points) and a.outcome.points != self.draft.top_points
        ]
        if graded:
            return [Piece((), None, label, _SEVERAL, "several_kinds")]
        shared = {
            repr(change_points(self.draft, k.outcome)) if isinstance(k.outcome, n.Deduct) else "?" for k in self.kinds
        }
        each = all(k.each for k in self.kinds)
        sizes = {k.size for k in self.kinds}
        first = self.kinds[0].outcome
        if (
            len(shared) == 1
            and isinstance(first, n.Deduct)
            and len(sizes) == 1
            and (each or not any(k.each for k in self.kinds))
        ):
            ups = {k.round_up for k in self.kinds}
            if len(ups) > 1:
                raise Refused("several_kinds", _SEVERAL)
            mode = "ceil" if ups == {True} else "floor"
            count = Steps(X, Const(sizes.pop()), mode)  # type: ignore[arg-type]
            off: Expr = Arith("*", count, change_points(self.draft, first))
            limit = self._limit() if len(self.kinds) == 1 else None
            off = off if limit is None else Arith("min", off, limit)
            if each:
                return [Piece((), Arith("-", top, off), label)]
            if len(self.kinds) == 1 and (self.kinds[0].text.startswith(("一经", "一旦")) or self._once):
                return [Piece((), Arith("-", top, change_points(self.draft, first)), "发生即扣，不累计")]
            if not self.draft.row.unit and len(self.kinds) == 1:
                reason = "“1”是有还是没有这种情况分不清；请填写文字（如“未发生”）。"
                return [Piece((), None, label, reason, "several_kinds")]
            known = Piece((compare(Op.LE, X, const(len(self.kinds))),), Arith("-", top, off), label, stated=False)
            return [known, Piece((), None, label, "填的次数多于标准列出的情况；请核对。", "several_kinds")]
        if all(isinstance(k.outcome, n.ZeroMarks) for k in self.kinds):
            return [Piece((), const(0), "发生即不得分")]
        reason = _SEVERAL if len(self.kinds) > 1 else f"“{fact_text(self.kinds[0].text)[:30]}”扣多少分要由人判断。"
        code = "several_kinds" if len(self.kinds) > 1 else "judged"
        return [*self._floor_reached(), Piece((), None, label, reason, code)]

    @property
    def _once(self) -> bool:
        """一次性扣3分, or 不重复扣分, beside one fault: once, however often."""
        return any(isinstance(c, n.Limit) and c.kind == "once" for c in self.draft.rule.clauses)

    def _floor_reached(self) -> list[Piece]:
        """Whatever the kinds are, so many of even the cheapest leave nothing."""
        costs: list[tuple[Fraction, bool]] = []
        for kind in self.kinds:
            points = self._points(kind.outcome)
            if points is None or kind.size != 1:
                return []
            costs.append((points, kind.each))
        top = self.draft.top_points
        repeat = [c for c, each in costs if each]
        if top is None or not repeat or self.draft.limit("most_off") is not None:
            return []
        cheapest = min(repeat)
        once = sorted(c for c, each in costs if not each and c < cheapest)
        left, needed = top - sum(once), Fraction(len(once))
        if left > 0:
            needed += -(-left // cheapest)
        self.draft.note("floor_reached_either_way", "无论是哪一种情况，分都已扣完。")
        return [Piece((compare(Op.GE, X, Const(needed)),), const(0), "无论哪种情况都已扣完", stated=False)]

    def _points(self, outcome: n.Outcome) -> Fraction | None:
        match outcome:
            case n.Deduct(amount, share):
                top = self.draft.top_points
                return Fraction(amount) if not share else None if top is None else Fraction(amount) * top
            case n.ZeroMarks():
                return self.draft.top_points
            case _:
                return None

    # --- points earned per event

    def _gains(self, gains: list[Kind]) -> tuple[Piece, ...]:
        if len(self.kinds) > 1 or self.facts or any(isinstance(a.outcome, n.Bonus) for a, _ in self.tests):
            zero = Piece((compare(Op.LE, X, const(0)),), const(0), "没有加分事项", stated=False)
            unclear = Piece(
                (), None, "按次数计分", "标准里有几种加分情况，只填了一个次数；请由人计分。", "several_kinds"
            )
            deducting = any(not isinstance(k.outcome, (n.Bonus, n.Points, n.ShareOfMax)) for k in self.kinds)
            only_bonus = all(isinstance(a.outcome, n.Bonus) for a in self.facts)
            return (unclear,) if not only_bonus or deducting else (zero, unclear)
        kind = gains[0]
        outcome = kind.outcome
        per = (
            change_points(self.draft, outcome) if isinstance(outcome, n.Bonus) else outcome_points(self.draft, outcome)
        )
        if per is None or (
            isinstance(outcome, n.Points) and self.draft.top_points == Fraction(outcome.points) and not self._has_top()
        ):
            raise Refused("not_understood", "标准没有写满分是多少，不知最多得多少分；请写明最高分。")
        earned: Expr = Arith("*", Steps(X, Const(kind.size), "ceil" if kind.round_up else "floor"), per)
        limit = self.draft.limit("most_bonus")
        if limit is not None and limit.points is not None:
            earned = Arith("min", earned, Const(Fraction(limit.points)))
        pieces = [self._test_piece(award, tests) for award, tests in self._ordered()]
        return (*pieces, Piece((), earned, "按次数计分"))

    def _has_top(self) -> bool:
        return self.draft.row.max_score is not None


def _is_harm(kind: Kind, about: str) -> bool:
    """Whether something beside the number counted would take points: not 均未完成 beside 一项未完成."""
    shared = any(about[i : i + 2] in kind.text for i in range(len(about) - 1)) or kind.text.startswith(("均", "都"))
    return not kind.each and not isinstance(kind.outcome, (n.Bonus, n.Points)) and not shared


def _count_label(condition: n.Condition) -> str:
    match condition:
        case n.Test(op, amount):
            return f"{'' if op is Op.EQ else op.value}{amount.number:f}{amount.unit}"
        case n.Within(low, high):
            return f"{low.number:f}—{high.number:f}{high.unit}"
        case _:
            return "次数"
