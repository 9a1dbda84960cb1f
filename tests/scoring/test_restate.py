"""「读作」: what it says reads back to the same rule, whatever the rule; else the rule is not scored."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from perf_xl.policy import DEFAULT_POLICY, Policy
from perf_xl.scoring import RuleInput, read_rule, score_rule
from perf_xl.scoring.reading.read import read
from perf_xl.scoring.restate import restate
from tests.scoring.agreement.generated import Made, rules
from tests.scoring.support import cases, texts


def test_every_rule_that_is_scored_reads_back() -> None:
    for text in texts():
        found = read(text)
        said = restate(found.rule)
        if said is not None and read(said).rule != found.rule:
            rows = [case.row for case in cases() if case.row.text == text]
            assert all(score_rule(row).score is None for row in rows), text


@settings(max_examples=300, deadline=None)
@given(rules)
def test_generated_rules_read_back(made: Made) -> None:
    rule = read(made.text).rule
    said = restate(rule)
    assert said is not None
    assert rule == read(said).rule
    assert said == restate(read(said).rule)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "满意度≥90%得10分，每低1个百分点扣1分，低于60%不得分。",
            "读作：满意度大于等于90%，得10分；每低1个百分点，扣1分；小于60%，不得分。（口径：不足一步不计）",
        ),
        ("每发现一例扣2分，扣完为止", "读作：发现，每1例，扣2分；扣完为止。"),
        ("完成目标得满分，未完成的按比例得分", "读作：完成目标，得满分；未完成的，按比例得分。"),
        (
            "2026年12月31日前完成，得10分，每推迟10天扣1分",
            "读作：2026年12月31日前完成，得10分；每推迟10天，扣1分。（口径：不足一步不计）",
        ),
        ("优秀得5分，良好得3分，其他不得分", "读作：优秀，得5分；良好，得3分；否则，不得分。"),
        ("①制度健全，2分；②责任明确，3分", "读作：①制度健全，得2分；②责任明确，得3分。"),
    ],
)
def test_restatement(text: str, said: str) -> None:
    assert said == read_rule(text).restatement


def test_the_policy_is_said() -> None:
    text = "满意度达90%得满分，每低1个百分点扣1分"
    assert "不足一步按一步计" in str(read_rule(text, policy=Policy(part_steps="ceil")).restatement)
    assert "不足一步不计" in str(read_rule(text, policy=DEFAULT_POLICY).restatement)


def test_nothing_is_said_of_what_is_not_understood() -> None:
    assert read_rule("排名第一的得满分，其余按名次递减").restatement is None
    assert read_rule("阿巴阿巴得分多多").restatement is None


def test_a_rule_that_reads_two_ways_is_not_scored() -> None:
    outcome = score_rule(RuleInput("在计划时间内完成得满分（除，外）每每扣1分", actual="1"))
    assert outcome.score is None
