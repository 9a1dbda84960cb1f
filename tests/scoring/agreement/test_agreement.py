"""Four answers to one question: ``evaluate``, the formula in IronCalc and in LibreOffice, and exact arithmetic. No tolerance."""

from __future__ import annotations

import itertools
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from perf_xl.policy import DEFAULT_POLICY, Policy
from perf_xl.scoring import RuleInput, score_rule
from tests.scoring.agreement.engines import by_ironcalc, by_libreoffice
from tests.scoring.agreement.exact_formula import Exact
from tests.scoring.agreement.generated import Made, actuals, rules, to_cents
from tests.scoring.agreement.points import Point, points_of, rows

POLICIES = (
    (DEFAULT_POLICY, 220),
    (replace(DEFAULT_POLICY, part_steps="ceil", reverse_proportion="linear", equal_above="full"), 100),
    (replace(DEFAULT_POLICY, part_steps="linear", overfulfilled_cut=Decimal("0.1"), decimals=1), 100),
)


@pytest.fixture(scope="module")
def corpus() -> list[Point]:
    """Points of every rule of the cases under three policies."""
    return [p for policy, count in POLICIES for row in rows() for p in points_of(row, count, policy)]


def shown(point: Point) -> Any:
    """What the cell must hold."""
    return "" if point.score is None else float(point.score)


def difference(points: list[Point], values: list[Any]) -> list[str]:
    """Every point where an engine says something else."""
    return [
        f"{p.rule} A={p.actual} T={p.target} M={p.max_score}: {p.score} != {v!r} {p.formula}"
        for p, v in zip(points, values, strict=True)
        if v != shown(p)
    ]


def test_exact_formula_when_computed_from_literals_then_equals_evaluate(corpus):
    """The formula's text, in fractions, is the same function as ``evaluate``."""
    parsed: dict[str, Exact] = {}
    wrong = []
    for point in corpus:
        names = {"{actual}": "A1", "{target}": "B1", "{max_score}": "C1"}
        formula = point.formula
        if formula not in parsed:
            text = formula
            for name, cell in names.items():
                text = text.replace(name, cell)
            parsed[formula] = Exact(text)
        value = parsed[formula].value({"A1": point.actual, "B1": point.target, "C1": point.max_score})
        expected = "" if point.score is None else Fraction(point.score)
        if value != expected:
            wrong.append(f"{point.rule} A={point.actual} T={point.target}: {point.score} != {value} {formula}")
    assert [] == wrong[:10]


def test_ironcalc_when_recalculating_100_000_points_then_equals_evaluate(corpus):
    """Every point of every rule, in a spreadsheet engine."""
    assert len(corpus) >= 100_000
    assert [] == difference(corpus, by_ironcalc(corpus))[:10]


@pytest.mark.libreoffice
def test_libreoffice_when_recalculating_5_000_points_then_equals_evaluate(corpus, tmp_path):
    """A second spreadsheet, on points spread over all rules."""
    chosen = list(itertools.islice(corpus, 0, None, max(1, len(corpus) // 6000)))
    assert len(chosen) >= 5_000
    assert [] == difference(chosen, by_libreoffice(chosen, tmp_path))[:10]


def row_of(made: Made) -> RuleInput:
    """The row of a made rule."""
    return RuleInput(made.text, made.max_score, made.comparison, made.target, made.unit, None)


def typed(value: Fraction, unit: str | None) -> str:
    """How a clerk types it."""
    number = value * 100 if unit == "%" else value
    return format(Decimal(number.numerator) / Decimal(number.denominator), "f") + ("%" if unit == "%" else "")


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(rules)
def test_evaluate_when_rule_is_made_from_numbers_then_equals_the_sum_done_by_hand(made: Made):
    """A rule written from numbers scores as the same numbers say, at every kind of actual."""
    for value in actuals(made):
        if (value * 10**8).denominator != 1:
            continue
        outcome = score_rule(replace(row_of(made), actual=typed(value, made.unit)))
        expected = to_cents(made.score(value), made.max_score)
        assert expected == outcome.score, (made, value, outcome)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])
@given(rules)
def test_formula_when_rule_is_made_from_numbers_then_ironcalc_gives_the_sum_done_by_hand(made: Made):
    """The formula too, recalculated."""
    points = []
    target = Fraction(made.target.rstrip("%")) / (100 if made.unit == "%" else 1) if made.target else None
    formula = score_rule(replace(row_of(made), actual="1%" if made.unit == "%" else "1")).formula
    assert formula is not None, made
    for value in actuals(made):
        if (value * 10**8).denominator == 1:
            expected = to_cents(made.score(value), made.max_score)
            points.append(Point(made.text, formula, value, target, Fraction(made.max_score), expected))
    assert [] == difference(points, by_ironcalc(points))


def test_formula_when_actual_is_blank_then_is_blank(corpus):
    """Blank is 未填报: never 0."""
    blanks = [p for p in corpus if p.actual is None]
    assert len(blanks) > 300
    assert {""} == set(by_ironcalc(blanks))


def test_formula_when_written_then_stays_within_excels_limits(corpus):
    """Length, nesting, and only functions that all three spreadsheets have."""
    formulas = {p.formula for p in corpus}
    assert max(map(len, formulas)) < 8192
    for formula in formulas:
        depth = deepest = 0
        for char in formula:
            depth += (char == "(") - (char == ")")
            deepest = max(deepest, depth)
        assert deepest <= 64


def test_policy_when_it_differs_then_changes_the_points(corpus):
    """The three policies are really three: not the same points thrice."""
    scores: dict[tuple[str, Any, Any], set[Decimal | None]] = {}
    for point in corpus:
        scores.setdefault((point.rule, point.actual, point.max_score), set()).add(point.score)
    assert sum(len(found) > 1 for found in scores.values()) > 500
    assert Policy() == DEFAULT_POLICY
