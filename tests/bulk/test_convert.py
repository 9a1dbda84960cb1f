"""Data as records of a form: the quick way through columns and the careful way line by line say the same."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_xl.bulk.convert import Converted, Converter
from perf_xl.bulk.naming import SEQUENCE, Naming, naming_fields
from perf_xl.bulk.source import RawRecord, RawRow, RawTable
from perf_xl.forms.catalog import form_spec
from tests.bulk.data import FORM

SPEC = form_spec(FORM)


def convert(rows: list[dict[str, Any]], *, faithful: bool = False, **fields: Any) -> Converted:
    """The record of these fields and rows of 指标."""
    table = RawTable(rows, lambda index: f"第 {index + 1} 行")
    return Converter(SPEC).convert(RawRecord(7, RawRow("头", fields), {"指标": table}, faithful=faithful))


VALUE = st.sampled_from(
    [None, "", " 5 ", "5", "≥95%", "#REF!", "x" * 40_000, 0, 1, True, 1.0, 3.25, Decimal("2.50"), [1]]
)
ROW = st.fixed_dictionaries({"三级指标": VALUE, "分值": VALUE, "实际完成值": VALUE})


@given(st.lists(ROW, min_size=1, max_size=5), st.booleans())
def test_convert_when_rows_have_one_heading_then_it_says_what_single_rows_say(
    rows: list[dict[str, Any]], faithful: bool
) -> None:
    """Columns at once, or each row in a table of its own, with the headings in another order."""
    whole = convert(rows, faithful=faithful)
    single = [convert([dict(reversed(row.items()))], faithful=faithful) for row in rows]
    assert [row.values for row in whole.record.rows("指标")] == [
        row.values for one in single for row in one.record.rows("指标")
    ]
    assert [type(value) for row in whole.record.rows("指标") for value in row.values.values()] == [
        type(value) for one in single for row in one.record.rows("指标") for value in row.values.values()
    ]
    said = sorted(issue.message for issue in whole.issues)
    assert said == sorted(issue.message for one in single for issue in one.issues)
    assert blank(whole) == sorted(name for one in single for name in blank(one))


def blank(made: Converted) -> list[str]:
    """The required columns of rows that are blank, once a place."""
    return sorted(name for name in made.blank if name.startswith("指标_"))


@pytest.mark.parametrize("value", [True, 1, 1.0, Decimal(1), "1"])
def test_convert_when_true_and_one_alternate_then_neither_is_taken_for_the_other(value: object) -> None:
    """True equals 1 to a dictionary; in a cell it does not."""
    converter = Converter(SPEC)
    for given_ in (True, 1, value, True, value):
        table = RawTable([{"三级指标": "甲", "实际完成值": given_}], lambda _: "")
        made = converter.convert(RawRecord(1, RawRow("头", {}), {"指标": table}, faithful=True))
        found = made.record.rows("指标")[0].values["实际完成值"]
        assert isinstance(found, bool) is isinstance(given_, bool)


def test_convert_when_keys_are_technical_then_they_are_passed_over_only_in_what_read_gave() -> None:
    """``_cell`` and 应属 stand in the output of ``read``; in a csv they are unknown columns."""
    row = {"三级指标": "甲", "_cell": "A1", "应属": "质量指标"}
    assert convert([row], faithful=True).issues == []
    assert [issue.kind for issue in convert([row]).issues] == ["unknown", "unknown"]


def test_naming_when_asked_then_fields_aliases_title_and_number_answer() -> None:
    """编号 and 名称 of the data go before those of the form; 序号 is the record's."""
    naming = convert([], 编号=" 008 ", 项目名称="甲项目", 分值=None).naming
    assert (naming["编号"], naming["名称"], naming["project_name"], naming[SEQUENCE]) == (
        "008",
        "甲项目",
        "甲项目",
        "7",
    )
    assert "没有" not in naming
    assert set(naming) <= set(naming_fields(SPEC))
    assert Naming(SPEC, {"项目名称": "甲"}, {"名称": "乙"})["名称"] == "乙"


def test_convert_when_two_columns_mean_one_entry_then_refused_unless_the_second_is_blank() -> None:
    """项目名称 and project_name: one of the two values would be gone."""
    made = convert([{"三级指标": "甲", "level3": "乙"}], 项目名称="甲", project_name="乙")
    assert [str(issue) for issue in made.issues] == [
        "头的列“project_name”和前面一列是同一个栏目“项目名称”。请只留一列。",
        "第 1 行的列“level3”和前面一列是同一个栏目“三级指标”。请只留一列。",
    ]
    assert made.record.fields["项目名称"] == "甲"
    assert convert([{"三级指标": "甲", "level3": None}], 项目名称="甲", project_name=None).issues == []
