"""What an actual can be read as."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Num:
    """A number in the plan's scale; ``other``: what it would be if a bare 0.95 meant 95%."""

    value: Fraction
    other: Fraction | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Every number between two bounds."""

    low: Fraction | None
    high: Fraction | None
    low_closed: bool
    high_closed: bool


@dataclass(frozen=True, slots=True)
class Text:
    """Words."""

    text: str


@dataclass(frozen=True, slots=True)
class Marks:
    """The parts of an enumeration that are fulfilled; ``count`` where only their number is told."""

    numbers: frozenset[int]
    count: int | None = None


@dataclass(frozen=True, slots=True)
class Unusable:
    """Not usable: note code and message."""

    code: str
    message: str


Reading = Num | Span | Text | Marks | Unusable


BLANK = Unusable("actual_missing", "实际完成值没有填写；请填报。")
