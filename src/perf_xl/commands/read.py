"""读取: every form of a workbook, by its names; a sheet without names is read too where its labels leave no doubt."""

from __future__ import annotations

from dataclasses import dataclass, field

from perf_xl.checks.tool import OWN_BOOKS
from perf_xl.forms.read import read_forms
from perf_xl.forms.recognize import Recognition, read_recognized, recognize
from perf_xl.forms.records import FormRecord
from perf_xl.model.cells import CellReader


@dataclass
class ReadReport:
    """What a workbook says: its forms, which of them were recognised by labels, and sheets that are in doubt."""

    records: list[FormRecord] = field(default_factory=list)
    recognised: list[FormRecord] = field(default_factory=list)
    doubtful: list[Recognition] = field(default_factory=list)


def read_workbook(workbook: CellReader) -> ReadReport:
    """Read ``workbook``. Labels are looked at only where no sheet carries our names."""
    report = ReadReport(read_forms(workbook))
    if report.records or any(name.name in OWN_BOOKS for name in workbook.names()):
        return report  # a summary of ours prints the labels of the department's form and is none
    for recognition in recognize(workbook):
        if recognition.form is not None:
            report.recognised.append(read_recognized(workbook, recognition.form))
        elif recognition.candidates:
            report.doubtful.append(recognition)
    report.records = list(report.recognised)
    return report
