"""Findings on the published documents, worked out once."""

from __future__ import annotations

import pytest

from perf_xl.checks.facts import load_facts
from perf_xl.checks.identity import groups
from perf_xl.checks.run import audit_forms, check_form
from perf_xl.findings.finding import Finding
from tests.checks.support import PUBLISHED, context, load_yaml, published, record_of


@pytest.fixture(scope="session")
def published_findings() -> list[Finding]:
    """Every finding of the 27 published tables, across them, and against the reports' prose, as the bureau sees them."""
    records = [record_of(load_yaml(path), str(path.relative_to(PUBLISHED))) for path in published()]
    forms = [context(record, "复核") for record in records]
    facts = load_facts(PUBLISHED / "facts.yml")
    found = [finding for form in forms for finding in check_form(form)]
    for group in groups(forms):
        about = facts if group[0].record.source.startswith("zhijiang-2023") else ()
        found += audit_forms(group, facts=about)
    return found
