"""Rules over one number: bounds, bands, steps, proportion, written formulas -> pieces of arithmetic."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass
from fractions import Fraction

from perf_xl.scoring import nodes as n
from perf_xl.scoring.draft import Draft, change_points, fact_text, is_count, number
from perf_xl.scoring.facts import FactKind, read_fact, sounds_reached
from perf_xl.scoring.nodes import Op, Way
from perf_xl.scoring.plan import (
    Absolute,
    Actual,
    Arith,
    Compare,
    Const,
    Expr,
    MaxScore,
    Measure,
    Piece,
    Refused,
    Steps,
    Target,
    const,
)
from perf_xl.scoring.row import compatible, in_scale

X = Actual()
T = Target()


@dataclass(slots=True)
class Scale:
    """What the actual counts, and how a written amount becomes a bound on it."""

    draft: Draft
    measure: Measure
    change: Way | None = None
    late_unit: str = ""
    uses_target: bool = False
    shares: bool = False

    def bound(self, amount: n.Amount, *, of_target: bool = False, subject: str = "") -> Expr:
        """A bound on the actual; Refused if its unit cannot be compared with the row's."""
        row = self.draft.row
        if self.measure is Measure.LATE:
            if compatible(amount.unit, self.late_unit):
                return Const(Fraction(amount.number))
            raise self._mismatch(amount, self.late_unit)
        if self.measure is Measure.COUNT:
            if amount.unit in ("%", "百分点", "分"):
                raise self._mismatch(amount, row.unit)
            return Const(Fraction(amount.number))
        if self.measure is Measure.PLAIN:
            return self._plain(amount, of_target=of_target, subject=subject)
        if amount.unit in ("%", "百分点"):
            share = Const(Fraction(amount.number) / 100)
            return self._of_target(share) if of_target and row.target is not None else share
        if amount.unit == "" and (amount.number == 0 or abs(amount.number) > 1):
            return Const(Fraction(amount.number) / 100)
        raise self._mismatch(amount, "%")

    def _plain(self, amount: n.Amount, *, of_target: bool, subject: str = "") -> Expr:
        row = self.draft.row
        if amount.unit == "" and re.search("率|比例", subject) and amount.number <= 2:
            amount = n.Amount(amount.number * 100, "%")  # 完成率≥1
        if amount.unit == "%" or of_target:
            if row.target is None or row.target <= 0:
                raise Refused(
                    "target_missing",
                    f"标准按目标值的百分比（{number(Fraction(amount.number))}%）评分，但没有可用的目标值；请填写指标值。",
                )
            if not of_target and subject and _SHARE_SUBJECT.search(subject) is None:
                raise self._mismatch(amount, row.unit)
            self.shares = True
            self.draft.note("share_of_target", "标准里的百分比按“实际值 ÷ 目标值”理解。")
            return self._of_target(Const(Fraction(amount.number) / 100))
        value = in_scale(amount.number, amount.unit, row.unit, rate=False)
        if value is None:
            raise self._mismatch(amount, row.unit)
        return Const(value)

    def _of_target(self, share: Const) -> Expr:
        self.uses_target = True
        return T if share.value == 1 else Arith("*", share, T)

    def _mismatch(self, amount: n.Amount, unit: str) -> Refused:
        return Refused(
            "unit_mismatch",
            f"标准里的“{number(Fraction(amount.number))}{amount.unit}”与本行的计量单位“{unit or '（空）'}”对不上；请统一单位。",
        )

    def target(self) -> Expr:
        """The target as a bound."""
        if (
            self.draft.row.target is None
            and self.measure is Measure.RATE
            and not self.draft.row.target_text
            and self._speaks_of_target()
        ):
            return const(1)
        if self.draft.row.target is None:
            raise Refused("target_missing", "标准要与目标值比较，但指标值为空或不是数；请填写指标值。")
        self.uses_target = True
        return T

    def _speaks_of_target(self) -> bool:
        """规定数的 80% in a row that counts in per cent and has no target: the actual is the share itself."""
        return any(isinstance(a.condition, n.Test) and a.condition.of_target for a in self.draft.awards)

    def step(self, amount: n.Amount, base: Expr) -> Expr:
        """The size of a step: percentage points of a rate, a share of the base of an amount, or units."""
        row = self.draft.row
        size = Fraction(amount.number)
        if self.measure in (Measure.RATE, Measure.CHANGE):
            if amount.unit == "%":
                self.draft.note("step_is_percentage_points", f"“{number(size)}%”按 {number(size)} 个百分点计。")
            elif amount.unit not in ("百分点", "") and not (amount.unit == "点"):
                raise self._mismatch(amount, "%")
            return Const(size / 100)
        if self.measure is Measure.PLAIN and amount.unit in ("%", "百分点"):
            if self.shares:
                return Arith("*", Const(size / 100), self.target())
            if amount.unit == "百分点":
                self.draft.note("step_is_share_of_target", f"“{number(size)}个百分点”按目标值的 {number(size)}% 计。")
                return Arith("*", Const(size / 100), self.target())
            self.draft.note("step_is_share_of_base", f"“{number(size)}%”按基数的 {number(size)}% 计。")
            return Arith("*", Const(size / 100), base)
        if self.measure is Measure.LATE:
            if not compatible(amount.unit, self.late_unit):
                raise self._mismatch(amount, self.late_unit)
            return Const(size)
        value = in_scale(amount.number, amount.unit, row.unit, rate=False)
        if value is None:
            raise self._mismatch(amount, row.unit)
        return Const(value)

    def signed(self, way: Way | None) -> Expr:
        """The actual as a change in the direction of ``way``."""
        if way is None or self.measure is not Measure.CHANGE or way is self.change:
            return X
        return Arith("-", const(0), X)


@dataclass(slots=True)
class Band:
    """An award on the number: its tests, and a fact that must hold too."""

    award: n.Award
    tests: tuple[Compare, ...]
    label: str
    fact: str = ""


def compare(op: Op, left: Expr, right: Expr) -> Compare:
    """A comparison."""
    return Compare(op, left, right)


DIRECTION_UNKNOWN = Refused("direction_unknown", "不知道这个指标是越大越好还是越小越好；请在指标类型里填 ≥ 或 ≤。")


def reached_op(draft: Draft) -> Op:
    """The comparison that says the target is reached; Refused where the direction is unknown."""
    way = draft.row.direction
    if way == "more":
        return Op.GT if draft.row.sign == ">" else Op.GE
    if way == "less":
        return Op.LT if draft.row.sign == "<" else Op.LE
    return Op.EQ  # on the target both directions are reached; off it nobody knows


def day_of(year: int, month: int, day: int | None) -> dt.date:
    """A deadline as a day; a month means its last one."""
    last = monthrange(year, month)[1]
    return dt.date(year, month, min(day or last, last))


NEGATED = {Op.GE: Op.LT, Op.GT: Op.LE, Op.LE: Op.GT, Op.LT: Op.GE}


class Numeric:
    """Builds the pieces of one measure."""

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

    # --- conditions

    def tests(self, condition: n.Condition, outcome: n.Outcome) -> tuple[tuple[Compare, ...], str] | None:
        """Comparisons and a fact beside them; None if the condition is not about the number."""
        match condition:
            case n.Test():
                return (self._test(condition, outcome),), ""
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

    def _test(self, test: n.Test, outcome: n.Outcome) -> Compare:
        if test.way is Way.APART:
            return compare(
                test.op if not test.exact else Op.EQ, self._deviation(test.amount), self._apart_bound(test.amount)
            )
        if test.way in (Way.LOW, Way.HIGH) and self.scale.measure in (Measure.RATE, Measure.PLAIN):
            return self._distance_test(test)
        op = self._exact_op(test, outcome) if test.exact else test.op
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
        fits = isinstance(bound, Const) and (bound.value == self.row.target or bound.value == 0)
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
            subject = self._deviation(within.high)
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
                self.scale.measure is Measure.PLAIN and is_count(self.row.unit) and self.row.unit
            ):
                return (compare(Op.EQ, X, const(0)),), ""
            case FactKind.FALLEN if self.scale.measure is Measure.CHANGE and self.scale.change is Way.HIGH:
                return (compare(Op.LT, X, const(0)),), ""
            case FactKind.NOTHING_DONE if (
                self.scale.measure is Measure.PLAIN and is_count(self.row.unit) and self.row.unit
            ):
                return (compare(Op.LE, X, const(0)),), ""
            case FactKind.NOT_CHANGED if self.scale.measure is Measure.CHANGE or re.search(
                "降|减|增长|提高|上升|节约", self.row.name
            ):
                return (compare(Op.LE, X, const(0)),), ""
            case _ if best and self.row.target is not None and sounds_reached(fact.text):
                return (self._against(n.AgainstTarget(Op.GE, reached=True)),), ""
        return None

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

    # --- deviation

    def _own_deviation(self) -> bool:
        return re.search("偏差|偏离|变动|误差|波动|差异|调整率", self.row.name) is not None or self.row.target is None

    def _deviation(self, amount: n.Amount) -> Expr:
        """± bands use the absolute deviation: the actual itself where it is one, else its distance from the target."""
        del amount
        if self._own_deviation():
            return Absolute(X)
        return Absolute(Arith("-", X, self.scale.target()))

    def _apart_bound(self, amount: n.Amount) -> Expr:
        if self.scale.measure is Measure.PLAIN and amount.unit == "%" and not self._own_deviation():
            return Arith("*", Const(Fraction(amount.number) / 100), self.scale.target())
        return self.scale.bound(amount)

    # --- proportion

    def proportion(self, outcome: n.Proportion) -> tuple[list[Piece], Expr | None]:
        """Pieces for odd targets, and the value where the proportion holds (convention 7)."""
        row, policy = self.row, self.draft.policy
        if outcome.name and row.name and not set(outcome.name) <= set(row.name) and row.name not in outcome.name:
            raise Refused(
                "several_indicators",
                f"标准要按“{outcome.name}”的比例计分，与本行指标“{row.name}”不是一回事；请由人计分。",
            )
        op = reached_op(self.draft)
        base = self.scale.target() if row.target is not None else self._own_base()
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
                extra.append(self._above(base))
            return extra, Arith("*", self.draft.top, ratio)
        if outcome.deducting or policy.reverse_proportion == "linear":
            if not outcome.deducting:
                self.draft.note("policy_reverse_linear", "口径：反向指标按 1 -（实际值 - 目标值）÷ 目标值 计分。")
            share = Arith("-", const(1), Arith("/", Arith("-", X, base), base))
            return [], Arith("*", self.draft.top, Arith("max", const(0), share))
        return [], Arith("*", self.draft.top, Arith("/", base, X))

    def _above(self, base: Expr) -> Piece:
        test = (compare(Op.GT, X, base),)
        match self.draft.policy.equal_above:
            case "full":
                return Piece(test, self.draft.top, "超过目标值（口径：得满分）")
            case "proportion":
                return Piece(test, Arith("*", self.draft.top, Arith("/", base, X)), "超过目标值（口径：按反向比例）")
            case _:
                return Piece(
                    test,
                    None,
                    "超过目标值",
                    "指标类型是“=”，实际值超过目标值，标准没有说怎么计分；请由人计分。",
                    "equal_above",
                )

    def _own_base(self) -> Expr:
        bounds = [a.condition for a in self.draft.awards if isinstance(a.outcome, (n.FullMarks, n.Points))]
        for bound in bounds:
            if isinstance(bound, n.Test) and not bound.of_target and bound.way is None:
                return self.scale.bound(bound.amount)
        if self.scale.measure is Measure.RATE and not self._target_typed:
            return const(1)
        return self.scale.target()

    @property
    def _target_typed(self) -> bool:
        return bool(self.row.target_text)

    def proportion_base_unclear(self) -> bool:
        """A full-marks bound of the rule that is not the target leaves two bases; nobody can know which is meant."""
        if self.row.target is None:
            return False
        for award in self.draft.awards:
            condition = award.condition
            if (
                not isinstance(award.outcome, (n.FullMarks, n.Points))
                or not isinstance(condition, n.Test)
                or condition.of_target
            ):
                continue
            bound = self.scale.bound(condition.amount)
            if isinstance(bound, Const) and bound.value != self.row.target:
                return True
        return False

    # --- steps

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
            if isinstance(condition, n.Test) and condition.way is not Way.APART:
                return self.scale.bound(condition.amount, of_target=condition.of_target)
            if isinstance(condition, n.Within) and step.way in (Way.LOW, Way.HIGH):
                side = condition.low if step.way is Way.LOW else condition.high
                return self.scale.bound(side, of_target=condition.of_target)
        basis = next((c for c in self.draft.rule.clauses if isinstance(c, n.Basis)), None)
        if basis is not None:
            return self.scale.bound(basis.amount)
        if self.row.target is not None:
            return self.scale.target()
        if self.row.target_text:
            raise Refused(
                "target_unreadable", f"目标值“{self.row.target_text[:20]}”不是数，不知从哪里起扣；请填写数值。"
            )
        if self.scale.measure is Measure.RATE:
            self.draft.note("base_assumed_100_percent", "没有目标值，按 100% 起扣。")
            return const(1)
        raise Refused("target_missing", "标准按步扣分，但没有目标值，不知从哪里起扣；请填写指标值。")

    def step_value(self, step: n.Step, distance: Expr, base: Expr) -> Expr:
        """What the steps in ``distance`` come to, within their limit."""
        outcome = step.outcome
        if isinstance(outcome, n.Judged):
            raise Refused("judged", f"“{outcome.text[:30]}”要由人判断，不能自动计分；请写明每步扣多少分。")
        if not isinstance(outcome, (n.Deduct, n.Bonus)):
            raise Refused("not_understood", "标准里“每……”后面没有写扣多少分；请写成“每……扣……分”。")
        mode = "ceil" if step.round_up else self.draft.policy.part_steps
        count = Steps(distance, self.scale.step(step.size, base), mode)
        value: Expr = Arith("*", count, change_points(self.draft, outcome))
        limit = self._limit_after(step)
        return value if limit is None else Arith("min", value, limit)

    def _limit_after(self, step: n.Step) -> Expr | None:
        kind = "most_off" if isinstance(step.outcome, n.Deduct) else "most_bonus"
        seen = False
        for clause in self.draft.rule.clauses:
            if clause is step:
                seen = True
            elif seen and isinstance(clause, n.Step):
                same = isinstance(clause.outcome, type(step.outcome))
                if same:
                    return None
            elif seen and isinstance(clause, n.Limit) and clause.kind == kind and clause.points is not None:
                return Const(Fraction(clause.points))
        return None

    # --- written formulas

    def formula(self, expression: n.Expression) -> Expr:
        """A written formula over the row's numbers; Refused naming the variable the row does not give."""
        match expression:
            case n.Constant(amount):
                value = Fraction(amount.number)
                return Const(value / 100 if amount.unit == "%" else value)
            case n.Binary(op, left, right):
                self._check_percent(op, left, right)
                return Arith(op, self.formula(left), self.formula(right))
            case n.Name(text):
                return self._variable(text)

    def _check_percent(self, op: str, left: n.Expression, right: n.Expression) -> None:
        """A rate beside a bare 60 or 100: nobody can know whether the formula counts 0.95 or 95."""
        if self.scale.measure is not Measure.RATE or op == "*":
            return
        for one, other in ((left, right), (right, left)):
            bare = isinstance(one, n.Constant) and not one.amount.unit and one.amount.number > 1
            if bare and _linear(other) and not (op == "/" and one is left):
                raise Refused(
                    "formula_scale_unclear",
                    "公式里的数没有写百分号，不知实际值按 0.95 还是 95 代入；请在公式里写明 %。",
                )

    def _variable(self, text: str) -> Expr:
        kind = variable_kind(text, self.row.name)
        if kind == "max":
            return MaxScore() if self.row.max_score is not None else self.draft.top
        if kind == "target":
            return self.scale.target()
        if (
            kind == "actual"
            and self.scale.measure is Measure.PLAIN
            and re.search("(?:率|比例|比重|百分比|进度)$", text)
        ):
            return Arith("/", X, self.scale.target())
        if kind == "actual":
            return X
        raise Refused("input_missing", f"公式要用到“{text}”，本行没有这个数；请由人代入公式计分。")


_TOO_LATE = re.compile(
    "(?:未能?|没有)?(?:在)?(?:规定|计划|要求)?(?:按时|按期|及时|如期|准时|时限内|时间内|期限内)(?:完成|报送|上报|提交|交付|支付)?|(?:逾期|超期|延期|推迟|迟报|延迟)(?:完成|报送|提交|未完成)?"
)
_DONE = re.compile(
    "(?:完成|达到|达|实现|举办|开展|培训|建成|新建|新增|引进|发放|组织|满足|得分|逾期|投诉|发生|均满足|培训均满足)$"
)
_SHARE_SUBJECT = re.compile(
    "(?:完成|达到|达成|实现|目标|计划|任务|进度|执行|到位|比例|完成情况|实际|值)(?:率|比例|度|程度|数|量|值|情况)?$|^(?:比例|比率|进度|占比|达标率)$"
)


def _linear(expression: n.Expression) -> bool:
    """A rate itself, or a rate more or less something: what a bare 60 or 100 would be set against."""
    match expression:
        case n.Name(text):
            return variable_kind(text, "") != "max"
        case n.Binary("+" | "-", left, right):
            return _linear(left) or _linear(right)
        case _:
            return False


_MAX_VARIABLE = re.compile(
    r"^(?:该|本|此|其|对应|相应|所占)*(?:项|指标)?[^,]{0,12}?(?:指标)?(?:分值|权重|满分|标准分|基本分|权重分|总分值|分数|满分值|标准分值)$"
)
_TARGET_VARIABLE = re.compile(r"目标|计划|任务|指标值|预算|预期|应完成|规定|既定|预计|下达|年初|定额|限额|额度|设定")
_ACTUAL_VARIABLE = re.compile(
    r"^(?:(?:指标|项目|年度|全年|本年|当年|该项|工作|任务|本单位|部门|各项|绩效|考核|预算|资金)*(?:实际|已|现)+(?:指标)?(?:完成|执行|达到|支出|实现|到位|支付|发放|使用|拨付)*(?:[^,]{0,4})(?:值|数|率|量|比例|情况|额|度|数量|金额)?|(?:指标|项目|任务|目标|工作|考核|预算|年度|计划|全年|资金|指标考核|绩效目标|年度任务|年度目标|目标任务)*(?:完成|达成|执行|实现|支出|到位)(?:值|数|率|量|比例|比率|情况|进度|度|数量|百分比)|(?:得|完成)(?:率)|满意度|[^,]{0,6}比例)$"
)
_OTHER_VARIABLE = re.compile("平均|上年|去年|全部|总数|总量|总额|合计|其他|不合格|个数|次数|人数|扣")


def variable_kind(text: str, name: str) -> str:
    """``max``, ``target``, ``actual`` or ``other`` for a variable's Chinese name beside the indicator's ``name``."""
    if _MAX_VARIABLE.match(text) and not re.search("实际|完成|考核得分|自评", text):
        return "max"
    if text in ("A", "B"):
        return "target" if text == "A" else "actual"  # the columns of the forms: 年度指标值（A）, 实际完成值（B）
    bare = re.sub(r"[\s()（）\"“”]", "", name)
    core = re.sub(r"^(?:当年|本年|全年|年度|本期|实际|该)+|(?:考核)?(?:实际)?(?:完成|达到)?(?:值|数|情况)?$", "", text)
    if _ACTUAL_VARIABLE.match(text) and not (
        _TARGET_VARIABLE.search(text) and text.endswith(("目标值", "计划值", "计划数", "指标值", "目标数", "任务数"))
    ):
        return "actual"
    if _TARGET_VARIABLE.search(text) and not re.search("实际|完成值|完成数|完成率|达到|个数", text):
        return "target"
    if bare and (
        text == bare or core == bare or (len(core) >= 3 and (core in bare or bare in core)) or _similar(text, bare)
    ):
        return "actual"
    return "other"


def _similar(core: str, name: str) -> bool:
    """「新引进项目个数」 beside 「牵头产业新引进省外亿元项目数量」: one reads as a shortening of the other."""
    if len(core) < 4 or not core.endswith(("数", "量", "额", "率", "数量", "个数")):
        return False
    stem = re.sub("个数|数量|数|量|额", "", core)
    position = 0
    for char in stem:
        position = name.find(char, position) + 1
        if position == 0:
            return False
    return len(stem) >= 3
