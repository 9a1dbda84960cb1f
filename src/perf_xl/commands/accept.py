"""已核实: the findings of one cell kept as they are, with the reason; the ribbon and the command line call this."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from perf_xl.commands.check import CheckReport, check_workbook
from perf_xl.commands.marks import mark, mark_workbook
from perf_xl.commands.results_sheet import clear_results
from perf_xl.commands.waivers import unwaive, waivers, with_reasons
from perf_xl.findings.finding import Finding
from perf_xl.model.cells import CellReader, CellRef, CellWriter
from perf_xl.policy import DEFAULT_POLICY, Policy


def open_at(workbook: CellReader, cell: CellRef, policy: Policy = DEFAULT_POLICY) -> list[Finding]:
    """The open findings of a cell."""
    return [finding for finding in check_workbook(workbook, policy).open if finding.cell == cell]


def accept(
    workbook: CellWriter, cell: CellRef, codes: Iterable[str], reason: str, policy: Policy = DEFAULT_POLICY
) -> CheckReport:
    """Mark the findings ``codes`` of a cell as 已核实 and show what is left, in one write.

    InputError for an empty or too long reason.
    """
    report = check_workbook(workbook, policy)
    reasons = [(code, cell, reason) for code in dict.fromkeys(codes)]
    mark(workbook, report.findings, reasons)
    return replace(report, findings=tuple(with_reasons(report.findings, reasons)))


def withdraw(
    workbook: CellWriter, cell: CellRef, codes: tuple[str, ...] = (), policy: Policy = DEFAULT_POLICY
) -> tuple[list[str], CheckReport]:
    """Take 已核实 of a cell back and show what is open again; the codes, and the findings.

    ``codes``: only those whose code begins with one of them.
    """
    _shown(workbook, policy)  # reasons that were typed in the sheet 校验结果 and not taken up yet are not to be lost
    kept = [
        waiver.code for waiver in waivers(workbook) if waiver.cell == cell and waiver.code.startswith(codes or ("",))
    ]
    for code in kept:
        unwaive(workbook, code, cell)
    if kept:
        # Else the reason that is listed there would be taken up again.
        workbook.apply(clear_results(workbook), label="取消已核实", unlock=True)
    return kept, _shown(workbook, policy)


def _shown(workbook: CellWriter, policy: Policy) -> CheckReport:
    report = check_workbook(workbook, policy)
    mark_workbook(workbook, report.findings)
    return report
