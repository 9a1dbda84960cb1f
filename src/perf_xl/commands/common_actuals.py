"""共性指标的实际值: what 基础数据表 and 部门自评表 give for a common indicator, typed into the score block where it is blank.

附件1 prints rules and scores and no actual values. Those that its own 指标说明 computes from the base data are filled in;
the rest stays open for a person.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Context, Decimal
from typing import Any

from perf_xl.checks.common_ratios import Computed, NotApplicable, computed, tables_of
from perf_xl.checks.run import context_of
from perf_xl.commands.score import ScoreReport, score_workbook
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord
from perf_xl.forms.score_block import find_block
from perf_xl.forms.scoring_rows import indicator_rows, scored_table
from perf_xl.model.cells import Area, CellRef, CellValue, CellWriter, Edit, Look, SetLook, SetNote, SetValue
from perf_xl.policy import DEFAULT_POLICY

AS_A_CELL = Context(prec=15)
"""A worksheet cell holds 15 significant digits."""


@dataclass(frozen=True, slots=True)
class FilledActual:
    """A cell of the block, the indicator, and how its value came about (「29 ÷ 34」)."""

    cell: CellRef
    indicator: str
    how: str


def score_with_tables(workbook: CellWriter, tables: Sequence[FormRecord], **options: Any) -> ScoreReport:
    """``score_workbook`` with its options; common indicators that ``tables`` give are filled in and scored too."""
    report = score_workbook(workbook, **options)
    if not tables or not fill_common_actuals(workbook, tables):
        return report
    again = score_workbook(workbook, **options)
    again.changed = True
    again.rates = report.rates
    return again


def fill_common_actuals(workbook: CellWriter, tables: Sequence[FormRecord]) -> list[FilledActual]:
    """Fill blank 实际值 of common-indicator forms that have a score block; ``tables`` hold the base data.

    Nothing happens without exactly one base-data form among ``tables``. A value a person typed is never replaced.
    """
    found = tables_of([context_of(record, DEFAULT_POLICY) for record in tables])
    if found is None:
        return []
    filled: list[FilledActual] = []
    edits: list[Edit] = []
    for record in read_forms(workbook):
        spec = form_spec(record.form)
        table, block = scored_table(spec), find_block(workbook, record.sheet)
        if table is None or block is None or (spec.kind, spec.level) != ("common-indicators", "department"):
            continue
        for row in indicator_rows(table, record):
            name = str(row.values[table.key.name])
            ref = block.ref("实际值", row.cells[table.key.name].row)
            value, how = _value(computed(name, *found))
            if value is None or workbook.cell(ref).value not in (None, ""):
                continue
            filled.append(FilledActual(ref, name, how))
            edits += _edits(ref, value, how)
    if edits:
        workbook.apply(edits, label="填入共性指标实际值", unlock=True)
    return filled


def _value(outcome: object) -> tuple[CellValue, str]:
    match outcome:
        case Computed(ratio=ratio, how=how):
            return AS_A_CELL.divide(Decimal(ratio.numerator), Decimal(ratio.denominator)), how
        case NotApplicable():
            return "不适用", "基础数据表没有这类项目"
        case _:
            return None, ""


def _edits(ref: CellRef, value: CellValue, how: str) -> list[Edit]:
    edits: list[Edit] = [SetValue(ref, value), SetNote(ref, f"由基础数据表算出：{how}")]
    if isinstance(value, Decimal):
        area = Area(ref.sheet, ref.row, ref.column, ref.row, ref.column)
        edits.insert(0, SetLook(area, Look(number_format="0.00%")))
    return edits
