"""Dates as serial numbers, in the 1900 system (with its 29 February 1900) and the 1904 system; formats that are dates."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from functools import lru_cache

_DAY_MICROSECONDS = 86_400_000_000
_BASE_1900 = dt.datetime(1899, 12, 31)  # noqa: DTZ001 - worksheets have no time zones
_BASE_1904 = dt.datetime(1904, 1, 1)  # noqa: DTZ001
_NOT_FORMAT = re.compile(r"\"[^\"]*\"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]", re.IGNORECASE)

DATE_FORMAT = "yyyy-mm-dd"
DATETIME_FORMAT = "yyyy-mm-dd hh:mm:ss"
TIME_FORMAT = "hh:mm:ss"


@lru_cache(maxsize=1024)
def date_parts(number_format: str) -> tuple[bool, bool]:
    """``(shows a date, shows a time)`` of a number format's first section.

    >>> date_parts('yyyy"年"m"月"'), date_parts("[h]:mm"), date_parts("0.00%")
    ((True, False), (False, True), (False, False))
    """
    code = _NOT_FORMAT.sub("", number_format.split(";", maxsplit=1)[0]).lower()
    if code in ("general", "@"):
        return False, False
    has_time = "h" in code or "s" in code
    has_date = "y" in code or "d" in code or ("m" in code and not has_time)
    return has_date, has_time


def from_serial(serial: Decimal, *, date1904: bool, has_date: bool) -> dt.datetime | dt.date | dt.time | None:
    """The date a serial number shows; a time of day if the format shows no date; None outside the calendar."""
    microseconds = round(int((serial * _DAY_MICROSECONDS).to_integral_value()), -3)  # a serial holds milliseconds
    if not has_date:
        if not 0 <= serial < 1:
            return None
        return (_BASE_1904 + dt.timedelta(microseconds=microseconds)).time()
    base = _BASE_1904 if date1904 else _BASE_1900
    if not date1904:
        if serial < 0 or 60 <= serial < 61:
            return None
        if serial >= 61:
            microseconds -= _DAY_MICROSECONDS
    try:
        return base + dt.timedelta(microseconds=microseconds)
    except OverflowError:
        return None


def to_serial(value: dt.datetime | dt.date | dt.time, *, date1904: bool) -> Decimal:
    """The serial number of a date or time; ValueError for a day before the system begins."""
    if isinstance(value, dt.time):
        moment = dt.datetime.combine(_BASE_1904.date(), value.replace(tzinfo=None))
        return _days(moment - _BASE_1904)
    if not isinstance(value, dt.datetime):
        value = dt.datetime(value.year, value.month, value.day)  # noqa: DTZ001
    value = value.replace(tzinfo=None)
    serial = _days(value - (_BASE_1904 if date1904 else _BASE_1900))
    if serial < 0 or (not date1904 and serial == 0):
        raise ValueError(value)
    return serial + 1 if not date1904 and serial >= 60 else serial


def _days(span: dt.timedelta) -> Decimal:
    whole = Decimal(span.days)
    part = Decimal(span.seconds * 1_000_000 + span.microseconds) / _DAY_MICROSECONDS
    return whole + part.quantize(Decimal("1e-12")).normalize()
