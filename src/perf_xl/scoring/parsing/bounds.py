"""Bounds as the grammar builds them: comparisons, ranges, joined comparisons. Nothing of lark."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Amount, Op, Test, Within


class NotUnderstood(Exception):  # noqa: N818 - an answer of this module, not a defect
    """The tokens are no sentence of the language."""


class Shape:
    """What a prefix says before its outcome is known: a condition, or a step or event still without points."""

    __slots__ = ("condition", "direct", "event", "fields", "step")

    def __init__(self, **fields: Any) -> None:
        self.condition: n.Condition | None = fields.pop("condition", None)
        self.step: Amount | None = fields.pop("step", None)
        self.event: Amount | None = fields.pop("event", None)
        self.direct: bool = fields.pop("direct", False)  # a direction or a count without 每
        self.fields = fields


@dataclass(frozen=True, slots=True)
class WordedTest(Test):
    """A test that remembers its direction word (缺 or 少)."""

    word: str = ""


class Bound(NamedTuple):
    """A written number, whether the text includes it, and a mark that names another number (85%-95%（含85%）)."""

    amount: Amount
    closed: bool | None = None
    other: tuple[Decimal, bool] | None = None


def marked_bound(amount: Amount, marks: list[tuple[bool, Decimal | None]]) -> Bound:
    closed: bool | None = None
    other: tuple[Decimal, bool] | None = None
    for included, named in marks:
        if named is None or named == amount.number:
            closed = included
        else:
            other = (named, included)
    return Bound(amount, closed, other)


def _with_unit(first: Amount, second: Amount) -> tuple[Amount, Amount]:
    """15-20%: the unit stands once."""
    if not first.unit:
        return Amount(first.number, second.unit), second
    return (first, Amount(second.number, first.unit)) if not second.unit else (first, second)


def make_test(op: Op, bound: Bound, **more: Any) -> Test:
    """A comparison; 含 and 不含 beside the number beat the word."""
    amount, closed, other = bound
    if other is not None:
        raise NotUnderstood
    if closed is not None and op is not Op.EQ:
        upward = op in (Op.GE, Op.GT)
        op = (Op.GE if closed else Op.GT) if upward else (Op.LE if closed else Op.LT)
    return Test(op, amount, **more)


def make_span(low: Bound, high: Bound, **more: Any) -> Within:
    """A range in either order of its ends."""
    if low.other is not None or (high.other is not None and high.other[0] != low.amount.number):
        raise NotUnderstood
    if high.other is not None:
        low = Bound(low.amount, high.other[1])
    first, second = _with_unit(low[0], high[0])
    if first.unit != second.unit and not {first.unit, second.unit} <= set(_MONEY):
        raise NotUnderstood
    if _size(first) > _size(second):
        return Within(second, first, high[1], low[1], **more)
    return Within(first, second, low[1], high[1], **more)


_MONEY = {"元": 1, "千元": 1000, "万元": 10_000, "万": 10_000, "亿元": 100_000_000, "亿": 100_000_000}


def _size(amount: Amount) -> Decimal:
    """For order only: money of different units (5000万元-1亿元) in 元."""
    return amount.number * _MONEY.get(amount.unit, 1)


def after_op(word: str) -> Op:
    return {"UP": Op.GE, "DOWN": Op.LE, "UP_OPEN": Op.GT, "DOWN_OPEN": Op.LT}[word]


def opposite(first: Test, second: Test) -> bool:
    up, down = (Op.GE, Op.GT), (Op.LE, Op.LT)
    return (first.op in up and second.op in down) or (first.op in down and second.op in up)


def join_tests(first: Test, second: Test) -> Within:
    """Two comparisons of one subject, one from below and one from above."""
    if not opposite(first, second) or first.of_target != second.of_target:
        raise NotUnderstood
    low, high = (first, second) if first.op in (Op.GE, Op.GT) else (second, first)
    low_amount, high_amount = _with_unit(low.amount, high.amount)
    if low_amount.unit != high_amount.unit or low_amount.number > high_amount.number:
        raise NotUnderstood
    subject = first.subject or second.subject
    return Within(low_amount, high_amount, low.op is Op.GE, high.op is Op.LE, first.of_target, subject, first.way)
