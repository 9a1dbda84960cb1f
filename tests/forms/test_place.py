"""Records into templates: rows grow and shrink, levels merge, rows get the height their text needs."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from perf_xl.errors import InputError
from perf_xl.forms.catalog import form_ids, form_spec
from perf_xl.forms.place import place_record
from perf_xl.forms.read import read_forms
from perf_xl.forms.records import FormRecord, Row
from perf_xl.forms.spec import FormSpec
from perf_xl.model.cells import CellRef, CellValue, DeleteRows, InsertRows, SetFormula, SetName, SetRowHeight, SetValue
from tests.forms.sheets import empty_form, filled, published, published_files, said

GROWING = [form for form in form_ids() if any(table.grows for table in form_spec(form).tables())]
PROJECT = form_spec("zhijiang-2023-project-self-evaluation")


def many(spec: FormSpec, count: int) -> FormRecord:
    """``count`` rows in every growing table, levels in runs of three."""
    tables = {}
    for table in spec.tables():
        if table.grows:
            rows = []
            for number in range(count):
                row: dict[str, CellValue] = {column.name: None for column in table.columns}
                for column in table.columns:
                    if column.kind in ("level1", "level2"):
                        row[column.name] = f"{column.name}{number // (9 if column.kind == 'level1' else 3)}"
                row[table.key.name] = f"指标第{number}"
                rows.append(Row(row))
            tables[table.name] = rows
    return FormRecord(spec.id, tables=tables)


@pytest.mark.parametrize("count", [1, 5, 30, 300])
@pytest.mark.parametrize("form", GROWING)
def test_place_record_when_there_are_few_or_many_rows_then_they_are_read_back(form, count):
    """1, 5, 30 and 300 rows in every growing table of every form."""
    spec = form_spec(form)
    record = many(spec, count)
    (back,) = read_forms(filled(spec, record))
    assert {name: said(back)[1][name] for name in record.tables} == said(record)[1]
    assert back.problems == ()


@pytest.mark.parametrize("path", published_files()[::4], ids=lambda path: path.stem)
def test_place_record_when_done_twice_then_nothing_but_the_shape_is_written_again(path):
    """Filling is idempotent: the second time no value changes and no row is inserted."""
    spec, record = published(path)
    workbook = filled(spec, record)
    again = place_record(spec, workbook, record)
    assert [edit for edit in again if isinstance(edit, SetValue | InsertRows)] == []
    workbook.apply(again, label="再填一次", unlock=True)
    assert said(read_forms(workbook)[0])[1] == said(record)[1]


def test_place_record_when_rows_are_fewer_than_printed_then_the_rest_is_gone():
    """Preprinted levels that the record does not have are not left behind."""
    (back,) = read_forms(filled(PROJECT, many(PROJECT, 2)))
    assert len(back.rows("指标")) == 2


def test_place_record_when_a_table_is_not_in_the_record_then_it_stays_as_it_is():
    """Half a record fills half a form."""
    workbook = filled(PROJECT, FormRecord(PROJECT.id, fields={"项目资金名称": "某项目"}))
    (back,) = read_forms(workbook)
    assert back.fields["项目资金名称"] == "某项目"
    assert len(back.rows("指标")) == len(PROJECT.tables()[1].rows) - 2  # printed twice: 数量指标, 质量指标


def test_place_record_when_a_fixed_table_has_no_such_row_then_refused():
    """年度资金总额 and its parts are printed; another source has no place."""
    record = FormRecord(PROJECT.id, tables={"资金": [Row({"来源": "彩票公益金", "全年预算数": Decimal(1)})]})
    with pytest.raises(InputError, match="的“资金”没有“来源”为“彩票公益金”的行"):
        filled(PROJECT, record)


def test_place_record_when_two_printed_rows_have_one_name_then_the_level_decides():
    """管理制度健全性 stands under 业务管理 and under 财务管理."""
    spec = form_spec("zhijiang-2023-project-common")
    row: dict[str, CellValue] = {
        "一级指标": "过程",
        "二级指标": "财务管理",
        "三级指标": "管理制度健全性",
        "得分": Decimal(3),
    }
    (back,) = read_forms(filled(spec, FormRecord(spec.id, tables={"指标": [Row(row)]})))
    scored = [item.values for item in back.rows("指标") if item.values["得分"] is not None]
    assert [(item["二级指标"], item["得分"]) for item in scored] == [("财务管理", Decimal(3))]


def test_place_record_when_a_rate_is_given_as_text_then_it_is_a_number_shown_as_typed():
    """99.8% goes in as 0.998 with a percent format, as typing it would."""
    record = FormRecord(PROJECT.id, tables={"资金": [Row({"来源": "年度资金总额", "执行率": "99.8%"})]})
    workbook = filled(PROJECT, record)
    (back,) = read_forms(workbook)
    cell = workbook.cell(back.rows("资金")[0].cells["执行率"])
    assert (cell.value, cell.number_format) == (Decimal("0.998"), "0.0%")
    assert back.rows("资金")[0].values["执行率"] == "99.8%"


def test_place_record_when_the_year_changes_then_the_labels_follow():
    """本年 and 上年 in the base data roll with the year."""
    spec = form_spec("zhijiang-2023-department-base-data")
    workbook = filled(spec, FormRecord(spec.id, fields={"年度": Decimal(2025)}))
    used = workbook.used_area(spec.sheet)
    assert used is not None
    texts = {cell.value for row in workbook.block(used) for cell in row if isinstance(cell.value, str)}
    assert {
        "2025年实际在职人数",
        "2024年决算数",
        "2025年预算数",
        "2025年决算数",
        "楼堂馆所控制情况\n(2025年完工项目)",
    } <= texts
    assert read_forms(workbook)[0].fields["年度"] == Decimal(2025)


def test_place_record_when_a_column_is_numbered_then_the_prefix_is_printed_and_not_read():
    """指标1：, 指标2： counted over the filled rows only."""
    spec = form_spec("wuchuan-2024-project-target")
    rows = [Row({"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": name}) for name in ("甲", None, "乙")]
    workbook = filled(spec, FormRecord(spec.id, tables={"指标": rows}))
    (back,) = read_forms(workbook)
    printed = [workbook.cell(row.cells["三级指标"]).value for row in back.rows("指标")]
    assert [value for value in printed if value] == ["指标1：甲", "指标2：乙"]
    assert [row.values["三级指标"] for row in back.rows("指标") if row.values["三级指标"]] == ["甲", "乙"]


def test_place_record_when_a_text_is_long_then_its_row_is_higher():
    """Nothing is cut off in print."""
    record = FormRecord(PROJECT.id, fields={"年初设定目标": "推进农村电商发展，" * 60})
    edits = place_record(PROJECT, empty_form(PROJECT), record)
    heights = [edit.height or 0 for edit in edits if isinstance(edit, SetRowHeight)]
    assert len(heights) == 1
    assert 200 < heights[0] <= 409


def test_place_record_when_a_formula_stands_in_an_entry_then_the_value_replaces_it():
    """What the record says wins over what was there, even where the formula shows the same."""
    workbook = empty_form(PROJECT)
    ref = CellRef(PROJECT.sheet, 3, 2)
    workbook.apply([SetFormula(ref, '"某"&"局"', "某局")], label="公式")
    edits = place_record(PROJECT, workbook, FormRecord(PROJECT.id, fields={"主管部门": "某局"}))
    assert edits == [SetValue(ref, "某局")]


def test_place_record_when_a_name_is_lost_then_refused_before_anything_is_written():
    """A value without a place is never dropped in silence."""
    workbook = empty_form(PROJECT)
    workbook.apply([SetName("指标_全年完成值", PROJECT.sheet, None)], label="删名称")
    rows = [Row({"三级指标": "甲", "全年完成值": "1"})]
    with pytest.raises(InputError, match="缺少名称“指标_全年完成值”，这一项写不进去"):
        place_record(PROJECT, workbook, FormRecord(PROJECT.id, tables={"指标": rows}))
    place_record(PROJECT, workbook, FormRecord(PROJECT.id, tables={"指标": [Row({"三级指标": "甲"})]}))


def test_place_record_when_all_rows_of_a_table_were_deleted_then_refused():
    """Without a row there is no format to copy."""
    workbook = empty_form(PROJECT)
    header = next(name.area for name in workbook.names() if name.name == "指标_三级指标")
    assert header is not None
    workbook.apply([DeleteRows(PROJECT.sheet, header.top + 1, header.bottom - header.top - 1)], label="删行")
    with pytest.raises(InputError, match="的“指标”没有可填的行"):
        place_record(PROJECT, workbook, FormRecord(PROJECT.id, tables={"指标": [Row({"三级指标": "甲"})]}))


def test_place_record_when_no_sheet_is_this_form_then_a_sentence():
    """The remedy is in the message."""
    other = empty_form(form_spec("mof-project-self-evaluation"))
    with pytest.raises(InputError, match="不是“项目支出绩效目标自评表”。请用 perf-xl template"):
        place_record(PROJECT, other, FormRecord(PROJECT.id))


TEXT = st.text(alphabet="绩效指标abc1%≥=+-@ 、。\n", min_size=1, max_size=30).map(str.strip).filter(bool)
LEVEL = st.sampled_from(["产出指标", "效益指标", "满意度指标", None])
VALUE = st.one_of(st.none(), TEXT, st.decimals(min_value=-(10**6), max_value=10**6, places=2))
ROWS = st.lists(
    st.builds(
        lambda level1, level2, name, target, actual, note: Row(
            {
                "一级指标": level1,
                "二级指标": level2,
                "三级指标": name,
                "年度指标值": target,
                "全年完成值": actual,
                "未完成原因": note,
            }
        ),
        LEVEL,
        LEVEL,
        TEXT,
        VALUE,
        VALUE,
        st.one_of(st.none(), TEXT),
    ),
    min_size=1,
    max_size=12,
)


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_place_then_read_gives_back_any_rows(rows):
    """Whatever stands in the cells, with any run of levels, goes round."""
    record = FormRecord(PROJECT.id, tables={"指标": rows})
    (back,) = read_forms(filled(PROJECT, record))
    assert said(back)[1]["指标"] == said(record)[1]["指标"]
