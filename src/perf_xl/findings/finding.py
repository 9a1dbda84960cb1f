"""A finding is data: a stable code, where, a sentence for a clerk, and, where possible, how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from perf_xl.model.cells import CellRef, CellValue


class Severity(Enum):
    """How bad: the word in JSON, and the word shown to people."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def label(self) -> str:
        """必须改, 请核实 or 参考."""
        return {"error": "必须改", "warning": "请核实", "info": "参考"}[self.value]

    @property
    def rank(self) -> int:
        """0 for the worst; findings are sorted by it."""
        return ("error", "warning", "info").index(self.value)


class FixKind(Enum):
    """``SAFE`` fixes may be applied without asking; ``SUGGESTED`` ones are shown with their value."""

    SAFE = "safe"
    SUGGESTED = "suggested"


@dataclass(frozen=True, slots=True)
class Fix:
    """The value that would put the finding's cell right."""

    kind: FixKind
    value: CellValue


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. ``file`` is empty while one open workbook is checked; ``cell`` is None for a whole sheet.

    ``basis`` names the 说明, 备注 or document it rests on; ``caused_by`` is the code of the finding it follows from;
    ``waived`` is the reason a person gave when marking it 已核实.
    """

    code: str
    severity: Severity
    message: str
    cell: CellRef | None = None
    file: str = ""
    form: str | None = None
    basis: str | None = None
    fix: Fix | None = None
    caused_by: str | None = None
    waived: str | None = None

    @property
    def key(self) -> tuple[str, str | None]:
        """``(code, cell)``: what tests compare."""
        return self.code, self.cell.a1 if self.cell else None
