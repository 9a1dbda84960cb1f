"""The checks across forms: several clean forms, one contradiction between them, exactly the declared findings."""

from __future__ import annotations

from typing import Any

import pytest

from perf_xl.checks.facts import Fact, facts_of
from perf_xl.checks.identity import groups
from perf_xl.checks.registry import all_audits
from perf_xl.checks.run import audit_forms
from perf_xl.findings.finding import Finding
from perf_xl.forms.records import FormRecord
from tests.checks.support import HERE, context, load_yaml, planted, told

FILES = sorted(HERE.glob("px6*.yml"))


def cases(kind: str) -> list[Any]:
    """All cases of a kind."""
    return [
        pytest.param(path.stem.upper(), case, id=f"{path.stem}-{case['name']}")
        for path in FILES
        for case in load_yaml(path).get(kind, [])
    ]


def audited(case: dict[str, Any]) -> tuple[dict[str, FormRecord], list[Finding]]:
    """The forms of a case by file, and what the audits find among them."""
    records = {name: planted(form["form"], form.get("changes", {}), name) for name, form in case["forms"].items()}
    facts: tuple[Fact, ...] = facts_of(case.get("facts", []), "例")
    found = [finding for group in groups(map(context, records.values())) for finding in audit_forms(group, facts=facts)]
    wanted = [finding for finding in found if finding.code not in case.get("unless", [])]
    return records, [finding for finding in wanted if finding.code in case.get("only", [finding.code])]


@pytest.mark.parametrize(("code", "case"), cases("passes"))
def test_audit_when_the_forms_agree_then_no_finding(code: str, case: dict[str, Any]):
    """Forms that agree give no finding across them."""
    records, found = audited(case)
    assert [] == [told(records[finding.file], finding) for finding in found], code


@pytest.mark.parametrize(("code", "case"), cases("fails"))
def test_audit_when_forms_contradict_then_exactly_the_declared_findings(code: str, case: dict[str, Any]):
    """Each finding at its file and cell, the sentence with both figures."""
    records, found = audited(case)
    told_of = [f"{finding.file} {told(records[finding.file], finding)}" for finding in found]
    assert sorted(case["expect"]) == sorted(told_of)
    own = [finding for finding in found if finding.code == code]
    assert own, f"{code} is not among them"
    assert case.get("says", "") in own[0].message
    if "suggests" in case:
        assert own[0].fix is not None
        assert str(case["suggests"]) == str(own[0].fix.value)


@pytest.mark.parametrize("audit", all_audits(), ids=lambda audit: audit.code)
def test_audit_when_listed_then_has_pass_and_fail_cases(audit: Any):
    """No audit without a passing and a failing case."""
    data = load_yaml(HERE / f"{audit.code.lower()}.yml")
    assert data.get("passes")
    assert data.get("fails")
