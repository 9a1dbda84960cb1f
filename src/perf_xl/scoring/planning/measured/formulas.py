"""Formulas that rules write out, over the numbers of the row."""

from __future__ import annotations

import re
from fractions import Fraction

from perf_xl.scoring import nodes as n
from perf_xl.scoring.plan import Absolute, Arith, Const, Expr, MaxScore, Measure, Refused
from perf_xl.scoring.planning.measured.variables import is_linear, variable_kind
from perf_xl.scoring.planning.scale import Scale, X
from perf_xl.scoring.row import Row


def formula_value(scale: Scale, expression: n.Expression) -> Expr:
    """A written formula over the row's numbers; Refused naming the variable the row does not give."""
    match expression:
        case n.Constant(amount):
            value = Fraction(amount.number)
            return Const(value / 100 if amount.unit == "%" else value)
        case n.Magnitude(inner):
            return Absolute(formula_value(scale, inner))
        case n.Binary(op, left, right):
            _check_percent(scale, op, left, right)
            if op == "/" and _kind(scale, left) == _kind(scale, right) in ("actual", "target"):
                raise Refused(
                    "formula_unclear", "公式的被除数和除数读出来是同一个数，没有计分；请写明“实际值÷目标值”。"
                )
            return Arith(op, formula_value(scale, left), formula_value(scale, right))
        case n.Name(text):
            return _variable(scale, text)


def _kind(scale: Scale, expression: n.Expression) -> str:
    return variable_kind(expression.text, scale.row.name) if isinstance(expression, n.Name) else ""


def _check_gap(scale: Scale, left: n.Expression, right: n.Expression) -> None:
    """(目标值-实际值)×0.5 of a rate: 0.02 or 2 percentage points?"""
    for gap, factor in ((left, right), (right, left)):
        bare = isinstance(factor, n.Constant) and not factor.amount.unit
        if bare and isinstance(gap, n.Binary) and gap.op == "-" and _kind(scale, gap.left) and _kind(scale, gap.right):
            raise Refused(
                "formula_scale_unclear",
                "公式里实际值与目标值的差没有写按百分点还是按小数，没有计分；请写成“每低1个百分点扣……分”。",
            )


def _check_percent(scale: Scale, op: str, left: n.Expression, right: n.Expression) -> None:
    """A rate beside a bare 60 or 100: nobody can know whether the formula counts 0.95 or 95."""
    if scale.measure is not Measure.RATE:
        return
    if op == "*":
        _check_gap(scale, left, right)
        return
    for one, other in ((left, right), (right, left)):
        bare = isinstance(one, n.Constant) and not one.amount.unit and one.amount.number > 1
        if bare and is_linear(other) and not (op == "/" and one is left):
            raise Refused(
                "formula_scale_unclear",
                "公式里的数没有写百分号，不知实际值按 0.95 还是 95 代入；请在公式里写明 %。",
            )


def _variable(scale: Scale, text: str) -> Expr:
    kind = variable_kind(text, scale.row.name)
    if kind == "max":
        return MaxScore() if scale.row.max_score is not None else scale.draft.top
    if kind == "target":
        return scale.target()
    if kind == "actual" and scale.measure is Measure.PLAIN and re.search("(?:率|比例|比重|百分比|进度)$", text):
        return Arith("/", X, scale.target())
    if kind == "actual":
        return X
    raise Refused("input_missing", f"公式要用到“{text}”，本行没有这个数；请由人代入公式计分。")


def check_direction(formula: n.Expression, row: Row) -> None:
    """实际/计划×分值 where less is better would take points off for doing well."""
    if row.direction == "less" and row.sign in ("≤", "<") and _rises(formula, row):
        raise Refused(
            "direction_conflict", f"指标类型是“{row.sign}”，公式却是实际值越大得分越高，两者矛盾；请改正公式。"
        )
    if row.direction == "more" and row.sign in ("≥", ">") and _falls(formula, row):
        raise Refused(
            "direction_conflict", f"指标类型是“{row.sign}”，公式却是实际值越大得分越低，两者矛盾；请改正公式。"
        )


def _rises(formula: n.Expression, row: Row) -> bool:
    """Whether the formula is a product or quotient with the actual above the line."""
    match formula:
        case n.Binary("*", left, right):
            return _rises(left, row) or _rises(right, row)
        case n.Binary("/", left, _):
            return _rises(left, row)
        case n.Name(text):
            return variable_kind(text, row.name) == "actual"
        case _:
            return False


def _falls(formula: n.Expression, row: Row) -> bool:
    """Whether the formula divides by the actual (A/B with A the target)."""
    match formula:
        case n.Binary("*", left, right):
            return _falls(left, row) or _falls(right, row)
        case n.Binary("/", left, right):
            return _rises(right, row) and not _rises(left, row)
        case _:
            return False
