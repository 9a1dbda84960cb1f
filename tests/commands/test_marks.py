"""Marks in the sheet: shown, shown again without change, taken away exactly; 已核实 kept with its cell."""

from __future__ import annotations

import pytest

from perf_xl.commands.check import check_workbook
from perf_xl.commands.marks import FILLS, HEAD, clear_marks, mark_workbook, next_mark
from perf_xl.commands.results_sheet import RESULTS
from perf_xl.commands.waivers import unwaive, waive, waivers
from perf_xl.errors import InputError
from perf_xl.findings.finding import Severity
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.place import place_record
from perf_xl.forms.records import from_json
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import AddSheet, Area, CellRef, CellWriter, InsertRows, Look, SetLook, SetNote, SetValue
from tests.checks.support import PUBLISHED, load_yaml

FORM = PUBLISHED / "zhijiang-2023" / "10-经信科技专项业务经费.yml"


@pytest.fixture
def workbook(tmp_path) -> FilesWorkbook:
    """The published self-evaluation of one project, filled into the official template and saved."""
    data = load_yaml(FORM)
    spec = form_spec(data["form"])
    book = FilesWorkbook.open(spec.template_path)
    record = from_json({key: data[key] for key in ("form", "fields", "tables")}, spec)
    book.apply(place_record(spec, book, record), label="填表", unlock=True)
    book.save(tmp_path / "自评表.xlsx")
    return FilesWorkbook.open(tmp_path / "自评表.xlsx")


def picture(workbook: CellWriter) -> dict[str, object]:
    """Everything a person could see: sheets, names, values, formats, notes."""
    cells = {}
    for sheet in workbook.sheets():
        used = workbook.used_area(sheet)
        assert used is not None
        for row in range(1, used.bottom + 2):
            for column in range(1, used.right + 2):
                ref = CellRef(sheet, row, column)
                cells[ref] = (workbook.cell(ref), workbook.look(ref), workbook.note(ref))
    return {"sheets": list(workbook.sheets()), "names": list(workbook.names()), "cells": cells}


def test_mark_when_findings_stand_then_notes_fills_and_a_sheet(workbook: FilesWorkbook):
    """The cell of a finding has the sentence as its note and a light fill; 校验结果 lists all, worst first."""
    report = check_workbook(workbook)
    mark_workbook(workbook, report.findings)
    cost = next(finding.cell for finding in report.findings if finding.code == "PX417")
    assert cost is not None
    assert (workbook.note(cost) or "").startswith(f"{HEAD}\n请核实（PX417）：")
    assert workbook.look(cost).fill == FILLS[Severity.WARNING]
    assert RESULTS.title in workbook.sheets()
    levels = [str(workbook.cell(CellRef(RESULTS.title, row, 1)).value) for row in range(4, 4 + len(report.findings))]
    assert sorted(levels, key=["必须改", "请核实", "参考"].index) == levels


def test_mark_when_run_twice_then_nothing_changes(workbook: FilesWorkbook):
    """The second run writes nothing at all."""
    mark_workbook(workbook, check_workbook(workbook).findings)
    before = workbook.to_bytes()
    mark_workbook(workbook, check_workbook(workbook).findings)
    assert before == workbook.to_bytes()


def test_clear_when_marked_then_the_workbook_is_as_it_was(workbook: FilesWorkbook, tmp_path):
    """Values, formats, notes, names and sheets are equal again, also after saving and opening in between."""
    before = picture(workbook)
    mark_workbook(workbook, check_workbook(workbook).findings)
    workbook.save(tmp_path / "标记.xlsx")
    reopened = FilesWorkbook.open(tmp_path / "标记.xlsx")
    assert clear_marks(reopened) > 0
    reopened.save(tmp_path / "清除.xlsx")
    assert before == picture(FilesWorkbook.open(tmp_path / "清除.xlsx"))


def test_clear_when_nothing_is_marked_then_nothing_is_written(workbook: FilesWorkbook):
    """No marks: no write, nothing to restore."""
    before = workbook.to_bytes()
    assert clear_marks(workbook) == 0
    assert before == workbook.to_bytes()


def test_mark_when_a_mistake_was_corrected_then_its_mark_goes(workbook: FilesWorkbook):
    """Marks follow the findings: the corrected cell loses note and fill, the others keep theirs."""
    mark_workbook(workbook, check_workbook(workbook).findings)
    cost = next(f.cell for f in check_workbook(workbook).findings if f.code == "PX417")
    assert cost is not None
    workbook.apply([SetValue(cost, "29.8万元")], label="改", unlock=True)
    mark_workbook(workbook, check_workbook(workbook).findings)
    assert (None, "") == (workbook.note(cost), workbook.look(cost).fill)


def test_mark_when_rows_were_inserted_then_the_mark_is_still_found(workbook: FilesWorkbook):
    """A row above moves the mark; clearing finds it by its hidden name."""
    report = check_workbook(workbook)
    mark_workbook(workbook, report.findings)
    cost = next(finding.cell for finding in report.findings if finding.code == "PX417")
    assert cost is not None
    workbook.apply([InsertRows(cost.sheet, cost.row, 1, cost.row - 1)], label="插入", unlock=True)
    clear_marks(workbook)
    moved = CellRef(cost.sheet, cost.row + 1, cost.column)
    assert (None, "") == (workbook.note(moved), workbook.look(moved).fill)


def test_mark_when_the_cell_has_its_own_note_and_fill_then_both_stay(workbook: FilesWorkbook):
    """What the author wrote or coloured is not touched, neither by marking nor by clearing."""
    cost = next(f.cell for f in check_workbook(workbook).findings if f.code == "PX417")
    assert cost is not None
    area = Area(cost.sheet, cost.row, cost.column, cost.row, cost.column)
    workbook.apply([SetNote(cost, "某某某：已核"), SetLook(area, Look(fill="00FF00"))], label="自己的", unlock=True)
    mark_workbook(workbook, check_workbook(workbook).findings)
    assert ("某某某：已核", "00FF00") == (workbook.note(cost), workbook.look(cost).fill)
    clear_marks(workbook)
    assert ("某某某：已核", "00FF00") == (workbook.note(cost), workbook.look(cost).fill)


def test_mark_when_the_user_has_a_sheet_of_that_name_then_it_stays(workbook: FilesWorkbook):
    """A sheet 校验结果 of the user's own is neither overwritten nor deleted."""
    own = CellRef(RESULTS.title, 1, 1)
    workbook.apply([AddSheet(RESULTS.title), SetValue(own, "我自己的")], label="加表")
    mark_workbook(workbook, check_workbook(workbook).findings)
    clear_marks(workbook)
    assert workbook.cell(own).value == "我自己的"


def test_waive_when_given_a_reason_then_the_finding_is_set_aside_and_follows_its_cell(
    workbook: FilesWorkbook, tmp_path
):
    """已核实 is kept in the file, moves with inserted rows, and is shown with its reason."""
    cost = next(f.cell for f in check_workbook(workbook).findings if f.code == "PX417")
    assert cost is not None
    waive(workbook, "PX417", cost, "按追加后的预算数填报")
    workbook.apply([InsertRows(cost.sheet, cost.row, 1, cost.row - 1)], label="插入", unlock=True)
    workbook.save(tmp_path / "核实.xlsx")
    report = check_workbook(FilesWorkbook.open(tmp_path / "核实.xlsx"))
    assert ["按追加后的预算数填报"] == [f.waived for f in report.findings if f.code == "PX417"]
    assert "PX417" not in {finding.code for finding in report.open}


def test_waive_when_typed_in_the_results_sheet_then_it_counts_from_the_next_check(workbook: FilesWorkbook):
    """The last column of 校验结果 is the way without the add-in."""
    findings = check_workbook(workbook).findings
    mark_workbook(workbook, findings)
    row = next(r for r in range(4, 40) if workbook.cell(CellRef(RESULTS.title, r, 2)).value == "PX417")
    workbook.apply([SetValue(CellRef(RESULTS.title, row, 6), "已按追加预算核对")], label="填理由")
    mark_workbook(workbook, findings)
    assert ["已按追加预算核对"] == [waiver.reason for waiver in waivers(workbook)]
    cost = next(f.cell for f in findings if f.code == "PX417")
    assert cost is not None
    assert workbook.note(cost) is None


def test_waive_when_taken_back_then_the_finding_is_open_again(workbook: FilesWorkbook):
    """取消已核实 leaves no names behind."""
    names = list(workbook.names())
    cost = next(f.cell for f in check_workbook(workbook).findings if f.code == "PX417")
    assert cost is not None
    waive(workbook, "PX417", cost, "理由")
    assert unwaive(workbook, "PX417", cost)
    assert not unwaive(workbook, "PX417", cost)
    assert names == list(workbook.names())


@pytest.mark.parametrize(("reason", "says"), [(" ", "要写理由"), ("长" * 201, "超过 200 字")])
def test_waive_when_the_reason_is_wrong_then_one_sentence(workbook: FilesWorkbook, reason: str, says: str):
    """No reason, or one too long for the workbook to keep, is refused."""
    with pytest.raises(InputError, match=says):
        waive(workbook, "PX417", CellRef(workbook.sheets()[0], 18, 6), reason)


def test_next_mark_when_asked_again_and_again_then_every_marked_cell_once_and_round_again(workbook: FilesWorkbook):
    """下一处问题 goes down the sheet and begins again at the top."""
    assert next_mark(workbook) is None
    marked = mark_workbook(workbook, check_workbook(workbook).findings)
    first = next_mark(workbook)
    seen = [first]
    while (following := next_mark(workbook, seen[-1])) != first:
        seen.append(following)
    assert marked == len(seen) == len(set(seen))
    assert sorted(cell for cell in seen if cell) == seen
