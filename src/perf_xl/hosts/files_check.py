"""Checking workbook files one by one, in this process or another: what ``bulk`` maps over a folder.

Both functions are importable by name and take and give plain data, so they can be sent to a worker.
"""

from __future__ import annotations

import pickle
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from perf_xl.checks.context import FormContext
from perf_xl.checks.identity import FormKey, key_of, unit_of
from perf_xl.checks.run import check_form, in_order
from perf_xl.checks.settings import Settings
from perf_xl.checks.tool import OWN_BOOKS, no_form, own_book
from perf_xl.commands.check import forms_of
from perf_xl.commands.fix import Fixed, fix_workbook
from perf_xl.commands.marks import mark_workbook
from perf_xl.commands.waivers import waived
from perf_xl.findings.finding import Finding
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.recognize import recognize
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.policy import DEFAULT_POLICY, Policy


@dataclass(frozen=True)
class FileCheck:
    """How a file is to be checked; ``fix`` applies the safe fixes, written to ``target`` (None: in place)."""

    path: Path
    settings: Settings
    policy: Policy = DEFAULT_POLICY
    fix: bool = False
    target: Path | None = None


@dataclass(frozen=True)
class Checked:
    """What one file gave: its own findings, what was fixed, and its forms packed for the checks across files."""

    path: Path
    findings: tuple[Finding, ...]
    fixed: tuple[Fixed, ...]
    keys: tuple[FormKey, ...]
    packed: bytes
    unit: str = ""
    project: str = ""

    def forms(self, settings: Settings) -> list[FormContext]:
        """The forms again, for the checks across files."""
        kept = pickle.loads(zlib.decompress(self.packed))  # noqa: S301 - packed by ourselves, never read from a file
        return [FormContext(record, form_spec(record.form), policy, settings) for record, policy in kept]


@dataclass(frozen=True)
class FileMarks:
    """The findings to be shown in a file."""

    path: Path
    findings: tuple[Finding, ...]
    target: Path | None = None


def check_file(job: FileCheck) -> Checked:
    """Check one workbook; PerfXlError when it cannot be read or written."""
    workbook = FilesWorkbook.open(job.path)
    fixed = fix_workbook(workbook, job.policy, job.settings) if job.fix else ()
    if job.fix and (fixed or job.target not in (None, job.path)):
        _save(workbook, job.path, job.target)
    forms = forms_of(workbook, job.policy, job.settings, file=str(job.path))
    findings = [finding for form in forms for finding in check_form(form)]
    if not forms:
        own = next((name.name for name in workbook.names() if name.name in OWN_BOOKS), None)
        findings = [own_book(str(job.path), own) if own else no_form(str(job.path), recognize(workbook))]
    shown = tuple(waived(workbook, in_order(findings)))
    keys = tuple(key_of(form) for form in forms)
    return Checked(job.path, shown, fixed, keys, _packed(forms), *_owner(forms))


def _owner(forms: Sequence[FormContext]) -> tuple[str, str]:
    """Unit and project of a file, from its content; several projects are joined."""
    units = dict.fromkeys(unit for form in forms if (unit := unit_of(form)))
    projects = dict.fromkeys(str(name) for form in forms if (name := form.value("project_name")) is not None)
    return "、".join(units), "、".join(projects)


def mark_file(job: FileMarks) -> int:
    """Show findings in one workbook; gives how many cells are marked."""
    source = job.target if job.target is not None and job.target.exists() else job.path
    workbook = FilesWorkbook.open(source)
    before = workbook.to_bytes()
    marked = mark_workbook(workbook, job.findings)
    if workbook.to_bytes() != before or source != (job.target or job.path):
        _save(workbook, source, job.target)
    return marked


def _packed(forms: Sequence[FormContext]) -> bytes:
    """Forms as bytes, a few kB each: a hundred thousand of them fit in memory."""
    return zlib.compress(pickle.dumps([(form.record, form.policy) for form in forms]), 1)


def _save(workbook: FilesWorkbook, path: Path, target: Path | None) -> None:
    if target is None or target == path:
        workbook.save()
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    workbook.save(target)
