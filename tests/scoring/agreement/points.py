"""Rules and points to compare at: every bound, one step either side, zero, blank, words, over-fulfilment."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from perf_xl.policy import DEFAULT_POLICY, Policy
from perf_xl.scoring import RuleInput, score_rule
from perf_xl.scoring.api import _key, _prepared
from perf_xl.scoring.arithmetic import crossings
from perf_xl.scoring.plan import Measure

CASES = Path(__file__).parents[1] / "cases"
UNREAD = frozenset({"actual_not_a_delay", "ordinal_value", "calendar_value", "unit_doubtful"})
"""Numbers that are not taken for what the row counts: the formula's cell stays blank then."""


@dataclass(frozen=True)
class Point:
    """One comparison: the formula, what stands in its cells, and the score of ``evaluate`` (None: blank)."""

    rule: str
    formula: str
    actual: Fraction | str | None
    target: Fraction | None
    max_score: Fraction | None
    score: Decimal | None


@cache
def rows() -> tuple[RuleInput, ...]:
    """Every distinct row of the cases, without its actual."""
    found: dict[RuleInput, None] = {}
    for path in sorted(CASES.glob("*/*.yml")):
        if path.parent.name == "messages":
            continue
        for group in yaml.load(path.read_text("utf-8"), yaml.CSafeLoader):
            for case in group["cases"]:
                points = case.get("max_score")
                found[
                    RuleInput(
                        group.get("text"),
                        None if points is None else Decimal(str(points)),
                        case.get("comparison"),
                        case.get("target"),
                        case.get("unit"),
                        case.get("name"),
                    )
                ] = None
    return tuple(found)


def points_of(row: RuleInput, count: int = 60, policy: Policy = DEFAULT_POLICY) -> Iterator[Point]:
    """Points of one row, at most ``count`` numbers and the words; nothing if the row has no formula."""
    prepared = _prepared(_key(row, row.max_score), None if policy is DEFAULT_POLICY else policy)
    plan = prepared.plan
    if plan is None or prepared.formula is None:
        return
    target, top = prepared.row.target, prepared.row.max_score
    for value in _values(plan, prepared.row, count):
        typed = _typed(value, Measure.RATE if plan.grades is not None else plan.measure, plan.change_way)
        outcome = score_rule(replace(row, actual=typed), policy)
        if outcome.score is None and UNREAD & {note.code for note in outcome.notes}:
            continue
        yield Point(row.text or "", prepared.formula, value, target, top, outcome.score)
    for word in ("", "不知道", *(c.names[0] for c in plan.choices if c.names)):
        outcome = score_rule(replace(row, actual=word), policy)
        canonical = outcome.actual if isinstance(outcome.actual, str) else word
        if outcome.score is None or isinstance(outcome.actual, str):
            yield Point(row.text or "", prepared.formula, canonical or None, target, top, outcome.score)
    yield from _marks(row, prepared.formula, plan, target, top, policy)


def _marks(
    row: RuleInput, formula: str, plan: Any, target: Fraction | None, top: Fraction | None, policy: Policy
) -> Iterator[Point]:
    for mask in range(1, 2 ** min(len(plan.marks), 5)):
        text = "".join("①②③④⑤⑥⑦⑧⑨"[m.number - 1] for i, m in enumerate(plan.marks[:5]) if mask >> i & 1)
        outcome = score_rule(replace(row, actual=text), policy)
        yield Point(row.text or "", formula, text, target, top, outcome.score)


def _values(plan: Any, row: Any, count: int) -> list[Fraction]:
    """Bounds and their neighbourhood, multiples of a step, fractions of the target, odd decimals."""
    bounds = {x for p in plan.pieces for t in p.tests for x in crossings(t, row)}
    base = {row.target} if row.target is not None else set()
    unit = Fraction(1, 100) if plan.measure in (Measure.RATE, Measure.CHANGE) else Fraction(1)
    found: set[Fraction] = {Fraction(0), unit, -unit, 100 * unit}
    if plan.marks:
        return [Fraction(n) for n in range(-1, len(plan.marks) + 2)]
    if plan.grades is not None:
        return [Fraction(n, 100) for n in (0, 1, 33, 50, 60, 79, 80, 85, 99, 100)]
    for bound in bounds | base:
        for shift in (
            0,
            1,
            -1,
            Fraction(1, 2),
            Fraction(-1, 2),
            3,
            -3,
            5,
            -5,
            10,
            -10,
            Fraction(1, 10),
            Fraction(-1, 10),
            Fraction(1, 100),
            Fraction(-37, 100),
        ):
            found.add(bound + shift * unit)
        for factor in (
            Fraction(1, 2),
            Fraction(4, 5),
            Fraction(87, 100),
            Fraction(6, 5),
            Fraction(2),
            Fraction(923, 1000),
            Fraction(33, 100),
        ):
            found.add(bound * factor)
    for bound in sorted(bounds | base)[:6]:
        found |= {bound + Fraction(k, 4) * unit for k in range(-60, 61)}
    ordered = sorted(x for x in found if _shown(x))
    step = max(1, len(ordered) // count)
    keep = set(ordered[::step]) | {x for x in bounds | base if _shown(x)}
    return sorted(keep)


def _shown(value: Fraction) -> bool:
    """Whether a cell can hold the number as typed: at most 6 decimals."""
    return (value * 1_000_000).denominator == 1


def _typed(value: Fraction, measure: Measure, way: str) -> str:
    """How a clerk would type a number of the formula's scale."""
    if measure is Measure.RATE:
        return f"{_decimal(value * 100)}%"
    if measure is Measure.CHANGE:
        up = (way == "up") == (value >= 0)
        return f"{'增长' if up else '下降'}{_decimal(abs(value) * 100)}%"
    return _decimal(value)


def _decimal(value: Fraction) -> str:
    return format(Decimal(value.numerator) / Decimal(value.denominator), "f")
