"""What a rule comes to for one row: pieces of arithmetic over the actual, words that pick an outcome, marks that add up.

Made by :mod:`perf_xl.scoring.planning`; computed by ``evaluate`` (exact fractions) and written as a native formula by
``formula``. Points are in the rule's own scale; ``scale`` brings them to the row's 分值. A rate counts as a fraction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum
from fractions import Fraction
from typing import Literal

from perf_xl.scoring.nodes import GradeRanges, Op


class Measure(Enum):
    """What the number in 实际完成值 counts."""

    RATE = "比率"
    PLAIN = "数值"
    COUNT = "次数"
    LATE = "迟延"
    CHANGE = "升降幅度"


@dataclass(frozen=True, slots=True)
class Const:
    """A number."""

    value: Fraction


@dataclass(frozen=True, slots=True)
class Actual:
    """The actual, as a number."""


@dataclass(frozen=True, slots=True)
class Target:
    """The target, as a number in the actual's scale."""


@dataclass(frozen=True, slots=True)
class MaxScore:
    """分值 of the row."""


@dataclass(frozen=True, slots=True)
class Arith:
    """Two operands and + - * / min max."""

    op: Literal["+", "-", "*", "/", "min", "max"]
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Absolute:
    """The distance either way."""

    inner: Expr


@dataclass(frozen=True, slots=True)
class Steps:
    """How many steps of ``size`` lie in ``distance``; never negative."""

    distance: Expr
    size: Expr
    mode: Literal["floor", "ceil", "linear"]


@dataclass(frozen=True, slots=True)
class Choose:
    """``yes`` if all tests hold, else ``no``."""

    tests: tuple[Compare, ...]
    yes: Expr
    no: Expr


Expr = Const | Actual | Target | MaxScore | Arith | Absolute | Steps | Choose


@dataclass(frozen=True, slots=True)
class Compare:
    """A comparison of two expressions."""

    op: Op
    left: Expr
    right: Expr


@dataclass(frozen=True, slots=True)
class Piece:
    """Where all ``tests`` hold, the score is ``value``; None: a person must say, for ``reason``."""

    tests: tuple[Compare, ...]
    value: Expr | None
    label: str
    reason: str = ""
    code: str = ""
    stated: bool = True
    """Written in the rule: its bounds must make a difference, else the rule was not understood."""


@dataclass(frozen=True, slots=True)
class Choice:
    """Words of the actual that pick an outcome; ``names[0]`` is the one a formula compares with."""

    names: tuple[str, ...]
    value: Expr | None
    label: str
    reason: str = ""
    whole: bool = False
    """Several facts joined: only the whole of them picks it."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A part of an enumeration: its number, what it asks, its points; ``open``: what unfulfilled gives is not said."""

    number: int
    text: str
    points: Fraction
    open: bool = False


@dataclass(frozen=True, slots=True)
class PlanNote:
    """A note every outcome of the plan carries."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Plan:
    """A rule for a row. ``top``: the rule's full points; ``scale``: row points for one point of the rule."""

    measure: Measure
    top: Expr
    scaled: bool = False
    pieces: tuple[Piece, ...] = ()
    choices: tuple[Choice, ...] = ()
    otherwise: Choice | None = None
    yes: int | None = None
    no: int | None = None
    marks: tuple[Mark, ...] = ()
    veto: str = ""
    """Beside marks: a fact that may take points away and that no mark answers."""
    grades: GradeRanges | None = None
    parts: tuple[tuple[str, Plan], ...] = ()
    without_case: str = ""
    exempt: tuple[str, ...] = ()
    open_bonus: str = ""
    """A bonus beside the score that the row does not tell about: it counts as none."""
    late_unit: str = ""
    due: tuple[int | None, int, int] | None = None
    share_rows: bool = False
    change_way: Literal["up", "down", ""] = ""
    steps_linear: bool = False
    notes: tuple[PlanNote, ...] = ()
    no_number: PlanNote | None = None
    """Why a number cannot be scored, where only words can."""
    uses_target: bool = False
    references: tuple[Fraction, ...] = field(default=())
    """Bounds in the rule, to judge whether a bare number can be meant in per cent."""


def with_actual(expr: Expr, other: Expr) -> Expr:
    """``expr`` with ``other`` for the actual."""
    match expr:
        case Actual():
            return other
        case Arith(op, left, right):
            return Arith(op, with_actual(left, other), with_actual(right, other))
        case Absolute(inner):
            return Absolute(with_actual(inner, other))
        case Steps(distance, size, mode):
            return Steps(with_actual(distance, other), with_actual(size, other), mode)
        case Choose(tests, yes, no):
            return Choose(tests_on(tests, other), with_actual(yes, other), with_actual(no, other))
        case _:
            return expr


def tests_on(tests: tuple[Compare, ...], other: Expr) -> tuple[Compare, ...]:
    """``tests`` with ``other`` for the actual."""
    return tuple(Compare(t.op, with_actual(t.left, other), with_actual(t.right, other)) for t in tests)


class Refused(Exception):  # noqa: N818 - an answer, not a defect
    """The rule gives no score for this row; ``status`` and the note say why and what to do."""

    def __init__(self, code: str, message: str, *, unreadable: bool = False) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.unreadable = unreadable


ZERO = Const(Fraction(0))


def const(value: Fraction | int) -> Const:
    """A constant."""
    return Const(Fraction(value))
