"""Every button on a workbook in memory: which cells it changes, what it says, and that restore brings them back."""

import json
import re
from decimal import Decimal

import pytest

from perf_xl.addin import serve
from perf_xl.addin.ribbon import buttons
from perf_xl.errors import InputError
from perf_xl.forms.read import read_forms
from perf_xl.hosts.excel.actions import ACTIONS, action
from perf_xl.hosts.excel.commands import start
from perf_xl.hosts.excel.messages import CANCELLED, NO_WORKBOOK
from perf_xl.hosts.excel.work import Work
from perf_xl.model.cells import Area, CellRef, SetName, SetValue
from perf_xl.resources import resource_dir
from tests.hosts.excel.desk import TestDesk
from tests.hosts.ribbon_contract import ASKED_AFTER, BUTTONS, Changed, changed, picture
from tests.support import filled_form, published

PROJECT = "zhijiang-2023/05-创新型省份建设资金"
TARGETS = "zhijiang-2025/01"
RIBBON = (resource_dir("addin") / "customUI14.xml").read_text("utf-8")


@pytest.fixture
def desk() -> TestDesk:
    """A published project form, filled in."""
    return TestDesk(filled_form(published(PROJECT)))


def press(desk: TestDesk, command: str):
    """A press of a button, without steps; what it shows."""
    return action(command)(Work(desk, lambda _: None))


def cells_of(book, table, column):
    """The cells of a column, as the form is read."""
    [record] = read_forms(book)
    return {row.cells[column] for row in record.rows(table)}


def test_actions_when_compared_with_the_ribbon_then_every_button_has_one():
    """No button without an action, no action without a button."""
    offered = set(ACTIONS) | {"doctor"}
    assert {button.command for button in buttons(RIBBON)} == offered


@pytest.mark.parametrize("command", BUTTONS)
def test_button_when_pressed_then_touches_what_the_contract_says_and_restore_brings_it_back(desk, command):
    """Exactly these cells; and 撤销上一步绩效操作 undoes all of it: values, formulas, formats, notes, names, sheets."""
    desk.select(min(cells_of(desk.workbook(), "资金", "执行率")))
    before, touches = picture(desk.workbook()), BUTTONS[command]
    asked = filled_form(published(PROJECT))
    press(desk, command)
    touches.hold(before, picture(desk.workbook()), desk.workbook() if command in ASKED_AFTER else asked)
    press(desk, "restore")
    assert before == picture(desk.workbook())


@pytest.mark.parametrize("command", ["add_row", "delete_row"])
def test_rows_when_moved_and_taken_back_then_every_cell_is_as_before(desk, command):
    """The names of the columns grow or shrink by one row; all other cells keep their contents."""
    desk.selected = Area(*_first_indicator(desk.workbook()))
    before, bottom = picture(desk.workbook()), column_of(desk.workbook(), "指标_三级指标").bottom
    press(desk, command)
    assert bottom + {"add_row": 1, "delete_row": -1}[command] == column_of(desk.workbook(), "指标_三级指标").bottom
    press(desk, "restore")
    assert before == picture(desk.workbook())


def test_defaults_when_pressed_then_fills_the_blank_definitions_and_nothing_else():
    """What a person wrote stays; restore empties them again."""
    desk = TestDesk(filled_form(published(TARGETS)))
    rows = read_forms(desk.workbook())[0].rows("指标")
    blank = {row.cells["指标解释"] for row in rows[::3]}
    desk.workbook().apply([SetValue(ref, None) for ref in blank], label="填写", unlock=True)
    before = picture(desk.workbook())
    press(desk, "defaults")
    found = changed(before, picture(desk.workbook()))
    assert blank == found.values
    assert (set(), ()) == (found.notes, found.sheets)
    press(desk, "restore")
    assert before == picture(desk.workbook())


def test_repair_when_pressed_then_adds_names_only_and_restore_takes_them_away(desk):
    """A form of another origin: its cells stay as they are."""
    lost = [SetName(name.name, name.sheet, None) for name in desk.workbook().names()]
    desk.workbook().apply(lost, label="丢失名称")
    before = picture(desk.workbook())
    assert press(desk, "repair").message.startswith("已认出并补上名称")
    after = picture(desk.workbook())
    assert Changed() == changed(before, after)
    assert before.names < after.names
    press(desk, "restore")
    assert before == picture(desk.workbook())


def test_accept_finding_when_taken_back_then_mark_and_reason_are_as_before(desk):
    """Two writes: the reason, then the marks."""
    press(desk, "check")
    press(desk, "next_finding")
    before = picture(desk.workbook())
    desk.answers = ["已电话核实"]
    press(desk, "accept_finding")
    form = desk.workbook().sheets()[0]
    assert not {ref for ref in changed(before, picture(desk.workbook())).values if ref.sheet == form}
    press(desk, "restore")
    press(desk, "restore")
    assert before == picture(desk.workbook())


def test_clear_marks_when_taken_back_then_the_marks_are_there_again(desk):
    """Notes, fills and the sheet 校验结果."""
    press(desk, "check")
    before = picture(desk.workbook())
    press(desk, "clear_marks")
    press(desk, "restore")
    assert before == picture(desk.workbook())


def column_of(book, name):
    """The area of a column's name."""
    return next(item.area for item in book.names() if item.name == name)


def _first_indicator(book):
    ref = min(cells_of(book, "指标", "三级指标"))
    return ref.sheet, ref.row, ref.column, ref.row, ref.column


def test_rate_and_score_when_pressed_then_say_what_they_did(desk):
    """One sentence, and Ctrl+Z by the name of the button."""
    shown = press(desk, "rate")
    assert shown.message.startswith("已计算")
    assert "计算执行率" == shown.undo_label
    assert press(desk, "score").message.startswith("已计分")


def test_check_when_pressed_then_names_the_next_step(desk):
    """Where to go on."""
    assert press(desk, "check").message.endswith("→ 点“下一处问题”")


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
    before = picture(desk.workbook())
    press(desk, "check")
    assert press(desk, "clear_marks").message.startswith("已清除")
    assert before == picture(desk.workbook())
    assert "没有标记" == press(desk, "clear_marks").message


def test_delete_row_when_pressed_then_takes_the_selected_rows(desk):
    """And says how to get them back."""
    names = cells_of(desk.workbook(), "指标", "三级指标")
    desk.selected = Area(*_first_indicator(desk.workbook()))
    assert press(desk, "delete_row").message.startswith("已删除 1 行")
    assert len(names) - 1 == len(cells_of(desk.workbook(), "指标", "三级指标"))


def test_restore_when_there_is_nothing_then_says_so(desk):
    """A workbook fresh from its file."""
    while desk.workbook().restore():
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


def text_of(book, sheet):
    """All texts of a sheet, a cell a line."""
    rows = book.block(book.used_area(sheet))
    return "\n".join(str(cell.value) for row in rows for cell in row if cell.value is not None)


def test_explain_when_a_rate_is_selected_then_shows_the_steps_on_a_sheet(desk):
    """The numbers and the division; from the sheet itself the same cell is explained again."""
    cell = min(cells_of(desk.workbook(), "资金", "执行率"))
    desk.select(cell)
    shown = press(desk, "explain")
    assert "执行率" in shown.message
    assert "" == shown.report
    assert CellRef("得分说明", 1, 1) == desk.selected.first
    told = text_of(desk.workbook(), "得分说明")
    assert "÷" in told
    assert f"单元格：{cell}" in told
    press(desk, "explain")
    assert told == text_of(desk.workbook(), "得分说明")
    assert 1 == desk.workbook().sheets().count("得分说明")


def test_explain_when_the_structure_is_locked_then_a_message_box_has_the_steps(desk):
    """Nothing is written."""
    desk.workbook().protect_structure()
    desk.select(min(cells_of(desk.workbook(), "资金", "执行率")))
    before = picture(desk.workbook())
    shown = press(desk, "explain")
    assert "÷" in shown.report
    assert len(shown.report) <= 1000
    assert before == picture(desk.workbook())


def test_explain_when_another_cell_is_selected_then_says_what_to_select(desk):
    """Not a score."""
    desk.selected = Area(desk.workbook().sheets()[0], 1, 1, 1, 1)
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


def setting(book, label):
    """The cell of 口径设置 beside a label that begins so."""
    area = book.used_area("口径设置")
    [row] = [r for r in range(1, area.bottom + 1) if str(book.cell(CellRef("口径设置", r, 1)).value).startswith(label)]
    return CellRef("口径设置", row, 2)


def set_to(book, label, value):
    """A person types into 口径设置."""
    book.apply([SetValue(setting(book, label), value)], label="填写")


def policies(book):
    """The policy kept in each form."""
    return {name.refers_to for name in book.names() if name.name == "_px_policy"}


def test_policy_when_changed_in_its_sheet_and_pressed_again_then_scores_by_it(desk):
    """Kept in the form, so that everybody scores it the same; restore takes it back."""
    press(desk, "policy")
    assert "不计" == desk.workbook().cell(setting(desk.workbook(), "扣分不足一步")).value
    set_to(desk.workbook(), "扣分不足一步", "按比例计")
    assert "还没有生效" in press(desk, "score").message
    assert set() == policies(desk.workbook())
    assert press(desk, "policy").message.startswith("已改 1 项口径：扣分不足一步")
    assert {'"{""part_steps"":""linear""}"'} == policies(desk.workbook())
    assert "还没有生效" not in press(desk, "score").message
    assert "口径没有改动" == press(desk, "policy").message
    press(desk, "restore")
    press(desk, "restore")
    assert set() == policies(desk.workbook())


def test_policy_when_the_folder_has_one_then_the_workbook_goes_before_it(desk, tmp_path):
    """Also where the default is meant: it is kept in so many words, and stays when scored."""
    (tmp_path / "perf_xl.toml").write_text('part_steps = "linear"\n', "utf-8")
    desk.saved_in = tmp_path
    press(desk, "policy")
    assert str(tmp_path / "perf_xl.toml") in text_of(desk.workbook(), "口径设置")
    assert "按比例计" == desk.workbook().cell(setting(desk.workbook(), "扣分不足一步")).value
    assert "口径没有改动" == press(desk, "policy").message
    assert set() == policies(desk.workbook())
    set_to(desk.workbook(), "扣分不足一步", "不计")
    press(desk, "policy")
    assert {'"{}"'} == policies(desk.workbook())
    press(desk, "score")
    assert {'"{}"'} == policies(desk.workbook())


def test_policy_when_a_profile_is_chosen_then_all_rows_are_its_own(desk):
    """By its Chinese title; the cell is free again for the next one."""
    press(desk, "policy")
    set_to(desk.workbook(), "套用方案", "湖北自评表")
    assert press(desk, "policy").message.startswith("已改 4 项口径")
    assert Decimal(20) == desk.workbook().cell(setting(desk.workbook(), "无成本指标时分值：预算执行率")).value
    assert Decimal("0.5") == desk.workbook().cell(setting(desk.workbook(), "定性“部分达成预期指标”下限")).value
    assert None is desk.workbook().cell(setting(desk.workbook(), "套用方案")).value
    set_to(desk.workbook(), "套用方案", "默认口径")
    press(desk, "policy")
    assert set() == policies(desk.workbook())


@pytest.mark.parametrize(
    ("label", "value", "words"),
    [
        ("扣分不足一步", "随便", "是“随便”，应填不计、按一步计、按比例计"),
        ("扣分不足一步", None, "是空白，应填"),
        ("得分保留的小数位数", Decimal("1.5"), "应填0 到 4 的整数"),
        ("得分保留的小数位数", "2", "应填0 到 4 的整数"),
        ("超额的扣去", "不知道", "应填不减分，或 0 到 1 的数"),
        ("定性“达成预期指标”上限", Decimal(2), "应填0 到 1 的数"),
        ("定性“达成预期指标”上限", Decimal("0.5"), "下限）0.8 大于上限 0.5"),
        ("套用方案", "没有的方案", "没有这个方案；已有：默认口径、湖北自评表"),
    ],
)
def test_policy_when_a_cell_holds_something_else_then_names_it_and_changes_nothing(desk, label, value, words):
    """Sheet, cell, value, remedy."""
    press(desk, "policy")
    set_to(desk.workbook(), label, value)
    before = picture(desk.workbook())
    with pytest.raises(InputError, match=re.escape(words)) as caught:
        press(desk, "policy")
    assert "口径设置!B" in str(caught.value)
    assert before == picture(desk.workbook())


def test_policy_when_the_points_do_not_add_up_then_says_so(desk):
    """Allowed, but odd."""
    press(desk, "policy")
    set_to(desk.workbook(), "无成本指标时分值：产出指标", Decimal(45))
    assert "无成本指标时的分值合计 95 分，不是 100 分" in press(desk, "policy").message


def test_written_when_rows_are_hidden_then_the_sentence_says_so(desk):
    """Before the next step."""
    desk.unseen = 3
    message = press(desk, "check").message
    assert message.endswith("（其中 3 行被筛选或隐藏，看不见） → 点“下一处问题”")
    assert press(desk, "next_finding").message.endswith("（这一行被筛选或隐藏，看不见）")


def test_next_finding_when_its_sheet_is_hidden_then_says_which(desk):
    """Excel would refuse to go there."""
    desk.workbook().hide(desk.workbook().sheets()[0])
    with pytest.raises(InputError, match="是隐藏的。请先取消隐藏"):
        press(desk, "next_finding")


def test_help_and_about_when_pressed_then_answer_without_a_workbook():
    """Also with nothing open."""
    desk = TestDesk()
    press(desk, "help")
    assert desk.opened[0].exists()
    assert "perf_xl" in press(desk, "about").report


@pytest.mark.parametrize("command", sorted(set(ACTIONS) - {"help", "about", "new_form", "rollup", "generate"}))
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
    assert (expected, picture(twin.workbook())) == (stepper.shown, picture(desk.workbook()))


def test_start_when_cancelled_at_once_then_nothing_is_written(desk):
    """Esc before the write."""
    before = picture(desk.workbook())
    stepper = start("score", lambda: desk)
    stepper.cancel()
    while stepper.advance():
        pass
    assert (CANCELLED, False) == (stepper.message, stepper.failed)
    assert before == picture(desk.workbook())


def test_start_when_nothing_is_open_then_fails_with_the_sentence():
    """As the ribbon shows it."""
    stepper = start("score", TestDesk)
    while stepper.advance():
        pass
    assert (True, NO_WORKBOOK) == (stepper.failed, stepper.message)


def test_text_when_it_begins_with_an_equals_sign_then_stays_text(desk):
    """A clerk's 「=100%」 is no formula, also after a write and its undoing."""
    cell = max(cells_of(desk.workbook(), "指标", "全年完成值"))
    desk.workbook().apply([SetValue(cell, "=100%")], label="填写", unlock=True)
    press(desk, "score")
    assert ("=100%", None) == (desk.workbook().cell(cell).value, desk.workbook().cell(cell).formula)
