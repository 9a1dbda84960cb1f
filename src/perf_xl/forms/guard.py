"""Formulas that use a typed cell only while it still says what was read.

A cell may hold 「13.8万元」 or 「≥95%」. A formula cannot read that, and text compares as larger than any number in every
spreadsheet. So what Python read goes into the formula beside the text it was read from: if the text changes, the result
is blank until the form is scored again, never a wrong number. Numbers pass, within the range they can be meant in.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellValue

LONGEST_TEXT = 255
"""Excel's limit for a text inside a formula."""
LARGEST_FRACTION = 10
"""A rate stored as a fraction is plausible up to 1000 %."""
SMALLEST_PERCENT = 2
"""A bare number of a % row is per cent above this; 0.95 or 1 could be meant either way."""


def quoted(text: str) -> str:
    """A text constant of a formula."""
    return '"' + text.replace('"', '""') + '"'


def literal(value: Decimal | str) -> str:
    """A number or text as a formula writes it."""
    return quoted(value) if isinstance(value, str) else plain(value)


def guarded(reference: str, typed: CellValue, read: Decimal | str | None) -> str | None:
    """The expression for a typed amount: the number itself, or ``read`` while the cell still shows ``typed``.

    None where no formula can say it: nothing was read, or the text is longer than Excel allows.
    """
    match typed:
        case Decimal() if read is None or typed == read:
            return f'IF(ISNUMBER({reference}),{reference},"")'
        case Decimal() | str() | dt.date() if read is not None:
            constant = _constant(typed)
            return None if constant is None else f'IF({reference}={constant},{literal(read)},"")'
        case _:
            return None


def guarded_rate(reference: str, typed: CellValue, read: Decimal | str | None, *, percent_format: bool) -> str | None:
    """The same for a cell that holds a rate: stored as a fraction (0.95 shown as 95%) or typed bare in per cent (95).

    ``typed`` None: the cell is still blank, and its number format tells what a number in it will mean.
    """
    fraction = percent_format if typed is None else typed == read
    if isinstance(typed, Decimal) and isinstance(read, Decimal) and not fraction and typed != read * 100:
        return guarded(reference, typed, read)
    if typed is not None and not isinstance(typed, Decimal):
        return guarded(reference, typed, read)
    if fraction:
        return f'IF(ISNUMBER({reference}),IF(ABS({reference})<={LARGEST_FRACTION},{reference},""),"")'
    return (
        f"IF(ISNUMBER({reference}),IF(OR({reference}=0,AND(ABS({reference})>{SMALLEST_PERCENT},"
        f'ABS({reference})<={LARGEST_FRACTION * 100})),{reference}/100,""),"")'
    )


def _constant(typed: Decimal | str | dt.date) -> str | None:
    if isinstance(typed, str):
        return quoted(typed) if len(typed) <= LONGEST_TEXT else None
    if isinstance(typed, Decimal):
        return plain(typed)
    return f"DATE({typed.year},{typed.month},{typed.day})"


def blank_while_blank(references: list[str], expression: str) -> str:
    """``expression``, blank while any of ``references`` is."""
    tests = [f'{reference}=""' for reference in references]
    test = tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
    return f'IF({test},"",{expression})'
