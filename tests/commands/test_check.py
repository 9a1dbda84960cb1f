"""校验 of a workbook: its forms, across its forms, and what is said in one line."""

from __future__ import annotations

from perf_xl.commands.check import check_workbook, summary
from perf_xl.findings.plain import finding_data
from perf_xl.forms.catalog import form_spec
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.hosts.memory import MemoryWorkbook
from perf_xl.model.cells import SetName
from tests.checks.support import findings_of, planted
from tests.support import filled_form, published


def test_check_when_the_workbook_has_no_form_then_px903():
    """A workbook without our names is said to be unchecked, not called clean."""
    report = check_workbook(MemoryWorkbook(source="自画的表.xlsx"))
    assert ["PX903"] == [finding.code for finding in report.findings]
    assert "“自画的表.xlsx”里没有认得的表" in report.findings[0].message


def test_check_when_the_template_is_empty_then_one_finding():
    """An empty template is one finding, not thirty."""
    for form in ("suixi-2026-project-target", "zhijiang-2025-department-target", "zhijiang-2023-department-common"):
        workbook = FilesWorkbook.open(form_spec(form).template_path)
        assert ["PX105"] == [finding.code for finding in check_workbook(workbook).findings], form


def test_summary_when_findings_stand_then_counts_by_level():
    """必须改, 请核实, 参考, and what can be mended at once."""
    record = planted(
        "suixi-2026-project-target", {"主管部门": None, "指标[6].当年度指标值": "》90%", "指标[2].当年度指标值": "20个"}
    )
    assert summary(findings_of(record)) == "必须改 1 处，请核实 2 处（其中 1 处可自动修正）"
    assert summary([]) == "没有发现问题"


def test_finding_when_given_as_data_then_the_keys_scripts_rely_on():
    """The shape of check --json."""
    finding = findings_of(planted("suixi-2026-project-target", {"指标[6].当年度指标值": "》90%"}))[0]
    data = finding_data(finding)
    assert list(data) == [
        "code", "severity", "file", "sheet", "cell", "form", "message", "fix", "basis", "caused_by", "waived",
    ]  # fmt: skip
    assert {"kind": "safe", "value": "≥90%"} == data["fix"]
    assert data["severity"] == "warning"


def test_check_when_a_form_lost_its_names_then_px903_says_which_form_it_is_and_how_to_go_on() -> None:
    """Known by its labels, not checked until it has its names."""
    book = filled_form(published("zhijiang-2023/05"))
    book.apply([SetName(name.name, name.sheet, None) for name in book.names()], label="删名称")
    (finding,) = check_workbook(book, file="手工表.xlsx").findings
    assert finding.message == (
        "“手工表.xlsx”没有检查：工作表“项目支出绩效目标自评表”是“项目支出绩效目标自评表”，但没有名称。"
        '请先运行 perf-xl adopt "手工表.xlsx" 补上名称，再检查。'
    )
