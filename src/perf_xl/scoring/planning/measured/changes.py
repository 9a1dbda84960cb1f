"""Deviations from the target and changes since another year, as the row's number counts them."""

from __future__ import annotations

import re
from fractions import Fraction

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Way
from perf_xl.scoring.plan import Absolute, Arith, Const, Expr, Measure
from perf_xl.scoring.planning.scale import Scale, X
from perf_xl.scoring.reading.facts import change_named


def own_deviation(scale: Scale) -> bool:
    """Whether the actual is itself a deviation: named one, or with nothing to deviate from."""
    return _named_deviation(scale) or scale.row.target is None


def counts_deviation(scale: Scale) -> bool:
    """The same for a step, whose base may also be the rule's own threshold, or 100% of a rate (convention 3)."""
    return _named_deviation(scale) or (scale.row.target is None and scale.measure is not Measure.RATE)


def _named_deviation(scale: Scale) -> bool:
    return re.search("偏差|偏离|变动|误差|波动|差异|调整率", scale.row.name) is not None


def deviation(scale: Scale) -> Expr:
    """± bands use the absolute deviation: the actual itself where it is one, else its distance from the target."""
    if own_deviation(scale):
        return Absolute(X)
    return Absolute(Arith("-", X, scale.target()))


def apart_bound(scale: Scale, amount: n.Amount) -> Expr:
    """A bound of a ± band: a share of the target where the deviation is a number."""
    if scale.measure is Measure.PLAIN and amount.unit == "%" and not own_deviation(scale):
        return Arith("*", Const(Fraction(amount.number) / 100), scale.target())
    return scale.bound(amount)


def row_change(scale: Scale) -> Way | None:
    """Which way the row's number counts a change, by the rule's bands or the indicator's name."""
    if scale.measure is Measure.CHANGE:
        return scale.change
    return change_named(scale.row.name) if scale.measure is Measure.RATE else None
