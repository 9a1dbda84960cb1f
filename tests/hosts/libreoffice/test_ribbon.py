"""The ribbon's commands through xlwings on a workbook open in LibreOffice: the same as in memory, and taken back."""

import pytest
import uno

from perf_xl.forms.catalog import form_spec
from perf_xl.forms.place import place_record
from perf_xl.hosts.excel.actions import action
from perf_xl.hosts.excel.work import Work
from perf_xl.hosts.libreoffice.workbook import libreoffice_workbook
from perf_xl.hosts.xlwings_log import UndoLog
from perf_xl.model.cells import Area, CellRef
from tests.hosts.excel.desk import TestDesk, setting
from tests.hosts.ribbon_contract import ASKED_AFTER, BUTTONS, picture
from tests.support import filled_form, published, published_record

EVERY = 5
"""Looks are dear through UNO: of one cell in so many; the memory host holds all of them to the same contract."""
PROJECT = "zhijiang-2023/05-创新型省份建设资金"


@pytest.fixture
def book(app, tmp_path):
    """A published project form, filled in LibreOffice itself from the official template."""
    record = published_record(PROJECT)
    spec = form_spec(record.form)
    path = tmp_path / "项目.xlsx"
    path.write_bytes(spec.template_path.read_bytes())
    opened = app.books.open(path)
    workbook = libreoffice_workbook(opened, UndoLog())
    workbook.apply(place_record(spec, workbook, record), label="填表", unlock=True)
    yield opened
    opened.close()


def values(workbook, sheet):
    """Value and formula of every cell around the form."""
    cells = workbook.block(Area(sheet, 1, 1, 40, 30))
    return {
        CellRef(sheet, r, c): (cell.value or None, cell.formula)
        for r, row in enumerate(cells, 1)
        for c, cell in enumerate(row, 1)
    }


def numbers(workbook, sheet):
    """Values only, rounded to what a cell shows: each host has its own cached digits."""
    return {ref: value for ref, (value, _) in values(workbook, sheet).items() if value is not None}


@pytest.mark.parametrize("command", BUTTONS)
def test_button_when_pressed_in_libreoffice_then_touches_what_the_contract_says_and_restore_brings_it_back(
    book, command
):
    """Values, formulas, formats, notes, names, merges and sheets, on an open workbook; the form is protected."""
    workbook = libreoffice_workbook(book, UndoLog())
    desk = TestDesk(workbook)
    [rate] = [name.area for name in workbook.names() if name.name == "资金_执行率" and name.area]
    desk.select(CellRef(rate.sheet, rate.top + 1, rate.left))
    before, touches = picture(workbook, EVERY), BUTTONS[command]
    asked = filled_form(published(PROJECT))
    action(command)(Work(desk, lambda _: None))
    touches.hold(before, picture(workbook, EVERY), workbook if command in ASKED_AFTER else asked)
    assert book.sheets[0].api.isProtected()
    action("restore")(Work(desk, lambda _: None))
    assert before == picture(workbook, EVERY)


def test_written_when_rows_are_filtered_or_hidden_then_the_sentence_counts_them(book):
    """A filter of a person's own stays; what is written below it is said."""
    workbook = libreoffice_workbook(book, UndoLog())
    desk = TestDesk(workbook)
    action("score")(Work(desk, lambda _: None))
    action("restore")(Work(desk, lambda _: None))
    sheet = book.sheets[0].api
    filtered(sheet, "D15:D26", "科技培训")
    sheet.Rows.getByIndex(14).IsVisible = False
    hidden = [row for row in range(1, 40) if not sheet.Rows.getByIndex(row - 1).IsVisible]
    assert list(range(15, 27)) == hidden
    assert "（其中 12 行被筛选或隐藏，看不见）" in action("score")(Work(desk, lambda _: None)).message
    assert hidden == [row for row in range(1, 40) if not sheet.Rows.getByIndex(row - 1).IsVisible]


def filtered(sheet, place, text):
    """A person's filter on one column: only rows with this text are left."""
    from com.sun.star.sheet import TableFilterField

    sheet.unprotect("")
    cells = sheet.getCellRangeByName(place)
    descriptor = cells.createFilterDescriptor(True)
    field = TableFilterField()
    field.Field, field.IsNumeric, field.StringValue = 0, False, text
    field.Operator = uno.Enum("com.sun.star.sheet.FilterOperator", "EQUAL")
    descriptor.setFilterFields((field,))
    descriptor.ContainsHeader = False
    cells.filter(descriptor)
    sheet.protect("")


def test_explain_when_the_structure_has_a_password_then_a_message_box_has_the_steps(book):
    """Without a password the protection is put back afterwards."""
    workbook = libreoffice_workbook(book, UndoLog())
    desk = TestDesk(workbook)
    [rate] = [name.area for name in workbook.names() if name.name == "资金_执行率" and name.area]
    cell = CellRef(rate.sheet, rate.top + 1, rate.left)
    for password, report in (("", False), ("密码", True)):
        book.api.protect(password)
        desk.select(cell)
        shown = action("explain")(Work(desk, lambda _: None))
        assert report == ("÷" in shown.report)
        assert book.api.isProtected()
        book.api.unprotect(password)
    assert 1 == [sheet.name for sheet in book.sheets].count("得分说明")


def test_policy_when_shown_then_words_are_offered_in_lists(book):
    """And what a person picks there holds after the next press."""
    workbook = libreoffice_workbook(book, UndoLog())
    desk = TestDesk(workbook)
    action("policy")(Work(desk, lambda _: None))
    cell = book.sheets["口径设置"][setting(workbook, "扣分不足一步").a1]
    assert "list" == cell.data_validation.type
    assert "不计,按一步计,按比例计" == cell.data_validation.source.strip('"')
    cell.value = "按比例计"
    shown = action("policy")(Work(TestDesk(libreoffice_workbook(book)), lambda _: None))
    assert shown.message.startswith("已改 1 项口径：扣分不足一步")


@pytest.mark.parametrize("command", ["rate", "score"])
def test_command_when_run_in_libreoffice_then_gives_the_values_of_the_memory_host(book, command):
    """One command, two hosts, the same cells; and 撤销 brings every one of them back."""
    undo = UndoLog()
    book_in_memory = filled_form(published(PROJECT))
    expected = action(command)(Work(TestDesk(book_in_memory), lambda _: None))
    sheet = book.sheets[0].name
    before = values(libreoffice_workbook(book), sheet)
    shown = action(command)(Work(TestDesk(libreoffice_workbook(book, undo)), lambda _: None))
    assert expected == shown
    in_memory, here = numbers(book_in_memory, book_in_memory.sheets()[0]), numbers(libreoffice_workbook(book), sheet)
    assert {(r.row, r.column): v for r, v in in_memory.items()} == {(r.row, r.column): v for r, v in here.items()}
    action("restore")(Work(TestDesk(libreoffice_workbook(book, undo)), lambda _: None))
    assert before == values(libreoffice_workbook(book), sheet)


def test_check_when_run_in_libreoffice_then_marks_and_clears_again(book):
    """Notes on the cells, and gone again."""
    undo = UndoLog()
    sheet = book.sheets[0].name
    before = values(libreoffice_workbook(book), sheet)
    shown = action("check")(Work(TestDesk(libreoffice_workbook(book, undo)), lambda _: None))
    assert shown.message.endswith("→ 点“下一处问题”")
    marked = libreoffice_workbook(book)
    assert any(marked.note(CellRef(sheet, row, column)) for row in range(1, 40) for column in range(1, 12))
    action("clear_marks")(Work(TestDesk(libreoffice_workbook(book, undo)), lambda _: None))
    assert before == values(libreoffice_workbook(book), sheet)


def test_rows_when_added_in_libreoffice_then_the_levels_grow(book):
    """增加指标行 with its merges."""
    workbook = libreoffice_workbook(book, UndoLog())
    [area] = [name.area for name in workbook.names() if name.name == "指标_三级指标" and name.area]
    desk = TestDesk(workbook)
    desk.selected = Area(area.sheet, area.top + 1, area.left, area.top + 1, area.left)
    shown = action("add_row")(Work(desk, lambda _: None))
    assert f"已在第 {area.top + 2} 行增加一行，请填写三级指标" == shown.message
    [grown] = [n.area for n in libreoffice_workbook(book).names() if n.name == "指标_三级指标" and n.area]
    assert area.bottom + 1 == grown.bottom
