"""Running the checks: over one form, and over forms together. A check that raises becomes PX901, never a pass."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import partial

from perf_xl.checks.base import Audit, Check, Scope
from perf_xl.checks.context import FormContext
from perf_xl.checks.facts import Fact
from perf_xl.checks.group import Group
from perf_xl.checks.registry import all_audits, all_checks
from perf_xl.checks.settings import Settings
from perf_xl.checks.tool import crashed
from perf_xl.findings.finding import Finding
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.records import FormRecord
from perf_xl.policy import DEFAULT_POLICY, Policy


def context_of(record: FormRecord, policy: Policy = DEFAULT_POLICY, settings: Settings | None = None) -> FormContext:
    """The record with its layout; InputError for a form that is not known."""
    return FormContext(record, form_spec(record.form), policy, settings or Settings())


def check_form(form: FormContext, checks: Sequence[Check] | None = None) -> list[Finding]:
    """Every finding of one form, root causes before what follows from them."""
    wanted = [check for check in (all_checks() if checks is None else checks) if form.settings.wants(check.code)]
    found: list[Finding] = []
    for check in wanted:
        found.extend(_contained(check.code, form.record, partial(_run, check, form)))
    return in_order([form.settings.graded(finding) for finding in linked(found, wanted)])


def audit_forms(
    forms: Sequence[FormContext], audits: Sequence[Audit] | None = None, facts: Sequence[Fact] = ()
) -> list[Finding]:
    """Every finding across ``forms`` (of one department and year), and of the report's prose, in order."""
    if not forms:
        return []
    settings, group = forms[0].settings, Group(tuple(forms), tuple(facts))
    found: list[Finding] = []
    for audit in all_audits() if audits is None else audits:
        if settings.wants(audit.code):
            found.extend(_contained(audit.code, forms[0].record, partial(_audit, audit, group)))
    return in_order([settings.graded(finding) for finding in found])


def _run(check: Check, form: FormContext) -> list[Finding]:
    return list(check.run(form)) if check.applies_to(form.spec) else []


def _audit(audit: Audit, group: Group) -> list[Finding]:
    return list(audit.run(group))


def _contained(code: str, record: FormRecord, run: Callable[[], list[Finding]]) -> list[Finding]:
    try:
        return run()
    except Exception as error:  # noqa: BLE001 - whatever a check raises is shown as PX901, and fails every test
        return [crashed(code, record, error)]


def linked(findings: Sequence[Finding], checks: Sequence[Check]) -> list[Finding]:
    """The findings with ``caused_by`` set where the check names a cause that stands in the same row (or form)."""
    of_code = {check.code: check for check in checks}
    return [_with_cause(finding, findings, of_code.get(finding.code)) for finding in findings]


def _with_cause(finding: Finding, findings: Sequence[Finding], check: Check | None) -> Finding:
    for code in check.caused_by if check else ():
        for other in findings:
            if other.code == code and other is not finding and _share(check, finding, other):
                return replace(finding, caused_by=code)
    return finding


def _share(check: Check | None, finding: Finding, other: Finding) -> bool:
    if check is None or (check.cause_scope is Scope.FORM and finding.form == other.form):
        return check is not None
    if finding.cell is None or other.cell is None:
        return False
    return (finding.cell.sheet, finding.cell.row) == (other.cell.sheet, other.cell.row)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """By file and sheet, worst first, then down the sheet; a consequence directly after its cause."""
    ordered = sorted(findings, key=_rank)
    waiting: dict[tuple[str, str, str], list[Finding]] = defaultdict(list)
    for finding in ordered:
        if finding.caused_by is not None:
            waiting[_place(finding, finding.caused_by)].append(finding)
    result: list[Finding] = []
    for finding in ordered:
        if finding.caused_by is None:
            result.append(finding)
            _take(waiting, finding, result)
    return result + [finding for left in waiting.values() for finding in left]


def _take(waiting: dict[tuple[str, str, str], list[Finding]], cause: Finding, result: list[Finding]) -> None:
    """Move what follows from ``cause`` (and from that in turn) behind it."""
    for finding in waiting.pop(_place(cause, cause.code), ()):
        result.append(finding)
        _take(waiting, finding, result)


def _place(finding: Finding, code: str) -> tuple[str, str, str]:
    return finding.file, finding.cell.sheet if finding.cell else "", code


def _rank(finding: Finding) -> tuple[str, str, int, int, int, str]:
    cell = finding.cell
    return (
        finding.file,
        cell.sheet if cell else "",
        finding.severity.rank,
        cell.row if cell else 0,
        cell.column if cell else 0,
        finding.code,
    )
