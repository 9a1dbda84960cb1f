"""What a value of the data means in its field, or why it cannot stand there."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_xl.commands.generate import MAX_TEXT, Unread, digits, entry
from perf_xl.commands.headings import Headings
from perf_xl.forms.catalog import form_spec
from perf_xl.forms.spec import Field

AMOUNT = Field("当年度金额", "amount", unit="万元")
FREE_AMOUNT = Field("总金额", "amount")
POINTS = Field("分值", "points")
RATE = Field("执行率", "rate")
YEAR = Field("年度", "year", pattern="（{年度}）年度")
YEAR_TEXT = Field("起始年度", "year")
DATE = Field("填报日期", "date")
SIGN = Field("指标类型", "comparison")
VALUE = Field("指标值", "value")
TEXT = Field("项目名称", "text")
CHOICE = Field("项目等级", "text", choices=("一级项目", "二级项目"))


@pytest.mark.parametrize(
    ("item", "value", "expected"),
    [
        (AMOUNT, "1,832.00", Decimal("1832.00")),
        (AMOUNT, "１３．８", Decimal("13.8")),
        (AMOUNT, "13.8万元", Decimal("13.8")),
        (AMOUNT, "138000元", Decimal("13.8")),
        (AMOUNT, "0.5亿元", Decimal(5000)),
        (AMOUNT, "—", "—"),
        (AMOUNT, 0.1 + 0.2, Decimal("0.3")),
        (FREE_AMOUNT, "13.8万元", "13.8万元"),
        (POINTS, "2.50", Decimal("2.50")),
        (RATE, "95.5%", "95.5%"),
        (RATE, "0.955", Decimal("0.955")),
        (RATE, Decimal("1.63"), Decimal("1.63")),
        (YEAR, "2026年", Decimal(2026)),
        (YEAR_TEXT, "2026年", "2026年"),
        (YEAR_TEXT, "2026", Decimal(2026)),
        (DATE, "2025-12-08", dt.datetime(2025, 12, 8)),  # noqa: DTZ001
        (DATE, "2024.05.8", "2024.05.8"),
        (DATE, "2025/5/1", dt.datetime(2025, 5, 1)),  # noqa: DTZ001
        (DATE, dt.datetime(1900, 1, 1), dt.datetime(1900, 1, 1)),  # noqa: DTZ001
        (SIGN, ">=", "≥"),
        (SIGN, "小于等于", "≤"),
        (SIGN, "定性", "定性"),
        (VALUE, "3", Decimal(3)),
        (VALUE, "0.95", Decimal("0.95")),
        (VALUE, "001", "001"),
        (VALUE, "+5", "+5"),
        (VALUE, "1e5", "1e5"),
        (VALUE, "1234567890123456", "1234567890123456"),
        (VALUE, "123456789012.123456", "123456789012.123456"),
        (VALUE, Decimal("12345678901234567"), "12345678901234567"),
        (VALUE, "≥95%", "≥95%"),
        (TEXT, Decimal(12000000000), "12000000000"),
        (TEXT, "  =1+1 ", "=1+1"),
        (TEXT, dt.datetime(2026, 1, 2), "2026-01-02"),  # noqa: DTZ001
        (TEXT, "", None),
        (TEXT, "   ", None),
        (TEXT, None, None),
    ],
)
def test_entry_when_the_value_fits_then_it_is_typed_exactly(item: Field, value: Any, expected: Any) -> None:
    """Numbers exact, texts that look like numbers texts, blank never 0, no fault."""
    found = entry(item, value)
    assert (found.value, found.fault) == (expected, "")
    assert type(found.value) is type(expected)


@pytest.mark.parametrize(
    ("item", "value", "fault"),
    [
        (AMOUNT, "约13", "不是数（单位：万元）"),
        (AMOUNT, "≥13", "不是数（单位：万元）"),
        (AMOUNT, "3家", "不是数（单位：万元）"),
        (AMOUNT, "1234567890123.456", "超过 15 位"),
        (POINTS, "两分半", "不是数"),
        (POINTS, float("nan"), "不是数"),
        (RATE, "95", "不知是否百分数"),
        (RATE, "高", "不是比率"),
        (YEAR, "今年", "不是年度"),
        (DATE, "2025-02-30", "日历上没有这一天"),
        (DATE, "2025/13/1", "日历上没有这一天"),
        (DATE, "1899-12-30", "早于 1900 年"),
        (VALUE, dt.datetime(1899, 12, 31), "早于 1900 年"),  # noqa: DTZ001
        (SIGN, "大约", "不是下拉项"),
        (TEXT, Unread("=A1+1", "没有算好的值"), "没有算好的值"),
        (TEXT, "#N/A", "是公式的错误值"),
        (TEXT, "甲\x0b乙", "控制字符（U+000B）"),
        (TEXT, "\ud800", "控制字符（U+D800）"),
        (TEXT, "字" * (MAX_TEXT + 1), "超过单元格的上限 32767"),
        (TEXT, "😀" * (MAX_TEXT // 2 + 1), "超过单元格的上限 32767"),
        (TEXT, ["甲"], "不是单个的值"),
    ],
)
def test_entry_when_the_value_does_not_fit_then_an_error_says_why(item: Field, value: Any, fault: str) -> None:
    """A slip in the data is named, never written as something else."""
    found = entry(item, value)
    assert fault in found.fault
    assert found.severity == "error"


def test_entry_when_a_text_has_just_the_limit_then_it_is_taken() -> None:
    """32,767 letters are allowed; a letter outside the basic plane counts twice, as in Excel."""
    assert entry(TEXT, "字" * MAX_TEXT).fault == ""
    assert entry(TEXT, "😀" * (MAX_TEXT // 2)).fault == ""


def test_entry_when_not_in_the_dropdown_then_only_a_warning() -> None:
    """Excel's dropdown warns too; the value is what the office wrote."""
    found = entry(CHOICE, "三级项目")
    assert (found.value, found.severity) == ("三级项目", "warning")
    assert "不在下拉项里" in found.fault


def test_entry_when_faithful_then_a_text_in_a_number_cell_goes_back_as_it_was() -> None:
    """What was read from a form can be generated again, mistakes included, with a warning."""
    found = entry(AMOUNT, "约13", faithful=True)
    assert (found.value, found.severity) == ("约13", "warning")
    assert entry(VALUE, "3", faithful=True).value == "3"
    assert entry(DATE, "2025/5/1", faithful=True).value == "2025/5/1"


@pytest.mark.parametrize(("item", "value"), [(POINTS, "2.5"), (AMOUNT, "1,832.00"), (RATE, "0.95")])
def test_entry_when_faithful_and_a_number_is_given_as_a_text_then_told_that_no_sum_counts_it(
    item: Field, value: str
) -> None:
    """A script that wrote all values as texts would leave every total of the sheet without them."""
    found = entry(item, value, faithful=True)
    assert (found.value, found.severity) == (value, "warning")
    assert "是文字，不是数" in found.fault


def test_entry_when_faithful_and_a_number_is_too_long_for_a_cell_then_it_stays_exact_as_a_text() -> None:
    """A code of 20 digits would lose the last five as a number; an amount of 20 digits is refused."""
    assert entry(TEXT, 12345678901234567890, faithful=True).value == "12345678901234567890"
    assert entry(AMOUNT, 12345678901234567890, faithful=True).severity == "error"


def test_entry_when_faithful_and_a_day_is_before_the_calendar_then_refused() -> None:
    """No cell holds it, so the pre-flight says so, not the writing of the file."""
    assert entry(DATE, "1899-12-30", faithful=True).severity == "error"


@given(st.text(max_size=60), st.sampled_from([AMOUNT, POINTS, RATE, YEAR, DATE, SIGN, VALUE, TEXT]))
def test_entry_when_given_any_text_then_it_never_raises(text: str, item: Field) -> None:
    """Any text gives a value or a fault; a number that comes out says what the text said."""
    found = entry(item, text)
    if found.value is None:
        assert found.fault or not text.strip()


@pytest.mark.parametrize(
    ("heading", "column"),
    [
        ("三级指标", "三级指标"),
        ("指标_三级指标", "三级指标"),
        ("level3", "三级指标"),
        ("评（扣）分标准", "评分标准"),
        ("评(扣)分标准 ", "评分标准"),
        ("指标 值", "指标值"),
        ("目标", None),
    ],
)
def test_headings_when_written_differently_then_the_column_is_found(heading: str, column: str | None) -> None:
    """Chinese name, English alias, defined name and the printed label are one column; nothing is guessed."""
    assert Headings(form_spec("zhijiang-2025-department-target")).column_name("指标", heading) == column


@pytest.mark.parametrize(
    ("number", "count"),
    [
        ("10000000000000000000000000000001", 32),
        ("1.0000000000000000000000000000001", 32),
        ("-0.0050", 1),
        ("1E+3", 1),
        ("0", 0),
        ("120.50", 4),
    ],
)
def test_digits_when_a_number_is_long_then_none_is_rounded_away(number, count):
    """A code of 32 digits with many zeros is not a number of one digit."""
    assert count == digits(Decimal(number))
