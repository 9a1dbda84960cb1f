"""Every button on a workbook in memory: which cells it changes, what it says, and that restore brings them back."""

import json
from dataclasses import replace

import pytest

from perf_xl.addin import serve
from perf_xl.addin.ribbon import buttons
from perf_xl.errors import InputError
from perf_xl.forms.read import read_forms
from perf_xl.hosts.excel.actions import ACTIONS
from perf_xl.hosts.excel.commands import start
from perf_xl.hosts.excel.messages import CANCELLED, NO_WORKBOOK
from perf_xl.hosts.excel.stepping import CancelledError
from perf_xl.hosts.excel.work import Work
from perf_xl.hosts.memory import MemoryWorkbook
from perf_xl.model.cells import Area, CellRef, Edit, SetMerge, SetName, SetValue
from perf_xl.resources import resource_dir
from tests.hosts.excel.desk import PROJECT, TestDesk, cells_of, press, set_to
from tests.hosts.ribbon_contract import ASKED_AFTER, BUTTONS, Changed, changed, picture
from tests.support import filled_form, published

TARGETS = "zhijiang-2025/01"
RIBBON = (resource_dir("addin") / "customUI14.xml").read_text("utf-8")


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


@pytest.mark.parametrize(("command", "step"), [("add_row", 1), ("delete_row", -1)])
def test_rows_when_moved_then_all_others_keep_their_contents_and_restore_brings_all_back(desk, command, step):
    """From 三级指标 on (the levels before it are merged) everything below moves by one and says the same; the names of the columns grow or shrink."""
    desk.selected = Area(*_first_indicator(desk.workbook()))
    row = desk.selected.top
    before, bottom = picture(desk.workbook()), column_of(desk.workbook(), "指标_三级指标").bottom
    press(desk, command)
    after = picture(desk.workbook())
    for ref, held in before.cells.items():
        moved = replace(ref, row=ref.row + step * (ref.row > row))
        if ref.column >= desk.selected.left and (command, ref.row) != ("delete_row", row):
            assert held[0] == after.cells[moved][0]
    assert {replace(ref, row=ref.row + step * (ref.row > row)) for ref in before.notes} == set(after.notes)
    assert bottom + step == column_of(desk.workbook(), "指标_三级指标").bottom
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
    """One press, one step back."""
    press(desk, "check")
    press(desk, "next_finding")
    before = picture(desk.workbook())
    desk.answers = ["已电话核实"]
    press(desk, "accept_finding")
    form = desk.workbook().sheets()[0]
    assert not {ref for ref in changed(before, picture(desk.workbook())).values if ref.sheet == form}
    assert press(desk, "restore").message.startswith("已撤销“已核实”")
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
    """Where to go on; pressed again it writes nothing, so Ctrl+Z is not offered for it."""
    first, again = press(desk, "check"), press(desk, "check")
    assert first.message.endswith("→ 点“下一处问题”")
    assert ("校验标记", "") == (first.undo_label, again.undo_label)
    assert first.message == again.message


def test_next_finding_when_pressed_again_and_again_then_goes_round(desk):
    """Down the sheet, and from the last back to the first."""
    before = picture(desk.workbook())
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
    assert before == picture(desk.workbook())


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
    (folder / "旧表.zip").write_bytes(b"PK")
    assert press(desk, "rollup").message == ("已汇总 1 个文件，未计入 1 个，写到 项目表_部门汇总.xlsx → 先看“填报情况”")
    assert [tmp_path / "项目表_部门汇总.xlsx"] == desk.opened
    assert desk.opened[0].exists()


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


def test_written_when_rows_are_hidden_then_the_sentence_says_so(desk):
    """Before the next step."""
    desk.unseen = 3
    message = press(desk, "check").message
    assert message.endswith("（其中 3 行被筛选或隐藏，看不见） → 点“下一处问题”")
    assert press(desk, "next_finding").message.endswith("（这一行被筛选或隐藏，看不见）")


def two_forms():
    """Two projects in one workbook, each on a sheet of its own."""
    one = filled_form(published(PROJECT))
    book = MemoryWorkbook(["甲", "乙"], "两个项目.xlsx")
    [form] = one.sheets()
    for sheet in book.sheets():
        book.apply(copied(one, form, sheet), label="复制")
    return TestDesk(book)


def copied(one, form, sheet):
    """The edits that make ``sheet`` the same form as ``form`` of another workbook."""
    area = one.used_area(form)
    refs = [CellRef(form, r, c) for r in range(1, area.bottom + 1) for c in range(1, area.right + 1)]
    filled = [ref for ref in refs if one.cell(ref).value is not None]
    edits: list[Edit] = [SetValue(replace(ref, sheet=sheet), one.cell(ref).value) for ref in filled]
    edits += [SetMerge(replace(merge, sheet=sheet)) for merge in one.merges(form)]
    names = [name for name in one.names() if name.sheet == form]
    return edits + [SetName(n.name, sheet, n.refers_to.replace(form, sheet), hidden=n.hidden) for n in names]


def test_buttons_when_a_workbook_holds_several_forms_then_do_all_of_them():
    """Scored, checked and set together; rows only where the person is."""
    desk = two_forms()
    book = desk.workbook()
    before = picture(book)
    scored = press(desk, "score")
    assert {"甲", "乙"} == {ref.sheet for ref in changed(before, picture(book)).values}
    assert scored.message.startswith("已计分 18 项")
    press(desk, "restore")
    assert before == picture(book)
    press(desk, "policy")
    set_to(book, "扣分不足一步", "按比例计")
    press(desk, "policy")
    assert {"甲", "乙"} == {name.sheet for name in book.names() if name.name == "_px_policy"}
    desk.select(CellRef("乙", 15, 4))
    before = picture(book)
    press(desk, "add_row")
    assert {"乙"} == {ref.sheet for ref in changed(before, picture(book)).values}


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


@pytest.mark.parametrize("command", ["score", "check", "add_row", "explain"])
def test_start_when_cancelled_during_the_write_then_is_done_and_says_so(desk, monkeypatch, command):
    """The write cannot be stopped any more: the sentence is that of the whole command, and Ctrl+Z is offered."""
    desk.select(min(cells_of(desk.workbook(), "资金", "执行率")))
    if command == "add_row":
        desk.selected = Area(*_first_indicator(desk.workbook()))
    before, apply = picture(desk.workbook()), type(desk.workbook()).apply
    stepper = start(command, lambda: desk)

    def apply_as_esc_is_pressed(*arguments, **options):
        stepper.cancel()
        apply(*arguments, **options)

    monkeypatch.setattr(type(desk.workbook()), "apply", apply_as_esc_is_pressed)
    while stepper.advance():
        pass
    assert CANCELLED != stepper.message
    assert stepper.shown is not None
    assert stepper.shown.undo_label
    assert before != picture(desk.workbook())


def test_generate_when_cancelled_then_says_what_is_there_and_goes_on_when_pressed_again(tmp_path):
    """Files made before Esc stay; into the same folder only the rest is made."""
    data, folder = tmp_path / "数据.jsonl", tmp_path / "生成"
    folder.mkdir()
    records = [{"fields": {"项目资金名称": f"项目{number}"}, "tables": {}} for number in range(4)]
    data.write_text("".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records), "utf-8")
    desk = TestDesk()
    desk.answers = ["项目支出绩效目标自评表", data, folder] * 2

    def esc(text):
        if "2/4" in text:
            raise CancelledError(CANCELLED)

    with pytest.raises(CancelledError, match="此前已生成的 2 份保留"):
        ACTIONS["generate"](Work(desk, esc))
    assert 2 == len(list(folder.glob("*.xlsx")))
    assert press(desk, "generate").message.startswith("已生成 2 份，先前已生成 2 份")
    assert 4 == len(list(folder.glob("*.xlsx")))


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
