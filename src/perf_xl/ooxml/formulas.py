"""Formulas as text: find their references, move them when rows move, translate them to another cell.

A formula is cut into strings, structured references, sheet prefixes, references and words; whatever is not a reference
keeps its text. References into other workbooks (``[1]表!A1``) are never moved.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from perf_xl.model.cells import column_letters, column_number

MAX_ROW, MAX_COLUMN = 1_048_576, 16_384

_CELL = r"\$?[A-Za-z]{1,3}\$?[1-9][0-9]{0,6}"
_TOKEN = re.compile(
    rf"""(?P<text>"(?:[^"]|"")*")
      |(?P<sheet>(?:'(?:[^']|'')*'|(?:\[[^\[\]]*\])?[^\W\d][\w.]*(?::[^\W\d][\w.]*)?|\[[^\[\]]*\])!)?
       (?:(?P<area>{_CELL}:{_CELL})(?![\w.(])
         |(?P<cell>{_CELL})(?![\w.(!])
         |(?P<rows>\$?[1-9][0-9]{{0,6}}:\$?[1-9][0-9]{{0,6}})(?![\w.(])
         |(?P<columns>\$?[A-Za-z]{{1,3}}:\$?[A-Za-z]{{1,3}})(?![\w.(!])
         |(?P<error>\#[A-Z/0!?]+)
         |(?P<word>[^\W\d][\w.?\\]*)(?P<call>\s*\()?)
      |(?P<table>\[(?:[^\[\]]|\[[^\[\]]*\])*\])
      |(?P<number>[0-9][\w.]*)""",
    re.VERBOSE,
)
_PART = re.compile(r"(\$?)([A-Za-z]{0,3})(\$?)([0-9]*)")
_VOLATILE = frozenset({"INDIRECT", "OFFSET", "CELL", "INFO", "NOW", "TODAY", "RAND", "RANDBETWEEN", "RANDARRAY"})

RowMap = Callable[[int, int, bool], tuple[int, int] | None]
"""What becomes of rows ``top..bottom`` (third: whether it is written as a range); None when all of them are gone."""


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference of a formula: its sheet (None: the formula's own) and its rectangle."""

    sheet: str | None
    top: int
    left: int
    bottom: int
    right: int


def sheet_of(prefix: str | None) -> str | None:
    """The sheet a prefix names (``'一 二'!``); None for no prefix.

    >>> sheet_of("'一 ''二'''!"), sheet_of("自评表!")
    ("一 '二'", '自评表')
    """
    if not prefix:
        return None
    name = prefix[:-1]
    return name[1:-1].replace("''", "'") if name.startswith("'") else name


def move_rows(formula: str, own: str, sheet: str, rows: RowMap) -> str:
    """``formula``, standing on sheet ``own``, after the rows of ``sheet`` moved as ``rows`` says.

    A reference whose rows are all gone becomes ``#REF!``, as in Excel.
    """
    wanted = sheet.casefold()

    def moved(match: re.Match[str]) -> str:
        reference = match["area"] or match["cell"] or match["rows"]
        if reference is None or (sheet_of(match["sheet"]) or own).casefold() != wanted:
            return match[0]
        new = _move(reference, rows)
        return (match["sheet"] or "") + (new or "#REF!")

    return _TOKEN.sub(moved, formula)


def _move(reference: str, rows: RowMap) -> str | None:
    parts = [_split(part) for part in reference.split(":")]
    numbers = sorted(int(part[3]) for part in parts)
    moved = rows(numbers[0], numbers[-1], len(parts) > 1)
    if moved is None:
        return None
    if len(parts) > 1 and int(parts[0][3]) > int(parts[1][3]):
        moved = (moved[1], moved[0])
    return ":".join(f"{a}{column}{b}{row}" for (a, column, b, _), row in zip(parts, moved, strict=False))


def _split(part: str) -> tuple[str, str, str, str]:
    match = _PART.fullmatch(part)
    assert match is not None
    dollar, letters, second, number = match.groups()
    return (dollar, letters, second, number) if letters else ("", "", dollar, number)


def translate(formula: str, down: int, right: int) -> str:
    """``formula`` as it reads ``down`` rows and ``right`` columns further on: relative references move along."""

    def moved(match: re.Match[str]) -> str:
        reference = match["area"] or match["cell"] or match["rows"] or match["columns"]
        if reference is None:
            return match[0]
        parts = [_translate_part(part, down, right) for part in reference.split(":")]
        return (match["sheet"] or "") + ("#REF!" if None in parts else ":".join(part or "" for part in parts))

    return _TOKEN.sub(moved, formula)


def _translate_part(part: str, down: int, right: int) -> str | None:
    fixed_column, letters, fixed_row, number = _split(part)
    if letters and not number and part.startswith("$"):
        fixed_column = "$"
    if letters and not fixed_column:
        column = column_number(letters) + right
        if not 1 <= column <= MAX_COLUMN:
            return None
        letters = column_letters(column)
    if number and not fixed_row:
        row = int(number) + down
        if not 1 <= row <= MAX_ROW:
            return None
        number = str(row)
    return f"{fixed_column}{letters}{fixed_row}{number}"


def drop_sheet(formula: str, sheet: str) -> str:
    """``formula`` after ``sheet`` was deleted: its references become ``#REF!``."""
    wanted = sheet.casefold()

    def dropped(match: re.Match[str]) -> str:
        return "#REF!" if (sheet_of(match["sheet"]) or "").casefold() == wanted else match[0]

    return _TOKEN.sub(dropped, formula)


def references(formula: str) -> Iterator[Reference | str]:
    """What a formula reads: rectangles, and words that may be defined names (``表!名`` keeps its sheet).

    The text ``"*"`` stands for anything: volatile functions, structured references, several sheets, other workbooks.
    """
    for match in _TOKEN.finditer(formula):
        kind = match.lastgroup
        if kind in ("text", "error", "number"):
            continue
        prefix = sheet_of(match["sheet"])
        if kind == "table" or (prefix and ("[" in prefix or (":" in prefix))):
            yield "*"
        elif match["word"]:
            if match["call"]:
                if match["word"].upper() in _VOLATILE:
                    yield "*"
            else:
                yield f"{prefix}!{match['word']}" if prefix else match["word"]
        else:
            yield _rectangle(prefix, match["area"] or match["cell"] or match["rows"] or match["columns"])


def _rectangle(sheet: str | None, reference: str) -> Reference:
    parts = [_split(part) for part in reference.split(":")]
    rows = [int(part[3]) for part in parts if part[3]] or [1, MAX_ROW]
    columns = [column_number(part[1]) for part in parts if part[1]] or [1, MAX_COLUMN]
    return Reference(sheet, min(rows), min(columns), max(rows), max(columns))
