"""Whether an indicator reached its target, as the scoring language's default for its row decides it; never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from perf_xl.checks.context import FormContext, says_nothing
from perf_xl.checks.indicator import Indicator
from perf_xl.model.values import Moment
from perf_xl.policy import Policy
from perf_xl.scoring import RuleInput, RuleOutcome, score_rule

_FULL = Decimal(100)
_NOT_DONE = frozenset(("未完成", "没有完成", "未开展", "未实施", "未启动", "没有开展", "未达成", "未达标"))


@dataclass(frozen=True, slots=True)
class Completion:
    """``reached`` None: cannot be told. ``overfulfilled``: so far above the target that the county asks for a reason."""

    reached: bool | None
    overfulfilled: bool = False


def completion(form: FormContext, row: Indicator) -> Completion:
    """The completion of a row with target and actual. Words other than 未完成, ranges and doubtful directions give None."""
    key = "completion", row.number
    if key not in form.memo:
        form.memo[key] = _completion(row, form.policy)
    known: Completion = form.memo[key]
    return known


def _completion(row: Indicator, policy: Policy) -> Completion:
    if not row.has("actual") or says_nothing(row.value("actual")) or says_nothing(row.value("target")):
        return Completion(None)
    if row.text("actual") in _NOT_DONE:
        return Completion(reached=False)
    target, actual = row.parsed("target"), row.parsed("actual")
    if isinstance(target, Moment) and isinstance(actual, Moment):
        return Completion(actual.day <= target.day)
    outcome = by_default(row, policy)
    if outcome.status != "scored" or outcome.score is None:
        return Completion(None)
    return Completion(outcome.score >= _FULL, any(note.code == "overfulfilled" for note in outcome.notes))


def by_default(row: Indicator, policy: Policy) -> RuleOutcome:
    """What the default rule of the row gives, out of 100."""
    return score_rule(rule_input(row, None, _FULL), policy)


def rule_input(row: Indicator, text: str | None, max_score: Decimal | None) -> RuleInput:
    """The row with a rule, for the scoring language."""
    return RuleInput(
        text=text,
        max_score=max_score,
        comparison=row.text("comparison") or None,
        target=row.value("target"),
        unit=row.text("unit") or None,
        name=row.name,
        actual=row.value("actual"),
        level1=row.level1 or None,
        level2=row.level2 or None,
    )
