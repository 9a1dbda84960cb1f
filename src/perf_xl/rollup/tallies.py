"""What adds up: sums that can be merged in any order and any grouping, exactly.

Everything is an exact sum of decimals, a count or a multiset, so it makes no difference what is counted or absorbed first:
parts read on other cores or machines give the same result as one reading. On their way between processes sums are text,
which is a good deal quicker than pickled decimals, and as exact.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Context, Decimal, Inexact, Overflow
from fractions import Fraction
from typing import TypeVar

from perf_xl.rollup.entries import Amount

EXACT = Context(prec=4000, traps=[Inexact, Overflow])
"""Decimal arithmetic that never rounds: it would raise before it lost a digit. Doubles have at most 309 before the point."""
plus, times = EXACT.add, EXACT.multiply
ZERO = Decimal(0)

Key = TypeVar("Key")


def count_up(counts: dict[Key, int], more: Mapping[Key, int]) -> None:
    """Add counts to counts."""
    for key, count in more.items():
        counts[key] = counts.get(key, 0) + count


def carried(number: Decimal) -> str | None:
    """A sum on its way to another process."""
    return str(number) if number else None


def arrived(text: str | None) -> Decimal:
    """A sum that came from another process."""
    return Decimal(text) if text else ZERO


@dataclass(slots=True)
class Total:
    """A sum of amounts in 万元: those that are numbers, and how many are blank or unreadable."""

    sum: Decimal = ZERO
    numbers: int = 0
    blank: int = 0
    unreadable: int = 0
    absent: int = 0

    def count(self, amount: Amount) -> None:
        """Add one cell."""
        state, value = amount.state, amount.value
        if state == "number" and value is not None:
            self.numbers += 1
            self.sum = plus(self.sum, value)
        elif state == "blank":
            self.blank += 1
        elif state == "unreadable":
            self.unreadable += 1
        else:
            self.absent += 1

    def absorb(self, other: Total) -> None:
        """Add another total."""
        self.sum = plus(self.sum, other.sum)
        self.numbers += other.numbers
        self.blank += other.blank
        self.unreadable += other.unreadable
        self.absent += other.absent

    def __reduce__(self) -> tuple[object, ...]:
        return _total, (carried(self.sum), self.numbers, self.blank, self.unreadable, self.absent)

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
    return Total(arrived(number), *counts)


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
