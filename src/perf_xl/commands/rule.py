"""Rules without a workbook: how one is read, one score, and a file of rows line by line.

Nothing here raises on what a line holds: a bad line has a result like any other.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, NoReturn

from perf_xl.model.cells import CellValue
from perf_xl.policy import DEFAULT_POLICY, Policy
from perf_xl.scoring import Note, RuleInput, RuleOutcome, read_rule, score_rule

LONGEST_LINE = 2_000_000
"""Characters of a line that is still looked at."""


@dataclass(frozen=True, slots=True)
class RuleReading:
    """How a rule is read: ``formula`` over ``{actual}``, ``{target}``, ``{max_score}``; None where it is not one."""

    restatement: str | None
    formula: str | None
    notes: tuple[Note, ...]
    max_score: Decimal | None

    @property
    def understood(self) -> bool:
        """Whether every piece was understood."""
        return self.restatement is not None

    def as_json(self) -> dict[str, Any]:
        """Plain data for ``--json``."""
        return {
            "restatement": self.restatement,
            "formula": self.formula,
            "max_score": self.max_score,
            "notes": _notes(self.notes),
        }


def explain_rule(text: str, max_score: Decimal | None = None, policy: Policy = DEFAULT_POLICY) -> RuleReading:
    """How ``text`` is read in a row of which only 分值 is known."""
    reading = read_rule(text, max_score, policy)
    outcome = score_rule(RuleInput(text=text, max_score=max_score), policy)
    told = outcome.formula is None and reading.restatement is None
    notes = (
        *reading.notes,
        *(n for n in outcome.notes if told and n.code != "actual_missing" and n not in reading.notes),
    )
    return RuleReading(reading.restatement, outcome.formula, notes, outcome.max_score)


def outcome_json(outcome: RuleOutcome) -> dict[str, Any]:
    """Plain data of an outcome, in the shape of ``rule score --batch`` (without the id)."""
    return {
        "status": outcome.status,
        "score": outcome.score,
        "max_score": outcome.max_score,
        "restatement": outcome.restatement,
        "formula": outcome.formula,
        "notes": _notes(outcome.notes),
    }


def _notes(notes: Iterable[Note]) -> list[dict[str, str]]:
    return [{"code": note.code, "message": note.message} for note in notes]


def score_lines(lines: Iterable[str], policy: Policy = DEFAULT_POLICY) -> Iterator[dict[str, Any]]:
    """One result for each line of a JSONL file, in order; a bad or empty line is ``unreadable`` with the reason."""
    for number, line in enumerate(lines, start=1):
        yield _score_line(line, number, policy)


def _score_line(line: str, number: int, policy: Policy) -> dict[str, Any]:
    if len(line) > LONGEST_LINE:
        return _bad(None, number, f"一行有 {len(line)} 个字符，超过 {LONGEST_LINE}")
    try:
        record = json.loads(
            line.strip("\ufeff"), parse_float=_decimal, parse_int=_decimal, parse_constant=_not_a_number
        )
    except (ValueError, RecursionError):
        return _bad(None, number, "不是一个有效的 JSON 对象")
    if not isinstance(record, dict):
        return _bad(None, number, "不是一个 JSON 对象")
    own = record.get("id")
    name = own if isinstance(own, (str, Decimal)) or own is None else str(own)[:100]
    try:
        row = _row(record)
    except _Field as field:
        return _bad(name, number, str(field))
    return {"id": name, **outcome_json(score_rule(row, policy))}


def _bad(name: object, number: int, reason: str) -> dict[str, Any]:
    message = f"第 {number} 行{reason}，没有计分；请改正这一行。"
    note = Note("bad_line", message)
    return {"id": name, **outcome_json(RuleOutcome("unreadable", None, None, None, None, (note,)))}


class _Field(Exception):  # noqa: N818 - becomes the reason of a bad line
    pass


def _decimal(text: str) -> Decimal:
    """A JSON number exactly as written; one that no decimal holds is refused like broken JSON."""
    try:
        return Decimal(text)
    except InvalidOperation as error:
        raise ValueError(text) from error


def _not_a_number(text: str) -> NoReturn:
    raise ValueError(text)


def _row(record: dict[str, Any]) -> RuleInput:
    text = record.get("text")
    if "text" not in record:
        raise _Field("缺少 text")
    return RuleInput(
        text=_text("text", text),
        max_score=_number("max_score", record.get("max_score")),
        comparison=_text("comparison", record.get("comparison")),
        target=_value("target", record.get("target")),
        unit=_text("unit", record.get("unit")),
        name=_text("name", record.get("name")),
        actual=_value("actual", record.get("actual")),
        level1=_text("level1", record.get("level1")),
        level2=_text("level2", record.get("level2")),
    )


def _text(key: str, value: object) -> str | None:
    if value is None or isinstance(value, str):
        return value
    raise _Field(f"的 {key} 应为文字")


def _number(key: str, value: object) -> Decimal | None:
    if value is None:
        return None
    number = value if isinstance(value, Decimal) else None
    if isinstance(value, str):
        try:
            number = Decimal(value.strip()) if len(value) <= 40 else None
        except InvalidOperation:
            number = None
    if number is None or not number.is_finite() or not 0 < number <= 100_000:
        raise _Field(f"的 {key} 应为 0 到 100000 之间的数")
    return number


def _value(key: str, value: object) -> CellValue:
    if value is None or isinstance(value, (str, bool, Decimal)):
        return value
    raise _Field(f"的 {key} 应为文字或数")
