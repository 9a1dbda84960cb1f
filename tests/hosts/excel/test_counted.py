"""Buttons on xlwings' own Windows engine and the stand-in for Excel: what they touch, and how often they ask Excel.

Each question goes to another process on Windows and waits for its answer; a form must not be asked cell by cell.
"""

from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from perf_xl.forms.catalog import form_spec
from perf_xl.forms.score_block import find_block
from perf_xl.hosts.excel.api import desk
from perf_xl.hosts.fill import fill_form
from perf_xl.model.cells import CellRef
from tests.hosts.excel.counted import excel
from tests.hosts.excel.desk import PROJECT, TestDesk, cells_of, press
from tests.hosts.ribbon_contract import ASKED_AFTER, BUTTONS, changed, picture
from tests.support import memory_of, published_record

FEW, MANY = 4, 11
"""Indicators of a short form and of a published one."""
LIMITS = {"score": (1640, 35), "score, restore": (750, 24), "check": (1510, 90), "check, restore": (350, 12)}
"""Calls of a form with FEW indicators, and calls for each indicator more: about a sixth above what they are."""

GOES_THERE = ("explain", "policy")
"""Buttons that show a sheet of their own; all others leave sheet and selection to the person."""


@pytest.fixture(autouse=True)
def _own_undo_log(monkeypatch, tmp_path):
    """What is kept for going back stays in the test's folder."""
    monkeypatch.setattr(desk, "undo_dir", lambda: tmp_path / "undo")
    monkeypatch.setattr(desk, "_UNDO_LOGS", {})


def form(path: Path, indicators: int = MANY) -> Path:
    """The head of a published form, filled in; protected without a password, as all our forms are."""
    record = published_record(PROJECT)
    record.tables["指标"] = record.tables["指标"][:indicators]
    path.write_bytes(fill_form(form_spec(record.form), record))
    return path


@pytest.mark.parametrize("commands", LIMITS)
def test_button_when_the_form_grows_then_the_calls_grow_by_no_more_than_the_limit(tmp_path, commands):
    """The last of the buttons is counted."""
    counts = []
    for indicators in (FEW, MANY):
        with excel(form(tmp_path / f"{indicators}.xlsx", indicators)) as standing_in:
            for command in commands.split(", "):
                ended, calls = standing_in.press(command)
                assert not ended.failed, ended.message
        counts.append(calls.total())
    few, many = counts
    limit, each = LIMITS[commands]
    assert few <= limit
    assert (many - few) / (MANY - FEW) <= each


def options(path: Path) -> dict[str, object]:
    """How the one sheet of a file is protected."""
    return dict(openpyxl.load_workbook(path).worksheets[0].protection)


@pytest.mark.parametrize("command", BUTTONS)
def test_button_when_pressed_on_the_windows_engine_then_touches_the_same_and_restore_brings_it_back(tmp_path, command):
    """As in memory, on a protected form; protection and application are left as they were found."""
    path, saved = form(tmp_path / "自评表.xlsx"), tmp_path / "后.xlsx"
    with excel(path) as standing_in:
        standing_in.select(min(cells_of(memory_of(path), "资金", "执行率")))
        before, calm, place = picture(standing_in.workbook()), standing_in.state(), standing_in.place()
        ended, _ = standing_in.press(command)
        assert not ended.failed, ended.message
        assert (place == standing_in.place()) == (command not in GOES_THERE)
        asked = standing_in.workbook() if command in ASKED_AFTER else memory_of(path)
        BUTTONS[command].hold(before, picture(standing_in.workbook()), asked)
        assert calm == standing_in.state()
        standing_in.press("restore")
        assert before == picture(standing_in.workbook())
        assert calm == standing_in.state()
        standing_in.application.ActiveWorkbook.save(saved)
    assert options(path) == options(saved)
    assert options(path)["sheet"] == "1"


@pytest.mark.parametrize("command", ["clear_marks", "accept_finding"])
def test_marks_when_changed_on_the_windows_engine_then_restore_brings_them_back(tmp_path, command):
    """Notes, fills, the sheet of findings; the finding is the first, as 下一处问题 finds it."""
    with excel(form(tmp_path / "自评表.xlsx")) as standing_in:
        unmarked = picture(standing_in.workbook())
        standing_in.press("check")
        standing_in.press("next_finding")
        standing_in.application.typed = "已电话核实"
        marked = picture(standing_in.workbook())
        ended, _ = standing_in.press(command)
        assert not ended.failed, ended.message
        after = picture(standing_in.workbook())
        standing_in.press("restore")
        assert marked == picture(standing_in.workbook())
    assert len(after.notes) == (len(marked.notes) - 1 if command == "accept_finding" else 0)
    assert (unmarked == after) == (command == "clear_marks")


def test_defaults_when_filled_on_the_windows_engine_then_stand_as_in_memory_and_are_taken_back(tmp_path):
    """指标解释 of a form of targets."""
    record = published_record("zhijiang-2025/01")
    record.tables["指标"] = [replace(row, values=row.values | {"指标解释": None}) for row in record.tables["指标"]]
    path = tmp_path / "目标表.xlsx"
    path.write_bytes(fill_form(form_spec(record.form), record))
    there = TestDesk(memory_of(path))
    said = press(there, "defaults").message
    with excel(path) as standing_in:
        before = picture(standing_in.workbook())
        ended, _ = standing_in.press("defaults")
        assert said == ended.message
        assert filled(picture(there.workbook())) == filled(picture(standing_in.workbook())) != filled(before)
        standing_in.press("restore")
        assert before == picture(standing_in.workbook())


@pytest.mark.parametrize(("command", "down"), [("add_row", 0), ("add_row", 1), ("add_row", 4), ("delete_row", 2)])
def test_rows_when_moved_on_the_windows_engine_then_stand_as_in_memory_and_restore_brings_them_back(
    tmp_path, command, down
):
    """Below the heading, too, where the new row looks like the one below it."""
    path = form(tmp_path / "自评表.xlsx")
    there = TestDesk(memory_of(path))
    [area] = [name.area for name in there.workbook().names() if name.name == "指标_三级指标"]
    assert area is not None
    cell = CellRef(area.sheet, area.top + down, area.left)
    there.select(cell)
    press(there, command)
    expected = picture(there.workbook())
    with excel(path) as standing_in:
        standing_in.select(cell)
        before = picture(standing_in.workbook())
        ended, _ = standing_in.press(command)
        assert not ended.failed, ended.message
        after = picture(standing_in.workbook())
        if command == "add_row":
            new, like = (CellRef(area.sheet, cell.row + step, area.left) for step in (1, 2 if down == 0 else 0))
            assert after.looks[like] == after.looks[new]
        standing_in.press("restore")
        again = picture(standing_in.workbook())
    assert expected.names == after.names
    assert several(expected) == several(after)
    assert filled(expected) == filled(after)
    assert visible(before) == visible(again)


def visible(seen):
    """Without the looks of cells that a merged one covers: merging gives them that of the first, which nobody sees."""
    covered = {ref for areas in seen.merges.values() for area in areas for ref in seen.looks if ref in area}
    first = {area.first for areas in seen.merges.values() for area in areas}
    return replace(seen, looks={ref: look for ref, look in seen.looks.items() if ref not in covered - first})


def several(seen):
    """The merged areas of several cells; in memory the last cell of one stays an area, in Excel it is none."""
    return {area for areas in seen.merges.values() for area in areas if area.first.a1 != area.a1}


def filled(seen):
    """The cells that are not empty."""
    return {ref: held for ref, held in seen.cells.items() if held != (None, None)}


def test_restore_when_a_cell_of_the_score_block_was_typed_over_then_keeps_its_value_and_its_look(tmp_path):
    """What the person wrote there stays readable as part of the block; all else is as before."""
    with excel(form(tmp_path / "自评表.xlsx")) as standing_in:
        before = picture(standing_in.workbook())
        standing_in.press("score")
        scored = picture(standing_in.workbook())
        [sheet] = scored.sheets
        block = find_block(standing_in.workbook(), sheet)
        assert block is not None
        cell = block.ref("分值", min(cells_of(standing_in.workbook(), "指标", "三级指标")).row)
        standing_in.application.ActiveWorkbook.sheets[0].Cells.Item(cell.row, cell.column).Value = 7
        ended, _ = standing_in.press("restore")
        after = picture(standing_in.workbook())
    assert f"1 处之后改过，保留（{cell.a1}）" in ended.message
    assert (7, None) == after.cells[cell]
    assert scored.looks[cell] == after.looks[cell]
    assert {cell} == {ref for ref in before.looks if before.looks[ref] != after.looks[ref]} | {cell}
    assert {cell} == changed(before, after).values


@pytest.mark.parametrize(
    ("command", "member"),
    [("score", "Formula"), ("score", "Value"), ("score", "NumberFormat"), ("check", "Value"), ("check", "AddComment")],
)
def test_button_when_excel_fails_in_the_middle_then_everything_is_as_before(tmp_path, command, member):
    """Cells, looks, protection, screen, events, calculation, selected sheet; and a sentence."""
    path = form(tmp_path / "自评表.xlsx")
    with excel(path) as standing_in:
        before, calm = picture(standing_in.workbook()), standing_in.state()
        with standing_in.failing(member):
            ended, _ = standing_in.press(command)
        assert ended.failed
        assert "Excel 没有接受" in ended.message
        assert before == picture(standing_in.workbook())
        assert calm == standing_in.state()
