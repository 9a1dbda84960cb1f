"""Formulas that use a typed cell only while it still says what was read.

A cell may hold 「13.8万元」 or 「≥95%」. A formula cannot read that, and text compares as larger than any number in every
spreadsheet. So what Python read goes into the formula beside the text it was read from: if the text changes, the result
is blank until the form is scored again, never a wrong number.
"""

from __future__ import annotations

from decimal import Decimal

from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellValue

LONGEST_TEXT = 255
"""Excel's limit for a text inside a formula."""


def quoted(text: str) -> str:
    """A text constant of a formula."""
    return '"' + text.replace('"', '""') + '"'


def literal(value: Decimal | str) -> str:
    """A number or text as a formula writes it."""
    return quoted(value) if isinstance(value, str) else plain(value)


def guarded(reference: str, typed: CellValue, read: Decimal | str | None) -> str | None:
    """The expression for a typed cell: the number itself, or ``read`` while the cell still shows ``typed``.

    None where no formula can say it: nothing was read, or the text is longer than Excel allows.
    """
    if isinstance(typed, Decimal):
        return f'IF(ISNUMBER({reference}),{reference},"")'
    if not isinstance(typed, str) or read is None or len(typed) > LONGEST_TEXT:
        return None
    return f'IF({reference}={quoted(typed)},{literal(read)},"")'


def blank_while_blank(references: list[str], expression: str) -> str:
    """``expression``, blank while any of ``references`` is."""
    tests = [f'{reference}=""' for reference in references]
    test = tests[0] if len(tests) == 1 else f"OR({','.join(tests)})"
    return f'IF({test},"",{expression})'
