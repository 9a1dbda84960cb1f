"""校验: every finding of the forms in a workbook, those across its forms included, with what was 已核实 set aside.

The command line, the ribbon and ``perf-xl demo`` call :func:`check_workbook`; nothing is written here (marks and fixes
are commands of their own).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from perf_xl.checks.context import FormContext
from perf_xl.checks.identity import groups
from perf_xl.checks.run import audit_forms, check_form, context_of, in_order
from perf_xl.checks.settings import Settings
from perf_xl.checks.tool import no_form
from perf_xl.commands.waivers import waived
from perf_xl.findings.finding import Finding, Severity
from perf_xl.forms.naming import POLICY_NAME, constant_text
from perf_xl.forms.read import read_forms
from perf_xl.forms.recognize import recognize
from perf_xl.forms.score_block import PREFIX as BLOCK_PREFIX
from perf_xl.forms.score_block import find_block
from perf_xl.model.cells import CellReader
from perf_xl.policy import DEFAULT_POLICY, Policy, policy_from_text


@dataclass(frozen=True)
class CheckReport:
    """The findings of one workbook in order, and the forms they are about."""

    forms: tuple[FormContext, ...]
    findings: tuple[Finding, ...]

    @property
    def open(self) -> tuple[Finding, ...]:
        """The findings that nobody has marked 已核实."""
        return tuple(finding for finding in self.findings if finding.waived is None)

    def count(self, severity: Severity) -> int:
        """How many open findings are that bad."""
        return sum(finding.severity is severity for finding in self.open)

    @property
    def summary(self) -> str:
        """One line for a status bar: 「必须改 2 处，请核实 1 处」, with the next step."""
        return summary(self.open)


def summary(findings: Sequence[Finding]) -> str:
    """How many of each level, and what to do next; ``findings`` without those 已核实."""
    if not findings:
        return "没有发现问题"
    counts = [(severity, sum(finding.severity is severity for finding in findings)) for severity in Severity]
    parts = "，".join(f"{severity.label} {count} 处" for severity, count in counts if count)
    fixable = sum(finding.fix is not None and finding.fix.kind.value == "safe" for finding in findings)
    return f"{parts}" + (f"（其中 {fixable} 处可自动修正）" if fixable else "")


def forms_of(
    workbook: CellReader, policy: Policy = DEFAULT_POLICY, settings: Settings | None = None, *, file: str | None = None
) -> list[FormContext]:
    """The forms of a workbook ready to be checked; a sheet's own policy (written by ``score``) goes before ``policy``."""
    names = workbook.names()
    own = {
        name.sheet: policy_from_text(constant_text(name.refers_to) or "") for name in names if name.name == POLICY_NAME
    }
    records = read_forms(workbook)
    if file is not None:
        records = [replace(record, source=file) for record in records]
    forms = [context_of(record, own.get(record.sheet, own.get(None, policy)), settings) for record in records]
    if not any(name.name.startswith(BLOCK_PREFIX) for name in names):
        return forms
    return [replace(form, block_rules=_block_rules(workbook, form.record.sheet)) for form in forms]


def _block_rules(workbook: CellReader, sheet: str) -> dict[int, str]:
    """评分标准 of the sheet's score block, by row; empty without a block."""
    block = find_block(workbook, sheet)
    if block is None or "规则" not in block.columns:
        return {}
    rules = {row: workbook.cell(block.ref("规则", row)).value for row in range(block.header + 1, block.footer)}
    return {row: text for row, text in rules.items() if isinstance(text, str) and text.strip()}


def check_workbook(
    workbook: CellReader, policy: Policy = DEFAULT_POLICY, settings: Settings | None = None, *, file: str | None = None
) -> CheckReport:
    """Check every form of the workbook, and its forms against each other. A workbook without forms gives PX903."""
    forms = forms_of(workbook, policy, settings, file=file)
    if not forms:
        return CheckReport((), (no_form(file or workbook.source, recognize(workbook)),))
    findings = [finding for form in forms for finding in check_form(form)]
    findings += [finding for group in groups(forms) for finding in audit_forms(group)]
    return CheckReport(tuple(forms), tuple(waived(workbook, in_order(findings))))
