"""References as text: ``'表'!$A$1:$C$9`` to an :class:`Area` and back, and what row insertion does to them.

A formula is only cut into strings, quoted sheet names and references; nothing else in it is read or changed.
"""

from __future__ import annotations

import re

from perf_xl.model.cells import Area, CellRef, column_letters, column_number

_AREA = re.compile(
    r"(?:'((?:[^']|'')+)'|([^'!\s\[\]]+))!\$?([A-Z]{1,3})\$?(\d{1,7})(?::\$?([A-Z]{1,3})\$?(\d{1,7}))?",
)
_BARE = re.compile(r"[A-Za-z_\u4e00-\u9fff][\w.\u4e00-\u9fff]*")
_LOOKS_LIKE_CELL = re.compile(r"[A-Za-z]{1,3}[0-9]+|[RrCc][0-9]*([Cc][0-9]*)?")
_TOKEN = re.compile(
    r"""(?P<text>"(?:[^"]|"")*")
      |(?P<sheet>(?:'(?:[^']|'')+'|[A-Za-z_\u4e00-\u9fff][\w.\u4e00-\u9fff]*)!)?
       (?P<ref>\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6}(?::\$?[A-Z]{1,3}\$?[1-9][0-9]{0,6})?|\$?[1-9][0-9]{0,6}:\$?[1-9][0-9]{0,6})
       (?![\w(.\u4e00-\u9fff])""",
    re.VERBOSE,
)


def quote_sheet(sheet: str) -> str:
    """The sheet's name as a reference needs it: quoted unless it is a plain word."""
    if _BARE.fullmatch(sheet) and not _LOOKS_LIKE_CELL.fullmatch(sheet):
        return sheet
    return "'" + sheet.replace("'", "''") + "'"


def absolute(area: Area) -> str:
    """The reference of a defined name: ``'表'!$A$1:$C$9``."""
    first = f"${column_letters(area.left)}${area.top}"
    last = f"${column_letters(area.right)}${area.bottom}"
    return f"{quote_sheet(area.sheet)}!{first if first == last else f'{first}:{last}'}"


def absolute_cell(ref: CellRef) -> str:
    """The absolute reference of one cell, with its sheet."""
    return absolute(Area(ref.sheet, ref.row, ref.column, ref.row, ref.column))


def area_of(refers_to: str) -> Area | None:
    """The area a defined name refers to; None for a constant, a formula or several areas."""
    match = _AREA.fullmatch(refers_to)
    if match is None:
        return None
    quoted, bare, left, top, right, bottom = match.groups()
    sheet = quoted.replace("''", "'") if quoted else bare
    return Area(sheet, int(top), column_number(left), int(bottom or top), column_number(right or left))


def shifted_rows(top: int, bottom: int, row: int, count: int) -> tuple[int, int] | None:
    """Rows ``top..bottom`` after ``count`` rows were inserted before ``row`` (negative: deleted from it on).

    None when all of them were deleted. An insertion inside stretches, one above moves.
    """
    if count > 0:
        return top + count * (top >= row), bottom + count * (bottom >= row)
    end = row - count
    new_top = top if top < row else max(row, top + count)
    new_bottom = bottom if bottom < row else max(row - 1, bottom + count)
    if row <= top and bottom < end:
        return None
    return new_top, new_bottom


def shift_formula(formula: str, own_sheet: str, sheet: str, row: int, count: int) -> str:
    """``formula`` (standing on ``own_sheet``) after rows of ``sheet`` moved; a deleted reference becomes ``#REF!``."""

    def moved(match: re.Match[str]) -> str:
        if match["text"] or _sheet_of(match["sheet"], own_sheet) != sheet:
            return match[0]
        new = _shift_reference(match["ref"], row, count)
        return "#REF!" if new is None else (match["sheet"] or "") + new

    return _TOKEN.sub(moved, formula)


def _sheet_of(prefix: str | None, own_sheet: str) -> str:
    if not prefix:
        return own_sheet
    name = prefix[:-1]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


_ROW = re.compile(r"(\$?[A-Z]{0,3}\$?)([0-9]+)")


def _shift_reference(reference: str, row: int, count: int) -> str | None:
    parts = [_ROW.fullmatch(part) for part in reference.split(":")]
    columns = [part[1] for part in parts if part]
    rows = [int(part[2]) for part in parts if part]
    moved = shifted_rows(rows[0], rows[-1], row, count)
    if moved is None:
        return None
    return ":".join(f"{column}{number}" for column, number in zip(columns, moved, strict=False))
