"""The cases of every family: scored as a clerk scores them, and never scored where a person must judge."""

from __future__ import annotations

from collections import Counter

import pytest

from perf_xl.scoring import score_rule
from tests.scoring.support import CASES, Case, cases, load

LEAST_SCORED = {"budget": 0.88, "government": 0.89, "enterprise": 0.89}
FAMILIES = sorted({case.family for case in cases()})
NOT_UNDERSTOOD = frozenset(load(CASES / "messages" / "not_understood.yml"))
MESSAGES = load(CASES / "messages" / "not_scored.yml")
BY_ID = {case.id: case for case in cases()}


def _wrong(case: Case) -> str | None:
    outcome = score_rule(case.row)
    if case.status != "scored" and outcome.status == case.status:
        return None
    if case.status == "scored" and (outcome.status, outcome.score) == ("scored", case.score):
        return None
    if case.id in NOT_UNDERSTOOD and outcome.score is None:
        return None
    return (
        f"{case.id} {case.row.text!r} actual {case.row.actual!r}: {outcome.status} {outcome.score}, "
        f"should be {case.status} {case.score} ({case.why}); {[n.message for n in outcome.notes]}"
    )


def test_each_case_has_its_own_id() -> None:
    assert len(cases()) == len(BY_ID)
    assert len(cases()) >= 1600


@pytest.mark.parametrize("family", FAMILIES)
def test_scores(family: str) -> None:
    wrong = [said for case in cases() if case.family == family and (said := _wrong(case)) is not None]
    assert [] == wrong


def test_what_is_not_understood_is_still_not_understood() -> None:
    """A case that the language has learned leaves the list."""
    learned = sorted(id_ for id_ in NOT_UNDERSTOOD if score_rule(BY_ID[id_].row).status == "scored")
    assert [] == learned


READ = {"budget": 0.97, "government": 0.95, "enterprise": 0.95}
"""The same of the texts that the language was made from."""


@pytest.mark.parametrize("domain", READ)
def test_most_of_the_texts_it_was_made_from_are_understood(domain: str) -> None:
    known = [c for c in cases(("corpus", "held_out", "own")) if c.domain == domain and c.status == "scored"]
    assert sum(score_rule(c.row).status == "scored" for c in known) / len(known) >= READ[domain]


@pytest.mark.parametrize("domain", LEAST_SCORED)
def test_most_rules_are_understood(domain: str) -> None:
    counts = Counter(
        score_rule(case.row).status for case in cases() if case.domain == domain and case.status == "scored"
    )
    assert counts["scored"] / counts.total() >= LEAST_SCORED[domain]


def test_many_messages_are_pinned() -> None:
    assert len(MESSAGES) >= 80
    assert len({said["code"] for said in MESSAGES}) >= 20


@pytest.mark.parametrize("pinned", MESSAGES, ids=lambda said: said["case"])
def test_message_of_a_row_that_is_not_scored(pinned: dict[str, str]) -> None:
    outcome = score_rule(BY_ID[pinned["case"]].row)
    assert outcome.score is None
    assert (pinned["code"], pinned["message"]) == (outcome.notes[0].code, outcome.notes[0].message)


def test_everything_said_is_a_chinese_sentence() -> None:
    for case in cases():
        for note in score_rule(case.row).notes:
            assert note.code.isidentifier()
            assert note.message.endswith(("。", "？")), (case.id, note)
