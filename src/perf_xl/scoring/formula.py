"""The spreadsheet walker: a plan as one native formula, for Excel 2010, WPS and LibreOffice alike.

Only IF, AND, ROUND, INT, ABS, MIN, MAX, ISNUMBER, ISTEXT, FIND, LEN. Doubles are not exact, so every INT and every
comparison is taken on a value rounded to 8 places, and a score on one to 10; it is rounded once, at the end. A blank
actual gives "".
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import assert_never

from perf_xl.model.amounts import exact, plain
from perf_xl.model.numerals import CIRCLED
from perf_xl.policy import Policy
from perf_xl.scoring.nodes import Op
from perf_xl.scoring.plan import (
    Absolute,
    Actual,
    Arith,
    Choice,
    Choose,
    Compare,
    Const,
    Expr,
    MaxScore,
    Measure,
    Piece,
    Plan,
    Steps,
    Target,
)
from perf_xl.scoring.planning.choices import FAULTLESS, LIKE_TARGET
from perf_xl.scoring.row import Row

LONGEST = 8192
DEEPEST = 64
"""Excel's limits for the length and the nesting of a formula."""


@dataclass(frozen=True, slots=True)
class FormulaRefs:
    """Cells (or names) of the row: the actual as a number (a rate as a fraction), target, 分值, 完成比例 of a 定性 row."""

    actual: str
    target: str
    max_score: str
    share: str = ""


def plan_formula(plan: Plan, row: Row, policy: Policy, refs: FormulaRefs) -> str | None:
    """The formula without ``=``; None where the plan cannot be one, or not within Excel's limits."""
    writer = _Writer(plan, row, policy, refs)
    text = writer.formula()
    if text is None or len(text) >= LONGEST or _depth(text) > DEEPEST:
        return None
    return text


def _depth(text: str) -> int:
    depth = deepest = 0
    for char in text:
        depth += (char == "(") - (char == ")")
        deepest = max(deepest, depth)
    return deepest


class _Writer:
    def __init__(self, plan: Plan, row: Row, policy: Policy, refs: FormulaRefs) -> None:
        self.plan = plan
        self.row = row
        self.policy = policy
        self.refs = refs

    def formula(self) -> str | None:
        if self.plan.grades is not None:
            return self._share()
        if self.plan.marks:
            return None if self.plan.exempt or self.plan.veto else self._marks()
        if self.plan.parts and self.row.unit != "%":
            return None  # a count and a rate are both plain numbers in a cell
        words = [c for c in (*self.plan.choices, *self._further()) if c.value is not None and c.names]
        if not words and not any(p.value is not None for p in self.plan.pieces):
            return None
        actual = self.refs.actual
        numbers = f'IF(ISNUMBER({actual}),{self._pieces()},"")' if self.plan.pieces else '""'
        return self._words(words, numbers)

    def _further(self) -> list[Choice]:
        """Words that evaluate itself puts in place of an answer: 否则, 不适用, 与目标一致."""
        found = [] if self.plan.otherwise is None else [self.plan.otherwise]
        if self.plan.without_case:
            found.append(Choice(("不适用",), self.plan.top, "不适用"))
        if self.plan.choices and all(c.value != self.plan.top for c in self.plan.choices):
            found += [Choice((name,), self.plan.top, name) for name in (LIKE_TARGET, FAULTLESS)]
        return found

    # --- numbers

    def _pieces(self) -> str:
        text = '""'
        for piece in reversed(self.plan.pieces):
            text = self._piece(piece, text)
        if self.plan.measure is Measure.COUNT:
            return f'IF({self.refs.actual}<0,"",{text})'
        return text

    def _piece(self, piece: Piece, rest: str) -> str:
        value = '""' if piece.value is None else self._score(piece.value)
        divisors = [] if piece.value is None else list(dict.fromkeys(self._operand(d) for d in _divisors(piece.value)))
        for divisor in divisors:
            value = f'IF(ROUND({divisor},8)=0,"",{value})'
        if not piece.tests:
            return value
        return f"IF({self._all(piece.tests)},{value},{rest})"

    def _all(self, tests: tuple[Compare, ...]) -> str:
        written = [self._test(test) for test in tests]
        return written[0] if len(written) == 1 else f"AND({','.join(written)})"

    def _test(self, test: Compare) -> str:
        op = {Op.GE: ">=", Op.GT: ">", Op.LE: "<=", Op.LT: "<", Op.EQ: "="}[test.op]
        if isinstance(test.right, Const) and isinstance(test.left, (Actual, Absolute)):
            return f"ROUND({self._expr(test.left)},8){op}{_number(test.right.value)}"
        return f"ROUND({self._expr(test.left)}-{self._operand(test.right)},8){op}0"

    def _score(self, value: Expr) -> str:
        """Clamped to the rule's full points, scaled to the row, rounded once."""
        top = self._expr(self.plan.top)
        if isinstance(value, Const) and value.value == 0:
            return '""' if self.plan.exempt else "0"
        if isinstance(value, Const) or value == self.plan.top:
            inside = self._expr(value) if value == self.plan.top else f"MAX(0,MIN({top},{self._expr(value)}))"
        else:
            inside = f"MAX(0,MIN({top},ROUND({self._expr(value)},10)))"
        if self.plan.scaled:
            inside = f"ROUND({inside}*{self.refs.max_score}/{top},10)"
        score = f"ROUND({inside},{self.policy.decimals})"
        if self.plan.exempt and value != self.plan.top:
            full = self.refs.max_score if self.plan.scaled else top
            return f'IF(ROUND({score}-ROUND({full},{self.policy.decimals}),8)>=0,{score},"")'
        return score

    def _expr(self, expr: Expr) -> str:
        match expr:
            case Const(value):
                return _number(value)
            case Actual():
                return self.refs.actual
            case Target():
                return self.refs.target
            case MaxScore():
                return self.refs.max_score
            case Arith("min" | "max" as op, left, right):
                return f"{op.upper()}({self._expr(left)},{self._expr(right)})"
            case Arith(op, left, right):
                return f"{self._operand(left)}{op}{self._operand(right)}"
            case Absolute(inner):
                return f"ABS({self._expr(inner)})"
            case Steps():
                return self._steps(expr)
            case Choose(tests, yes, no):
                return f"IF({self._all(tests)},{self._expr(yes)},{self._expr(no)})"
            case _:
                assert_never(expr)

    def _operand(self, expr: Expr) -> str:
        text = self._expr(expr)
        compound = isinstance(expr, Arith) and expr.op in "+-*/"
        return f"({text})" if compound or text.startswith("-") else text

    def _steps(self, steps: Steps) -> str:
        ratio = f"MAX(0,{self._expr(steps.distance)})/{self._operand(steps.size)}"
        match steps.mode:
            case "floor":
                return f"INT(ROUND({ratio},8))"
            case "ceil":
                return f"-INT(-ROUND({ratio},8))"
            case _:
                return ratio

    # --- words, shares, marks

    def _words(self, words: list[Choice], rest: str) -> str:
        text = rest
        for choice in reversed(words):
            value = self._score(choice.value) if choice.value is not None else '""'
            name = choice.names[0].replace('"', '""')
            text = f'IF({self.refs.actual}="{name}",{value},{text})'
        return text

    def _share(self) -> str:
        share = self.refs.share or self.refs.actual
        score = f"ROUND({self.refs.max_score}*{share},{self.policy.decimals})"
        return f'IF(ISNUMBER({share}),IF(AND(ROUND({share},8)>=0,ROUND({share},8)<=1),{score},""),"")'

    def _marks(self) -> str:
        """Marks as text (①③) add up; a bare count only where all parts are worth the same."""
        actual, marks = self.refs.actual, self.plan.marks
        points = {m.points for m in marks}
        number = '""'
        total = sum((m.points for m in marks), Fraction(0))
        whole = f"ROUND({actual},8)=INT(ROUND({actual},8))"
        if len(points) == 1 and not any(m.open for m in marks):
            value = self._scaled(f"{_number(points.pop())}*{actual}", total)
            number = f'IF(AND({whole},{actual}>=0,{actual}<={len(marks)}),{value},"")'
        elif not any(m.open for m in marks):
            number = f'IF({actual}={len(marks)},{self._scaled(_number(total), total)},IF({actual}=0,0,""))'
        else:
            number = f'IF({actual}={len(marks)},{self._scaled(_number(total), total)},"")'
        if any(m.number > len(CIRCLED) for m in marks):
            return f'IF(ISNUMBER({actual}),{number},"")'
        found = [f'ISNUMBER(FIND("{CIRCLED[m.number - 1]}",{actual}))' for m in marks]
        added = "+".join(f"IF({test},{_number(m.points)},0)" for test, m in zip(found, marks, strict=True))
        known = "+".join(f"IF({test},1,0)" for test in found)
        needed = [test for test, m in zip(found, marks, strict=True) if m.open]
        valid = ",".join([f"LEN({actual})>0", f"LEN({actual})={known}", *needed])
        return f'IF(ISNUMBER({actual}),{number},IF(AND({valid}),{self._scaled(added, total)},""))'

    def _scaled(self, points: str, total: Fraction) -> str:
        if self.plan.scaled:
            return f"ROUND(({points})*{self.refs.max_score}/{_number(total)},{self.policy.decimals})"
        return f"ROUND({points},{self.policy.decimals})"


def _divisors(expr: Expr) -> list[Expr]:
    """What the value is divided by, where that is no constant: at 0 there is no score."""
    match expr:
        case Arith("/", left, right):
            own = [] if isinstance(right, Const) else [right]
            return [*own, *_divisors(left), *_divisors(right)]
        case Arith(_, left, right):
            return [*_divisors(left), *_divisors(right)]
        case Absolute(inner):
            return _divisors(inner)
        case Steps(distance, size, _):
            return [*_divisors(distance), *([] if isinstance(size, Const) else [size])]
        case Choose(_, yes, no):
            return [*_divisors(yes), *_divisors(no)]
        case _:
            return []


def _number(value: Fraction) -> str:
    """A literal: a finite decimal, else a quotient."""
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest == 1:
        return plain(exact(value))
    return f"({value.numerator}/{value.denominator})"
