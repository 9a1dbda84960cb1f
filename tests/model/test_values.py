"""What people type into 指标值 and 实际完成值."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_xl.model.values import (
    Blank,
    Frequency,
    Growth,
    Interval,
    Moment,
    Number,
    Value,
    Word,
    amount_in,
    normal_unit,
    parse_value,
)

D = Decimal

READ: list[tuple[str, Value]] = [
    ("95%", Number(D(95), "%")),
    ("９５．５％", Number(D("95.5"), "%")),
    ("1,594.49 万元", Number(D("1594.49"), "万元")),
    ("20亿", Number(D(20), "亿")),
    ("三家", Number(D(3), "家")),
    ("百分之九十", Number(D(90), "%")),
    ("-4%", Number(D(-4), "%")),
    ("≥95%", Interval(D(95), None, unit="%")),
    ("》95%", Interval(D(95), None, unit="%")),
    ("6个及以上", Interval(D(6), None, unit="个")),
    ("大于0%", Interval(D(0), None, low_closed=False, unit="%")),
    ("5天以内", Interval(None, D(5), unit="天")),
    ("95%以下(不含)", Interval(None, D(95), high_closed=False, unit="%")),
    ("80%-90%", Interval(D(80), D(90), unit="%")),
    ("1-3次", Interval(D(1), D(3), unit="次")),
    ("2023年底之前", Moment(dt.date(2023, 12, 31), by=True, precision="year")),
    ("2026年12月31日前", Moment(dt.date(2026, 12, 31), by=True)),
    ("2026-12-31", Moment(dt.date(2026, 12, 31))),
    ("2024年2月底前", Moment(dt.date(2024, 2, 29), by=True, precision="month")),
    ("每半年", Frequency(D(1), "半年")),
    ("每月2次", Frequency(D(2), "月")),
    ("增长7%", Growth(D(7))),
    ("下降3.5%", Growth(D("-3.5"))),
    ("   ", Blank()),
]


@pytest.mark.parametrize(("typed", "expected"), READ, ids=[typed for typed, _ in READ])
def test_parse_value_when_form_is_known_then_reads_it_exactly(typed: str, expected: Value):
    """Each form people use has one reading."""
    assert expected == parse_value(typed)


@pytest.mark.parametrize(
    "typed",
    [
        "约13",
        "一般",
        "万无一失",
        "及时",
        "100人左右",
        "100余人",
        "3项未完成",
        "12月31日",
        "2023-13-45",
        "1.2.3",
        "9" * 50,
    ],
)
def test_parse_value_when_inexact_or_prose_then_stays_a_word(typed: str):
    """What is not exact is never turned into a number."""
    assert Word(typed) == parse_value(typed)


def test_parse_value_when_unit_is_percent_then_bare_number_counts_in_percent():
    """With unit % a bare 95 is 95%, marked as typed bare."""
    assert Number(D(95), "%", bare=True) == parse_value("95", "%")
    assert Number(D(1), "%", bare=True) == parse_value(D(1), "％")
    assert Number(D(95), "", bare=True) == parse_value(D(95))


def test_parse_value_when_cell_is_typed_then_keeps_its_kind():
    """Dates, booleans and nothing come through."""
    assert Moment(dt.date(2026, 1, 5)) == parse_value(dt.datetime(2026, 1, 5, 9, 30))  # noqa: DTZ001
    assert Word("是") == parse_value(True)
    assert Blank() == parse_value(None)
    assert Word("NaN") == parse_value(D("NaN"))


def test_amount_in_when_units_share_a_base_then_converts_exactly():
    """亿, 万元 and 元 convert; different things do not."""
    assert D(200000) == amount_in(D(20), "亿", "万元")
    assert D(138000) == amount_in(D("13.8"), "万元", "元")
    assert D("1.5") == amount_in(D(15000), "人", "万人")
    assert amount_in(D(3), "间", "个") is None


def test_normal_unit_when_written_in_other_ways_then_is_one():
    """Full width, brackets and 百分比 are the same unit."""
    assert ["%", "%", "万元", ""] == [normal_unit(u) for u in (" ％", "百分比", "（万元）", None)]


@given(st.text(max_size=300))
def test_parse_value_when_given_any_text_then_never_raises(text: str):
    """Any text has a value."""
    assert parse_value(text, "%") is not None


@given(st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=-(10**9), max_value=10**9))
def test_parse_value_when_number_is_printed_then_reads_back_the_same(number: Decimal):
    """Printing and reading a number changes nothing."""
    assert Number(number, "%") == parse_value(f"{number:f}%")
