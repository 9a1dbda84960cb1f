"""What adds up: sums that can be merged in any order and any grouping, exactly.

Everything is an exact sum of decimals, a count or a multiset, so it makes no difference what is counted or absorbed first:
parts read on other cores or machines give the same result as one reading. On their way between processes sums are text,
which is a good deal quicker than pickled decimals, and as exact.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact, Overflow
from fractions import Fraction
from typing import NamedTuple, TypeVar

from perf_xl.rollup.entries import Amount
from perf_xl.rollup.measures import Measure, Sign

EXACT = Context(prec=4000, traps=[Inexact, Overflow])
"""Decimal arithmetic that never rounds: it would raise before it lost a digit. Doubles have at most 309 before the point."""
_plus, _times = EXACT.add, EXACT.multiply
_ZERO = Decimal(0)

MOST_WORDS = 200
"""Distinct wordings of one indicator that are kept; more are no distribution a person could read."""

Key = TypeVar("Key")


def count_up(counts: dict[Key, int], more: Mapping[Key, int]) -> None:
    """Add counts to counts."""
    for key, count in more.items():
        counts[key] = counts.get(key, 0) + count


def _carried(number: Decimal) -> str | None:
    return str(number) if number else None


def _arrived(text: str | None) -> Decimal:
    return Decimal(text) if text else _ZERO


@dataclass(slots=True)
class Total:
    """A sum of amounts in 万元: those that are numbers, and how many are blank or unreadable."""

    sum: Decimal = _ZERO
    numbers: int = 0
    blank: int = 0
    unreadable: int = 0
    absent: int = 0

    def count(self, amount: Amount) -> None:
        """Add one cell."""
        state, value = amount.state, amount.value
        if state == "number" and value is not None:
            self.numbers += 1
            self.sum = _plus(self.sum, value)
        elif state == "blank":
            self.blank += 1
        elif state == "unreadable":
            self.unreadable += 1
        else:
            self.absent += 1

    def absorb(self, other: Total) -> None:
        """Add another total."""
        self.sum = _plus(self.sum, other.sum)
        self.numbers += other.numbers
        self.blank += other.blank
        self.unreadable += other.unreadable
        self.absent += other.absent

    def __reduce__(self) -> tuple[object, ...]:
        return _total, (_carried(self.sum), self.numbers, self.blank, self.unreadable, self.absent)

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


def _total(number: str | None, *counts: int) -> Total:
    return Total(_arrived(number), *counts)


@dataclass(slots=True)
class FundTally:
    """年初预算数, 全年预算数 and 全年执行数 of one source or of 年度资金总额."""

    initial: Total = field(default_factory=Total)
    budget: Total = field(default_factory=Total)
    spent: Total = field(default_factory=Total)

    def count(self, initial: Amount, budget: Amount, spent: Amount) -> None:
        """Add one line."""
        self.initial.count(initial)
        self.budget.count(budget)
        self.spent.count(spent)

    def absorb(self, other: FundTally) -> None:
        """Add another tally."""
        self.initial.absorb(other.initial)
        self.budget.absorb(other.budget)
        self.spent.absorb(other.spent)

    def __reduce__(self) -> tuple[object, ...]:
        return FundTally, (self.initial, self.budget, self.spent)


class Weights(NamedTuple):
    """全年预算数 and 全年执行数 of a project in 万元 where they are positive: what averages are weighted by."""

    budget: Decimal | None
    spent: Decimal | None


@dataclass(slots=True)
class Side:
    """All 目标值, or all 完成值, of one indicator.

    ``weighted``/``weight`` use 全年预算数, ``weighted_spent``/``weight_spent`` 全年执行数, and are kept for averages only;
    ``unweighted`` counts numbers whose project has no positive 全年预算数, ``unspent`` those without a positive 全年执行数.
    ``words`` counts the cells as typed, None when there are too many different ones.
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
    signs: set[Sign] = field(default_factory=set)
    words: dict[str, int] | None = field(default_factory=dict)

    def count(self, value: Measure, unit: str | None, weights: Weights | None) -> None:
        """Add one cell of a row that counts in ``unit`` (None: in words); ``weights`` None: no average is asked for."""
        if value.kind == "blank":
            self.blank += 1
            return
        words, number = self.words, value.number
        if words is not None:
            words[value.text] = words.get(value.text, 0) + 1
            if len(words) > MOST_WORDS:
                self.words = None
        if value.kind != "number" or number is None:
            self.unclear += unit is not None or value.kind == "unclear"
        elif value.unit != unit:
            self.unclear += 1
        else:
            self.numbers += 1
            self.sum = _plus(self.sum, number)
            self.signs.add(value.sign)
            if weights is not None:
                self._weigh(number, weights)

    def _weigh(self, number: Decimal, weights: Weights) -> None:
        budget, spent = weights
        if budget is None:
            self.unweighted += 1
        else:
            self.weighted = _plus(self.weighted, _times(number, budget))
            self.weight = _plus(self.weight, budget)
        if spent is None:
            self.unspent += 1
        else:
            self.weighted_spent = _plus(self.weighted_spent, _times(number, spent))
            self.weight_spent = _plus(self.weight_spent, spent)

    def absorb(self, other: Side) -> None:
        """Add another side."""
        self.numbers += other.numbers
        self.sum = _plus(self.sum, other.sum)
        if other.weight or other.weight_spent:
            self.weighted = _plus(self.weighted, other.weighted)
            self.weight = _plus(self.weight, other.weight)
            self.weighted_spent = _plus(self.weighted_spent, other.weighted_spent)
            self.weight_spent = _plus(self.weight_spent, other.weight_spent)
        self.unweighted += other.unweighted
        self.unspent += other.unspent
        self.blank += other.blank
        self.unclear += other.unclear
        self.signs |= other.signs
        if self.words is not None and other.words is not None:
            count_up(self.words, other.words)
            if len(self.words) > MOST_WORDS:
                self.words = None
        else:
            self.words = None

    def __reduce__(self) -> tuple[object, ...]:
        numbers = (self.sum, self.weighted, self.weight, self.weighted_spent, self.weight_spent)
        counts = (self.numbers, self.unweighted, self.unspent, self.blank, self.unclear)
        return _side, ([_carried(number) for number in numbers], counts, tuple(self.signs), self.words)


def _side(
    numbers: list[str | None],
    counts: tuple[int, int, int, int, int],
    signs: tuple[Sign, ...],
    words: dict[str, int] | None,
) -> Side:
    total, weighted, weight, weighted_spent, weight_spent = map(_arrived, numbers)
    count, unweighted, unspent, blank, unclear = counts
    return Side(
        count, total, weighted, weight, unweighted, weighted_spent, weight_spent, unspent, blank, unclear, set(signs),
        words,
    )  # fmt: skip


class Head(NamedTuple):
    """How a row was written and understood: its name and levels, why it counts as its kind, whether it was reached."""

    name: str
    level1: str
    level2: str
    reason: str
    outcome: str | None


@dataclass(slots=True)
class IndicatorTally:
    """One indicator over all its rows; ``heads`` counts the ways they are written and understood."""

    target: Side = field(default_factory=Side)
    actual: Side = field(default_factory=Side)
    heads: dict[Head, int] = field(default_factory=dict)

    def absorb(self, other: IndicatorTally) -> None:
        """Add another tally of the same indicator."""
        self.target.absorb(other.target)
        self.actual.absorb(other.actual)
        count_up(self.heads, other.heads)

    def __reduce__(self) -> tuple[object, ...]:
        return IndicatorTally, (self.target, self.actual, self.heads)

    @property
    def rows(self) -> int:
        """How many rows."""
        return sum(self.heads.values())

    @property
    def names(self) -> dict[str, int]:
        """The ways the name is written."""
        return self._counts(lambda head: head.name)

    @property
    def levels(self) -> dict[tuple[str, str], int]:
        """The first and second levels it stands under."""
        return self._counts(lambda head: (head.level1, head.level2))

    @property
    def reasons(self) -> dict[str, int]:
        """Why its rows count as their kind."""
        return self._counts(lambda head: head.reason)

    @property
    def outcomes(self) -> dict[str, int]:
        """How many rows were reached, and so on."""
        found = self._counts(lambda head: head.outcome)
        return {outcome: count for outcome, count in found.items() if outcome is not None}

    def _counts(self, what: Callable[[Head], Key]) -> dict[Key, int]:
        counts: dict[Key, int] = {}
        for head, count in self.heads.items():
            key = what(head)
            counts[key] = counts.get(key, 0) + count
        return counts
