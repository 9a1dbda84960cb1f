"""The ribbon's commands through xlwings on a workbook open in LibreOffice: the same as in memory, and taken back."""

import pytest

from perf_xl.forms.catalog import form_spec
from perf_xl.forms.place import place_record
from perf_xl.hosts.excel.actions import Work, action
from perf_xl.hosts.libreoffice.workbook import libreoffice_workbook
from perf_xl.hosts.xlwings_log import UndoLog
from perf_xl.model.cells import Area, CellRef
from tests.hosts.excel.desk import TestDesk
from tests.support import filled_form, published, published_record

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
