"""已核实: findings a person has looked at and keeps, with the reason, stored in the workbook itself.

A waiver is a hidden sheet-scoped name that refers to the cell (so it moves with inserted rows) and one with the reason.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from perf_xl.errors import InputError
from perf_xl.findings.finding import Finding
from perf_xl.forms.naming import constant, constant_text
from perf_xl.model.cells import CellReader, CellRef, CellWriter, Edit, SetName
from perf_xl.model.references import absolute_cell

_CELL, _WHY = "_px_ok_", "_px_why_"
_NAME = re.compile(r"_px_ok_(PX\d{3})_(\d+)")
LONGEST_REASON = 200
"""A name's text is limited to 255 characters by Excel."""


Reason = tuple[str, CellRef, str]
"""Code and cell of a finding, and why it is in order."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """One 已核实: the code, the cell, the reason, and the number that ties its two names together."""

    code: str
    cell: CellRef
    reason: str
    number: int


def waivers(workbook: CellReader) -> Iterator[Waiver]:
    """The waivers kept in the workbook; those whose cell was deleted are gone."""
    names = workbook.names()
    reasons = {(name.sheet, name.name): constant_text(name.refers_to) for name in names if name.name.startswith(_WHY)}
    for name in names:
        match = _NAME.fullmatch(name.name)
        if match is not None and name.area is not None:
            reason = reasons.get((name.sheet, f"{_WHY}{match[1]}_{match[2]}")) or ""
            yield Waiver(match[1], name.area.first, reason, int(match[2]))


def waived(workbook: CellReader, findings: Iterable[Finding]) -> list[Finding]:
    """The findings, those marked 已核实 with their reason."""
    reasons = {(waiver.code, waiver.cell): waiver.reason for waiver in waivers(workbook)}
    return [
        replace(finding, waived=reasons[finding.code, finding.cell])
        if finding.cell is not None and (finding.code, finding.cell) in reasons
        else finding
        for finding in findings
    ]


def with_reasons(findings: Iterable[Finding], reasons: Iterable[Reason]) -> list[Finding]:
    """The findings as they will be when these reasons are kept."""
    given = {(code, cell): " ".join(reason.split()) for code, cell, reason in reasons}
    return [
        replace(finding, waived=given[finding.code, finding.cell])
        if finding.cell is not None and (finding.code, finding.cell) in given
        else finding
        for finding in findings
    ]


def waive(workbook: CellWriter, code: str, cell: CellRef, reason: str) -> None:
    """Mark the finding ``code`` at ``cell`` as 已核实. InputError for an empty or too long reason."""
    edits = waiver_edits(workbook, [(code, cell, reason)])
    if edits:
        workbook.apply(edits, label="已核实", unlock=True)


def waiver_edits(workbook: CellReader, wanted: Iterable[Reason]) -> list[Edit]:
    """The edits that keep these waivers (code, cell, reason); what is kept already gives none."""
    known = {(waiver.code, waiver.cell): waiver for waiver in waivers(workbook)}
    next_number = max((waiver.number for waiver in known.values()), default=0) + 1
    edits: list[Edit] = []
    for code, cell, reason in wanted:
        text = " ".join(reason.split())
        if not text:
            raise InputError(f"{cell} 的问题 {code} 标为“已核实”要写理由。请写明核实的结果，如“按追加后的预算数填报”。")
        if len(text) > LONGEST_REASON:
            raise InputError(f"{cell} 的“已核实”理由有 {len(text)} 字，超过 {LONGEST_REASON} 字。请改短。")
        old = known.get((code, cell))
        if old is not None and old.reason == text:
            continue
        number = old.number if old else next_number
        next_number += old is None
        edits.append(SetName(f"{_CELL}{code}_{number}", cell.sheet, absolute_cell(cell), hidden=True))
        edits.append(SetName(f"{_WHY}{code}_{number}", cell.sheet, constant(text), hidden=True))
    return edits


def unwaive(workbook: CellWriter, code: str, cell: CellRef) -> bool:
    """Take a waiver back; False when there was none."""
    edits: list[Edit] = [
        SetName(f"{prefix}{waiver.code}_{waiver.number}", cell.sheet, None, hidden=True)
        for waiver in waivers(workbook)
        if (waiver.code, waiver.cell) == (code, cell)
        for prefix in (_CELL, _WHY)
    ]
    if edits:
        workbook.apply(edits, label="取消已核实", unlock=True)
    return bool(edits)
