"""The rows of one indicator added up: numbers, averages by weight, wordings; and how the rows were written."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from typing import NamedTuple, TypeVar

from perf_xl.rollup.measures import Measure, Sign
from perf_xl.rollup.tallies import ZERO, arrived, carried, count_up, plus, times

MOST_WORDS = 200
"""Distinct wordings of one indicator that are kept; more are no distribution a person could read."""

Key = TypeVar("Key")


class Weights(NamedTuple):
    """全年预算数 and 全年执行数 of a project in 万元 where they are positive: what averages are weighted by."""

    budget: Decimal | None
    spent: Decimal | None


@cache
def _signs(first: frozenset[Sign], *more: Sign) -> frozenset[Sign]:
    """The same few sets for all indicators."""
    return first | frozenset(more)


@dataclass(slots=True)
class Side:
    """All 目标值, or all 完成值, of one indicator.

    ``weighted``/``weight`` use 全年预算数, ``weighted_spent``/``weight_spent`` 全年执行数, and are kept for averages only;
    ``unweighted`` counts numbers whose project has no positive 全年预算数, ``unspent`` those without a positive 全年执行数.
    ``words`` counts the cells as typed, None when there are too many different ones.
    """

    numbers: int = 0
    sum: Decimal = ZERO
    weighted: Decimal = ZERO
    weight: Decimal = ZERO
    unweighted: int = 0
    weighted_spent: Decimal = ZERO
    weight_spent: Decimal = ZERO
    unspent: int = 0
    blank: int = 0
    unclear: int = 0
    signs: frozenset[Sign] = frozenset()
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
            self.sum = plus(self.sum, number)
            if value.sign not in self.signs:
                self.signs = _signs(self.signs, value.sign)
            if weights is not None:
                self._weigh(number, weights)

    def _weigh(self, number: Decimal, weights: Weights) -> None:
        budget, spent = weights
        if budget is None:
            self.unweighted += 1
        else:
            self.weighted = plus(self.weighted, times(number, budget))
            self.weight = plus(self.weight, budget)
        if spent is None:
            self.unspent += 1
        else:
            self.weighted_spent = plus(self.weighted_spent, times(number, spent))
            self.weight_spent = plus(self.weight_spent, spent)

    def absorb(self, other: Side) -> None:
        """Add another side."""
        self.numbers += other.numbers
        self.sum = plus(self.sum, other.sum)
        if other.weight or other.weight_spent:
            self.weighted = plus(self.weighted, other.weighted)
            self.weight = plus(self.weight, other.weight)
            self.weighted_spent = plus(self.weighted_spent, other.weighted_spent)
            self.weight_spent = plus(self.weight_spent, other.weight_spent)
        self.unweighted += other.unweighted
        self.unspent += other.unspent
        self.blank += other.blank
        self.unclear += other.unclear
        if self.signs != other.signs:
            self.signs = _signs(self.signs, *other.signs)
        if self.words is not None and other.words is not None:
            count_up(self.words, other.words)
            if len(self.words) > MOST_WORDS:
                self.words = None
        else:
            self.words = None

    def __reduce__(self) -> tuple[object, ...]:
        numbers = (self.sum, self.weighted, self.weight, self.weighted_spent, self.weight_spent)
        counts = (self.numbers, self.unweighted, self.unspent, self.blank, self.unclear)
        return _side, ([carried(number) for number in numbers], counts, tuple(self.signs), self.words)


def _side(
    numbers: list[str | None],
    counts: tuple[int, int, int, int, int],
    signs: tuple[Sign, ...],
    words: dict[str, int] | None,
) -> Side:
    total, weighted, weight, weighted_spent, weight_spent = map(arrived, numbers)
    count, unweighted, unspent, blank, unclear = counts
    return Side(
        count, total, weighted, weight, unweighted, weighted_spent, weight_spent, unspent, blank, unclear,
        _signs(frozenset(), *signs), words,
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
