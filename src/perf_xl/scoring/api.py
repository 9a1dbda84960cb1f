"""The language as others call it: one row in, a score, a restatement, a formula and the reasons out."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache
from typing import Literal

from perf_xl.model.amounts import exact
from perf_xl.model.cells import CellValue
from perf_xl.policy import DEFAULT_POLICY, Policy
from perf_xl.scoring import nodes as n
from perf_xl.scoring.check import rule_notes
from perf_xl.scoring.defaults import default_rule, says_nothing
from perf_xl.scoring.evaluate import evaluate
from perf_xl.scoring.formula import FormulaRefs, plan_formula
from perf_xl.scoring.plan import Const, Plan, PlanNote, Refused
from perf_xl.scoring.planning.coherence import refuse_rate_of_another
from perf_xl.scoring.planning.refusals import REWRITE
from perf_xl.scoring.planning.resolve import resolve
from perf_xl.scoring.reading.read import ReadRule, read
from perf_xl.scoring.restate import restate
from perf_xl.scoring.row import Row, read_row
from perf_xl.scoring.select import select_part
from perf_xl.scoring.text.normalize import LONGEST

Status = Literal["scored", "needs_input", "unreadable"]


@dataclass(frozen=True, slots=True)
class RuleInput:
    """One row: the rule as typed and what stands beside it. ``level1`` and ``level2`` help to tell the direction."""

    text: str | None = None
    max_score: Decimal | None = None
    comparison: str | None = None
    target: CellValue = None
    unit: str | None = None
    name: str | None = None
    actual: CellValue = None
    level1: str | None = None
    level2: str | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """Something assumed, doubtful or missing: a stable code and a Chinese sentence."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class RuleOutcome:
    """The score of one row, 0 to ``max_score`` 分; ``score`` is None unless ``status`` is ``scored``.

    ``actual`` and ``target`` are what a formula's references must hold: numbers (a rate as a fraction), a grade word or
    the marks fulfilled.
    """

    status: Status
    score: Decimal | None
    max_score: Decimal | None
    restatement: str | None
    formula: str | None
    notes: tuple[Note, ...] = ()
    trace: tuple[str, ...] = ()
    actual: Decimal | str | None = None
    target: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """How a rule text is understood: its syntax, the restatement (None if it is not), notes."""

    rule: n.Rule
    restatement: str | None
    notes: tuple[Note, ...]
    max_score: Decimal | None = None


@dataclass(frozen=True, slots=True)
class _Prepared:
    """Everything about a row but its actual."""

    row: Row
    plan: Plan | None
    refusal: Note | None
    unreadable: bool
    restatement: str | None
    formula: str | None
    notes: tuple[Note, ...]


PLACEHOLDERS = FormulaRefs("{actual}", "{target}", "{max_score}", "{actual}")


def read_rule(text: str, max_score: Decimal | None = None, policy: Policy = DEFAULT_POLICY) -> Reading:
    """How ``text`` is understood, without a row. Never raises."""
    found = _read(text)
    notes = tuple(Note(i.code, i.message) for i in rule_notes(found))
    return Reading(found.rule, restate(found.rule, policy), notes, max_score)


def score_rule(row: RuleInput, policy: Policy = DEFAULT_POLICY) -> RuleOutcome:
    """The score of one row. Never raises, whatever the text or the numbers are."""
    own = None if policy is DEFAULT_POLICY else policy
    if isinstance(row.actual, bool) or isinstance(row.target, bool):
        return _score(row, own)  # True equals 1: not for a cache
    return _cached_score(_hashable(row), own)


def _hashable(row: RuleInput) -> RuleInput:
    """The row without signalling NaN, which no table can hold."""
    numbers = (row.max_score, row.target, row.actual)
    if not any(isinstance(number, Decimal) and number.is_snan() for number in numbers):
        return row
    top, target, actual = (Decimal("NaN") if isinstance(n, Decimal) and n.is_snan() else n for n in numbers)
    return replace(row, max_score=top, target=target, actual=actual)  # type: ignore[arg-type]


@lru_cache(maxsize=32_768)
def _cached_score(row: RuleInput, own: Policy | None) -> RuleOutcome:
    return _score(row, own)


def _score(row: RuleInput, own: Policy | None) -> RuleOutcome:
    policy = DEFAULT_POLICY if own is None else own
    maximum = _usable(row.max_score)
    prepared = _prepared(_key(row, maximum), own)
    row_max = None if prepared.row.max_score is None else maximum
    if prepared.plan is None or prepared.refusal is not None:
        refusal = (prepared.refusal,) if prepared.refusal is not None else ()
        status: Status = "unreadable" if prepared.unreadable else "needs_input"
        return RuleOutcome(status, None, row_max, prepared.restatement, None, (*refusal, *prepared.notes))
    result = evaluate(prepared.plan, prepared.row, policy, _bounded(row.actual))
    top = maximum if maximum is not None else _own_top(prepared)
    target = None if prepared.row.target is None else exact(prepared.row.target)
    notes = (*(Note(i.code, i.message) for i in result.notes), *prepared.notes)
    status = "needs_input" if result.score is None else "scored"
    return RuleOutcome(
        status, result.score, top, prepared.restatement, prepared.formula, notes, result.trace, result.actual, target
    )


def rule_formula(row: RuleInput, policy: Policy, refs: FormulaRefs) -> str | None:
    """The native formula of a row's rule, without ``=``, over ``refs``; None if the rule cannot be one."""
    return _cached_formula(_key(row, _usable(row.max_score)), None if policy is DEFAULT_POLICY else policy, refs)


@lru_cache(maxsize=8192, typed=True)
def _cached_formula(key: _Key, own: Policy | None, refs: FormulaRefs) -> str | None:
    prepared = _prepared(key, own)
    if prepared.plan is None:
        return None
    return plan_formula(prepared.plan, prepared.row, DEFAULT_POLICY if own is None else own, refs)


_Key = tuple[str | None, Decimal | None, str | None, Hashable, str | None, str | None, str | None, str | None]


def _key(row: RuleInput, maximum: Decimal | None) -> _Key:
    return (row.text, maximum, row.comparison, _bounded(row.target), row.unit, row.name, row.level1, row.level2)


@lru_cache(maxsize=4096)
def _read(text: str) -> ReadRule:
    return read(text)


@lru_cache(maxsize=8192, typed=True)
def _prepared(key: _Key, own: Policy | None) -> _Prepared:
    policy = DEFAULT_POLICY if own is None else own
    text, maximum, comparison, target, unit, name, level1, level2 = key
    found, notes = _rule_of(text, comparison, name, policy)
    row = read_row(
        found.rule, comparison=comparison, target=target, unit=unit, name=name,  # type: ignore[arg-type]
        max_score=maximum, level1=level1, level2=level2,
    )  # fmt: skip
    if found.too_long:
        long = Note("too_long", f"评分标准有 {len(text or '')} 个字，超过 {LONGEST} 个，没有读；请拆成几行。")
        return _Prepared(row, None, long, True, None, None, notes)
    restatement = restate(found.rule, policy)
    notes += tuple(Note(i.code, i.message) for i in rule_notes(found))
    try:
        refuse_rate_of_another("" if found.is_default else text or "", row)
        plan = resolve(found.rule, row, policy)
    except Refused as refused:
        note = Note(refused.code, refused.message)
        return _Prepared(row, None, note, refused.unreadable, restatement, None, notes)
    if not found.is_default and (restatement is None or read(restatement).rule != found.rule):
        doubt = Note("several_readings", f"标准的写法不止一种读法，不能确定，没有计分。{REWRITE}")
        return _Prepared(row, None, doubt, False, None, None, notes)
    if any(note.code == "point_unit_missing" for note in found.notes) and _beyond(found.rule, row):
        doubt = Note("point_unit_missing", "扣的数没有写单位，又超过本行分值，不知是分还是百分比；请写明“分”或“%”。")
        return _Prepared(row, None, doubt, False, None, None, notes)
    formula = plan_formula(plan, row, policy, PLACEHOLDERS)
    return _Prepared(row, plan, None, False, restatement, formula, notes)


def _beyond(rule: n.Rule, row: Row) -> bool:
    """Whether one step takes more than the row has."""
    outcomes = [c.outcome for c in rule.clauses if isinstance(c, (n.Award, n.Step, n.Event))]
    return row.max_score is not None and any(
        isinstance(o, n.Deduct) and not o.share and o.amount > row.max_score for o in outcomes
    )


def _rule_of(
    text: str | None, comparison: str | None, name: str | None, policy: Policy
) -> tuple[ReadRule, tuple[Note, ...]]:
    """The rule of a text, or the default of the row's type."""
    if text is not None and not says_nothing(text, name):
        return _read(select_part(text, comparison) if len(text) <= LONGEST else text), ()
    qualitative = comparison is not None and "定性" in comparison
    rule = default_rule(qualitative=qualitative, policy=policy)
    how = "定性指标按三档给分" if qualitative else "定量指标按完成比例计分"
    return ReadRule(rule, is_default=True), (Note("rule_missing", f"没有评分标准，{how}（默认）。"),)


def _usable(number: Decimal | None) -> Decimal | None:
    """分值 as a sane number; NaN, infinity, zero and absurd sizes count as not given."""
    if number is None:
        return None
    value = Decimal(number)
    if not value.is_finite():
        return None
    return value if 0 < value <= 100_000 and value.as_tuple().exponent >= -6 else None  # type: ignore[operator]


def _bounded(actual: CellValue) -> CellValue:
    """An actual that cannot be meant (hundreds of digits) is a word, not a number."""
    if isinstance(actual, Decimal) and (not actual.is_finite() or abs(actual.adjusted()) > 18):
        return str(actual)
    return actual


def _own_top(prepared: _Prepared) -> Decimal | None:
    plan = prepared.plan
    if plan is None or not isinstance(plan.top, Const):
        return None
    return exact(Fraction(plan.top.value))


__all__ = [
    "FormulaRefs",
    "Note",
    "PlanNote",
    "Reading",
    "RuleInput",
    "RuleOutcome",
    "read_rule",
    "rule_formula",
    "score_rule",
]
