"""What the contract leaves open: one undo step, structure taken back, links, sentences for errors."""

from __future__ import annotations

import os
import signal
import time
from decimal import Decimal

import pytest

from perf_xl.errors import FileProblem, InputError
from perf_xl.hosts.libreoffice.specifics import LibreOfficeSpecifics
from perf_xl.hosts.libreoffice.workbook import libreoffice_workbook, office, open_workbook
from perf_xl.hosts.xlwings_workbook import XlwingsWorkbook
from perf_xl.model.cells import (
    AddSheet,
    Area,
    CellRef,
    DeleteRows,
    DeleteSheet,
    Edit,
    InsertRows,
    Look,
    SetColumnWidth,
    SetFormula,
    SetLink,
    SetLook,
    SetMerge,
    SetName,
    SetNote,
    SetRowHeight,
    SetValue,
)

SHEET = "自评表"


@pytest.fixture
def workbook(app):
    """A small form with everything in it."""
    book = app.books.add()
    book.sheets[0].name = SHEET
    adapter = libreoffice_workbook(book)
    edits: list[Edit] = [
        *(SetValue(CellRef(SHEET, row, 1), f"指标{row}") for row in range(1, 7)),
        *(SetValue(CellRef(SHEET, row, 3), Decimal(row)) for row in range(1, 7)),
        SetFormula(CellRef(SHEET, 8, 3), "SUM(C3:C4)", Decimal(7)),
        SetFormula(CellRef(SHEET, 9, 3), "SUM(C1:C6)", Decimal(21)),
        SetMerge(Area(SHEET, 2, 2, 5, 2)),
        SetLook(Area(SHEET, 3, 1, 4, 3), Look(fill="FFF2CC", border="999999", bold=True)),
        SetNote(CellRef(SHEET, 4, 1), "注"),
        SetName("得分", SHEET, f"{SHEET}!$C$3:$C$4"),
        SetRowHeight(SHEET, 4, 33),
        SetColumnWidth(SHEET, 1, 25),
    ]
    adapter.apply(edits, label="填")
    yield adapter
    book.close()


def state(workbook: XlwingsWorkbook) -> object:
    """All that a user sees, to compare before and after."""
    area = Area(SHEET, 1, 1, 10, 4)
    block = [[(cell.value, cell.formula) for cell in row] for row in workbook.block(area)]
    looks = [workbook.look(CellRef(SHEET, row, column)) for row in range(1, 8) for column in (1, 2, 3)]
    notes = [workbook.note(CellRef(SHEET, row, 1)) for row in range(1, 10)]
    names = sorted((name.name, name.refers_to) for name in workbook.names() if not name.name.startswith("_"))
    sheet = workbook.book.sheets[SHEET]
    sizes = (sheet["A4"].row_height, sheet["A1"].column_width)  # other rows adjust themselves to their text
    link = LibreOfficeSpecifics().link(sheet["A1"])
    return block, looks, notes, names, workbook.merges(SHEET), sizes, link, workbook.sheets()


WRITES: dict[str, list[Edit]] = {
    "rows deleted": [DeleteRows(SHEET, 3, 2)],
    "rows inserted": [InsertRows(SHEET, 4, 2, like=3), SetValue(CellRef(SHEET, 4, 1), "新")],
    "merge": [SetMerge(Area(SHEET, 2, 3, 3, 3))],
    "unmerge": [SetMerge(Area(SHEET, 2, 2, 5, 2), merged=False)],
    "sizes": [SetRowHeight(SHEET, 4, 50), SetColumnWidth(SHEET, 1, 9)],
    "look": [SetLook(Area(SHEET, 1, 1, 6, 3), Look(fill="", border="", wrap=True, horizontal="center", locked=False))],
    "link": [SetLink(CellRef(SHEET, 1, 1), f"'{SHEET}'!C7")],
    "name": [SetName("得分", SHEET, f"{SHEET}!$A$1"), SetName("新名", None, "100")],
    "sheet": [AddSheet("校验结果"), SetValue(CellRef("校验结果", 1, 1), "共 3 项")],
    "the same cell twice": [SetValue(CellRef(SHEET, 1, 1), "一"), SetValue(CellRef(SHEET, 1, 1), "二")],
}


@pytest.mark.parametrize("edits", WRITES.values(), ids=WRITES.keys())
def test_every_write_is_taken_back(workbook, edits):
    """Restore gives values, formulas, looks, notes, names, merges and sizes as they were."""
    before = state(workbook)
    workbook.apply(edits, label="改")
    assert before != state(workbook)
    assert "改" == workbook.restore().label
    assert before == state(workbook)


@pytest.mark.parametrize("edits", WRITES.values(), ids=WRITES.keys())
def test_a_write_that_fails_half_way_changes_nothing(workbook, edits):
    """All or none: the last edit is impossible."""
    before = state(workbook)
    with pytest.raises(InputError, match="没有这张表"):
        workbook.apply([*edits, SetValue(CellRef("没有这张表", 1, 1), "x")], label="改")
    assert before == state(workbook)


def test_a_deleted_sheet_comes_back(workbook):
    """With what was on it and what referred to it."""
    target = CellRef("明细", 2, 2)
    fill = [AddSheet("明细"), SetValue(target, Decimal(5)), SetLook(Area("明细", 2, 2, 2, 2), Look(fill="FBE0DD"))]
    workbook.apply([*fill, SetFormula(CellRef(SHEET, 10, 3), "明细!B2*2", Decimal(10))], label="填")
    workbook.apply([DeleteSheet("明细")], label="清除")
    workbook.restore()
    assert (Decimal(5), "FBE0DD") == (workbook.cell(target).value, workbook.look(target).fill)
    assert ("明细!B2*2", Decimal(10)) == (
        workbook.cell(CellRef(SHEET, 10, 3)).formula,
        workbook.cell(CellRef(SHEET, 10, 3)).value,
    )


def test_a_write_is_one_step_of_calcs_undo_list(workbook):
    """Ctrl+Z takes a whole command back, protection included."""
    workbook.book.sheets[SHEET].api.protect("")
    cell = CellRef(SHEET, 1, 1)
    workbook.apply([SetValue(cell, "新"), SetNote(cell, "注")], label="计算得分", unlock=True)
    manager = workbook.book.api.UndoManager
    assert "绩效评价：计算得分" == manager.getCurrentUndoActionTitle()
    manager.undo()
    again = libreoffice_workbook(workbook.book)
    assert ("指标1", None, True) == (again.cell(cell).value, again.note(cell), again.is_protected(SHEET))


def test_protection_keeps_its_options(workbook, tmp_path):
    """A template that allows rows to be inserted still allows it after a command."""
    import zipfile

    import openpyxl

    path = tmp_path / "表.xlsx"
    book = openpyxl.Workbook()
    book.active.title = SHEET
    book.active.protection.sheet = True
    book.active.protection.insertRows = False
    book.save(path)
    opened = workbook.book.app.books.open(path)
    libreoffice_workbook(opened).apply([SetValue(CellRef(SHEET, 1, 1), "x")], label="写", unlock=True)
    opened.save()
    opened.close()
    xml = zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()
    assert 'sheet="true" insertRows="false"' in xml


def test_an_error_cell_is_told_from_its_text(workbook):
    """#N/A typed as text is text."""
    edits: list[Edit] = [
        SetFormula(CellRef(SHEET, 1, 4), "NA()", "#N/A"),
        SetValue(CellRef(SHEET, 2, 4), "#N/A"),
    ]
    workbook.apply(edits, label="写")
    cells = [workbook.cell(CellRef(SHEET, row, 4)) for row in (1, 2)]
    assert [("#N/A", True), ("#N/A", False)] == [(cell.value, cell.is_error) for cell in cells]


def test_an_unknown_sheet_is_named(workbook):
    """A sentence, not a KeyError."""
    with pytest.raises(InputError, match="没有工作表“无”"):
        workbook.cell(CellRef("无", 1, 1))


def test_files_that_cannot_be_opened_are_explained(app, tmp_path):
    """Missing, locked, broken: file, reason, remedy."""
    path = tmp_path / "甲.xlsx"
    with pytest.raises(FileProblem, match="不存在"), open_workbook(app, path):
        pass
    book = app.books.add()
    book.save(path)
    book.close()
    lock = tmp_path / ".~lock.甲.xlsx#"
    lock.write_text(",李某,caiwu-pc,21.11.2026 08:00,file:///home/li/.config/libreoffice/4;", encoding="utf-8")
    with pytest.raises(FileProblem, match="李某, caiwu-pc"), open_workbook(app, path):
        pass
    lock.unlink()
    path.write_bytes(b"PK\x03\x04")
    with pytest.raises(FileProblem, match="不能用 LibreOffice 打开"), open_workbook(app, path):
        pass


def test_soffice_killed_in_a_command_leaves_the_file_and_says_so(tmp_path):
    """The file on disk is as it was; the sentence says that."""
    path = tmp_path / "甲.xlsx"
    with office() as own:
        book = own.books.add()
        book.sheets[0].name = SHEET
        book.save(path)
        saved = path.read_bytes()
        workbook = libreoffice_workbook(book)
        workbook.apply([SetValue(CellRef(SHEET, 1, 1), "未存")], label="写")
        os.killpg(own.pid, signal.SIGKILL)
        time.sleep(0.5)
        with pytest.raises(FileProblem, match="上次保存的样子"):
            workbook.apply([SetValue(CellRef(SHEET, 2, 1), "再写")], label="写")
        own.kill()
    assert saved == path.read_bytes()
