"""补上名称: a workbook without our names gets those of the form it is recognised as."""

from __future__ import annotations

from dataclasses import dataclass, field

from perf_xl.forms.adopt import adopt as adopt_edits
from perf_xl.forms.recognize import Candidate, Recognition, recognize
from perf_xl.model.cells import CellWriter


@dataclass
class AdoptReport:
    """What became of each sheet: forms that got names, and sheets that are in doubt or no form at all."""

    adopted: list[Candidate] = field(default_factory=list)
    doubtful: list[Recognition] = field(default_factory=list)
    other: list[str] = field(default_factory=list)


def adopt_workbook(workbook: CellWriter) -> AdoptReport:
    """Give every sheet that surely is a form its names; a sheet that already has them is left alone."""
    report = AdoptReport()
    edits = []
    for recognition in recognize(workbook):
        if recognition.form is not None:
            report.adopted.append(recognition.form)
            edits.extend(adopt_edits(recognition.form))
        elif recognition.candidates:
            report.doubtful.append(recognition)
        else:
            report.other.append(recognition.sheet)
    if edits:
        workbook.apply(edits, label="补上名称", unlock=True)
    return report
