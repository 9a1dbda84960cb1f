"""What adds up: sums that can be merged in any order and any grouping, exactly.

Everything is an exact sum of decimals, a count or a multiset, so ``a + b == b + a`` and ``(a + b) + c == a + (b + c)``: parts
read on other cores or machines give the same result as one reading.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact, Overflow
from fractions import Fraction

from perf_xl.rollup.entries import Amount
from perf_xl.rollup.measures import Measure, Sign

EXACT = Context(prec=4000, traps=[Inexact, Overflow])
"""Decimal arithmetic that never rounds: it would raise before it lost a digit. Doubles have at most 309 before the point."""
_plus, _times = EXACT.add, EXACT.multiply
_ZERO = Decimal(0)

MOST_WORDS = 200
"""Distinct wordings of one indicator that are kept; more are no distribution a person could read."""

Words = Mapping[str, int]


def _joined(first: Words, second: Words) -> Words:
    if not second:
        return first
    if not first:
        return second
    result = dict(first)
    for word, count in second.items():
        result[word] = result.get(word, 0) + count
    return result


def _joined_words(first: Words | None, second: Words | None) -> Words | None:
    """Both; None once there are too many, whatever the order they came in."""
    if first is None or second is None:
        return None
    joined = _joined(first, second)
    return joined if len(joined) <= MOST_WORDS else None


@dataclass(frozen=True, slots=True)
class Total:
    """A sum of amounts in 万元: those that are numbers, and how many are blank or unreadable."""

    sum: Decimal = _ZERO
    numbers: int = 0
    blank: int = 0
    unreadable: int = 0
    absent: int = 0

    @classmethod
    def of(cls, amount: Amount) -> Total:
        """The total of one cell."""
        match amount.state:
            case "number":
                return cls(amount.value or _ZERO, 1)
            case "blank":
                return cls(blank=1)
            case "unreadable":
                return cls(unreadable=1)
            case _:
                return cls(absent=1)

    def __add__(self, other: Total) -> Total:
        return Total(
            _plus(self.sum, other.sum),
            self.numbers + other.numbers,
            self.blank + other.blank,
            self.unreadable + other.unreadable,
            self.absent + other.absent,
        )

    @property
    def open(self) -> int:
        """How many entries that the form asks for are still missing or unreadable."""
        return self.blank + self.unreadable

    @property
    def value(self) -> Fraction | None:
        """The sum when every entry is a number; None while one is open, or when there is none at all."""
        return Fraction(self.sum) if self.numbers and not self.open else None

    @property
    def filled(self) -> Fraction | None:
        """The sum of what is filled in; None when nothing is. Right for 其中 lines, where a blank line has no money."""
        return Fraction(self.sum) if self.numbers and not self.unreadable else None


@dataclass(frozen=True, slots=True)
class FundTally:
    """年初预算数, 全年预算数 and 全年执行数 of one source or of 年度资金总额."""

    initial: Total = Total()
    budget: Total = Total()
    spent: Total = Total()

    def __add__(self, other: FundTally) -> FundTally:
        return FundTally(self.initial + other.initial, self.budget + other.budget, self.spent + other.spent)


@dataclass(frozen=True, slots=True)
class Side:
    """All 目标值, or all 完成值, of one indicator.

    ``weighted``/``weight`` use 全年预算数, ``weighted_spent``/``weight_spent`` 全年执行数; ``unweighted`` counts numbers
    whose project has no positive 全年预算数, ``unspent`` those without a positive 全年执行数. ``words`` counts the cells as
    typed, None when there are too many different ones.
    """

    numbers: int = 0
    sum: Decimal = _ZERO
    weighted: Decimal = _ZERO
    weight: Decimal = _ZERO
    unweighted: int = 0
    weighted_spent: Decimal = _ZERO
    weight_spent: Decimal = _ZERO
    unspent: int = 0
    blank: int = 0
    unclear: int = 0
    signs: frozenset[Sign] = frozenset()
    words: Words | None = field(default_factory=dict)

    @classmethod
    def of(cls, value: Measure, unit: str | None, budget: Decimal | None, spent: Decimal | None) -> Side:
        """One cell of a row that counts in ``unit`` (None: in words)."""
        if value.kind == "blank":
            return cls(blank=1)
        words = {value.text: 1}
        if value.kind != "number" or value.number is None:
            return cls(unclear=int(unit is not None or value.kind == "unclear"), words=words)
        if value.unit != unit:
            return cls(unclear=1, words=words)
        number = value.number
        by_budget = budget if budget is not None and budget > 0 else None
        by_spent = spent if spent is not None and spent > 0 else None
        return cls(
            numbers=1,
            sum=number,
            weighted=_times(number, by_budget) if by_budget else _ZERO,
            weight=by_budget or _ZERO,
            unweighted=int(by_budget is None),
            weighted_spent=_times(number, by_spent) if by_spent else _ZERO,
            weight_spent=by_spent or _ZERO,
            unspent=int(by_spent is None),
            signs=frozenset((value.sign,)),
            words=words,
        )

    def __add__(self, other: Side) -> Side:
        return Side(
            self.numbers + other.numbers,
            _plus(self.sum, other.sum),
            _plus(self.weighted, other.weighted),
            _plus(self.weight, other.weight),
            self.unweighted + other.unweighted,
            _plus(self.weighted_spent, other.weighted_spent),
            _plus(self.weight_spent, other.weight_spent),
            self.unspent + other.unspent,
            self.blank + other.blank,
            self.unclear + other.unclear,
            self.signs if self.signs == other.signs else self.signs | other.signs,
            _joined_words(self.words, other.words),
        )


@dataclass(frozen=True, slots=True)
class IndicatorTally:
    """One indicator of one project, over all its units."""

    rows: int = 0
    target: Side = Side()
    actual: Side = Side()
    outcomes: Words = field(default_factory=dict)
    names: Words = field(default_factory=dict)
    levels: Mapping[tuple[str, str], int] = field(default_factory=dict)
    reasons: Words = field(default_factory=dict)

    def __add__(self, other: IndicatorTally) -> IndicatorTally:
        levels = dict(self.levels)
        for level, count in other.levels.items():
            levels[level] = levels.get(level, 0) + count
        return IndicatorTally(
            self.rows + other.rows,
            self.target + other.target,
            self.actual + other.actual,
            _joined(self.outcomes, other.outcomes),
            _joined(self.names, other.names),
            levels,
            _joined(self.reasons, other.reasons),
        )
