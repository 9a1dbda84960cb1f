"""修正: the safe fixes, listed, idempotent, undone by restore."""

from __future__ import annotations

from decimal import Decimal

from perf_xl.commands.check import check_workbook
from perf_xl.commands.fix import fix_workbook
from perf_xl.findings.finding import FixKind
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.place import place_record
from perf_xl.forms.records import from_json
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import CellRef, CellValue, SetValue
from tests.checks.support import clean_data


def filled(form: str, tmp_path) -> tuple[FilesWorkbook, dict[str, CellRef]]:
    """The clean form in its template, and the cells by ``列[行]``."""
    data, spec = clean_data(form), form_spec(form)
    workbook = FilesWorkbook.open(spec.template_path)
    record = from_json({key: data[key] for key in ("form", "fields", "tables")}, spec)
    workbook.apply(place_record(spec, workbook, record), label="填表", unlock=True)
    workbook.save(tmp_path / "表.xlsx")
    reopened = FilesWorkbook.open(tmp_path / "表.xlsx")
    rows = check_workbook(reopened).forms[0].record.tables
    cells = {
        f"{table}[{number}].{name}": cell
        for table, listed in rows.items()
        for number, row in enumerate(listed, 1)
        for name, cell in row.cells.items()
    }
    return reopened, cells


def test_fix_when_safe_then_written_listed_and_undone(tmp_path):
    """Full width, odd signs, text numbers and percent forms are put right in one go; restore brings them back."""
    workbook, cells = filled("zhijiang-2023-project-self-evaluation", tmp_path)
    wrong: dict[str, CellValue] = {
        "资金[1].全年预算数": "５００",
        "资金[1].执行率": Decimal("95.2"),
        "指标[3].年度指标值": "》98%",
        "指标[8].年度指标值": "≥９０％",
    }
    workbook.apply([SetValue(cells[place], value) for place, value in wrong.items()], label="填错", unlock=True)
    fixed = fix_workbook(workbook)
    assert {"PX310", "PX318", "PX312"} == {item.finding.code for item in fixed}
    assert workbook.cell(cells["资金[1].全年预算数"]).value == Decimal(500)
    assert workbook.cell(cells["资金[1].执行率"]).value == Decimal("0.952")
    assert "%" in workbook.cell(cells["资金[1].执行率"]).number_format
    assert workbook.cell(cells["指标[3].年度指标值"]).value == "≥98%"
    assert any("“》98%” → “≥98%”（PX312）" in item.sentence for item in fixed)
    assert () == check_workbook(workbook).findings
    assert () == fix_workbook(workbook)
    labels = []
    while workbook.cell(cells["指标[3].年度指标值"]).value != "》98%":
        restored = workbook.restore()
        assert restored is not None
        labels.append(restored.label)
    assert {"修正"} == set(labels)


def test_fix_when_only_suggested_then_nothing_is_written(tmp_path):
    """A suggested value is shown, never written."""
    workbook, cells = filled("suixi-2026-department-target", tmp_path)
    workbook.apply([SetValue(cells["指标[3].指标值"], Decimal(1))], label="填错", unlock=True)
    before = workbook.to_bytes()
    assert () == fix_workbook(workbook)
    assert before == workbook.to_bytes()
    fixes = [finding.fix for finding in check_workbook(workbook).findings if finding.fix]
    assert [FixKind.SUGGESTED] == [fix.kind for fix in fixes]
