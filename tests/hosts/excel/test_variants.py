# ruff: noqa: DTZ001 - cells have no time zone
"""COM variants to plain values and back."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_xl.functions import CellError, ManualWork
from perf_xl.hosts.excel.variants import MISSING, format_kind, from_variant, serial_date, to_variant

D = Decimal


def rng(values, number_format="General", date1904=False, areas=1):
    """A range as the shim sends it."""
    return ("PxRange", values, number_format, date1904, areas)


@pytest.mark.parametrize(
    "variant, expected",
    [
        (None, None),
        ("文字", "文字"),
        (True, True),
        (0.1 + 0.2, D("0.3")),
        (100, D(100)),
        (D("12.3456"), D("12.3456")),
        (MISSING, None),
        (-2146826281, CellError("#DIV/0!")),
        (-2146826246, CellError("#N/A")),
        (float("nan"), CellError("#NUM!")),
        (dt.datetime(2025, 12, 31, tzinfo=dt.UTC), dt.datetime(2025, 12, 31)),
        (((1.0, "a"), (None, 2.0)), ((D(1), "a"), (None, D(2)))),
        ((1.0, 2.0), ((D(1), D(2)),)),
        (rng(0.95, "0%"), "95%"),
        (rng(0.29, "0.00%"), "29%"),
        (rng(584.64, '#,##0.00"万元"'), D("584.64")),
        (rng(46022.0, "yyyy-m-d"), dt.datetime(2025, 12, 31)),
        (rng(44560.0, 'yyyy"年"m"月"d"日"', date1904=True), dt.datetime(2025, 12, 31)),
        (
            rng(((0.95,), (46022.0,), (3.0,)), (("0%",), ("m/d/yyyy",), ("0.00",))),
            (("95%",), (dt.datetime(2025, 12, 31),), (D(3),)),
        ),
        (rng(((0.5,), (None,)), "0%"), (("50%",), (None,))),
        (rng("#不是错误"), "#不是错误"),
    ],
)
def test_from_variant_when_given_what_excel_sends_then_gives_plain_values(variant, expected):
    """Exact numbers, percentages as shown, dates by their format, errors by name."""
    assert expected == from_variant(variant)


def test_from_variant_when_the_range_has_areas_then_refuses():
    """Excel would silently give the first area only."""
    with pytest.raises(ManualWork, match="2 块不相连的区域"):
        from_variant(rng(1.0, areas=2))


@pytest.mark.parametrize(
    "number_format, kind",
    [
        ("General", "number"),
        ("0.00", "number"),
        ("@", "number"),
        ("0%", "percent"),
        ('0"%"', "number"),
        (r"0\%", "number"),
        ("0.00%;[Red]-0.00%", "percent"),
        ("yyyy-mm-dd", "date"),
        ('yyyy"年"m"月"', "date"),
        ("[$-804]aaaa", "number"),
        ("[$-F800]dddd, mmmm dd, yyyy", "date"),
        ("[h]:mm:ss", "date"),
        ("h:mm", "date"),
        ('#,##0.00"元/月 (m)"', "number"),
        ("[Red]0.00", "number"),
        ('_ * #,##0.00_ ;_ * -#,##0.00_ ;_ * "-"??_ ;_ @_ ', "number"),
        ("0.00E+00", "number"),
    ],
)
def test_format_kind_when_read_then_knows_dates_and_percentages(number_format, kind):
    """Quoted, escaped and bracketed characters do not count."""
    assert kind == format_kind(number_format)


@pytest.mark.parametrize(
    "serial, expected",
    [
        (1.0, dt.datetime(1900, 1, 1)),
        (59.0, dt.datetime(1900, 2, 28)),
        (61.0, dt.datetime(1900, 3, 1)),
        (46022.5, dt.datetime(2025, 12, 31, 12)),
        (0.25, dt.time(6)),
        (-1.0, D(-1)),
        (3e6, D(3000000)),
    ],
)
def test_serial_date_when_given_a_serial_then_counts_as_excel(serial, expected):
    """With Excel's 29 February 1900; outside its calendar it stays a number."""
    assert expected == serial_date(serial, date1904=False)


@pytest.mark.parametrize(
    "result, expected",
    [
        (None, ""),
        (D("8.5"), 8.5),
        (Fraction(1, 3), 1 / 3),
        ("需人工：x", "需人工：x"),
        ([[D(1)], [None]], [[1.0], [""]]),
    ],
)
def test_to_variant_when_given_a_result_then_is_what_a_cell_takes(result, expected):
    """A blank is an empty text; a column is a list, which pywin32 sends as an array."""
    assert expected == to_variant(result)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12))
def test_numbers_when_sent_and_returned_then_keep_the_15_digits_a_cell_shows(number):
    """In by 15 digits, out as the nearest double."""
    read = from_variant(number)
    assert isinstance(read, Decimal)
    assert float(format(number, ".15g")) == to_variant(read)
