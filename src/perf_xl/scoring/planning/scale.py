"""What the actual counts, and how a written amount becomes a bound on it or the size of a step."""

from __future__ import annotations

import datetime as dt
import re
from calendar import monthrange
from dataclasses import dataclass
from fractions import Fraction

from perf_xl.model.units import TIME
from perf_xl.scoring import nodes as n
from perf_xl.scoring.arithmetic import number
from perf_xl.scoring.nodes import Op, Way
from perf_xl.scoring.plan import Actual, Arith, Compare, Const, Expr, Measure, Refused, Target, const
from perf_xl.scoring.planning.draft import Draft
from perf_xl.scoring.row import Row, compatible, in_scale

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

    @property
    def row(self) -> Row:
        """The row whose number is read."""
        return self.draft.row

    def bound(self, amount: n.Amount, *, of_target: bool = False, subject: str = "") -> Expr:
        """A bound on the actual; Refused if its unit cannot be compared with the row's."""
        row = self.row
        if self.measure is Measure.LATE:
            if compatible(amount.unit, self.late_unit):
                return Const(Fraction(amount.number))
            raise self._mismatch(amount, self.late_unit)
        if self.measure is Measure.COUNT:
            if amount.unit in ("%", "百分点", "分") or (amount.unit in TIME and row.unit not in TIME):
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
        row = self.row
        if amount.unit == "" and re.search("率|比例|/", subject) and amount.number <= 2:
            amount = n.Amount(amount.number * 100, "%")  # 完成率≥1
        if amount.unit == "%" or of_target:
            if row.target is None or row.target <= 0:
                raise Refused(
                    "target_missing",
                    f"标准按目标值的百分比（{number(Fraction(amount.number))}%）评分，但没有可用的目标值；请填写指标值。",
                )
            if not of_target and _SHARE_SUBJECT.search(subject) is None and (subject or not row.unit):
                raise self._mismatch(amount, row.unit)
            self.shares = True
            self.draft.note("share_of_target", "标准里的百分比按“实际值 ÷ 目标值”理解。")
            return self._of_target(Const(Fraction(amount.number) / 100))
        value = in_scale(amount.number, amount.unit, row.unit, rate=False)
        if value is None:
            raise self._mismatch(amount, row.unit)
        if _EACH_TIME.match(subject) and row.target is not None and value != row.target:
            raise Refused(
                "several_bases",
                f"标准说的是“{subject[:12]}{number(value)}{amount.unit}”，本行的指标值是 {number(row.target)}，口径不同；请由人计分。",
            )
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
            self.row.target is None
            and self.measure is Measure.RATE
            and not self.row.target_text
            and self._speaks_of_target()
        ):
            return const(1)
        told = next((c for c in self.draft.rule.clauses if isinstance(c, n.Basis) and c.target), None)
        if told is not None:
            return self._told(told.amount)
        if self.row.target is None and self.row.target_text:
            raise Refused(
                "target_not_number",
                f"指标值“{self.row.target_text[:20]}”不是数，只有实际完成值与它相同才能按达到计分；请由人计分，或把指标值改成数。",
            )
        if self.row.target is None:
            raise Refused("target_missing", "标准要与目标值比较，但指标值是空的；请填写指标值。")
        self.uses_target = True
        return T

    def _told(self, amount: n.Amount) -> Expr:
        """The target that the rule tells; it must be the row's."""
        bound = self.bound(amount)
        own = self.row.target
        if own is not None and bound not in (Const(own), T):
            raise Refused(
                "target_differs",
                f"标准里写的目标是“{number(Fraction(amount.number))}{amount.unit}”，与本行的指标值不同，不知以哪个为准；请改成一致。",
            )
        return bound

    def _speaks_of_target(self) -> bool:
        """规定数的 80% in a row that counts in per cent and has no target: the actual is the share itself."""
        return any(isinstance(a.condition, n.Test) and a.condition.of_target for a in self.draft.awards)

    def step(self, amount: n.Amount, base: Expr) -> Expr:
        """The size of a step: percentage points of a rate, a share of the base of an amount, or units."""
        row = self.row
        size = Fraction(amount.number)
        if self.measure in (Measure.RATE, Measure.CHANGE):
            if amount.unit == "%":
                self.draft.note("step_is_percentage_points", f"“{number(size)}%”按 {number(size)} 个百分点计。")
            elif amount.unit not in ("百分点", "") and amount.unit != "点":
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


_EACH_TIME = re.compile("(?:全年|年度内|原则上|应)*每(?:个)?(?:月|季|周|星期|日|天|半年|学期)")
"""每月不少于2次 in a row that counts the year."""
_SHARE_SUBJECT = re.compile(
    "(?:完成|达到|达成|实现|目标|计划|任务|进度|执行|到位|比例|完成情况|实际|值)(?:率|比例|比率|度|程度|数|量|值|情况)?$|^(?:比例|比率|进度|占比|达标率)$|(?:实际|完成|支出)[^/]*/[^/]*(?:目标|计划|预算|任务|指标)[^/]*$"
)
