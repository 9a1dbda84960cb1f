"""计算得分: 执行率 and 得分 of every form in a workbook, as native formulas with their values. Start reading here.

A form is read by its names; each indicator's rule is read, computed exactly, and written twice: as a number and as the
formula that gives it, in the score block right of the printed form. Official 得分 cells link to the block; what a person
typed there stays unless ``overwrite``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from perf_xl.commands.rate import RateReport, rate_edits
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.own_policy import sheet_policy
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord
from perf_xl.forms.score_block import clear_block_edits
from perf_xl.forms.score_cells import ScoredRow
from perf_xl.forms.score_form import FormScore, score_form
from perf_xl.forms.score_totals import OfficialScore
from perf_xl.model.cells import CellWriter, Edit
from perf_xl.policy import DEFAULT_POLICY, Policy


@dataclass
class ScoreReport:
    """What 计算得分 did: one :class:`FormScore` a form, the rates beside it, and whether anything was written."""

    forms: list[FormScore] = field(default_factory=list)
    rates: RateReport = field(default_factory=RateReport)
    changed: bool = False

    @property
    def scored(self) -> list[ScoredRow]:
        """The rows that have a score."""
        return [row for form in self.forms for row in form.rows if row.points is not None]

    @property
    def open(self) -> list[ScoredRow]:
        """The rows that a person must look at, or where the actual is still missing."""
        return [row for form in self.forms for row in form.rows if row.points is None]

    @property
    def differing(self) -> list[OfficialScore]:
        """Official 得分 cells where a person typed another number than the rule gives."""
        return [score for form in self.forms for score in form.differing]

    @property
    def total(self) -> Decimal | None:
        """The total of a workbook with one form; None while a part is open."""
        return self.forms[0].total if len(self.forms) == 1 else None


def score_workbook(
    workbook: CellWriter,
    *,
    policy: Policy = DEFAULT_POLICY,
    targets: Sequence[FormRecord] = (),
    only_rate: bool = False,
    values: bool = False,
    overwrite: bool = False,
) -> ScoreReport:
    """Score every form. ``targets`` are target forms whose rules are joined by the three levels' names.

    ``values`` writes numbers where formulas would stand; ``overwrite`` replaces typed rates and scores. All edits are
    one write: it is taken back as a whole.
    """
    report = ScoreReport()
    edits: list[Edit] = []
    for record in read_forms(workbook):
        edits.extend(rate_edits(workbook, record, report.rates, overwrite=overwrite, values=values))
        if only_rate:
            continue
        own, spec = sheet_policy(workbook, record.sheet, policy), form_spec(record.form)
        scored = score_form(workbook, record, spec, own, targets, values=values, overwrite=overwrite)
        if scored is not None:
            report.forms.append(scored)
            edits.extend(scored.edits)
    report.changed = bool(edits)
    if edits:
        workbook.apply(edits, label="计算执行率" if only_rate else "计算得分", unlock=True)
    return report


def clear_blocks(workbook: CellWriter) -> int:
    """Take the score blocks out again without a trace; gives the number of forms that had one."""
    edits = [clear_block_edits(workbook, form_spec(record.form), record) for record in read_forms(workbook)]
    found = [own for own in edits if own]
    if found:
        workbook.apply([edit for own in found for edit in own], label="清除评分区", unlock=True)
    return len(found)
