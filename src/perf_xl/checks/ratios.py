"""A typed ratio against the one its amounts give: the same as far as its own decimals go, or not."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

from perf_xl.forms.rates import RateCell
from perf_xl.model.amounts import plain, round_half_up
from perf_xl.model.cells import CellValue
from perf_xl.model.values import Number, parse_value


def typed_ratio(typed: CellValue) -> tuple[Fraction, int] | None:
    """A typed ratio as a fraction, and its decimals in per cent: 「98.5%」 and 0.985 are both (0.985, 1)."""
    if isinstance(typed, Decimal):
        number = typed * 100
    else:
        read = parse_value(typed)
        if not isinstance(read, Number) or not read.is_percent:
            return None
        number = read.number
    exponent = number.normalize().as_tuple().exponent if isinstance(typed, Decimal) else number.as_tuple().exponent
    places = -exponent if isinstance(exponent, int) and exponent < 0 else 0
    return Fraction(number) / 100, places


def agrees(typed: CellValue, ratio: Fraction) -> bool | None:
    """Whether ``typed`` is ``ratio`` rounded to its own decimals; None where it is no ratio."""
    read = typed_ratio(typed)
    if read is None:
        return None
    value, places = read
    return value * 100 == Fraction(round_half_up(ratio * 100, places))


def percent(ratio: Fraction) -> str:
    """For a sentence: 95.2%."""
    return f"{plain(round_half_up(ratio * 100))}%"


def percent_meant(line: RateCell) -> Decimal | None:
    """95.2 where the cell holds 95.2 or 9520% and 95.2% is meant, since that agrees with the amounts; None otherwise."""
    typed = line.typed
    read = parse_value(typed) if typed is not None else None
    if line.value is None or not isinstance(read, Number) or agrees(typed, line.value):
        return None
    if not (read.is_percent or read.bare):
        return None
    meant = read.number / 100 if read.is_percent else read.number
    return meant if agrees(f"{plain(meant)}%", line.value) else None


def ratio_name(line: RateCell) -> str:
    """For a sentence: “年度资金总额”的执行率, “控制率”."""
    return f"“{line.label}”" if line.label.endswith("率") else f"“{line.label}”的执行率"
