"""Templates compiled and filled: equal to openpyxl's reading, for every official form and any number of rows."""

from __future__ import annotations

import datetime as dt
import io
import random
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
import python_calamine
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Alignment
from openpyxl.worksheet.worksheet import Worksheet

from perf_xl.errors import FileProblem, InputError
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import CellRef, SetFormula, SetName
from perf_xl.ooxml.compile import Template
from perf_xl.ooxml.fillvalues import Computed, Styled
from perf_xl.ooxml.grow import outline_of
from tests.ooxml.samples import FORM, all_converted, book_of, by_openpyxl, by_xlsxwriter, parts_of, prefixed

TEMPLATES = sorted((Path(__file__).parents[2] / "templates").glob("*/*.xlsx"))
LEVELS = ("一级指标", "二级指标")


def named() -> bytes:
    """The form of XlsxWriter, with our names: a field, and a table of three columns from row 4 to row 11."""
    workbook = FilesWorkbook(by_xlsxwriter(), Path("模板.xlsx"))
    edits = [SetName("项目名称", FORM, f"{FORM}!$B$3")]
    edits += [
        SetName(f"指标_{name}", FORM, f"{FORM}!${c}$4:${c}$11") for name, c in zip("甲乙丙丁", "ABCD", strict=True)
    ]
    workbook.apply(edits, label="命名")
    return workbook.to_bytes()


def sheet_of(data: bytes, *, values: bool = False) -> Worksheet:
    """The form as openpyxl reads it."""
    return openpyxl.load_workbook(io.BytesIO(data), data_only=values).worksheets[0]


def some_record(template: Template, rows: int, seed: int) -> tuple[dict[str, Any], dict[str, list[dict[str, Any]]]]:
    """Typed values for every field and column; the levels come in runs."""
    random_ = random.Random(seed)

    def value() -> Any:
        return random_.choice([
            None, f"文字{random_.randint(0, 99)}", "=1+1", "<&> \"'", "两\n行", "很长的说明文字" * random_.randint(1, 12), random_.randint(-5, 500),
            Decimal(random_.randint(0, 10**6)) / 100, True, dt.date(2026, random_.randint(1, 12), 3), "≥95%",
        ])  # fmt: skip

    tables = {
        name: [
            {
                column: f"{column}{index // (4 if column == LEVELS[0] else 2)}" if column in LEVELS else value()
                for column in columns
            }
            for index in range(rows)
        ]
        for name, columns in template.tables.items()
    }
    return {name: value() for name in template.fields}, tables


def same(expected: Any, found: Any) -> bool:
    """Whether openpyxl (which reads floats) found the value."""
    if isinstance(expected, dt.date):
        return isinstance(found, dt.datetime) and expected == found.date()
    if isinstance(expected, Decimal):
        return expected == Decimal(str(found))
    return expected == found and isinstance(expected, bool) == isinstance(found, bool)


def check_cells(
    template_data: bytes, filled: bytes, record: dict[str, Any], tables: dict[str, list[dict[str, Any]]]
) -> None:
    """Every named cell of the filled file as openpyxl reads it, against the record."""
    book = book_of(filled)
    outline = outline_of(book, book.tabs[0].name)
    sheet = sheet_of(filled)
    covered = {
        (row, column)
        for area in sheet.merged_cells.ranges
        for row, column in area.cells
        if (row, column) != (area.min_row, area.min_col)
    }
    for name, (row, column) in outline.fields.items():
        assert same(record[name], sheet.cell(row, column).value), name
    for band in outline.bands:
        for table, columns in band.tables.items():
            assert len(tables[table]) == band.count, table
            for number, given_row in enumerate(tables[table], band.first):
                for name, column in columns.items():
                    if (number, column) not in covered:
                        assert same(given_row[name], sheet.cell(number, column).value), (table, name, number)
    assert {name.name for name in book.names.all()} == {name.name for name in book_of(template_data).names.all()}


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


def test_cached_values_when_given_then_beside_their_formulas_and_else_blank():
    """A formula of the template, a formula of the record; what nobody computed is left to the program."""
    template = Template.compile(named())
    rows: list[dict[str, Any]] = [
        {"甲": "产出", "丙": 5, "丁": Decimal(10)},
        {"甲": "产出", "丙": Computed("C5+1", Decimal(6))},
    ]
    data = template.fill({}, {"指标": rows})
    formulas, values = sheet_of(data), sheet_of(data, values=True)
    assert ("=C5*2", 10) == (formulas["D5"].value, values["D5"].value)
    assert ("=C5+1", 6) == (formulas["C6"].value, values["C6"].value)
    assert ("=C6*2", None) == (formulas["D6"].value, values["D6"].value)
    assert ("=SUM(C5:C6)", None) == (formulas["C8"].value, values["C8"].value)
    assert b'fullCalcOnLoad="1"' in parts_of(data)["xl/workbook.xml"]
    frame = pd.read_excel(io.BytesIO(data), header=None, engine="calamine")
    assert (10, 6) == (frame.iloc[4, 3], frame.iloc[5, 2])


VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**9), max_value=10**9, places=2),
    st.text(st.characters(exclude_characters="\x00\r", exclude_categories=["Cs"]), min_size=1, max_size=30),
    st.dates(dt.date(1950, 1, 1), dt.date(2100, 1, 1)),
)
_PLAIN, _PREFIXED = Template.compile(named()), Template.compile(prefixed(named()))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.fixed_dictionaries({"甲": VALUES, "乙": VALUES, "丙": VALUES}), min_size=1, max_size=8))
def test_values_when_filled_quickly_or_the_long_way_then_read_the_same(rows):
    """Two templates, one of which never takes the quick way; 1 is not True; our reader sees the very values."""
    one, other = (FilesWorkbook(t.fill({}, {"指标": rows}), Path("a.xlsx")) for t in (_PLAIN, _PREFIXED))
    levels = None
    for number, row in enumerate(rows, 5):
        for column, value in enumerate((row["甲"], row["乙"], row["丙"]), 1):
            ref = CellRef(FORM, number, column)
            found = one.cell(ref).value
            assert found == other.cell(ref).value
            assert type(found) is type(other.cell(ref).value)
            if column == 1 and value is not None and value == levels:
                assert found is None
                continue
            expected = dt.datetime(value.year, value.month, value.day) if isinstance(value, dt.date) else value  # noqa: DTZ001
            assert expected == found
            assert isinstance(value, bool) == isinstance(found, bool)
        levels = row["甲"]


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


def test_engine_when_isal_then_the_same_content():
    """The fast deflate changes the compressed bytes only."""
    pytest.importorskip("isal")
    rows: list[dict[str, Any]] = [{"甲": "产出", "乙": "文字", "丙": 3}] * 4
    one = Template.compile(named()).fill({}, {"指标": rows})
    other = Template.compile(named(), engine="isal", level=1).fill({}, {"指标": rows})
    assert parts_of(one) == parts_of(other)


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


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("长" * 32_768, "32767"),
        (float("nan"), "范围"),
        (Decimal("Infinity"), "范围"),
        (10**15, "15 位"),
        (dt.date(1899, 1, 1), "1899"),
        ([1], "不是文字"),
        (Computed("1+" * 5000 + "1", Decimal(1)), "公式"),
    ],
)
def test_value_when_excel_cannot_hold_it_then_refused_with_sheet_and_cell(value, words):
    """In a table and in a field; nothing is cut off in silence."""
    template = Template.compile(named())
    with pytest.raises(InputError, match=rf"{FORM}.*B6.*{words}"):
        template.fill(
            {}, {"指标": [{"甲": "a", "乙": "b", "丙": 1, "丁": None}, {"甲": "a", "乙": value, "丙": 1, "丁": None}]}
        )
    with pytest.raises(InputError, match=rf"{FORM}.*B3.*{words}"):
        template.fill({"项目名称": value}, {})


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


def test_styled_value_when_filled_then_only_its_number_format_changes():
    """A rate in a table and a date in a field: the font and borders stay, and so does every other cell's format."""
    template = Template.compile(named())
    rows: list[dict[str, Any]] = [
        {"甲": "产出", "丙": Styled(Decimal("0.998"), "0.0%")},
        {"甲": "产出", "丙": Styled(Computed("C5/1", Decimal(1)), "0%")},
        {"甲": "产出", "丙": Styled(None, "0%")},
    ]
    plain = sheet_of(template.fill({}, {"指标": [{"甲": "产出", "丙": 1}] * 3}))
    sheet = sheet_of(template.fill({"项目名称": dt.date(2026, 1, 3)}, {"指标": rows}))
    assert [(0.998, "0.0%"), ("=C5/1", "0%"), (None, "0%")] == [
        (sheet.cell(row, 3).value, sheet.cell(row, 3).number_format) for row in (5, 6, 7)
    ]
    assert (dt.datetime(2026, 1, 3), "yyyy-mm-dd") == (sheet["B3"].value, sheet["B3"].number_format)  # noqa: DTZ001
    for row in (5, 6, 7):
        for look in ("font", "border", "alignment", "fill"):
            assert repr(getattr(plain.cell(row, 3), look)) == repr(getattr(sheet.cell(row, 3), look))
    assert plain["A5"].number_format == sheet["A5"].number_format


def test_column_when_its_texts_are_taken_as_one_then_each_stays_itself():
    """New texts, repeated ones, one with blanks, one with the separator, formulas over two lines: all as given."""
    template = Template.compile(named())
    columns: list[list[Any]] = [
        [f"新{number}" for number in range(8)],
        ["重复"] * 8,
        ["甲", "", "乙 丙", " 丁 ", "a\nb", "<&>", "_x0041_", "末"],
        ["甲\u241e乙"] + ["丙"] * 7,
        ["很长的一段文字" * 9] * 8,
        [Computed("C5\n+1", Decimal(number)) for number in range(8)],
        [Computed("C5+1", None if number % 2 else Decimal(number)) for number in range(8)],
        [Computed('C5&"分"', text) for text in ("甲", "<乙>", " 丙 ", "两\n行", "长" * 40, "", "丁", "戊")],
        [Computed("C5+1", Decimal(1)), "混合", None, 3, True, Decimal("1.50"), "x", "y"],
    ]
    for column in columns * 2:
        data = template.fill({}, {"指标": [{"乙": value} for value in column]})
        book = FilesWorkbook(data, Path("a.xlsx"))
        found = [book.cell(CellRef(FORM, row, 2)) for row in range(5, 13)]
        for value, cell in zip(column, found, strict=True):
            given = value.cached if isinstance(value, Computed) else value
            assert (given or None) == (cell.value or None)
            assert (value.formula if isinstance(value, Computed) else None) == cell.formula


def test_styles_when_no_value_needs_a_format_then_the_part_is_the_templates():
    """Formats are added for the record that needs them, and for no other: same record, same bytes."""
    template = Template.compile(named())
    rate: dict[str, Any] = {"指标": [{"丙": Styled(Decimal(1), "0.000%")}]}
    plain: dict[str, Any] = {"指标": [{"丙": Decimal(1)}]}
    first = template.fill({}, plain)
    with_rate = template.fill({}, rate)
    assert parts_of(named())["xl/styles.xml"] == parts_of(first)["xl/styles.xml"]
    assert first == template.fill({}, plain)
    assert with_rate == Template.compile(named()).fill({}, rate)
    assert b"0.000%" in parts_of(with_rate)["xl/styles.xml"]
    assert parts_of(first)["xl/workbook.xml"] == parts_of(with_rate)["xl/workbook.xml"]


def test_styled_value_when_covered_by_a_merged_level_then_blank():
    """A merge shows the value of its first cell alone."""
    template = Template.compile(named())
    rows: list[dict[str, Any]] = [{"甲": Styled(Decimal(1), "0%"), "丙": number} for number in range(2)]
    sheet = sheet_of(template.fill({}, {"指标": rows}))
    assert [1, None] == [sheet.cell(row, 1).value for row in (5, 6)]
    assert "A5:A6" in {str(area) for area in sheet.merged_cells.ranges}
