"""Values in a filled template: typed, escaped, refused, with formulas and formats; the quick way and the long agree."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl.styles import Alignment

from perf_xl.errors import InputError
from perf_xl.hosts.files import FilesWorkbook
from perf_xl.model.cells import CellRef
from perf_xl.ooxml.columns import Columns
from perf_xl.ooxml.compile import Template
from perf_xl.ooxml.fillvalues import Computed, Styled
from tests.ooxml.filling import named, sheet_of
from tests.ooxml.samples import FORM, parts_of, prefixed


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


LONG = st.text(st.sampled_from("长文字ab1 \n"), min_size=1, max_size=90)


def wrapped() -> bytes:
    """The form with texts wrapped in its table, its last row higher than the others."""
    book = openpyxl.load_workbook(io.BytesIO(named()))
    for row in range(5, 11):
        book[FORM].row_dimensions[row].height = 60 if row == 10 else 20
        for column in (1, 2, 3):
            book[FORM].cell(row, column).alignment = Alignment(wrap_text=True)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


_WRAPPED_FORM = wrapped()
_WRAPPED = [
    (Template.compile(_WRAPPED_FORM, fixed=fixed), Template.compile(prefixed(_WRAPPED_FORM), fixed=fixed))
    for fixed in ((), ("指标",))
]


@pytest.mark.parametrize("templates", _WRAPPED, ids=["growing", "printed"])
@settings(max_examples=60, deadline=None)
@given(st.lists(st.fixed_dictionaries({"甲": LONG, "乙": LONG, "丙": LONG}), min_size=6, max_size=6))
def test_heights_when_filled_quickly_or_the_long_way_then_the_same(templates, rows):
    """Texts of every length, alone and in merges, in rows of unlike height: no way of writing them forgets one."""
    one, other = (sheet_of(template.fill({}, {"指标": rows})) for template in templates)
    heights = [one.row_dimensions[row].height for row in range(5, 5 + len(rows))]
    assert heights == [other.row_dimensions[row].height for row in range(5, 5 + len(rows))]


NUMBERS = st.one_of(
    st.sampled_from(["2.5", "2.50", "-0", "0.0", "1", "1.0", "1E+3", "1000", "123456789.00000000", "123456789"]).map(
        Decimal
    ),
    st.sampled_from([0, 1, 5, 1000, 123456789]),
    st.booleans(),
    st.sampled_from([2.5, 1000.0]),
)
REPEATED = st.one_of(st.none(), st.sampled_from(["产出", "产出指标很长很长很长" * 3, "2.5"]), NUMBERS)
RECORDS = st.lists(
    st.lists(st.fixed_dictionaries({"甲": REPEATED, "乙": REPEATED, "丙": REPEATED}), min_size=6, max_size=7),
    min_size=2,
    max_size=4,
)


@settings(max_examples=60, deadline=None)
@given(RECORDS)
def test_bytes_when_other_records_came_before_then_the_same(records):
    """Equal numbers written otherwise, truth values, levels seen before: nothing of them shows in the next record."""
    warm = Template.compile(_WRAPPED_FORM)
    for rows in [*records, *records]:
        assert Template.compile(_WRAPPED_FORM).fill({}, {"指标": rows}) == warm.fill({}, {"指标": rows})


@settings(max_examples=60, deadline=None)
@given(st.lists(st.fixed_dictionaries({"甲": VALUES, "乙": VALUES, "丙": VALUES}), min_size=1, max_size=8))
def test_columns_when_given_instead_of_rows_then_the_same_file(rows):
    """A table may come row by row or column by column."""
    columns: Columns = {name: [row[name] for row in rows] for name in rows[0]}
    for template in (_PLAIN, _PREFIXED):
        assert template.fill({}, {"指标": rows}) == template.fill({}, {"指标": columns})


def test_columns_when_the_rows_are_printed_then_covered_cells_are_left_out():
    """As with rows: what the print covers is not written."""
    template = Template.compile(named(), fixed=["指标"])
    columns: Columns = {"甲": [f"第{number}" for number in range(6)], "丙": list(range(6))}
    sheet = sheet_of(template.fill({}, {"指标": columns}))
    assert ["第0", None, None, "第3", None, None] == [sheet.cell(row, 1).value for row in range(5, 11)]
    assert list(range(6)) == [sheet.cell(row, 3).value for row in range(5, 11)]


def test_columns_when_of_unequal_length_then_an_error_of_the_program():
    """Nobody's last row gets lost."""
    with pytest.raises(ValueError, match="'丙' has 2 values, others have 3"):
        Template.compile(named()).fill({}, {"指标": {"甲": ["a", "b", "c"], "丙": [1, 2]}})


def test_rows_when_some_have_fewer_keys_then_their_cells_keep_what_the_template_has():
    """A key that one row lacks leaves its cell alone, in a column that decides merges too."""
    rows: list[dict[str, Any]] = [{"甲": "一", "乙": "二", "丙": 3}, {"乙": "四"}, {"甲": "五", "丙": 6}]
    sheet = sheet_of(Template.compile(named(), fixed=["指标"]).fill({}, {"指标": rows}))
    untouched = sheet_of(Template.compile(named()).fill({}, {}))
    assert [3, untouched["C6"].value, 6] == [sheet.cell(row, 3).value for row in (5, 6, 7)]
    assert ["二", "四", untouched["B7"].value] == [sheet.cell(row, 2).value for row in (5, 6, 7)]


def test_engine_when_isal_then_the_same_content():
    """The fast deflate changes the compressed bytes only."""
    pytest.importorskip("isal")
    rows: list[dict[str, Any]] = [{"甲": "产出", "乙": "文字", "丙": 3}] * 4
    one = Template.compile(named()).fill({}, {"指标": rows})
    other = Template.compile(named(), engine="isal", level=1).fill({}, {"指标": rows})
    assert parts_of(one) == parts_of(other)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("长" * 32_768, "32767"),
        (float("nan"), "范围"),
        (Decimal("Infinity"), "范围"),
        (Decimal("NaN5"), "范围"),
        (Computed("1+1", Decimal("NaN5")), "范围"),
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


def test_formats_when_more_sets_are_asked_for_than_are_kept_then_made_again_the_same():
    """Style sheets by record: the thirty-third set of formats, and then the first once more."""
    template = Template.compile(named())
    formats = ["0." + "0" * digits + "%" for digits in range(1, 21)] + [
        "#,##0." + "0" * digits for digits in range(1, 21)
    ]
    first, *_ = [template.fill({"项目名称": Styled(Decimal(1), code)}, {}) for code in formats]
    assert first == template.fill({"项目名称": Styled(Decimal(1), formats[0])}, {})
    assert "0.0%" == sheet_of(first)["B3"].number_format
