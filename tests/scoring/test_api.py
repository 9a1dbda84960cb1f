"""What callers rely on: never an exception, scores inside their bounds, values for the formula's references."""

from __future__ import annotations

from decimal import Decimal as D

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xl.model.amounts import round_half_up
from perf_xl.policy import DEFAULT_POLICY, Policy
from perf_xl.scoring import FormulaRefs, RuleInput, read_rule, rule_formula, score_rule
from tests.scoring.support import cases, texts

WORDS = st.sampled_from(
    [*"得扣计每低高以上下不未分%≥≤<>，。；（）①②、-至年月日前完成满按比例", "得满分", "扣完为止", "不得分"]
)
NUMBERS = st.integers(0, 120).map(str) | st.decimals(0, 200, places=2).map(str)
PIECES = st.lists(WORDS | NUMBERS | st.text(max_size=3), max_size=30).map("".join)
VALUES = (
    st.none()
    | st.booleans()
    | st.text(max_size=12)
    | st.decimals()
    | st.sampled_from(["95%", "1e400", "-3", "0", "第三", "①②", "约35", "2025-02-30", "不适用", "优秀", "≥90%"])
)


@st.composite
def spoiled(draw: st.DrawFn) -> str:
    """A rule of the cases with a piece put in, or taken out."""
    text = draw(st.sampled_from(texts()))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, min(len(text), start + 4)))
    return text[:start] + draw(PIECES) + text[end:]


@settings(max_examples=600, deadline=None)
@given(st.text(max_size=80) | PIECES | spoiled(), st.none() | st.decimals(), st.sampled_from([None, "≥", "≤", "=", "定性", "x"]),
       VALUES, st.sampled_from([None, "%", "个", "万元", "天", "‰", "？"]), VALUES)  # fmt: skip
def test_nothing_raises_and_scores_stay_inside(text, points, comparison, target, unit, actual) -> None:
    row = RuleInput(text, points, comparison, target, unit, "指标", actual)
    for policy in (DEFAULT_POLICY, Policy(part_steps="linear", equal_above="full")):
        outcome = score_rule(row, policy)
        assert (outcome.score is None) == (outcome.status != "scored")
        if outcome.score is not None:
            assert outcome.max_score is not None
            assert 0 <= outcome.score <= max(outcome.max_score, round_half_up(outcome.max_score))
            assert outcome.restatement is not None
            assert outcome.trace
        else:
            assert outcome.notes
    read_rule(text)


def test_every_scored_case_says_how() -> None:
    for case in cases():
        outcome = score_rule(case.row)
        if outcome.score is not None:
            assert outcome.trace
            assert str(outcome.restatement).startswith("读作：")


@pytest.mark.parametrize(
    ("actual", "target", "shown"),
    [("95%", "≥90%", (D("0.95"), D("0.9"))), ("95", "90", (D("0.95"), D("0.9"))), (D(95), D("90"), (D("0.95"), D("0.9")))],
)  # fmt: skip
def test_values_for_the_references_of_a_rate_are_fractions(actual, target, shown) -> None:
    outcome = score_rule(RuleInput("达到目标值得满分，每低1个百分点扣1分", D(10), "≥", target, "%", "完成率", actual))
    assert shown == (outcome.actual, outcome.target)
    assert D("10.00") == outcome.score


def test_formula_over_the_callers_references() -> None:
    row = RuleInput("每发现一例扣2分", D(10), None, None, "例", "违规")
    formula = rule_formula(row, DEFAULT_POLICY, FormulaRefs("M7", "K7", "L7"))
    assert formula is not None
    assert "M7" in formula
    assert "L7" in formula
    assert "{" not in formula
    assert rule_formula(RuleInput("由专家组综合评定", D(10)), DEFAULT_POLICY, FormulaRefs("M7", "K7", "L7")) is None


def test_no_rule_means_the_default_of_its_type() -> None:
    outcome = score_rule(RuleInput(None, D(10), "≥", "50", "场", "场次", "40"))
    assert D("8.00") == outcome.score
    assert "rule_missing" in {n.code for n in outcome.notes}


@pytest.mark.parametrize("points", [D("NaN"), D("Infinity"), D("-1"), D(0), D("1e30"), None])
def test_full_points_that_make_no_sense_are_as_missing(points) -> None:
    outcome = score_rule(RuleInput("完成得满分，未完成按比例得分", points, "≥", "50", "场", "场次", "40"))
    assert "max_score_missing" in {n.code for n in outcome.notes}


def test_true_is_not_one() -> None:
    first = score_rule(RuleInput("每发现一例扣2分", D(10), actual=D(1)))
    assert D("8.00") == first.score
    assert score_rule(RuleInput("每发现一例扣2分", D(10), actual=True)).score is None


def test_too_long_a_text() -> None:
    outcome = score_rule(RuleInput("每发现一例扣2分。" * 20_000, D(10), actual="1"))
    assert ("unreadable", "too_long") == (outcome.status, outcome.notes[0].code)
