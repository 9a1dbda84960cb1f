"""Every button on a workbook in memory: which cells it changes, what it says, and that restore brings them back."""

import json

import pytest

from perf_xl.addin import serve
from perf_xl.addin.ribbon import buttons
from perf_xl.errors import InputError
from perf_xl.forms.read import read_forms
from perf_xl.hosts.excel.actions import ACTIONS, Work, action
from perf_xl.hosts.excel.commands import start
from perf_xl.hosts.excel.messages import CANCELLED, NO_WORKBOOK
from perf_xl.model.cells import Area, CellRef, SetValue
from perf_xl.resources import resource_dir
from tests.hosts.excel.desk import TestDesk
from tests.support import filled_form, published

PROJECT = "zhijiang-2023/05-创新型省份建设资金"
RIBBON = (resource_dir("addin") / "customUI14.xml").read_text("utf-8")


@pytest.fixture
def desk() -> TestDesk:
    """A published project form, filled in."""
    return TestDesk(filled_form(published(PROJECT)))


def press(desk: TestDesk, command: str):
    """A press of a button, without steps; what it shows."""
    return action(command)(Work(desk, lambda _: None))


def picture(book):
    """Value, formula, note and look of every used cell, names and merges: all that restore must bring back."""
    cells = {}
    for sheet in book.sheets():
        area = book.used_area(sheet)
        if area is None:
            continue
        for row in range(1, area.bottom + 3):
            for column in range(1, area.right + 14):
                ref = CellRef(sheet, row, column)
                cells[ref] = (book.cell(ref), book.note(ref), book.look(ref))
    return cells, set(book.names()), [list(book.merges(sheet)) for sheet in book.sheets()], list(book.sheets())


def changed(before, after):
    """The cells that differ in value or formula."""
    return {ref for ref in after[0] if before[0].get(ref, (None,))[0] != after[0][ref][0]}


def cells_of(book, table, column):
    """The cells of a column, as the form is read."""
    [record] = read_forms(book)
    return {row.cells[column] for row in record.rows(table)}


def test_actions_when_compared_with_the_ribbon_then_every_button_has_one():
    """No button without an action, no action without a button."""
    offered = set(ACTIONS) | {"doctor"}
    assert {button.command for button in buttons(RIBBON)} == offered


@pytest.mark.parametrize("command", ["defaults", "check", "rate", "score", "repair", "add_row"])
def test_button_when_pressed_and_taken_back_then_every_cell_is_as_before(desk, command):
    """One write a press, and 撤销上一步绩效操作 undoes all of it."""
    desk.selected = Area(*_first_indicator(desk.book))
    before = picture(desk.book)
    press(desk, command)
    if picture(desk.book) == before:
        assert command in ("defaults", "repair")
        return
    press(desk, "restore")
    assert before == picture(desk.book)


def _first_indicator(book):
    ref = min(cells_of(book, "指标", "三级指标"))
    return ref.sheet, ref.row, ref.column, ref.row, ref.column


def test_rate_when_pressed_then_changes_the_rate_cells_only(desk):
    """Nothing that a person typed elsewhere."""
    before = picture(desk.book)
    shown = press(desk, "rate")
    assert changed(before, picture(desk.book)) <= cells_of(desk.book, "资金", "执行率")
    assert shown.message.startswith("已计算")
    assert "计算执行率" == shown.undo_label


def test_score_when_pressed_then_touches_no_entry_of_the_form(desk):
    """Only rate cells and the score block right of the print area."""
    [record] = read_forms(desk.book)
    entries = {ref for rows in record.tables.values() for row in rows for ref in row.cells.values()} | set(
        record.cells.values()
    )
    allowed = cells_of(desk.book, "资金", "执行率")
    before = picture(desk.book)
    shown = press(desk, "score")
    assert changed(before, picture(desk.book)) & entries <= allowed
    assert shown.message.startswith("已计分")


def test_check_when_pressed_then_marks_and_names_the_next_step(desk):
    """Values and formulas of the form stay as they are."""
    form = desk.book.sheets()[0]
    before = picture(desk.book)
    shown = press(desk, "check")
    assert not {ref for ref in changed(before, picture(desk.book)) if ref.sheet == form}
    assert shown.message.endswith("→ 点“下一处问题”")


def test_next_finding_when_pressed_again_and_again_then_goes_round(desk):
    """Down the sheet, and from the last back to the first."""
    places: list[CellRef] = []
    while True:
        shown = press(desk, "next_finding")
        ref = desk.selected.first
        assert shown.message.startswith(f"{ref.a1}：")
        if places and ref == places[0]:
            break
        assert ref not in places
        places.append(ref)
    assert places == sorted(places)


def test_accept_finding_when_a_reason_is_given_then_the_finding_is_not_shown_again(desk):
    """The reason is kept; without one nothing happens."""
    press(desk, "next_finding")
    cell = desk.selected.first
    desk.answers = [None]
    assert "没有标记" == press(desk, "accept_finding").message
    desk.answers = ["已电话核实"]
    assert press(desk, "accept_finding").message.startswith(f"{cell.a1} 已标记为已核实")
    assert f"{cell.a1} 没有要核实的问题" == press(desk, "accept_finding").message


def test_clear_marks_when_pressed_then_leaves_the_workbook_as_before_the_check(desk):
    """Notes, fills, names and the sheet 校验结果."""
    before = picture(desk.book)
    press(desk, "check")
    assert press(desk, "clear_marks").message.startswith("已清除")
    assert before == picture(desk.book)
    assert "没有标记" == press(desk, "clear_marks").message


def test_delete_row_when_pressed_then_takes_the_selected_rows(desk):
    """And says how to get them back."""
    names = cells_of(desk.book, "指标", "三级指标")
    desk.selected = Area(*_first_indicator(desk.book))
    assert press(desk, "delete_row").message.startswith("已删除 1 行")
    assert len(names) - 1 == len(cells_of(desk.book, "指标", "三级指标"))


def test_restore_when_there_is_nothing_then_says_so(desk):
    """A workbook fresh from its file."""
    while desk.book.restore():
        pass
    assert "没有可以撤销的绩效操作" == press(desk, "restore").message


def test_new_form_when_chosen_then_a_template_is_saved_and_opened(desk, tmp_path):
    """Never over an existing file."""
    for number in (1, 2):
        desk.answers = ["项目支出绩效目标自评表", tmp_path]
        press(desk, "new_form")
        assert number == len(list(tmp_path.glob("*.xlsx"))) == len(desk.opened)
    desk.answers = [None]
    assert "没有新建" == press(desk, "new_form").message


def test_rollup_when_a_folder_is_chosen_then_a_summary_is_written_and_opened(tmp_path):
    """Beside the folder, not in it."""
    from perf_xl.forms.catalog import form_spec
    from perf_xl.forms.place import place_record
    from perf_xl.hosts.files import FilesWorkbook
    from tests.support import published_record

    folder = tmp_path / "项目表"
    folder.mkdir()
    record = published_record(PROJECT)
    [template] = (resource_dir("templates") / record.form).glob("*.xlsx")
    path = folder / "甲.xlsx"
    path.write_bytes(template.read_bytes())
    book = FilesWorkbook.open(path)
    book.apply(place_record(form_spec(record.form), book, record), label="填写", unlock=True)
    book.save()
    desk = TestDesk()
    desk.answers = [folder]
    assert press(desk, "rollup").message.startswith("已汇总 1 个文件")
    assert [tmp_path / "项目表_部门汇总.xlsx"] == desk.opened
    assert desk.opened[0].exists()


def test_explain_when_a_rate_is_selected_then_shows_the_steps(desk):
    """The numbers and the division, read-only."""
    before = picture(desk.book)
    cell = min(cells_of(desk.book, "资金", "执行率"))
    desk.selected = Area(cell.sheet, cell.row, cell.column, cell.row, cell.column)
    shown = press(desk, "explain")
    assert "执行率" in shown.message
    assert "÷" in shown.report
    assert before == picture(desk.book)


def test_explain_when_another_cell_is_selected_then_says_what_to_select(desk):
    """Not a score."""
    desk.selected = Area(desk.book.sheets()[0], 1, 1, 1, 1)
    with pytest.raises(InputError, match="请选中得分、执行率或总分"):
        press(desk, "explain")


def test_generate_when_given_data_then_writes_one_workbook_a_record(tmp_path):
    """The same as the command line's."""
    data = tmp_path / "数据.jsonl"
    records = [{"fields": {"项目资金名称": name}, "tables": {}} for name in ("甲项目", "乙项目")]
    data.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
    folder = tmp_path / "生成"
    folder.mkdir()
    desk = TestDesk()
    desk.answers = ["项目支出绩效目标自评表", data, folder]
    shown = press(desk, "generate")
    assert shown.message.startswith("已生成 2 份")
    assert 2 == len(list(folder.glob("*.xlsx")))
    desk.answers = [None]
    assert "没有生成" == press(desk, "generate").message


def test_policy_when_the_folder_has_one_then_is_named(desk, tmp_path):
    """Where the conventions come from is part of the answer."""
    assert "默认口径" in press(desk, "policy").report
    (tmp_path / "perf_xl.toml").write_text('part_steps = "linear"\n', "utf-8")
    desk.saved_in = tmp_path
    report = press(desk, "policy").report
    assert str(tmp_path / "perf_xl.toml") in report
    assert "linear" in report


def test_help_and_about_when_pressed_then_answer_without_a_workbook():
    """Also with nothing open."""
    desk = TestDesk()
    press(desk, "help")
    assert desk.opened[0].exists()
    assert "perf_xl" in press(desk, "about").report


@pytest.mark.parametrize(
    "command", sorted(set(ACTIONS) - {"help", "about", "new_form", "rollup", "generate", "policy"})
)
def test_button_when_nothing_is_open_then_says_so(command):
    """A sentence with the way out."""
    with pytest.raises(InputError, match=r"没有打开的工作簿|请先选中"):
        press(TestDesk(), command)


def test_doctor_when_not_on_windows_then_says_so():
    """The button of the server; here it can only refuse."""
    with pytest.raises(InputError, match="Windows"):
        serve.doctor(Work(TestDesk(), lambda _: None))


def test_start_when_stepped_then_does_the_same_as_at_once(desk):
    """Through the stepper, everything of the workbook in this thread."""
    twin = TestDesk(filled_form(published(PROJECT)))
    expected = press(twin, "score")
    stepper = start("score", lambda: desk)
    while stepper.advance():
        pass
    assert (expected, picture(twin.book)) == (stepper.shown, picture(desk.book))


def test_start_when_cancelled_at_once_then_nothing_is_written(desk):
    """Esc before the write."""
    before = picture(desk.book)
    stepper = start("score", lambda: desk)
    stepper.cancel()
    while stepper.advance():
        pass
    assert (CANCELLED, False) == (stepper.message, stepper.failed)
    assert before == picture(desk.book)


def test_start_when_nothing_is_open_then_fails_with_the_sentence():
    """As the ribbon shows it."""
    stepper = start("score", TestDesk)
    while stepper.advance():
        pass
    assert (True, NO_WORKBOOK) == (stepper.failed, stepper.message)


def test_text_when_it_begins_with_an_equals_sign_then_stays_text(desk):
    """A clerk's 「=100%」 is no formula, also after a write and its undoing."""
    cell = max(cells_of(desk.book, "指标", "全年完成值"))
    desk.book.apply([SetValue(cell, "=100%")], label="填写", unlock=True)
    press(desk, "score")
    assert ("=100%", None) == (desk.book.cell(cell).value, desk.book.cell(cell).formula)
