"""Small differences between the texts of Excel's and Calc's formulas that LibreOffice's parser does not bridge."""

from __future__ import annotations

import re
from collections.abc import Callable

ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")

_QUOTED = re.compile(r"""("(?:[^"]|"")*"|'(?:[^']|'')*')""")
_ERROR = re.compile("|".join(map(re.escape, ERRORS)))
_CONSTANT = re.compile(r"(?<![\w.!$])(TRUE|FALSE)(?![\w.!(:])", re.IGNORECASE)
_CALL = re.compile(r"(?<![\w.])(TRUE|FALSE)\(\)", re.IGNORECASE)
_LOST = re.compile(r"\$?[A-Z]{0,3}\$?#REF!(?:\$?\d+)?")
_CALC_SHEET = re.compile(r"\$?((?:\x00\d+\x00|[^\W\d][\w]*))\.(?=\$?[A-Z]{1,3}\$?\d|\$?[A-Z]{0,3}\$?#REF!)")
_EXCEL_SHEET = re.compile(r"(\x00\d+\x00|[^\W\d][\w.]*)!(?=\$?[A-Z]{1,3}\$?\d|#REF!)")


def as_calls(formula: str) -> str:
    """The parser makes numbers of the bare constants; as function calls they stay truth values.

    >>> as_calls('IF(A1=TRUE,"TRUE",FALSE)')
    'IF(A1=TRUE(),"TRUE",FALSE())'
    """
    return _outside_quotes(_CONSTANT, r"\1()", formula)


def as_constants(formula: str) -> str:
    """Back to what people write; a reference that has lost its row or column is ``#REF!`` as a whole.

    >>> as_constants("IF(TRUE(),A#REF!,1)")
    'IF(TRUE,#REF!,1)'
    """
    return _outside_quotes(_LOST, "#REF!", _outside_quotes(_CALL, r"\1", formula))


def error_constants(formula: str) -> list[str]:
    """The error constants a formula contains, outside of its texts."""
    return [error for part in _QUOTED.split(formula)[::2] for error in _ERROR.findall(part)]


def to_calc(formula: str) -> str:
    """An Excel formula in Calc's spelling; for broken formulas only, all others go through the parser.

    >>> to_calc("=SUM('表 二'!A1,#REF!)")
    "=SUM($'表 二'.A1;#REF!)"
    """
    return _with_quotes_hidden(formula, lambda text: _EXCEL_SHEET.sub(r"$\1.", text).replace(",", ";"))


def from_calc(formula: str) -> str:
    """The other way round.

    >>> from_calc("=SUM($'表 二'.A1;#REF!)")
    "=SUM('表 二'!A1,#REF!)"
    """
    excel = _with_quotes_hidden(formula, lambda text: _CALC_SHEET.sub(r"\1!", text).replace(";", ","))
    return as_constants(excel)


def _outside_quotes(pattern: re.Pattern[str], replacement: str, formula: str) -> str:
    parts = _QUOTED.split(formula)
    parts[::2] = (pattern.sub(replacement, part) for part in parts[::2])
    return "".join(parts)


def _with_quotes_hidden(formula: str, change: Callable[[str], str]) -> str:
    quotes: list[str] = []

    def hide(match: re.Match[str]) -> str:
        quotes.append(match[0])
        return f"\x00{len(quotes) - 1}\x00"

    changed = change(_QUOTED.sub(hide, formula))
    return re.sub(r"\x00(\d+)\x00", lambda match: quotes[int(match[1])], changed)
