"""Workbooks without our names: recognised by their labels however shifted, read, and given the names."""

from __future__ import annotations

import pytest

from perf_xl.forms.adopt import adopt
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.grid import grid_of
from perf_xl.forms.outside import squeezed
from perf_xl.forms.read import read_forms
from perf_xl.forms.recognize import read_recognized, recognize
from perf_xl.forms.records import FormRecord
from perf_xl.forms.spec import FormSpec
from perf_xl.hosts.memory import MemoryWorkbook
from perf_xl.model.cells import CellRef, SetValue
from tests.forms.mutate import moved, nameless, spaced_labels
from tests.forms.sheets import empty_form, filled, published, published_files, said

FILES = published_files()
ONE_EACH = list({published(path)[0].id: path for path in FILES}.values())


def expected(spec: FormSpec, record: FormRecord):
    """What must be read: every field, blank where the record has none."""
    fields, tables = said(record)
    return {**{field.name: None for field in spec.fields()}, **fields}, tables


def understood(workbook: MemoryWorkbook, spec: FormSpec):
    """What recognition makes of the only sheet; it must be sure of the form and miss nothing."""
    (recognition,) = recognize(workbook)
    assert recognition.form is not None, [(c.spec.id, c.confidence, c.missing) for c in recognition.candidates]
    assert recognition.form.spec is spec
    assert recognition.form.missing == ()
    return said(read_recognized(workbook, recognition.form))


def each_form(test):
    """Run with one published example of each form."""
    return pytest.mark.parametrize("path", ONE_EACH, ids=lambda path: published(path)[0].id)(test)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_recognize_when_all_names_are_lost_then_the_same_is_read(path):
    """All 27 published forms, copied as values."""
    spec, record = published(path)
    assert understood(nameless(filled(spec, record)), spec) == expected(spec, record)


@each_form
def test_recognize_when_columns_are_inserted_then_the_same_is_read(path):
    """One blank column before the form, one between its second and third column."""
    spec, record = published(path)
    copy = moved(filled(spec, record), column=lambda column: column + 1 + (column > 2))
    assert understood(copy, spec) == expected(spec, record)


@each_form
def test_recognize_when_the_title_row_is_deleted_then_the_form_is_still_known(path):
    """The headings are enough; a year that stood in the title is gone with it."""
    spec, record = published(path)
    workbook = filled(spec, record)
    title = next(cell.box[0] for cell in grid_of(spec).cells if cell.role == "title")
    copy = moved(workbook, drop_rows=frozenset({title}))
    (recognition,) = recognize(copy)
    assert recognition.form is not None
    assert recognition.form.spec is spec
    assert set(recognition.form.missing) <= {"年度"}
    fields, tables = said(read_recognized(copy, recognition.form))
    wanted, wanted_tables = expected(spec, record)
    if "年度" in recognition.form.missing:
        wanted["年度"] = None
    assert (fields, tables) == (wanted, wanted_tables)


@each_form
def test_recognize_when_notes_are_cut_off_then_the_same_is_read(path):
    """People copy the table and leave the notes behind."""
    spec, record = published(path)
    workbook = filled(spec, record)
    notes = {squeezed(str(cell.value)) for cell in grid_of(spec).cells if cell.role == "note"}
    used = workbook.used_area(spec.sheet)
    assert used is not None
    texts = {row: squeezed(str(cells[0].value)) for row, cells in enumerate(workbook.block(used), used.top)}
    copy = moved(workbook, drop_rows=frozenset(row for row, text in texts.items() if text in notes))
    assert understood(copy, spec) == expected(spec, record)


@each_form
def test_recognize_when_blank_rows_stand_between_the_blocks_then_the_same_is_read(path):
    """A blank row above the title and one above each table."""
    spec, record = published(path)
    workbook = filled(spec, record)
    heads = {name.area.top for name in workbook.names() if name.area and name.area.bottom > name.area.top + 1}
    if any(not table.header for table in spec.tables()):
        heads = set()
    copy = moved(workbook, blank_before=frozenset(heads | {1}))
    assert understood(copy, spec) == expected(spec, record)


GROWING = [path for path in ONE_EACH if published(path)[0].tables()[0].grows]


@pytest.mark.parametrize("path", GROWING, ids=lambda path: published(path)[0].id)
def test_recognize_when_levels_are_retyped_in_every_row_then_the_same_is_read(path):
    """No merged cells at all: the level stands in each row."""
    spec, record = published(path)
    copy = moved(filled(spec, record), keep_tall_merges=False, keep_flat_merges=False, text=lambda text: text)
    (recognition,) = recognize(copy)
    assert recognition.form is not None
    assert recognition.form.spec is spec
    assert said(read_recognized(copy, recognition.form))[1] == expected(spec, record)[1]


def test_recognize_when_headings_are_those_of_another_county_then_still_read():
    """完成值 is 全年完成值, 预算执行数 is 全年执行数 (templates/aliases.toml)."""
    spec, record = published(next(path for path in FILES if "05-" in path.stem and path.parent.name == "zhijiang-2023"))
    words = {"全年完成值": "完成值", "全年执行数（B）": "预算执行数", "年度指标值": "目标值", "主管部门": "预算部门"}
    copy = moved(filled(spec, record), text=lambda text: words.get(text, text))
    assert understood(copy, spec) == expected(spec, record)


@each_form
def test_recognize_when_merges_within_rows_are_taken_apart_then_the_same_is_read(path):
    """Retyped without merging label and entry cells; the levels stay merged."""
    spec, record = published(path)
    copy = moved(filled(spec, record), keep_flat_merges=False)
    assert understood(copy, spec) == expected(spec, record)


@each_form
def test_recognize_when_labels_have_blanks_and_line_breaks_then_the_same_is_read(path):
    """指　标\\n值 is 指标值."""
    spec, record = published(path)
    copy = moved(filled(spec, record), text=spaced_labels(spec), sheet="随便起的名")
    fields, tables = understood(copy, spec)
    wanted, wanted_tables = expected(spec, record)
    assert fields == wanted
    if spec.tables()[0].grows:
        assert tables == wanted_tables


@each_form
def test_adopt_when_recognised_then_the_names_are_there_and_read_by_them(path):
    """After adopting, the sheet is a form of ours: read by its names, rows may be inserted."""
    spec, record = published(path)
    workbook = nameless(filled(spec, record))
    (recognition,) = recognize(workbook)
    assert recognition.form is not None
    workbook.apply(adopt(recognition.form), label="认领", unlock=True)
    (back,) = read_forms(workbook)
    assert said(back) == expected(spec, record)
    assert recognize(workbook) == []


def test_adopt_when_done_then_no_value_of_the_sheet_changes():
    """Only thin rows and names are added."""
    spec, record = published(ONE_EACH[-1])
    workbook = nameless(filled(spec, record))
    before = _values(workbook)
    (recognition,) = recognize(workbook)
    assert recognition.form is not None
    workbook.apply(adopt(recognition.form), label="认领", unlock=True)
    assert _values(workbook) == before


def _values(workbook: MemoryWorkbook):
    used = workbook.used_area(workbook.sheets()[0])
    assert used is not None
    return [cell.value for row in workbook.block(used) for cell in row if cell.value is not None]


def test_adopt_when_a_template_lost_its_names_then_its_own_footers_are_used():
    """A locked blank row on a protected sheet is our footer; no second one is inserted."""
    spec = form_spec("zhijiang-2023-project-self-evaluation")
    workbook = nameless(empty_form(spec))
    workbook.protect(spec.sheet)
    (recognition,) = recognize(workbook)
    assert recognition.form is not None
    assert recognition.form.located.footers == {}


@pytest.mark.parametrize(
    "texts",
    [
        ["职工花名册", "姓名", "性别", "部门"],
        ["项目名称", "主管部门", "实施单位"],
        ["一级指标", "二级指标", "三级指标", "分值", "得分"],
        ["绩效目标表"],
    ],
)
def test_recognize_when_a_sheet_is_something_else_then_not_sure(texts):
    """A few familiar words do not make a form."""
    workbook = MemoryWorkbook(["Sheet1"])
    workbook.apply([SetValue(CellRef("Sheet1", 1, n), text) for n, text in enumerate(texts, 1)], label="写")
    (recognition,) = recognize(workbook)
    assert recognition.form is None


def test_recognize_when_two_forms_are_equally_likely_then_the_candidates_are_given():
    """Half of one form is no form, but the person may be asked."""
    spec = form_spec("suixi-2026-project-target")
    copy = moved(nameless(empty_form(spec)), drop_rows=frozenset({2, 22, 23, 24, 25, 26, 27, 28, 29, 30}))
    (recognition,) = recognize(copy)
    assert {"suixi-2026-project-target", "wuchuan-2024-project-target"} <= {c.spec.id for c in recognition.candidates}


def test_recognize_when_sheets_are_hidden_or_empty_or_ours_then_left_out():
    """Only sheets that need it are looked at."""
    spec = form_spec("zhijiang-2023-project-self-evaluation")
    workbook = empty_form(spec, others=("空", "藏"))
    workbook.apply([SetValue(CellRef("藏", 1, 1), "项目支出绩效目标自评表")], label="写")
    workbook.hide("藏")
    assert recognize(workbook) == []
