"""这个得分怎么来的？ and 口径设置: what stands on their sheets, and what holds afterwards."""

import re
from decimal import Decimal

import pytest

from perf_xl.errors import InputError
from perf_xl.model.cells import Area, CellRef
from tests.hosts.excel.desk import cells_of, press, set_to, setting
from tests.hosts.ribbon_contract import picture


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
