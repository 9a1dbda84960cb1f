"""Templates compiled and filled: equal to openpyxl's reading, for every official form and any number of rows."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import python_calamine
from openpyxl.styles import Alignment

from perf_xl.errors import FileProblem, InputError
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import CellRef, SetFormula, SetName
from perf_xl.ooxml.compile import Template
from tests.ooxml.filling import TEMPLATES, check_cells, named, sheet_of, some_record
from tests.ooxml.samples import FORM, all_converted, by_openpyxl, parts_of


@pytest.mark.parametrize("rows", [1, 5, 30])
@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.parent.name)
def test_official_form_when_filled_then_openpyxl_reads_the_record(path, rows):
    """Every form, every field and column, whatever the number of rows."""
    data = path.read_bytes()
    template = Template.compile(data, path=str(path))
    record, tables = some_record(template, rows, seed=rows)
    filled = template.fill(record, tables)
    check_cells(data, filled, record, tables)
    with zipfile.ZipFile(io.BytesIO(filled)) as archive:
        assert archive.testzip() is None


def test_official_form_when_it_has_300_rows_then_everything_follows():
    """The longest table: names, print area, validations and conditional formats reach its end."""
    path = next(path for path in TEMPLATES if path.parent.name == "zhijiang-2023-project-self-evaluation")
    template = Template.compile(path.read_bytes())
    record, tables = some_record(template, 300, seed=1)
    tables["资金"] = tables["资金"][:5]
    filled = template.fill(record, tables)
    check_cells(path.read_bytes(), filled, record, tables)
    before, after = sheet_of(path.read_bytes()), sheet_of(filled)
    assert before.max_row + 300 - 11 == after.max_row
    assert len(before.conditional_formatting) == len(after.conditional_formatting)
    ends = [
        max(area.max_row for one in sheet.conditional_formatting for area in one.sqref.ranges)
        for sheet in (before, after)
    ]
    assert ends[0] + 300 - 11 == ends[1]
    assert str(after.print_area).endswith(f"$G${after.max_row}")


def test_levels_when_equal_neighbours_then_merged_inside_the_level_before():
    """By the data, not by the template: 3 and 2 of level 1; level 2 does not run across."""
    path = next(path for path in TEMPLATES if path.parent.name == "zhijiang-2023-project-self-evaluation")
    template = Template.compile(path.read_bytes())
    pairs = [
        ("产出指标", "数量指标"),
        ("产出指标", "数量指标"),
        ("产出指标", "质量指标"),
        ("效益指标", "质量指标"),
        ("效益指标", "质量指标"),
    ]
    rows: list[dict[str, Any]] = [
        {"一级指标": one, "二级指标": two, "三级指标": f"指标{index}"} for index, (one, two) in enumerate(pairs)
    ]
    sheet = sheet_of(template.fill({}, {"指标": rows}))
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"B15:B17", "B18:B19", "C15:C16", "C18:C19"} <= merged
    assert ["产出指标", None, None, "效益指标", None] == [sheet.cell(row, 2).value for row in range(15, 20)]
    assert "A14:A20" in merged


def test_heights_when_texts_are_long_then_rows_are_raised():
    """A long cause in a narrow column; a long target over merged columns; short texts leave the row as it is."""
    path = next(path for path in TEMPLATES if path.parent.name == "zhijiang-2023-project-self-evaluation")
    template = Template.compile(path.read_bytes())
    rows: list[dict[str, Any]] = [
        {"一级指标": "产出指标", "二级指标": "数量指标", "三级指标": "短", "未完成原因": cause}
        for cause in ("短", "长" * 90)
    ]
    plain = sheet_of(template.fill({}, {"指标": [dict(row, 未完成原因="短") for row in rows]}))
    raised = sheet_of(template.fill({"年初设定目标": "目标" * 300}, {"指标": rows}))
    assert plain.row_dimensions[15].height == raised.row_dimensions[15].height
    assert raised.row_dimensions[16].height >= 9 * 10 * 1.2
    assert raised.row_dimensions[13].height > plain.row_dimensions[13].height + 100


def test_other_parts_when_rows_grow_then_follow_or_stay_byte_for_byte():
    """x14 parts, notes, chart, filter, links follow; theme, styles' meaning, the other sheet's look stay."""
    template = Template.compile(named())
    rows: list[dict[str, Any]] = [
        {"甲": "产出" if index < 6 else "效益", "乙": "x", "丙": index, "丁": None} for index in range(9)
    ]
    data = template.fill({"项目名称": "甲项目"}, {"指标": rows})
    parts, before = parts_of(data), parts_of(named())
    assert before.keys() == parts.keys()
    assert before["xl/theme/theme1.xml"] == parts["xl/theme/theme1.xml"]
    assert f"{FORM}!$C$5:$C$13".encode() in parts["xl/charts/chart1.xml"]
    assert b"<xm:sqref>D5:D13</xm:sqref>" in parts["xl/worksheets/sheet1.xml"]
    form = sheet_of(data)
    assert {"A1:D1", "A5:A10", "A11:A13"} == {str(area) for area in form.merged_cells.ranges}
    assert ("=SUM(C5:C13)", "B5:B13", "B4:D13") == (
        form["C15"].value,
        str(form.data_validations.dataValidation[0].sqref),
        form.auto_filter.ref,
    )
    assert {"C6": "注一", "C14": "注二"} == {
        c.coordinate: c.comment.text for r in form.iter_rows() for c in r if c.comment
    }
    assert [f"=C{row}*2" for row in range(5, 14)] == [form.cell(row, 4).value for row in range(5, 14)]


def test_bytes_when_filled_in_another_order_then_equal():
    """Same input, same bytes; what was filled before leaves nothing behind."""
    rows: list[list[dict[str, Any]]] = [
        [{"甲": "a", "乙": "很长" * 40, "丙": 1}],
        [{"甲": "b"}],
        [{"甲": "c", "丙": True}, {"甲": "c", "丙": 1}],
    ]
    template = Template.compile(named())
    forward = [template.fill({"项目名称": "x"}, {"指标": one}) for one in rows]
    again = Template.compile(named())
    backward = [again.fill({"项目名称": "x"}, {"指标": one}) for one in reversed(rows)]
    assert forward == backward[::-1]
    assert forward == [template.fill({"项目名称": "x"}, {"指标": one}) for one in rows]


def test_keys_when_unknown_or_missing_then_left_alone():
    """A key the template does not know is left out; a cell without a key keeps what the template has."""
    template = Template.compile(named())
    data = template.fill({"没有": 1}, {"不存在": [{"x": 1}], "指标": [{"丙": 7, "没有": 2, "_cell": "A1"}]})
    sheet = sheet_of(data)
    assert (" x_x0041_ \n二", "产出", 7) == (
        FilesWorkbook(data, Path("a")).cell(CellRef(FORM, 3, 2)).value,
        sheet["A5"].value,
        sheet["C5"].value,
    )
    assert (("项目名称",), {"指标": ("分值", "甲", "乙", "丙", "丁")}) == (template.fields, template.tables)


def test_table_when_not_given_or_empty_then_as_in_the_template_or_one_blank_row():
    """No rows still leaves a row to write in."""
    template = Template.compile(named())
    untouched, empty = sheet_of(template.fill({}, {})), sheet_of(template.fill({}, {"指标": []}))
    assert ("产出", 9, "=SUM(C5:C10)") == (untouched["A5"].value, untouched["C10"].value, untouched["C12"].value)
    assert {"A1:D1", "A5:A7", "A8:A10"} == {str(area) for area in untouched.merged_cells.ranges}
    assert (None, None, "=SUM(C5:C5)") == (empty["A5"].value, empty["C5"].value, empty["C7"].value)


def test_fixed_table_when_rows_are_fewer_or_more_then_kept_or_refused():
    """Printed rows never grow; a row too many is said in words."""
    template = Template.compile(named(), fixed=["指标"])
    sheet = sheet_of(template.fill({}, {"指标": [{"丙": 77}]}))
    assert (77, 5, "=SUM(C5:C10)") == (sheet["C5"].value, sheet["C6"].value, sheet["C12"].value)
    with pytest.raises(InputError, match=r"表“指标”有 7 行.*6 行"):
        template.fill({}, {"指标": [{"丙": 1}] * 7})


def test_template_when_it_has_no_names_then_said_in_words():
    """A workbook without our names, a file that is none, names that do not agree."""
    plain = openpyxl.Workbook()
    stream = io.BytesIO()
    plain.save(stream)
    with pytest.raises(InputError, match="没有绩效表格的名称"):
        Template.compile(stream.getvalue())
    with pytest.raises(FileProblem, match="空文件"):
        Template.compile(b"")
    with pytest.raises(InputError, match="没有工作表“丙”"):
        Template.compile(by_openpyxl(), sheet="丙")
    with pytest.raises(InputError, match="没有列“三级指标”"):
        Template.compile(named(), levels={"指标": ["甲", "三级指标"]})
    workbook = FilesWorkbook(named(), Path("模板.xlsx"))
    workbook.apply([SetName("指标_丙", FORM, f"{FORM}!$C$4:$C$13")], label="改")
    with pytest.raises(InputError, match="起止行不一致"):
        Template.compile(workbook.to_bytes())


def test_levels_when_named_then_only_those_are_merged():
    """The layout decides, not what the template happens to merge."""
    template = Template.compile(named(), levels={"指标": ["乙"]})
    rows: list[dict[str, Any]] = [{"甲": "a", "乙": "x", "丙": 1}, {"甲": "a", "乙": "x", "丙": 2}]
    assert {"A1:D1", "B5:B6"} == {str(area) for area in sheet_of(template.fill({}, {"指标": rows})).merged_cells.ranges}


def test_template_when_restyled_then_new_rows_take_its_look():
    """A county's own fonts and wrapping are kept in grown rows."""
    book = openpyxl.load_workbook(io.BytesIO(named()))
    for column in range(1, 5):
        book[FORM].cell(10, column).alignment = Alignment(horizontal="right", wrap_text=True)
    stream = io.BytesIO()
    book.save(stream)
    sheet = sheet_of(Template.compile(stream.getvalue()).fill({}, {"指标": [{"甲": "a"}] * 12}))
    assert ["right"] * 6 == [sheet.cell(row, 3).alignment.horizontal for row in range(10, 16)]


def test_calamine_when_it_reads_a_filled_form_then_the_values_are_there():
    """A reader that is not openpyxl: text, number, cached score."""
    data = Template.compile(named()).fill(
        {"项目名称": "甲"}, {"指标": [{"甲": "产出", "乙": "是", "丙": 3, "丁": Decimal("1.5")}]}
    )
    rows = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()
    assert ["产出", "是", 3.0, 1.5] == rows[4][:4]


@pytest.mark.libreoffice
def test_official_forms_when_libreoffice_opens_them_then_every_value_is_there(tmp_path):
    """All forms, some with 300 rows, opened and saved by LibreOffice: no repair, same values and merges."""
    filled = []
    for number, path in enumerate(TEMPLATES):
        template = Template.compile(path.read_bytes())
        counts = (1, 30, 300) if number in (0, 9) else (1, 30)
        filled += [template.fill(*some_record(template, rows, seed=7)) for rows in counts]
    for before, after in zip(map(sheet_of, filled), map(sheet_of, all_converted(filled, tmp_path)), strict=True):
        assert {str(area) for area in before.merged_cells.ranges} == {str(area) for area in after.merged_cells.ranges}
        for row in before.iter_rows():
            for cell in row:
                other = after[cell.coordinate].value
                assert cell.data_type == "f" or cell.value == (other != "=FALSE()" if cell.value is True else other)


def test_formula_cells_when_the_form_is_scored_then_the_block_grows_along():
    """A score block beside the table (its own names, same rows) gets its rows, its formulas and its values."""
    workbook = FilesWorkbook(named(), Path("模板.xlsx"))
    edits = [SetFormula(CellRef(FORM, row, 6), f'IF(C{row}="","",C{row}/2)', None) for row in range(5, 11)]
    workbook.apply([*edits, SetName("评分_得分", FORM, f"{FORM}!$F$4:$F$11")], label="评分")
    template = Template.compile(workbook.to_bytes())
    rows: list[dict[str, Any]] = [{"丙": index} for index in range(8)]
    scores = [{"得分": Decimal(index) / 2} for index in range(7)] + [{"得分": None}]
    data = template.fill({}, {"指标": rows, "评分": scores})
    formulas, values = sheet_of(data), sheet_of(data, values=True)
    assert [f'=IF(C{row}="","",C{row}/2)' for row in range(5, 13)] == [
        formulas.cell(row, 6).value for row in range(5, 13)
    ]
    assert [index / 2 for index in range(7)] + [None] == [values.cell(row, 6).value for row in range(5, 13)]


def test_printed_rows_when_merged_then_the_merges_stay_and_covered_cells_are_not_written():
    """A value for a cell that the print merges away goes nowhere; the merges do not follow the data."""
    template = Template.compile(named(), fixed=["指标"])
    assert [frozenset(), {"甲"}, {"甲"}] * 2 == [set(names) for names in template.covered["指标"]]
    rows: list[dict[str, Any]] = [{"甲": f"第{number}", "丙": number} for number in range(6)]
    sheet = sheet_of(template.fill({}, {"指标": rows}))
    assert {"A1:D1", "A5:A7", "A8:A10"} == {str(area) for area in sheet.merged_cells.ranges}
    assert ["第0", None, None, "第3", None, None] == [sheet.cell(row, 1).value for row in range(5, 11)]
    assert list(range(6)) == [sheet.cell(row, 3).value for row in range(5, 11)]


def test_technical_name_when_asked_for_then_filled_as_a_field():
    """The hidden label of a year is no field of the form, but can be filled."""
    workbook = FilesWorkbook(named(), Path("模板.xlsx"))
    workbook.apply([SetName("_px_echo_年度_1", FORM, f"{FORM}!$A$2", hidden=True)], label="命名")
    data = workbook.to_bytes()
    assert ("项目名称",) == Template.compile(data).fields
    template = Template.compile(data, hidden=["_px_echo_年度_1"])
    assert {"项目名称", "_px_echo_年度_1"} == set(template.fields)
    assert "2026年" == sheet_of(template.fill({"_px_echo_年度_1": "2026年"}, {}))["A2"].value
