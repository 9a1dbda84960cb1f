"""Filled forms read by their names, wherever the names went."""

from __future__ import annotations

from decimal import Decimal

import pytest

from perf_xl.errors import InputError
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.naming import FORM_NAME, constant
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.sheet_view import percent_text, shown_value
from perf_xl.hosts.memory import MemoryWorkbook
from perf_xl.model.cells import (
    Area,
    Cell,
    CellRef,
    CellValue,
    DeleteRows,
    Edit,
    InsertRows,
    Look,
    SetLook,
    SetMerge,
    SetName,
    SetValue,
)
from tests.forms.sheets import add_form, empty_form, filled, published, published_files, said

PROJECT = form_spec("zhijiang-2023-project-self-evaluation")
BASE_DATA = form_spec("zhijiang-2023-department-base-data")


def indicator(name: str, level1: str = "产出指标", level2: str = "数量指标") -> Row:
    """One row of the project self-evaluation."""
    values = {"一级指标": level1, "二级指标": level2, "三级指标": name, "年度指标值": "5次", "全年完成值": "5次"}
    return Row({**values, "未完成原因": None})


def project(*names: str) -> FormRecord:
    """A project with the named indicators, all 数量指标."""
    return FormRecord(
        PROJECT.id, fields={"项目资金名称": "某项目"}, tables={"指标": [indicator(name) for name in names]}
    )


def names_read(workbook: MemoryWorkbook) -> list[CellValue]:
    """The third levels read back."""
    (record,) = read_forms(workbook)
    return [row.values["三级指标"] for row in record.rows("指标")]


def cell_of(workbook: MemoryWorkbook, name: str) -> CellRef:
    """The first cell of a defined name."""
    return area_of(workbook, name).first


def area_of(workbook: MemoryWorkbook, name: str) -> Area:
    """The area of a defined name."""
    return next(item.area for item in workbook.names() if item.name == name and item.area is not None)


@pytest.mark.parametrize("path", published_files(), ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_read_forms_when_a_published_form_was_written_then_it_is_given_back(path):
    """Every field and row of the 27 transcribed forms goes round, and nothing is reported as strange."""
    spec, record = published(path)
    (back,) = read_forms(filled(spec, record))
    assert said(back) == ({**{field.name: None for field in spec.fields()}, **record.fields}, said(record)[1])
    assert back.problems == ()
    assert (back.form, back.version, back.sheet) == (spec.id, spec.version, spec.sheet)


@pytest.mark.parametrize(
    "spec", [PROJECT, BASE_DATA, form_spec("wuchuan-2024-project-target")], ids=lambda spec: spec.id
)
def test_read_forms_when_the_template_is_empty_then_no_value_and_no_problem(spec):
    """Preprinted levels are rows without indicator; printed prefixes are no indicator."""
    (record,) = read_forms(empty_form(spec))
    assert record.problems == ()
    assert {value for name, value in record.fields.items() if name != "年度"} == {None}
    assert all(row.values.get("三级指标") is None for row in record.rows("指标"))


def test_read_forms_when_rows_are_inserted_before_the_first_and_after_the_last_then_they_are_read():
    """A column's name spans header to footer, so both places are inside."""
    workbook = filled(PROJECT, project("甲", "乙"))
    header = cell_of(workbook, "指标_三级指标")
    last = header.row + 2
    edits: list[Edit] = [
        InsertRows(header.sheet, last + 1, 1, last),
        SetValue(CellRef(header.sheet, last + 1, header.column), "丙"),
        InsertRows(header.sheet, header.row + 1, 1, last),
        SetValue(CellRef(header.sheet, header.row + 1, header.column), "零"),
    ]
    workbook.apply(edits, label="插行")
    assert names_read(workbook) == ["零", "甲", "乙", "丙"]


def test_read_forms_when_rows_above_are_inserted_and_deleted_then_the_same_is_read():
    """Names follow their cells."""
    workbook = filled(PROJECT, project("甲", "乙"))
    before = said(read_forms(workbook)[0])
    workbook.apply([InsertRows(PROJECT.sheet, 1, 3, 1), DeleteRows(PROJECT.sheet, 2, 1)], label="挪动")
    (record,) = read_forms(workbook)
    assert said(record) == before
    assert record.cells["项目资金名称"].a1 == "B4"


def test_read_forms_when_a_row_is_deleted_then_the_others_are_read():
    """Deleting an indicator row deletes the indicator."""
    workbook = filled(PROJECT, project("甲", "乙", "丙"))
    workbook.apply([DeleteRows(PROJECT.sheet, cell_of(workbook, "指标_三级指标").row + 2, 1)], label="删行")
    assert names_read(workbook) == ["甲", "丙"]


def test_read_forms_when_a_level_is_blank_but_not_merged_then_it_stays_blank():
    """Filled down by the merge, never by blanks."""
    workbook = filled(PROJECT, project("甲", "乙"))
    header = cell_of(workbook, "指标_二级指标")
    merge = Area(header.sheet, header.row + 1, header.column, header.row + 2, header.column)
    workbook.apply([SetMerge(merge, merged=False)], label="取消合并")
    (record,) = read_forms(workbook)
    assert [row.values["二级指标"] for row in record.rows("指标")] == ["数量指标", None]


def test_read_forms_then_every_value_knows_its_cell():
    """Cells of fields and of rows."""
    workbook = filled(PROJECT, project("甲"))
    (record,) = read_forms(workbook)
    for name, value in record.fields.items():
        assert shown_value(workbook.cell(record.cells[name])) == value
    (row,) = record.rows("指标")
    assert workbook.cell(row.cells["三级指标"]).value == "甲"
    assert set(row.cells) == set(row.values)


def test_read_forms_when_several_forms_are_in_one_workbook_then_each_is_read():
    """Sheet-scoped names: twelve projects in a workbook are normal."""
    workbook = filled(PROJECT, project("甲"))
    add_sheets = ["项目二", "基础数据"]
    other = MemoryWorkbook([PROJECT.sheet, *add_sheets, "别的"])
    add_form(other, PROJECT, PROJECT.sheet)
    add_form(other, PROJECT, "项目二")
    add_form(other, BASE_DATA, "基础数据")
    assert [record.sheet for record in read_forms(other)] == [PROJECT.sheet, *add_sheets]
    assert len(read_forms(workbook)) == 1


def test_read_forms_when_a_name_was_deleted_then_it_is_reported_and_the_rest_is_read():
    """A lost name is a problem of one field, not of the form."""
    workbook = filled(PROJECT, project("甲"))
    edits = [SetName("主管部门", PROJECT.sheet, None), SetName("指标_全年完成值", PROJECT.sheet, None)]
    workbook.apply(edits, label="删名称")
    (record,) = read_forms(workbook)
    assert {(problem.kind, problem.name) for problem in record.problems} >= {
        ("missing_name", "主管部门"),
        ("missing_name", "指标_全年完成值"),
    }
    assert record.fields["主管部门"] is None
    assert [row.values["三级指标"] for row in record.rows("指标")] == ["甲"]


def test_read_forms_when_text_stands_below_the_footer_then_it_is_reported():
    """A row typed outside the table is never lost in silence."""
    workbook = filled(PROJECT, project("甲"))
    footer = cell_of(workbook, "指标_三级指标").row + 2
    edits: list[Edit] = [
        InsertRows(PROJECT.sheet, footer + 1, 1, footer - 1),
        SetValue(CellRef(PROJECT.sheet, footer + 1, 4), "漏网的指标"),
    ]
    workbook.apply(edits, label="表外加行")
    (record,) = read_forms(workbook)
    assert [(p.kind, p.cell, p.text) for p in record.problems] == [
        ("outside", CellRef(PROJECT.sheet, footer + 1, 4), "漏网的指标")
    ]


def test_read_forms_when_a_few_words_are_added_to_a_label_then_nothing_is_strange():
    """主管部门（盖章） is still the label."""
    workbook = filled(PROJECT, project("甲"))
    workbook.apply([SetValue(CellRef(PROJECT.sheet, 3, 1), "主管部门（盖章）")], label="改标签", unlock=True)
    (record,) = read_forms(workbook)
    assert record.problems == ()


def test_read_forms_when_a_label_with_a_value_was_typed_over_then_it_is_reported():
    """The words around the value are how it is found."""
    spec = form_spec("zhijiang-2023-department-self-evaluation")
    workbook = empty_form(spec)
    ref = cell_of(workbook, "一般公共预算")
    workbook.apply([SetValue(ref, "596.39")], label="覆盖标签")
    (record,) = read_forms(workbook)
    assert [(p.kind, p.name, p.cell) for p in record.problems] == [("label_changed", "一般公共预算", ref)]
    assert record.fields["一般公共预算"] is None


def test_read_forms_when_zero_is_typed_then_zero_and_blank_text_is_blank():
    """0 is 0, spaces are nothing."""
    workbook = empty_form(PROJECT)
    budget = area_of(workbook, "资金_全年预算数")
    first = CellRef(PROJECT.sheet, budget.top + 1, budget.left)
    edits = [SetValue(first, Decimal(0)), SetValue(CellRef(first.sheet, first.row + 1, first.column), "  ")]
    workbook.apply(edits, label="填数")
    (record,) = read_forms(workbook)
    assert [row.values["全年预算数"] for row in record.rows("资金")][:2] == [Decimal(0), None]


def test_read_forms_when_the_form_is_not_known_then_a_sentence():
    """A newer form needs a newer version of the program."""
    workbook = MemoryWorkbook(["表"], source="某表.xlsx")
    workbook.apply([SetName(FORM_NAME, "表", constant("future-form"), hidden=True)], label="名称")
    with pytest.raises(InputError, match=r"“某表\.xlsx”的工作表“表”标明是“future-form”，本机没有这种表的版式"):
        read_forms(workbook)


@pytest.mark.parametrize(
    ("value", "number_format", "text"),
    [
        ("1", "0%", "100%"),
        ("0.998", "0.0%", "99.8%"),
        ("0.998", "0%", "100%"),
        ("0.5", "0.00%", "50.00%"),
        ("0.5", "0.0#%", "50.0%"),
        ("0.05", "#,##0%;[Red]-#,##0%", "5%"),
        ("-0.05", "0%", "-5%"),
        ("0.12", '0" %"', Decimal("0.12")),
    ],
)
def test_percent_text_when_the_format_is_a_percentage_then_the_text_shown(value, number_format, text):
    """A percent cell reads as the text a person sees; a quoted % is decoration."""
    assert percent_text(Decimal(value), number_format) == text


def test_shown_value_when_a_percent_cell_is_empty_then_none():
    """Nothing is not 0%."""
    assert shown_value(Cell(None, None, "0%")) is None
    assert shown_value(Cell(Decimal("0.95"), None, "0%")) == "95%"


def test_read_forms_when_rates_are_percent_cells_then_text():
    """95% typed in Excel is 0.95 in the file."""
    workbook = empty_form(PROJECT)
    rate = area_of(workbook, "资金_执行率")
    cell = CellRef(PROJECT.sheet, rate.top + 1, rate.left)
    area = Area(cell.sheet, cell.row, cell.column, cell.row, cell.column)
    workbook.apply([SetLook(area, Look(number_format="0%")), SetValue(cell, Decimal("0.95"))], label="填执行率")
    (record,) = read_forms(workbook)
    assert record.rows("资金")[0].values["执行率"] == "95%"
