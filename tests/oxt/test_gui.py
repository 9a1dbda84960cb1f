"""The extension in a real window: a clerk's morning with menu, marks, scores, functions and undo."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

pytest.importorskip("uno", reason="python3-uno is not linked into this environment: scripts/link_uno.py")

from perf_xl.forms.catalog import form_spec
from perf_xl.hosts.fill import fill_form
from tests.oxt.desktop import Desktop, available, log_text
from tests.support import published_record

pytestmark = [
    pytest.mark.gui,
    pytest.mark.libreoffice,
    pytest.mark.skipif(bool(available()), reason=f"missing: {available()}"),
]


@pytest.fixture(scope="module")
def desktop():
    """LibreOffice with the extension installed, as an ordinary user."""
    machine = Desktop()
    try:
        assert "已安装" in machine.addin("install")
        machine.start()
        yield machine
    finally:
        machine.close()


@pytest.fixture(scope="module")
def form(desktop):
    """A published self-evaluation form, open in the window."""
    record = published_record("zhijiang-2023/03")
    path = desktop.home / "部门整体支出绩效自评表.xlsx"
    path.write_bytes(fill_form(form_spec(record.form), record))
    path.chmod(0o666)
    return desktop.open(path)


def wait_for(condition, seconds=20.0):
    """Until something has happened in the window."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "nothing happened"
        time.sleep(0.2)


def notes(document):
    """The notes of the form."""
    annotations = document.Sheets.getByIndex(0).Annotations
    return [annotations.getByIndex(index).String for index in range(annotations.Count)]


def choose(desktop, group: int, command: int) -> None:
    """A command of the menu by its keys: Alt+J, down to the group, right, down to the command."""
    desktop.keys("alt+j", *["Down"] * (group - 1), "Right", *["Down"] * (command - 1), "Return")


def test_the_menu_opens_with_its_groups(desktop, form):
    """Alt+J; the picture is kept for the documentation."""
    desktop.keys("alt+j", "Down")
    assert desktop.picture("libreoffice-menu").stat().st_size > 20_000
    desktop.keys("Escape", "Escape")


def test_checking_marks_the_sheet(desktop, form):
    """Menu 检查 → 校验: notes, fills, the sheet 校验结果; one step of the undo list."""
    choose(desktop, 2, 1)
    wait_for(lambda: form.Sheets.hasByName("校验结果"))
    assert [] == [text for text in notes(form) if not text.startswith("【校验】")]
    assert len(notes(form)) > 3
    assert "绩效评价：校验标记" == form.UndoManager.getCurrentUndoActionTitle()
    choose(desktop, 2, 2)
    desktop.picture("libreoffice-check")


def test_accepting_a_finding_asks_for_the_reason(desktop, form):
    """Menu 检查 → 已核实 on the cell that 下一处问题 chose: a line of text, then one finding less."""
    before = len(notes(form))
    choose(desktop, 2, 3)
    time.sleep(1)
    desktop.point()
    desktop.type("checked with the archive")
    desktop.picture("libreoffice-ask")
    desktop.keys("Return")
    desktop.point_away()
    wait_for(lambda: len(notes(form)) == before - 1)
    results = form.Sheets.getByName("校验结果")
    cursor = results.createCursor()
    cursor.gotoEndOfUsedArea(False)
    area = results.getCellRangeByPosition(0, 0, cursor.RangeAddress.EndColumn, cursor.RangeAddress.EndRow)
    assert any("checked with the archive" in str(value) for row in area.getDataArray() for value in row)


def test_a_choice_can_be_cancelled(desktop, form):
    """Menu 填表 → 新建表格: the list of the official forms; Escape leaves everything as it is."""
    choose(desktop, 1, 1)
    time.sleep(1)
    desktop.point()
    desktop.picture("libreoffice-choose")
    desktop.keys("Escape")
    desktop.point_away()
    assert [] == log_text(desktop.home).splitlines()[-3:]


def test_scoring_writes_the_score_block(desktop, form):
    """Menu 计分 → 计算得分: formulas of Calc's own, right of the printed form."""
    choose(desktop, 3, 2)
    sheet = form.Sheets.getByIndex(0)
    names = sheet.NamedRanges
    wait_for(lambda: names.hasByName("评分_得分"))
    scores = names.getByName("评分_得分").getReferredCells()
    wait_for(lambda: scores.queryFormulaCells(1).RangeAddresses)
    assert "绩效评价：计算得分" == form.UndoManager.getCurrentUndoActionTitle()
    form.CurrentController.select(sheet.getCellRangeByName("K13"))
    desktop.picture("libreoffice-score")


def test_restoring_takes_the_block_away(desktop, form):
    """Menu 工具 → 撤销上一步绩效操作."""
    choose(desktop, 5, 1)
    wait_for(lambda: not form.Sheets.getByIndex(0).NamedRanges.hasByName("评分_得分"))
    assert not form.Sheets.getByIndex(0).NamedRanges.hasByName("评分_得分")


def test_clearing_marks_leaves_no_trace(desktop, form):
    """Menu 检查 → 清除标记."""
    choose(desktop, 2, 4)
    wait_for(lambda: not form.Sheets.hasByName("校验结果"))
    assert [] == notes(form)


def test_a_function_typed_by_hand_is_plain_and_right(desktop, form):
    """Calc binds it to the add-in, the extension makes it plain at once; 93% of 95% costs one point."""
    form.Sheets.insertNewByName("草稿", 1)
    sheet = form.Sheets.getByName("草稿")
    form.CurrentController.setActiveSheet(sheet)
    sheet.getCellRangeByName("A1").String = "每低于1个百分点扣0.5分，扣完为止"
    for name, value in (("B1", 0.93), ("C1", 0.95)):
        cell = sheet.getCellRangeByName(name)
        cell.Value, cell.NumberFormat = value, 10  # 0%
    form.CurrentController.select(sheet.getCellRangeByName("E1"))
    desktop.type('=PERF_SCORE(A1;B1;C1;">=";"%";10)')
    desktop.keys("Return")
    cell = sheet.getCellRangeByName("E1")
    wait_for(lambda: cell.Formula.startswith("=PERF_SCORE("))
    assert 9.0 == cell.Value
    desktop.picture("libreoffice-function")


def test_files_keep_plain_names(desktop, form, tmp_path):
    """What Excel will read."""
    import zipfile

    from xlwings_libreoffice.bridge import properties, to_url

    path = Path(desktop.home) / "交换.xlsx"
    path.touch()
    path.chmod(0o666)
    form.storeToURL(to_url(str(path)), properties(FilterName="Calc MS Excel 2007 XML", Overwrite=True))
    with zipfile.ZipFile(path) as package:
        xml = "".join(package.read(name).decode() for name in package.namelist() if "worksheets/sheet" in name)
    assert ("PERF_SCORE(A1,B1,C1" in xml, "ORG.PERFXL" in xml) == (True, False)


def test_nothing_went_wrong_behind_the_scenes(desktop, form):
    """The extension's log is empty."""
    assert [] == log_text(desktop.home).splitlines()[-3:]


def test_uninstalling_leaves_nothing(desktop):
    """Extension, Basic module and settings are gone; run last, with the window closed."""
    desktop.stop()
    assert (desktop.profile / "user" / "basic" / "Standard" / "PerfXL.xba").exists()
    assert "已卸载" in desktop.addin("uninstall")
    assert not (desktop.profile / "user" / "basic" / "Standard" / "PerfXL.xba").exists()
    assert not (desktop.home / ".config" / "perf_xl" / "libreoffice.json").exists()
