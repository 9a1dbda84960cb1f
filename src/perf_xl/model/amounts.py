"""Exact amounts of money with their unit, rates as fractions, and the one rounding function of the product.

A float never carries money here. A float that comes out of a worksheet cell enters through :func:`exact`, by the 15
significant digits a spreadsheet shows, so that 0.1 + 0.2 typed in a cell is 0.3 here as it is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from fractions import Fraction

CENT = 2
"""Decimal places of a score, and of an amount in 元."""


def exact(value: int | float | Decimal | Fraction) -> Decimal:
    """The decimal a spreadsheet shows for ``value``: a float by its 15 significant digits, the rest unchanged.

    >>> exact(0.1 + 0.2)
    Decimal('0.3')
    """
    if isinstance(value, Decimal):
        return value
    if isinstance(value, float):
        return Decimal(format(value, ".15g"))
    if isinstance(value, Fraction):
        return Decimal(value.numerator) / Decimal(value.denominator)
    return Decimal(value)


def round_half_up(value: Decimal | Fraction | int, places: int = CENT) -> Decimal:
    """``value`` rounded to ``places``, halves away from zero as Excel's ``ROUND``; exact for fractions too.

    >>> round_half_up(Decimal("1.005")), round_half_up(Fraction(-1, 8))
    (Decimal('1.01'), Decimal('-0.13'))
    """
    if isinstance(value, Fraction):
        scale = 10**places
        scaled = abs(value) * scale + Fraction(1, 2)
        whole = scaled.numerator // scaled.denominator
        return Decimal(whole if value >= 0 else -whole).scaleb(-places)
    return Decimal(value).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


class MoneyUnit(Enum):
    """The units amounts are printed in, with the number of 元 in one."""

    YUAN = "元"
    WAN = "万元"
    YI = "亿元"

    @property
    def yuan(self) -> Decimal:
        """How many 元 one of this unit is."""
        return {"元": Decimal(1), "万元": Decimal(10_000), "亿元": Decimal(100_000_000)}[self.value]


@dataclass(frozen=True, slots=True)
class Money:
    """An exact amount in the unit it was written in; comparison and sums are by value, not by unit."""

    amount: Decimal
    unit: MoneyUnit = MoneyUnit.WAN

    def to(self, unit: MoneyUnit) -> Money:
        """The same amount in ``unit``; exact, since the units are powers of ten."""
        return Money((self.amount * self.unit.yuan / unit.yuan).normalize() + 0, unit)

    @property
    def yuan(self) -> Decimal:
        """The amount in 元."""
        return self.amount * self.unit.yuan

    def __add__(self, other: Money) -> Money:
        return Money(self.amount + other.to(self.unit).amount, self.unit)

    def __str__(self) -> str:
        return f"{plain(self.amount)}{self.unit.value}"


def plain(number: Decimal) -> str:
    """A number as people write it: no exponent, no trailing zeros.

    >>> plain(Decimal("76.0")), plain(Decimal("1E+3"))
    ('76', '1000')
    """
    text = format(number, "f")
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return "0" if text in ("", "-0") else text


def execution_rate(budget: Decimal | None, spent: Decimal | None) -> Fraction | None:
    """执行率 B/A as a fraction, unrounded and uncapped; None for a blank or zero budget or a blank 执行数.

    Source: the column heading 执行率（B/A） of the 项目支出绩效目标自评表.
    """
    if budget is None or spent is None or budget == 0:
        return None
    return Fraction(spent) / Fraction(budget)
