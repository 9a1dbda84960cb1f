"""``perf-xl row``: indicator rows added and deleted on a file."""

from __future__ import annotations

import pytest

from perf_xl.forms.read import read_forms
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import CellRef, SetValue, parse_a1
from tests.cli.support import filled, say


@pytest.fixture
def form(tmp_path):
    """A published project form."""
    return filled(tmp_path / "报送 材料" / "自评表.xlsx")


def names_of(path):
    """The third levels, in order, with their cells."""
    [record] = read_forms(FilesWorkbook.open(path))
    rows = [row for row in record.rows("指标") if row.values["三级指标"]]
    return [(row.values["三级指标"], row.cells["三级指标"].a1) for row in rows]


def levels_of(path):
    """The first two levels of every row, blank third level or not."""
    [record] = read_forms(FilesWorkbook.open(path))
    return {row.cells["三级指标"].row: (row.values["一级指标"], row.values["二级指标"]) for row in record.rows("指标")}


def test_row_when_added_then_blank_rows_stand_below_in_the_same_levels(form, capsys):
    """Three at once; the other rows say what they said."""
    names, levels = names_of(form), levels_of(form)
    said = say(capsys, "row", "add", form, names[1][1], "--count", "3")
    above = int(names[1][1][1:])
    first = above + 1
    assert (0, f"已增加第 {first}～{first + 2} 行，三级指标从 {names[1][1][0]}{first} 填起。\n") == (
        said.status,
        said.out,
    )
    assert [name for name, _ in names] == [name for name, _ in names_of(form)]
    kept = {row + 3 * (row > above): said for row, said in levels.items()}
    assert kept == levels_of(form)
    workbook = FilesWorkbook.open(form)
    sheet, column = workbook.sheets()[0], parse_a1(names[1][1])[1]
    new = range(first, first + 3)
    workbook.apply([SetValue(CellRef(sheet, row, column), f"新{row}") for row in new], label="填写", unlock=True)
    workbook.save()
    assert kept | dict.fromkeys(new, levels[above]) == levels_of(form)


def test_row_when_deleted_then_restored_everything_is_back(form, capsys):
    """One write, taken back as one."""
    names, data = names_of(form), form.read_bytes()
    said = say(capsys, "row", "delete", form, f"{names[1][1]}:{names[2][1]}")
    assert (0, "已删除 2 行。\n") == (said.status, said.out)
    assert [name for name, _ in (names[0], *names[3:])] == [name for name, _ in names_of(form)]
    assert 0 == say(capsys, "restore", form).status
    assert data == form.read_bytes()


def test_rows_when_added_then_restored_at_once(form, capsys):
    """Several rows of one call are one write."""
    data, names = form.read_bytes(), names_of(form)
    say(capsys, "row", "add", form, names[0][1], "--count", "2")
    assert 0 == say(capsys, "restore", form).status
    assert data == form.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["add", "A1"], "不在指标表里"),
        (["delete", "A1:A3"], "不全是指标行"),
        (["delete", "A1:第三行"], "不是单元格地址"),
        (["add", "A1", "--count", "0"], "--count"),
    ],
)
def test_row_when_called_wrongly_then_one_sentence_and_nothing_written(form, capsys, arguments, words):
    """Outside the table, no address, no number."""
    data = form.read_bytes()
    verb, cell, *rest = arguments
    assert words in say(capsys, "row", verb, form, cell, *rest).refusal
    assert data == form.read_bytes()
