"""The audit of the published documents: docs/findings/on-published-documents.md judges exactly what the checks find."""

from __future__ import annotations

from collections.abc import Sequence

from perf_xl.findings.finding import Finding
from tests.checks.support import PUBLISHED, load_yaml, published, record_of, told

PAGE = PUBLISHED.parent / "docs" / "findings" / "on-published-documents.md"


def judged() -> dict[tuple[str, str, str], list[str]]:
    """The rows of the page: (form, place, code) to level when reviewed, judgement and reason."""
    rows = [
        line.strip("|\n ").split(" | ")
        for line in PAGE.read_text("utf-8").splitlines()
        if line.startswith(("| 0", "| 1"))
    ]
    return {(row[0], row[1].replace("由", "<-"), row[2]): [row[4], row[6], row[7]] for row in rows}


def test_page_when_compared_with_the_findings_then_the_same(published_findings: Sequence[Finding]):
    """Each finding is judged, nothing is judged that is not found, and the levels are those of 复核."""
    records = {str(path.relative_to(PUBLISHED)): record_of(load_yaml(path)) for path in published()}
    found = {}
    for finding in published_findings:
        code, place = told(records[finding.file], finding).split(" ", 1)
        found[finding.file.split("/")[1].removesuffix(".yml"), place, code] = finding.severity.label
    assert found == {key: row[0] for key, row in judged().items() if row[0] != "—"}


def test_page_when_read_then_no_false_alarm_and_doubtful_ones_are_only_for_reference():
    """真 or 可议, never 误报; 可议 is at most 参考; every row has its reason."""
    rows = judged().values()
    assert {row[1] for row in rows} == {"真", "可议"}
    assert {row[0] for row in rows if row[1] == "可议"} == {"参考"}
    assert all(row[2] for row in rows)
