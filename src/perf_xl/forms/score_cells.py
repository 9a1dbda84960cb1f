"""One indicator in the score block: the numbers its formula uses, its formula with the value, and the explanation.

What is not ``scored`` shows as blank, with the reason in 说明; a formula stands there only where it says the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from perf_xl.forms.guard import blank_while_blank, guarded, guarded_rate
from perf_xl.forms.score_block import ScoreBlock
from perf_xl.forms.scoring_rows import ScoringRow
from perf_xl.model.cells import CellReader, CellRef, CellValue, Edit, SetFormula, SetValue
from perf_xl.policy import Policy
from perf_xl.scoring import FormulaRefs, RuleOutcome, rule_formula, score_rule


@dataclass(frozen=True, slots=True)
class ScoredRow:
    """A row with its outcome and the formula that gives the same in the sheet (None where no formula can)."""

    row: ScoringRow
    outcome: RuleOutcome
    formula: str | None

    @property
    def points(self) -> Decimal | None:
        """得分, None while a person has to look."""
        return self.outcome.score

    @property
    def max_score(self) -> Decimal | None:
        """分值: the row's, or where the form prints none the rule's own."""
        return self.row.input.max_score if self.row.input.max_score is not None else self.outcome.max_score


def score_row(row: ScoringRow, block: ScoreBlock, policy: Policy) -> ScoredRow:
    """Score one row; the formula refers to the block's cells of that row, or to the form's own.

    Points that only the rule tells (「得2分」 in a form without 分值) go into the block's 分值; the formula refers to that cell.
    """
    outcome = score_rule(row.input, policy)
    if row.input.max_score is None and outcome.max_score is not None:
        row = replace(row, input=replace(row.input, max_score=outcome.max_score))
        outcome = score_rule(row.input, policy)
    refs = references(row, block)
    formula = rule_formula(row.input, policy, refs)
    if formula is None or (outcome.status != "scored" and row.input.actual is not None):
        return ScoredRow(row, outcome, None)
    return ScoredRow(row, outcome, _blank_without(formula, [refs.target, refs.max_score]))


def _blank_without(formula: str, references: list[str]) -> str:
    """A blank target or 分值 is not 0: the score is blank with it."""
    used = [ref for ref in references if ref and re.search(rf"(?<![A-Z$]){re.escape(ref)}(?![0-9])", formula)]
    return blank_while_blank(used, formula) if used else formula


def references(row: ScoringRow, block: ScoreBlock) -> FormulaRefs:
    """The addresses a formula of this row uses."""

    def at(key: str, official: str) -> str:
        if key in block.columns:
            return block.ref(key, row.row).a1
        return row.cells[official].a1 if official in row.cells else ""

    actual, share = block.ref("实际值", row.row).a1, block.ref("完成比例", row.row).a1
    return FormulaRefs(actual, at("目标值", "target"), at("分值", "max_score"), share)


def row_edits(scored: ScoredRow, block: ScoreBlock, reader: CellReader, *, values: bool) -> Iterator[Edit]:
    """The block's cells of one row. ``values`` writes numbers where formulas would stand."""
    row, facts, outcome = scored.row, scored.row.input, scored.outcome
    constants = (("规则", facts.text), ("类型", facts.comparison), ("单位", facts.unit), ("分值", scored.max_score))
    for key, constant in constants:
        if key in block.columns:
            yield from put_constant(reader, block.ref(key, row.row), constant)
    if "目标值" in block.columns and "target" in row.cells:
        yield from _taken(reader, block.ref("目标值", row.row), row.cells["target"], outcome.target)
    if row.has_actual:
        yield from _taken(
            reader, block.ref("实际值", row.row), row.cells["actual"], outcome.actual, rate=_is_rate(scored)
        )
    ref = block.ref("得分", row.row)
    if scored.formula is None or values:
        yield from put_constant(reader, ref, scored.points)
    else:
        yield from put_formula(reader, ref, scored.formula, scored.points)
    yield from put_constant(reader, block.ref("说明", row.row), explanation(scored))


def _is_rate(scored: ScoredRow) -> bool:
    """Whether the row counts in per cent, so that a number in it may be stored as a fraction."""
    facts, target = scored.row.input, scored.outcome.target
    shown = facts.target if isinstance(facts.target, str) else ""
    return facts.unit in ("%", "％") or "%" in shown or (target is not None and facts.target == target * 100)


def explanation(scored: ScoredRow) -> str:
    """The text of 说明: why there is no score, how the rule is read, what was assumed."""
    outcome, filled = scored.outcome, scored.row.input.actual is not None
    notes = [note.message for note in outcome.notes]
    if outcome.status != "scored":
        lead = "需人工：" if filled else "未得分："
        return "。".join(part.strip("。；") for part in (lead + "；".join(notes), outcome.restatement or "") if part)
    return "。".join(part.strip("。；") for part in (outcome.restatement or "", *notes) if part)


def _taken(
    reader: CellReader, ref: CellRef, source: CellRef, read: Decimal | str | None, *, rate: bool = False
) -> Iterator[Edit]:
    """A number taken from a typed cell, guarded by what was read there."""
    cell = reader.cell(source)
    typed: CellValue = None if cell.value == "" else cell.value
    if rate:
        percent_format = "%" in cell.number_format
        expression = guarded_rate(source.a1, typed, read, percent_format=percent_format)
    elif typed is None:
        expression = f'IF(ISNUMBER({source.a1}),{source.a1},"")'
    else:
        expression = guarded(source.a1, typed, read) if read is not None else None
    if expression is None or (typed is not None and read is None):
        yield from put_constant(reader, ref, None)
    else:
        yield from put_formula(reader, ref, expression, read if typed is not None else None)


def put_constant(reader: CellReader, ref: CellRef, value: CellValue) -> Iterator[Edit]:
    """Write a constant where something else stands."""
    cell = reader.cell(ref)
    now = None if cell.value == "" else cell.value
    if cell.formula is not None or now != value:
        yield SetValue(ref, value)


def put_formula(reader: CellReader, ref: CellRef, formula: str, cached: CellValue) -> Iterator[Edit]:
    """Write a formula where another, or another value, stands."""
    cell = reader.cell(ref)
    now = None if cell.value == "" else cell.value
    if cell.formula != formula or now != cached:
        yield SetFormula(ref, formula, cached)
