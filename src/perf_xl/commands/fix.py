"""修正: the safe fixes of the findings, applied; each is listed, a second run finds nothing to do, restore takes them back."""

from __future__ import annotations

from dataclasses import dataclass

from perf_xl.checks.context import FormContext
from perf_xl.checks.settings import Settings
from perf_xl.commands.check import check_workbook
from perf_xl.findings.finding import Finding, FixKind
from perf_xl.forms.pattern import pattern_in
from perf_xl.model.cells import Area, CellRef, CellValue, CellWriter, Edit, Look, SetLook, SetValue
from perf_xl.policy import DEFAULT_POLICY, Policy

_ROUNDS = 4
_PERCENT_CODE = "PX318"


@dataclass(frozen=True, slots=True)
class Fixed:
    """One cell that was put right: the finding, what stood there, what stands there now."""

    finding: Finding
    before: CellValue
    after: CellValue

    @property
    def sentence(self) -> str:
        """For a list: 「自评表!C7 “》95%” → “≥95%”（PX312）」."""
        return f"{self.finding.cell} “{_shown(self.before)}” → “{_shown(self.after)}”（{self.finding.code}）"


def _shown(value: CellValue) -> str:
    return "" if value is None else str(value)


def fix_workbook(
    workbook: CellWriter, policy: Policy = DEFAULT_POLICY, settings: Settings | None = None
) -> tuple[Fixed, ...]:
    """Apply the safe fixes of every form in one write; a cell with several is put right step by step."""
    first: dict[CellRef, CellValue] = {}
    last: dict[CellRef, tuple[Finding, CellValue]] = {}
    for _ in range(_ROUNDS):
        report = check_workbook(workbook, policy, settings)
        fixes = _safe(report.forms, report.open)
        if not fixes:
            break
        for cell, (finding, value) in fixes.items():
            first.setdefault(cell, workbook.cell(cell).value)
            last[cell] = finding, value
        workbook.apply([edit for fix in fixes.values() for edit in _edits(workbook, *fix)], label="修正", unlock=True)
    return tuple(Fixed(finding, first[cell], value) for cell, (finding, value) in sorted(last.items()))


def _safe(forms: tuple[FormContext, ...], findings: tuple[Finding, ...]) -> dict[CellRef, tuple[Finding, CellValue]]:
    """One safe fix a cell. A value inside a label is left to its author: the words around it are not ours."""
    labels = {
        form.record.cells[item.name]
        for form in forms
        for item in form.spec.fields()
        if pattern_in(item.pattern) is not None and item.name in form.record.cells
    }
    fixes: dict[CellRef, tuple[Finding, CellValue]] = {}
    for finding in findings:
        fix, cell = finding.fix, finding.cell
        if fix is not None and fix.kind is FixKind.SAFE and cell is not None and cell not in labels:
            fixes.setdefault(cell, (finding, fix.value))
    return fixes


def _edits(workbook: CellWriter, finding: Finding, value: CellValue) -> list[Edit]:
    cell = finding.cell
    if cell is None:
        return []
    area = Area(cell.sheet, cell.row, cell.column, cell.row, cell.column)
    number_format = workbook.look(cell).number_format or "General"
    wanted = "0.00%" if finding.code == _PERCENT_CODE and "%" not in number_format else None
    if number_format == "@" and not isinstance(value, str):
        wanted = wanted or "General"
    return [SetValue(cell, value), *([SetLook(area, Look(number_format=wanted))] if wanted else [])]
