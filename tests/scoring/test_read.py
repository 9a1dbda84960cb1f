"""Texts to clauses: a handful of each kind, and many wordings of one meaning."""

from __future__ import annotations

from decimal import Decimal as D

import pytest

from perf_xl.scoring import nodes as n
from perf_xl.scoring.nodes import Amount, Op, Way
from perf_xl.scoring.reading.read import read


def _clauses(text: str) -> tuple[n.Clause, ...]:
    return read(text).rule.clauses


def _step(text: str) -> n.Step:
    (step,) = [c for c in _clauses(text) if isinstance(c, n.Step)]
    return step


@pytest.mark.parametrize(
    "text",
    [
        "满意度≥90%得10分",
        "满意度大于等于90%，得10分",
        "满意度达到90%以上的得10分",
        "满意度在90%（含）以上，计10分",
        "满意度不低于90%，赋10分",
        "满意度90%及以上的，得10分。",
        "满意度》90%得１０分",
        "当满意度≥90％时，记10分",
    ],
)
def test_one_band_in_many_words(text: str) -> None:
    (award,) = _clauses(text)
    assert isinstance(award, n.Award)
    assert n.Points(D(10)) == award.outcome
    assert isinstance(award.condition, n.Test)
    assert (Op.GE, Amount(D(90), "%")) == (award.condition.op, award.condition.amount)


@pytest.mark.parametrize(
    "text",
    [
        "每低1个百分点扣0.5分",
        "每低于目标值1个百分点，扣0.5分",
        "每下降1%扣0.5分",
        "每降低一个百分点，扣减0.5分",
        "每减少1个百分点的，扣0.5分",
        "每少1个点扣0.5分",
    ],
)
def test_one_step_in_many_words(text: str) -> None:
    step = _step(text)
    assert (Way.LOW, D(1), n.Deduct(D("0.5"))) == (step.way, step.size.number, step.outcome)


@pytest.mark.parametrize(
    "text",
    ["每发现一例扣2分", "发现1例扣2分", "每发生1起，扣2分", "每出现一次扣2分", "有一项不符合扣2分", "每有一处扣2分"],
)
def test_one_event_in_many_words(text: str) -> None:
    (event,) = _clauses(text)
    assert isinstance(event, n.Event)
    assert (D(1), n.Deduct(D(2))) == (event.size.number, event.outcome)


@pytest.mark.parametrize("text", ["扣完为止", "最低0分", "扣完该项分值为止", "直至扣完"])
def test_the_floor(text: str) -> None:
    assert n.Limit("floor") in _clauses(f"每发现一例扣2分，{text}")


def test_rounding_up_of_a_part_step() -> None:
    assert _step("每推迟10天扣1分，不足10天按10天计").round_up
    assert not _step("每推迟10天扣1分").round_up


def test_a_formula_is_an_expression() -> None:
    (award,) = _clauses("得分=实际值/目标值×分值")
    assert isinstance(award, n.Award)
    assert isinstance(award.outcome, n.Computed)
    assert isinstance(award.outcome.formula, n.Binary)


@pytest.mark.parametrize(
    "text", ["每低一定比例扣2分", "全市排名1-5名的依次赋予60分、57分、54分", "难度系数1.2，每低1%扣1分"]
)
def test_what_is_not_understood_is_quoted_and_never_dropped(text: str) -> None:
    assert any(isinstance(c, (n.Unknown, n.Manual)) for c in _clauses(text))


def test_grades_with_ranges() -> None:
    (ranges,) = _clauses("分为达成、部分达成、未达成三档，分别按照100%-80%（含）、80%-60%（含）、60%-0%合理确定分值")
    assert isinstance(ranges, n.GradeRanges)
    assert [("达成", D("0.8"), D(1)), ("部分达成", D("0.6"), D("0.8")), ("未达成", D(0), D("0.6"))] == [
        (g.name, g.low, g.high) for g in ranges.grades
    ]


def test_too_long_a_text_is_not_read() -> None:
    assert read("扣1分，" * 1000).too_long
