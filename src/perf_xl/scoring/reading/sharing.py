"""Bounds that two clauses share: one that a clause marks as its own is not also another's by default."""

from __future__ import annotations

import re
from dataclasses import replace

from perf_xl.model.amounts import plain
from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op


def settle_bounds(clauses: list[n.Clause], text: str) -> list[n.Clause]:
    """85%以下不得分；85%（含）-90%得6分: a bound that one clause marks is not also another's by default."""
    conditions = [c.condition for c in clauses if isinstance(c, n.Award)]
    return [
        replace(c, condition=_settled(c.condition, [o for o in conditions if o is not c.condition], text))
        if isinstance(c, n.Award)
        else c
        for c in clauses
    ]


_OPENED = {Op.GE: Op.GT, Op.LE: Op.LT}


def _settled(condition: n.Condition, others: list[n.Condition], text: str) -> n.Condition:
    match condition:
        case n.Test(op=Op.GE | Op.LE as op, amount=amount, way=None, from_target=False):
            owned = any(_owns(other, amount, op, text) for other in others) or (
                op is Op.LE and _counted(others, amount)
            )
            return replace(condition, op=_OPENED[op]) if owned and _soft(amount, op, text) else condition
        case n.Within(low=low, low_closed=None, way=None):
            tests = [o for o in others if isinstance(o, n.Test) and o.op is Op.LE and o.amount == low]
            return replace(condition, low_closed=_soft(low, Op.LE, text)) if tests else condition
        case _:
            return condition


def _counted(others: list[n.Condition], low: n.Amount) -> bool:
    """80~89分, 70~79分: ranges that count on in whole numbers own both their ends."""
    highs = [o.high for o in others if isinstance(o, n.Within) and o.low == low and o.low_closed is not False]
    starts = {o.low for o in others if isinstance(o, n.Within)}
    starts |= {o.amount for o in others if isinstance(o, n.Test) and o.op is Op.GE}
    whole = low.unit not in ("%", "百分点") and not starts.intersection(highs)
    return whole and any(n.Amount(high.number + 1, high.unit) in starts for high in highs)


def _owns(other: n.Condition, amount: n.Amount, op: Op, text: str) -> bool:
    """Whether another clause says in so many words that the bound is its own, on the other side of it."""
    match other:
        case n.Within(low=low, low_closed=True, way=None) if op is Op.LE and low == amount:
            return _marked(amount, text) or not _soft(amount, Op.GE, text)
        case n.Within(high=high, high_closed=True, way=None) if op is Op.GE and high == amount:
            return _marked(amount, text) or not _soft(amount, Op.LE, text)
        case n.Test(op=own, amount=same, way=None):
            return {own, op} == {Op.GE, Op.LE} and same == amount and not _soft(amount, own, text)
        case _:
            return False


def _marked(amount: n.Amount, text: str) -> bool:
    """Whether ≥, ≤, [ or （含） stands beside the number somewhere."""
    number = _written(amount)
    return re.search(rf"[\[≤≥=]{number}|(?<![\d.]){number}(?:[\]≤≥]|\(含)", text) is not None


def _soft(amount: n.Amount, op: Op, text: str) -> bool:
    """Whether a bound includes its number only by the usual meaning of 以上 and 以下."""
    after = "(?:以上|之上)" if op is Op.GE else "(?:以下|以内|之内|之下|内)"
    return re.search(rf"(?<![\d.]){_written(amount)}{after}(?!\(含)", text) is not None


def _written(amount: n.Amount) -> str:
    """The number as it stands in the text, for a pattern."""
    return re.escape(f"{plain(amount.number)}{'个百分点' if amount.unit == '百分点' else amount.unit}")
