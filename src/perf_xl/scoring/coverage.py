"""Do the bands of a rule give every value one score? Gaps and overlaps, told before any number is filled in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from perf_xl.model.amounts import plain
from perf_xl.model.units import COUNTS, TIME
from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Op

_WHOLE = frozenset({*COUNTS, *TIME, "", "分"})
"""Units that go in whole steps: between 1项 and 2项 nothing is missing."""


@dataclass(frozen=True, slots=True)
class Band:
    """Values from ``low`` to ``high`` (None: open end) that earn something; a bound that nothing marks counts as closed."""

    low: Decimal | None
    high: Decimal | None
    low_closed: bool
    high_closed: bool
    unit: str

    @property
    def words(self) -> str:
        """For a sentence: 70%–84%."""
        low = "" if self.low is None else f"{plain(self.low)}{self.unit}"
        high = "" if self.high is None else f"{plain(self.high)}{self.unit}"
        if low and high:
            return low if low == high else f"{low}–{high}"
        return f"{low}以上" if low else f"{high}以下"


def bands(rule: n.Rule) -> list[Band]:
    """The bands of a rule that consists of bands of one unit and nothing else; empty for any other rule."""
    found: list[Band] = []
    for clause in rule.clauses:
        if not isinstance(clause, n.Award) or not _is_points(clause.outcome):
            return []
        band = _band(clause.condition)
        if band is None:
            return []
        found.append(band)
    return found if len(found) > 1 and len({band.unit for band in found}) == 1 else []


def _is_points(outcome: n.Outcome) -> bool:
    return isinstance(outcome, (n.Points, n.FullMarks, n.ZeroMarks, n.ShareOfMax))


def _band(condition: n.Condition) -> Band | None:
    match condition:
        case n.Test(op=op, amount=amount, of_target=False, way=None):
            number, unit = amount.number, amount.unit
            if op in (Op.GE, Op.GT):
                return Band(number, None, op is Op.GE, high_closed=False, unit=unit)
            if op in (Op.LE, Op.LT):
                return Band(None, number, low_closed=False, high_closed=op is Op.LE, unit=unit)
            return Band(number, number, low_closed=True, high_closed=True, unit=unit)
        case n.Within(low=low, high=high, of_target=False, way=None):
            if low.unit and high.unit and low.unit != high.unit:
                return None
            # a bound that nothing marks may count either way: neither a gap nor an overlap is claimed for it
            closed = condition.low_closed is not False, condition.high_closed is not False
            return Band(low.number, high.number, *closed, high.unit or low.unit)
        case _:
            return None


def first_gap(found: list[Band]) -> str:
    """The first gap between bands that do not go in whole steps, in words; "" when they join."""
    if not found or found[0].unit in _WHOLE:
        return ""
    ordered = sorted(found, key=lambda band: (band.low is not None, band.low or Decimal(0)))
    for index, following in enumerate(ordered[1:], start=1):
        reach = max(ordered[:index], key=lambda band: (band.high is None, band.high or Decimal(0), band.high_closed))
        if reach.high is None or following.low is None:
            continue
        if following.low > reach.high:
            return f"“{reach.words}”与“{following.words}”之间"
        if following.low == reach.high and not (reach.high_closed or following.low_closed):
            return f"恰好等于 {plain(following.low)}{following.unit} 时"
    return ""


def first_overlap(found: list[Band]) -> tuple[Band, Band] | None:
    """Two bands with both ends told that share more than a bound; 96%以上, 92%以上 read from the strictest do not."""
    closed = [band for band in found if band.low is not None and band.high is not None]
    return next(((one, two) for one, two in combinations(closed, 2) if _overlap(one, two)), None)


def _overlap(one: Band, two: Band) -> bool:
    first, second = sorted((one, two), key=lambda band: band.low or 0)
    return first.high is not None and second.low is not None and second.low < first.high
