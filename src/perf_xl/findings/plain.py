"""Findings as plain data: the shape of ``perf-xl check --json``."""

from __future__ import annotations

from typing import Any

from perf_xl.findings.finding import Finding


def finding_data(finding: Finding) -> dict[str, Any]:
    """One finding with the keys that scripts rely on; ``waived`` is the reason of 已核实, null without one."""
    cell, fix = finding.cell, finding.fix
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "file": finding.file,
        "sheet": cell.sheet if cell else None,
        "cell": cell.a1 if cell else None,
        "form": finding.form,
        "message": finding.message,
        "fix": {"kind": fix.kind.value, "value": fix.value} if fix else None,
        "basis": finding.basis,
        "caused_by": finding.caused_by,
        "waived": finding.waived,
    }
