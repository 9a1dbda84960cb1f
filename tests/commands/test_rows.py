"""增加指标行, 删除指标行: the table, its levels and everything below it."""

import pytest

from perf_xl.commands.rows import add_row, delete_rows
from perf_xl.errors import InputError
from perf_xl.forms.read import read_forms
from perf_xl.model.cells import Area, CellRef, SetValue
from tests.support import filled_form

FORM = "zhijiang-2023-project-self-evaluation"
ROWS = [
    ("产出指标", "数量指标", "甲"),
    ("产出指标", "数量指标", "乙"),
    ("产出指标", "质量指标", "丙"),
    ("效益指标", "社会效益指标", "丁"),
]


@pytest.fixture
def workbook():
    """Four indicators under three second levels."""
    rows = [dict(zip(("一级指标", "二级指标", "三级指标"), row, strict=True)) for row in ROWS]
    return filled_form({"form": FORM, "fields": {"项目资金名称": "测试"}, "tables": {"指标": rows}})


def rows_of(workbook):
    """Levels and name of each indicator row, as read."""
    [record] = read_forms(workbook)
    keys = ("一级指标", "二级指标", "三级指标")
    return [tuple(row.values[key] for key in keys) for row in record.rows("指标") if row.values["三级指标"]]


def cell_of(workbook, name):
    """The cell of an indicator."""
    [record] = read_forms(workbook)
    return next(row.cells["三级指标"] for row in record.rows("指标") if row.values["三级指标"] == name)


@pytest.mark.parametrize("after", [0, 1, 2, 3])
def test_add_row_when_inserted_then_belongs_to_the_levels_above(workbook, after):
    """In the middle of a merged level, at its end, and after a single row."""
    new = add_row(workbook, cell_of(workbook, ROWS[after][2]))
    workbook.apply([SetValue(new, "新")], label="填写", unlock=True)
    expected = [*ROWS[: after + 1], (*ROWS[after][:2], "新"), *ROWS[after + 1 :]]
    assert expected == rows_of(workbook)


def test_add_row_when_taken_back_then_everything_is_as_before(workbook):
    """Rows, merges and names."""
    before = rows_of(workbook), list(workbook.merges(workbook.sheets()[0])), list(workbook.names())
    add_row(workbook, cell_of(workbook, "乙"))
    workbook.restore()
    assert before == (rows_of(workbook), list(workbook.merges(workbook.sheets()[0])), list(workbook.names()))


@pytest.mark.parametrize("gone", [0, 1, 2, 3])
def test_delete_rows_when_deleted_then_the_others_keep_their_levels(workbook, gone):
    """Also when the first row of a merged level goes."""
    cell = cell_of(workbook, ROWS[gone][2])
    assert 1 == delete_rows(workbook, Area(cell.sheet, cell.row, 1, cell.row, 1))
    assert [*ROWS[:gone], *ROWS[gone + 1 :]] == rows_of(workbook)


def test_rows_when_outside_the_table_then_refused(workbook):
    """A sentence, and nothing written."""
    sheet = workbook.sheets()[0]
    with pytest.raises(InputError, match="A1 不在指标表里"):
        add_row(workbook, CellRef(sheet, 1, 1))
    with pytest.raises(InputError, match="不全是指标行"):
        delete_rows(workbook, Area(sheet, 1, 1, 3, 1))
    assert rows_of(workbook) == ROWS


def test_delete_rows_when_all_are_selected_then_refused(workbook):
    """A table without rows could not grow again."""
    [area] = [name.area for name in workbook.names() if name.name == "指标_三级指标"]
    with pytest.raises(InputError, match="至少要留一行"):
        delete_rows(workbook, Area(area.sheet, area.top + 1, 1, area.bottom - 1, 1))
