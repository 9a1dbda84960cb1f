"""Rules over one number: bounds, bands, steps, proportion, written formulas -> pieces of arithmetic."""

from __future__ import annotations

import re
from fractions import Fraction

from perf_xl.scoring import nodes as n
from perf_xl.scoring.plan import (
    Absolute,
    Arith,
    Const,
    Expr,
    MaxScore,
    Measure,
    Refused,
    Steps,
)
from perf_xl.scoring.planning.draft import change_points
from perf_xl.scoring.planning.measured.proportions import Proportions
from perf_xl.scoring.planning.measured.variables import is_linear, variable_kind
from perf_xl.scoring.planning.scale import X


class Numeric(Proportions):
    """Builds the pieces of one measure."""

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
        alone = sum(isinstance(c, (n.Step, n.Event)) for c in self.draft.rule.clauses) == 1
        seen = alone  # 扣分上限5分，每低1个百分点扣1分: the limit may stand first
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

    def formula(self, expression: n.Expression) -> Expr:
        """A written formula over the row's numbers; Refused naming the variable the row does not give."""
        match expression:
            case n.Constant(amount):
                value = Fraction(amount.number)
                return Const(value / 100 if amount.unit == "%" else value)
            case n.Magnitude(inner):
                return Absolute(self.formula(inner))
            case n.Binary(op, left, right):
                self._check_percent(op, left, right)
                if op == "/" and self._kind(left) == self._kind(right) in ("actual", "target"):
                    raise Refused(
                        "formula_unclear", "公式的被除数和除数读出来是同一个数，没有计分；请写明“实际值÷目标值”。"
                    )
                return Arith(op, self.formula(left), self.formula(right))
            case n.Name(text):
                return self._variable(text)

    def _kind(self, expression: n.Expression) -> str:
        return variable_kind(expression.text, self.row.name) if isinstance(expression, n.Name) else ""

    def _check_gap(self, left: n.Expression, right: n.Expression) -> None:
        """(目标值-实际值)×0.5 of a rate: 0.02 or 2 percentage points?"""
        for gap, factor in ((left, right), (right, left)):
            bare = isinstance(factor, n.Constant) and not factor.amount.unit
            if bare and isinstance(gap, n.Binary) and gap.op == "-" and self._kind(gap.left) and self._kind(gap.right):
                raise Refused(
                    "formula_scale_unclear",
                    "公式里实际值与目标值的差没有写按百分点还是按小数，没有计分；请写成“每低1个百分点扣……分”。",
                )

    def _check_percent(self, op: str, left: n.Expression, right: n.Expression) -> None:
        """A rate beside a bare 60 or 100: nobody can know whether the formula counts 0.95 or 95."""
        if self.scale.measure is not Measure.RATE:
            return
        if op == "*":
            self._check_gap(left, right)
            return
        for one, other in ((left, right), (right, left)):
            bare = isinstance(one, n.Constant) and not one.amount.unit and one.amount.number > 1
            if bare and is_linear(other) and not (op == "/" and one is left):
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
