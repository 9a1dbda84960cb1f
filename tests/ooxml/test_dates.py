"""Serial numbers and date formats."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from perf_xl.ooxml.dates import date_parts, from_serial, to_serial


@pytest.mark.parametrize(
    ("day", "serial"),
    [(dt.date(1900, 1, 1), 1), (dt.date(1900, 2, 28), 59), (dt.date(1900, 3, 1), 61), (dt.date(2026, 12, 31), 46387)],
)
def test_serial_when_1900_system_then_excels_number(day, serial):
    """With the 29 February 1900 that never was."""
    assert Decimal(serial) == to_serial(day, date1904=False)


def test_serial_when_1904_system_then_1462_days_less():
    """The Macintosh calendar."""
    assert Decimal(46387 - 1462) == to_serial(dt.date(2026, 12, 31), date1904=True)


@given(st.datetimes(dt.datetime(1904, 1, 2), dt.datetime(9999, 12, 31)), st.booleans())  # noqa: DTZ001
def test_moment_when_written_and_read_then_the_same_to_the_millisecond(moment, date1904):
    """Also through the 15 digits that a spreadsheet shows."""
    moment = moment.replace(microsecond=moment.microsecond // 1000 * 1000)
    serial = Decimal(format(float(to_serial(moment, date1904=date1904)), ".15g"))
    assert moment == from_serial(serial, date1904=date1904, has_date=True)


def test_day_before_the_calendar_when_written_then_value_error():
    """31 December 1899 has no serial number."""
    with pytest.raises(ValueError, match="1899"):
        to_serial(dt.date(1899, 12, 31), date1904=False)


@pytest.mark.parametrize(
    ("code", "parts"),
    [
        ('yyyy"年"m"月"d"日"', (True, False)),
        ("yyyy/m/d h:mm", (True, True)),
        ("[h]:mm:ss", (False, True)),
        ("mm:ss.0", (False, True)),
        ('0.00"d"', (False, False)),
        ("[Red]#,##0;[Blue]-0", (False, False)),
        ("[$-804]yyyy-mm", (True, False)),
        ("General", (False, False)),
        ("@", (False, False)),
        (r"0\m", (False, False)),
    ],
)
def test_number_format_when_it_shows_dates_then_known(code, parts):
    """Quoted letters, colours and locales do not count."""
    assert parts == date_parts(code)
