"""Projects whose 年度资金总额 is not the sum of its sources, noted while forms are folded in, so that none need be kept.

Of very many the first in order are kept and all are counted: the same ones, whatever was read first.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from perf_xl.rollup.differences import Difference, within_project
from perf_xl.rollup.entries import Amount, FormEntry

MOST = 2_000
"""Differences that are listed; a person who has corrected so many counts anew."""


class Mismatch(NamedTuple):
    """A difference, after what puts it in order."""

    order: tuple[str, str, str, str, int]
    series: object
    difference: Difference


def _order(mismatch: Mismatch) -> tuple[str, str, str, str, int]:
    return mismatch.order


@dataclass
class Mismatches:
    """How many there are, and the first of them."""

    count: int = 0
    kept: list[Mismatch] = field(default_factory=list)

    def note(self, entry: FormEntry, series: object) -> None:
        """Look at one project of a series."""
        if _agrees(entry):
            return
        found = [difference for difference in within_project(entry) if difference.delta != 0]
        if found:
            where = (entry.project, entry.unit, entry.file, entry.sheet)
            self._add(len(found), [Mismatch((*where, n), series, one) for n, one in enumerate(found)])

    def absorb(self, other: Mismatches) -> None:
        """Those of another part."""
        self._add(other.count, other.kept)

    def _add(self, count: int, found: Iterable[Mismatch]) -> None:
        self.count += count
        self.kept += found
        if len(self.kept) > 2 * MOST:
            self.kept = heapq.nsmallest(MOST, self.kept, key=_order)

    def listed(self) -> list[Mismatch]:
        """Those that are shown, in order."""
        return heapq.nsmallest(MOST, self.kept, key=_order)

    def of(self, series: object) -> list[Difference]:
        """The differences listed of one series."""
        return [mismatch.difference for mismatch in self.listed() if mismatch.series == series]


def _agrees(entry: FormEntry) -> bool:
    """Whether plain addition finds nothing to look at; most forms end here."""
    total = entry.total
    if total is None:
        return True
    parts = [line for line in entry.funds if not line.is_total]
    return all(
        _is_sum(whole, amounts)
        for whole, amounts in (
            (total.budget, [line.budget for line in parts]),
            (total.spent, [line.spent for line in parts]),
        )
    )


def _is_sum(whole: Amount, parts: list[Amount]) -> bool:
    values = [amount.value for amount in parts if amount.value is not None]
    return whole.value is None or not parts or sum(values, Decimal(0)) == whole.value
