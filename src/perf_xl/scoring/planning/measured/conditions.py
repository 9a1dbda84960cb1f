"""Conditions of a rule as comparisons on the actual."""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

from perf_xl.scoring import nodes as n
from perf_xl.scoring import words as w
from perf_xl.scoring.direction import of_a_whole
from perf_xl.scoring.nodes import Op, Way
from perf_xl.scoring.plan import Absolute, Arith, Compare, Const, Expr, Measure, Refused, const
from perf_xl.scoring.planning.draft import Draft
from perf_xl.scoring.planning.scale import DIRECTION_UNKNOWN, NEGATED, Scale, X, compare, day_of, reached_op
from perf_xl.scoring.reading.facts import FactKind, change_named, fact_text, read_fact, sounds_reached


@dataclass(slots=True)
class Band:
    """An award on the number: its tests, and a fact that must hold too."""

    award: n.Award
    tests: tuple[Compare, ...]
    label: str
    fact: str = ""


_DONE = re.compile(
    "(?:完成|达到|达|实现|举办|开展|培训|建成|新建|新增|引进|发放|组织|满足|得分|逾期|投诉|发生|均满足|培训均满足)$"
)


_TOO_LATE = re.compile(
    "(?:未能?|没有)?(?:在)?(?:规定|计划|要求)?(?:按时|按期|及时|如期|准时|时限内|时间内|期限内)(?:完成|报送|上报|提交|交付|支付)?|(?:逾期|超期|延期|推迟|迟报|延迟)(?:完成|报送|提交|未完成)?"
)


class Conditions:
    """Turns conditions into comparisons; what is not about the number is a fact."""

    def __init__(self, draft: Draft, scale: Scale) -> None:
        self.draft = draft
        self.scale = scale
        self.steps = [c for c in draft.rule.clauses if isinstance(c, n.Step)]
        self.steps += [
            n.Step(Way.LOW, c.size, c.outcome, part=c.part)
            for c in draft.rule.clauses
            if isinstance(c, n.Event) and c.shortfall
        ]
        self.row = draft.row

    def tests(self, condition: n.Condition, outcome: n.Outcome) -> tuple[tuple[Compare, ...], str] | None:
        """Comparisons and a fact beside them; None if the condition is not about the number."""
        match condition:
            case n.Test():
                return (*self._begun(condition, outcome), self._test(condition, outcome)), ""
            case n.Within():
                return self._within(condition), ""
            case n.AgainstTarget():
                return (self._against(condition),), ""
            case n.Due():
                return (compare(Op.LE, X, const(self._after_first(condition))),), ""
            case n.Joined(parts, any_of):
                return self._joined(parts, outcome, any_of=any_of)
            case n.Fact():
                return self._fact(condition, outcome)
            case _:
                return None

    def _begun(self, test: n.Test, outcome: n.Outcome) -> tuple[Compare, ...]:
        """低于目标5个百分点以内扣1分, 逾期5天以内扣1分: on the target, or in time, nothing is low or late."""
        full = isinstance(outcome, n.FullMarks) or (isinstance(outcome, n.Points) and self._is_best(outcome))
        if test.op not in (Op.LE, Op.LT) or test.way not in (Way.LOW, Way.HIGH, Way.LATE) or full:
            return ()
        return (compare(Op.GT, self._test(test, outcome).left, const(0)),)

    def _test(self, test: n.Test, outcome: n.Outcome) -> Compare:
        if test.way is Way.APART:
            return compare(test.op if not test.exact else Op.EQ, self._deviation(), self._apart_bound(test.amount))
        if test.way in (Way.LOW, Way.HIGH) and self.scale.measure in (Measure.RATE, Measure.PLAIN):
            return self._distance_test(test)
        op = self._exact_op(test, outcome) if test.exact else test.op
        whole = test.amount == n.Amount(test.amount.number, "%") and test.amount.number == 100
        if (
            op is Op.EQ
            and whole
            and not test.exact
            and self.row.direction == "more"
            and isinstance(outcome, (n.Points, n.FullMarks))
        ):
            op = Op.GE  # =100%: nothing lies above it
        return compare(
            op,
            self.scale.signed(test.way),
            self.scale.bound(test.amount, of_target=test.of_target, subject=test.subject),
        )

    def _distance_test(self, test: n.Test) -> Compare:
        """每低1%…，低5%以上不得分: how far below the base of the steps."""
        step = next((s for s in self.steps if s.way is test.way), None)
        if (step is None and not test.from_target) or test.exact:
            raise Refused(
                "not_understood", f"“{test.amount.number:f}{test.amount.unit}”从哪里算起，标准没有说清；请写明。"
            )
        base = self.scale.target() if step is None or test.from_target else self.step_base(step)
        distance = Arith("-", base, X) if test.way is Way.LOW else Arith("-", X, base)
        return compare(test.op, distance, self.scale.step(test.amount, base))

    def _exact_op(self, test: n.Test, outcome: n.Outcome) -> Op:
        """100%得满分 reaches upward where more is better; 完成90%得8分 is a rung of a ladder."""
        way = self.row.direction
        ladder = re.search("完成|达|实现", test.subject) is not None or self._continued
        best = isinstance(outcome, n.FullMarks) or (isinstance(outcome, n.Points) and self._is_best(outcome))
        best = best or (isinstance(outcome, n.ShareOfMax) and outcome.share == 1)
        two_sided = any(s.way is Way.APART for s in self.steps) or {Way.LOW, Way.HIGH} <= {
            s.way for s in self.steps if isinstance(s.outcome, n.Deduct)
        }
        if isinstance(outcome, n.ZeroMarks) or two_sided:
            return Op.EQ
        if best and test.amount.unit not in ("%", "百分点") and not test.of_target:
            self._check_exact(test)
        if best and way in ("more", "equal"):
            return Op.EQ if way == "equal" else Op.GE
        if best and way == "less":
            return Op.LE
        if (
            best
            and way is None
            and test.amount == n.Amount(test.amount.number, "%")
            and test.amount.number == 100
            and self._bands_below()
        ):
            return Op.GE
        return Op.GE if ladder and way in ("more", None) and isinstance(outcome, (n.Points, n.ShareOfMax)) else Op.EQ

    def _check_exact(self, test: n.Test) -> None:
        """完成50家得满分: a bare quantity is the bound only if it is the target, or nothing else stands beside it."""
        bound = self.scale.bound(test.amount)
        fits = isinstance(bound, Const) and (bound.value in (self.row.target, 0))
        alone = self.row.target is None and (not test.subject or _DONE.search(test.subject) is not None)
        if not fits and not alone:
            raise Refused(
                "not_understood",
                f"“{test.subject}{test.amount.number:f}{test.amount.unit}”是不是得满分的界限，标准没有说清；请写成“{test.amount.number:f}{test.amount.unit}以上”。",
            )

    def _bands_below(self) -> bool:
        return any(
            isinstance(a.condition, (n.Within, n.Test)) and a.condition.way is None for a in self.draft.awards[1:]
        )

    @property
    def _continued(self) -> bool:
        return any(isinstance(c, n.Continued) for c in self.draft.rule.clauses)

    def _is_best(self, outcome: n.Points) -> bool:
        if any(isinstance(a.outcome, n.FullMarks) for a in self.draft.awards):
            return False
        points = [a.outcome.points for a in self.draft.awards if isinstance(a.outcome, n.Points)]
        return outcome.points == max(points)

    def _within(self, within: n.Within) -> tuple[Compare, ...]:
        low_closed, high_closed = self._closed(within)
        if within.way in (Way.LOW, Way.HIGH) and self.scale.measure in (Measure.RATE, Measure.PLAIN):
            ends = [(Op.GE if low_closed else Op.GT, within.low), (Op.LE if high_closed else Op.LT, within.high)]
            tests = [
                self._distance_test(n.Test(op, amount, way=within.way, from_target=within.from_target))
                for op, amount in ends
            ]
            return tests[0], tests[1]
        if within.way is Way.APART:
            subject = self._deviation()
            bounds = self._apart_bound(within.low), self._apart_bound(within.high)
        else:
            subject = self.scale.signed(within.way)
            about = {"of_target": within.of_target, "subject": within.subject}
            bounds = (self.scale.bound(within.low, **about), self.scale.bound(within.high, **about))  # type: ignore[arg-type]
        low = compare(Op.GE if low_closed else Op.GT, subject, bounds[0])
        return low, compare(Op.LE if high_closed else Op.LT, subject, bounds[1])

    def _closed(self, within: n.Within) -> tuple[bool, bool]:
        """Convention 6: a range includes its lower bound, not its upper, except a closed top; 含 elsewhere decides."""
        others = [a.condition for a in self.draft.awards if a.condition is not within]
        low = within.low_closed
        if low is None:
            low = not any(isinstance(o, n.Within) and o.high == within.low and o.high_closed is True for o in others)
        high = within.high_closed
        if high is None:
            high = self._top_closed(within, others)
        return low, high

    def _top_closed(self, within: n.Within, others: list[n.Condition]) -> bool:
        taken = any(
            (isinstance(o, n.Within) and o.low == within.high and o.low_closed is not False)
            or (isinstance(o, n.Test) and o.amount == within.high and (o.op is Op.GE or o.exact))
            for o in others
        )
        if taken:
            return False
        opened = any(isinstance(o, n.Test) and o.amount == within.high and o.op is Op.GT for o in others) or any(
            isinstance(o, n.Within) and o.low == within.high and o.low_closed is False for o in others
        )
        if opened:
            return True
        alone = sum(isinstance(o, (n.Within, n.Test)) for o in others) == 0
        if alone and any(s.way is Way.APART for s in self.steps):
            return True
        if within.high.unit in ("%", "百分点"):
            return within.high.number == 100
        whole = within.low.number % 1 == 0 and within.high.number % 1 == 0
        following = n.Amount(within.high.number + 1, within.high.unit)
        adjacent = any(
            (isinstance(o, n.Within) and o.low == following)
            or (isinstance(o, n.Test) and o.amount == following and o.op in (Op.GE, Op.EQ))
            for o in others
        ) or any(isinstance(o, n.Test) and o.amount == within.high and o.op is Op.GT for o in others)
        top = within.high.unit == "分" and within.high.number == 100
        return whole and (adjacent or top)

    def _against(self, condition: n.AgainstTarget) -> Compare:
        if self.scale.measure is Measure.LATE:
            late = condition.op is Op.GT if condition.reached is None else not condition.reached
            return compare(Op.GT if late else Op.LE, X, const(0))  # beside a day, reached is in time
        target = self.scale.target()
        if condition.reached is None:
            return compare(condition.op, X, target)
        op = reached_op(self.draft)
        if condition.reached:
            return compare(op, X, target)
        if op is Op.EQ and self.row.direction is None:
            raise DIRECTION_UNKNOWN
        if op is Op.EQ:
            return compare(Op.LT, X, target)
        return compare(NEGATED[op], X, target)

    def _joined(
        self, parts: tuple[n.Condition, ...], outcome: n.Outcome, *, any_of: bool
    ) -> tuple[tuple[Compare, ...], str] | None:
        tests: list[Compare] = []
        facts: list[str] = []
        for part in parts:
            found = self.tests(part, outcome) if not isinstance(part, n.Fact) else None
            if found is None:
                facts.append(part.text if isinstance(part, n.Fact) else "")
            else:
                tests += found[0]
        if not tests:
            return None
        if any_of:
            if len(tests) > 1:
                raise Refused("not_understood", "标准用“或”连接了几个条件，无法自动判断；请拆成几句。")
            self.draft.note("fact_assumed_absent", f"“{facts[0]}”未填报，按没有发生处理。")
            return tuple(tests), ""
        return tuple(tests), "、".join(facts)

    def _fact(self, fact: n.Fact, outcome: n.Outcome) -> tuple[tuple[Compare, ...], str] | None:
        reading = read_fact(fact)
        best = isinstance(outcome, n.FullMarks) or (isinstance(outcome, n.Points) and self._is_best(outcome))
        if fact.numbered:
            return None
        if self.scale.measure is Measure.LATE:
            return self._late_fact(reading.kind, fact, best=best, timely=reading.timely)
        match reading.kind:
            case FactKind.MISSED if self._done_in_part(fact.text):
                return (compare(Op.LE, X, const(0)),), ""
            case FactKind.REACHED:
                return (self._against(n.AgainstTarget(Op.GE, reached=True)),), ""
            case FactKind.MISSED:
                return (self._against(n.AgainstTarget(Op.LT, reached=False)),), ""
            case FactKind.COMPARED if reading.op is not None and self.row.target is not None and self.row.sign:
                others = {
                    a.condition.text
                    for a in self.draft.awards
                    if isinstance(a.condition, n.Fact) and isinstance(a.outcome, type(outcome))
                }
                if len(others) > 1:
                    raise Refused("several_bases", "标准要与几个不同的基数比较，本行只有一个目标值；请由人计分。")
                return (compare(reading.op, X, self.scale.target()),), ""
            case FactKind.NONE_HAPPENED if (
                self.scale.measure is Measure.PLAIN and w.is_count(self.row.unit) and self.row.unit
            ):
                return (compare(Op.EQ, X, const(0)),), ""
            case FactKind.NEGATIVE if self.scale.measure in (Measure.RATE, Measure.PLAIN):
                return (compare(Op.LT, X, const(0)),), ""
            case FactKind.FALLEN | FactKind.RISEN | FactKind.LEVEL as kind if self._change is not None:
                up = (kind is FactKind.RISEN) == (self._change is Way.HIGH)
                op = Op.EQ if kind is FactKind.LEVEL else Op.GT if up else Op.LT
                return (compare(op, X, const(0)),), ""
            case FactKind.NOTHING_DONE if (
                self.scale.measure is Measure.PLAIN and w.is_count(self.row.unit) and self.row.unit
            ):
                return (compare(Op.LE, X, const(0)),), ""
            case FactKind.NOT_CHANGED if self.scale.measure is Measure.CHANGE or re.search(
                "降|减|增长|提高|上升|节约", self.row.name
            ):
                return (compare(Op.LE, X, const(0)),), ""
            case _ if best and self.row.target is not None and sounds_reached(fact.text):
                return (self._against(n.AgainstTarget(Op.GE, reached=True)),), ""
        return None

    def _done_in_part(self, text: str) -> bool:
        """完成3-4项得5分，未完成不得分: nothing done, where less than all of it earns something."""
        earned = [
            a.condition.low.number
            for a in self.draft.awards
            if isinstance(a.condition, n.Within) and isinstance(a.outcome, n.Points) and not a.condition.of_target
        ]
        counted = self.scale.measure is Measure.PLAIN and bool(self.row.unit) and w.is_count(self.row.unit)
        return (
            counted and re.fullmatch("(?:均|都|全部)?未(?:能)?完成的?", text) is not None and min(earned, default=0) > 0
        )

    @property
    def _change(self) -> Way | None:
        """Which way the row's number counts a change, by the rule's bands or the indicator's name."""
        if self.scale.measure is Measure.CHANGE:
            return self.scale.change
        return change_named(self.row.name) if self.scale.measure is Measure.RATE else None

    def _after_first(self, due: n.Due) -> int:
        """Days from the rule's first deadline to this one (9月30日前…，10月31日前…)."""
        first = next((a.condition for a in self.draft.awards if isinstance(a.condition, n.Due)), due)
        if first == due:
            return 0
        base_year = first.year or (self.row.due.year if self.row.due is not None else None)
        year = due.year or base_year
        if self.scale.late_unit not in ("天", "日") or base_year is None or year is None:
            raise Refused("year_missing", "标准里有几个期限，没有写明年份，无法比较；请写明年份。")
        return (day_of(year, due.month, due.day) - day_of(base_year, first.month, first.day)).days

    def _late_fact(
        self, kind: FactKind, fact: n.Fact, *, best: bool, timely: bool
    ) -> tuple[tuple[Compare, ...], str] | None:
        """In time is no delay; not in time is any."""
        if kind is FactKind.REACHED or (best and (timely or sounds_reached(fact.text))):
            return (compare(Op.LE, X, const(0)),), ""
        if timely and (kind is FactKind.MISSED or _TOO_LATE.fullmatch(fact_text(fact.text))):
            return (compare(Op.GT, X, const(0)),), ""
        return None

    def own_deviation(self) -> bool:
        """Whether the actual is itself a deviation: named one, or with nothing to deviate from."""
        return self._named_deviation() or self.row.target is None

    def counts_deviation(self) -> bool:
        """The same for a step, whose base may also be the rule's own threshold, or 100% of a rate (convention 3)."""
        return self._named_deviation() or (self.row.target is None and self.scale.measure is not Measure.RATE)

    def _named_deviation(self) -> bool:
        return re.search("偏差|偏离|变动|误差|波动|差异|调整率", self.row.name) is not None

    def _deviation(self) -> Expr:
        """± bands use the absolute deviation: the actual itself where it is one, else its distance from the target."""
        if self.own_deviation():
            return Absolute(X)
        return Absolute(Arith("-", X, self.scale.target()))

    def _apart_bound(self, amount: n.Amount) -> Expr:
        if self.scale.measure is Measure.PLAIN and amount.unit == "%" and not self.own_deviation():
            return Arith("*", Const(Fraction(amount.number) / 100), self.scale.target())
        return self.scale.bound(amount)

    def whole_is_100(self) -> bool:
        """Whether 100% is what the row's rate is measured against, as far as name and rule tell."""
        said = "".join(fact.text for a in self.draft.awards if isinstance(fact := a.condition, n.Fact))
        outside = w.OTHER_BASE.search(said) or w.EXTERNAL_BASE.search(said)
        return not outside and of_a_whole(self.row.name, self.row.direction)

    def step_base(self, step: n.Step) -> Expr:
        """Convention 3: the rule's own threshold, else the target, else 100% for a rate."""
        if step.origin is not None:
            return self.scale.bound(step.origin.amount, of_target=step.origin.of_target)
        if step.base and self.row.target is None:
            raise Refused("target_missing", f"标准与“{step.base[:20]}”比较，本行没有这个数；请填写指标值。")
        if (step.from_target or step.base) and self.row.target is not None:
            return self.scale.target()
        for award in self.draft.awards:
            condition = award.condition
            if not isinstance(award.outcome, (n.FullMarks, n.Points)):
                continue
            outside = isinstance(condition, n.Fact) and w.EXTERNAL_BASE.search(condition.text) is not None
            if outside and self.row.target is None:
                raise Refused("target_missing", "标准要与表外的数比较，本行没有这个数；请填写指标值，或由人计分。")
            if isinstance(condition, n.Fact) and read_fact(condition).kind is FactKind.LEVEL and self._change:
                return const(0)  # 与上年持平得3分，每增长1个百分点加…
            if isinstance(condition, n.Test) and condition.way is not Way.APART:
                return self.scale.bound(condition.amount, of_target=condition.of_target)
            if isinstance(condition, n.Within) and step.way in (Way.LOW, Way.HIGH):
                side = condition.low if step.way is Way.LOW else condition.high
                return self.scale.bound(side, of_target=condition.of_target)
        basis = next((c for c in self.draft.rule.clauses if isinstance(c, n.Basis)), None)
        if basis is not None:
            return self.scale.target() if basis.target else self.scale.bound(basis.amount)
        if self.row.target is not None:
            return self.scale.target()
        if self.row.target_text:
            raise Refused(
                "target_unreadable", f"目标值“{self.row.target_text[:20]}”不是数，不知从哪里起扣；请填写数值。"
            )
        if self.scale.measure is Measure.RATE and self.whole_is_100():
            self.draft.note("base_assumed_100_percent", "没有目标值，按 100% 起扣。")
            return const(1)
        raise Refused("target_missing", "标准按步扣分，但没有目标值，不知从哪里起扣；请填写指标值。")
