"""Every code has its cases in YAML: what passes, what fails with exactly these findings, and what a fix makes of it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from perf_xl.checks.registry import all_checks
from perf_xl.checks.run import check_form
from perf_xl.findings.finding import Finding, FixKind
from perf_xl.forms.records import FormRecord, ReadProblem, Row
from perf_xl.model.cells import CellRef, CellValue
from tests.checks.support import HERE, blank, context, load_yaml, planted, told

FILES = sorted(HERE.glob("px[1-5]*.yml"))


def cases(kind: str) -> list[Any]:
    """All cases of a kind, named ``px307-真的是一个``."""
    return [
        pytest.param(path.stem.upper(), case, id=f"{path.stem}-{case['name']}")
        for path in FILES
        for case in load_yaml(path).get(kind, [])
    ]


def prepared(case: dict[str, Any]) -> FormRecord:
    """The clean form with the mistake of the case."""
    if case.get("blank"):
        return blank(case["form"])
    record = planted(case["form"], case.get("changes", {}))
    problems = [
        ReadProblem(item["kind"], item.get("name", ""), cell_at(record, item["at"]), item.get("text", ""))
        for item in case.get("problems", [])
    ]
    return replace(record, problems=tuple(problems))


def cell_at(record: FormRecord, place: str) -> CellRef | None:
    """The made-up cell of ``指标[3].年度指标值`` or of a field."""
    if "[" not in place:
        return record.cells[place]
    table, rest = place.split("[")
    number, name = rest.split("].")
    return record.tables[table][int(number) - 1].cells[name]


def findings(record: FormRecord, case: dict[str, Any]) -> list[Finding]:
    """All findings, with the rules of the score block that the case gives."""
    form = context(record, case.get("preset", "填报"))
    rules = {cell_at(record, f"{place}.三级指标").row: text for place, text in case.get("rules", {}).items()}  # type: ignore[union-attr]
    return check_form(replace(form, block_rules=rules))


@pytest.mark.parametrize(("code", "case"), cases("passes"))
def test_check_when_the_form_is_right_then_no_finding(code: str, case: dict[str, Any]):
    """A right form gives no finding at all (``unless``: others that the change brings with it)."""
    record = prepared(case)
    found = [told(record, finding) for finding in findings(record, case) if finding.code not in case.get("unless", [])]
    assert [] == found, code


@pytest.mark.parametrize(("code", "case"), cases("fails"))
def test_check_when_one_mistake_is_planted_then_exactly_the_declared_findings(code: str, case: dict[str, Any]):
    """Root cause first, consequences linked, nothing else; the sentence says what a clerk must know."""
    record = prepared(case)
    found = findings(record, case)
    assert case["expect"] == [told(record, finding) for finding in found]
    own = [finding for finding in found if finding.code == code]
    assert own, f"{code} is not among them"
    assert case.get("says", "") in own[0].message
    if "suggests" in case:
        assert own[0].fix is not None
        assert str(case["suggests"]) == str(own[0].fix.value)


@pytest.mark.parametrize(("code", "case"), cases("fix"))
def test_fix_when_applied_then_the_value_is_right_and_the_finding_gone(code: str, case: dict[str, Any]):
    """A safe fix gives the declared values, and a second run finds nothing to fix."""
    record = prepared(case)
    fixes = {finding.cell: finding.fix for finding in findings(record, case) if finding.code == code and finding.fix}
    assert {fix.kind for fix in fixes.values()} == {FixKind.SAFE}
    after = with_values(record, {cell: fix.value for cell, fix in fixes.items() if cell})
    for place, value in case["becomes"].items():
        assert str(value) == str(value_at(after, place)), place
    assert [] == [finding for finding in findings(after, case) if finding.code == code]


def with_values(record: FormRecord, values: dict[CellRef, CellValue]) -> FormRecord:
    """The record after cells were rewritten."""
    fields = {name: values.get(record.cells[name], value) for name, value in record.fields.items()}
    tables = {
        name: [
            Row({key: values.get(row.cells[key], value) for key, value in row.values.items()}, row.cells)
            for row in rows
        ]
        for name, rows in record.tables.items()
    }
    return replace(record, fields=fields, tables=tables)


def value_at(record: FormRecord, place: str) -> CellValue:
    """The value at a place."""
    if "[" not in place:
        return record.fields[place]
    table, rest = place.split("[")
    number, name = rest.split("].")
    return record.tables[table][int(number) - 1].values[name]


@pytest.mark.parametrize("check", all_checks(), ids=lambda check: check.code)
def test_check_when_listed_then_has_pass_fail_and_fix_cases(check: Any):
    """No check without a passing and a failing case, and a fix case where it is safe to fix."""
    path: Path = HERE / f"{check.code.lower()}.yml"
    data = load_yaml(path)
    assert data.get("passes")
    assert data.get("fails")
    assert bool(data.get("fix")) == (check.fixable is FixKind.SAFE)
