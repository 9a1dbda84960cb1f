"""元 against 万元: two figures that should be alike and differ about ten thousand times."""

from __future__ import annotations

from decimal import Decimal

_LOW, _HIGH = Decimal(5000), Decimal(20_000)
"""Half to twice ten thousand: what was spent may well be half of the budget."""


def is_unit_slip(one: Decimal | None, other: Decimal | None) -> bool:
    """Whether one of two positive amounts is about ten thousand times the other."""
    if one is None or other is None or one <= 0 or other <= 0:
        return False
    return _LOW <= max(one, other) / min(one, other) <= _HIGH
