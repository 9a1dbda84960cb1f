"""Lists of areas as validations, conditional formats and merges write them: ``A1:C3 E5``."""

from __future__ import annotations

from perf_xl.model.cells import column_letters, parse_a1
from perf_xl.ooxml.formulas import MAX_COLUMN, MAX_ROW, RowMap

Box = tuple[int, int, int, int]
"""``(top, left, bottom, right)``, 1-based, both ends included."""


def box_of(reference: str) -> Box:
    """The rectangle of ``A1`` or ``A1:C3``; also whole rows ``1:3`` and whole columns ``A:C``.

    >>> box_of("B2:A1")
    (1, 1, 2, 2)
    """
    first, _, last = reference.partition(":")
    top, left = _corner(first, 1, 1)
    bottom, right = _corner(last or first, MAX_ROW, MAX_COLUMN)
    return min(top, bottom), min(left, right), max(top, bottom), max(left, right)


def _corner(part: str, row: int, column: int) -> tuple[int, int]:
    part = part.replace("$", "")
    if part.isdigit():
        return int(part), column
    if part.isalpha():
        return row, parse_a1(part + "1")[1]
    return parse_a1(part)


def text_of(box: Box) -> str:
    """The rectangle as text.

    >>> text_of((1, 1, 2, 2)), text_of((3, 2, 3, 2))
    ('A1:B2', 'B3')
    """
    top, left, bottom, right = box
    first = f"{column_letters(left)}{top}"
    return first if (top, left) == (bottom, right) else f"{first}:{column_letters(right)}{bottom}"


def moved(sqref: str, rows: RowMap) -> str:
    """The areas of ``sqref`` after rows moved; "" when none is left. Unmoved areas keep their text."""
    pieces = []
    for piece in sqref.split():
        top, left, bottom, right = box_of(piece)
        new = rows(top, bottom, True)
        if new is None:
            continue
        whole = piece.replace("$", "").replace(":", "").isalpha()
        pieces.append(piece if new == (top, bottom) or whole else text_of((new[0], left, new[1], right)))
    return " ".join(pieces)
