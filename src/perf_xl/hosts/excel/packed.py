"""A column as the shim packs it, back into the cells it was made of.

``("PxColumn", kinds, texts, numbers)``: a letter a cell in ``kinds``, ``t`` for a text, ``n`` for a number, a space for
an empty cell; the texts in one, each with a NUL behind it, which no text of the column contains; the numbers, with a 0
behind them. COM carries three things quicker than thousands.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

COLUMN = "PxColumn"
TEXT, NUMBER = "t", "n"


def is_packed(values: Any) -> bool:
    """Whether these are a packed column: rows of cells begin with a row, not with a word."""
    return isinstance(values, tuple) and len(values) == 4 and isinstance(values[0], str) and values[0] == COLUMN


def unpacked(values: Any) -> Any:
    """The rows of a packed column, as ``Value2`` had them; anything else as it is."""
    return list(zip(_cells(*values[1:]))) if is_packed(values) else values


def _cells(kinds: str, texts: str, numbers: Sequence[float]) -> Sequence[str | float | None]:
    told, counted = texts.split("\0")[:-1], list(map(float, numbers[:-1]))
    if (len(told), len(counted)) != (kinds.count(TEXT), kinds.count(NUMBER)):
        raise ValueError("a packed column does not fit its kinds")
    if len(told) == len(kinds):
        return told
    if len(counted) == len(kinds):
        return counted
    text, number = iter(told), iter(counted)
    return [next(text) if kind == TEXT else next(number) if kind == NUMBER else None for kind in kinds]
