"""Labels that hold a value: ``（{年度}）年度``, ``其中: 一般公共预算: {一般公共预算}``, ``{年度-1}年决算数``.

The value is read out of the label by the words around it, whatever the author did to spaces, widths and brackets.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import cache

from perf_xl.model.amounts import plain
from perf_xl.model.cells import CellValue

_PLACE = re.compile(r"\{([^{}+-]+)([+-][0-9]+)?\}")
_BLANK_YEAR = "\u3000\u3000"
_NUMBER = re.compile(r"[+-]?[0-9][0-9,]*(\.[0-9]+)?")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Text before and after the place of ``name``; ``offset`` is added to a year (-1: the year before)."""

    before: str
    name: str
    offset: int
    after: str

    def text(self, value: CellValue) -> str:
        """The label with ``value`` in its place; a blank year keeps room to write."""
        return f"{self.before}{self._shown(value)}{self.after}"

    def _shown(self, value: CellValue) -> str:
        if value is None:
            return _BLANK_YEAR if self.after.lstrip("）) ").startswith("年") else ""
        number = _number(value)
        return str(value) if number is None else plain(number + self.offset)

    def value(self, text: str) -> CellValue:
        """The value in ``text``, a number where it is one; None when nothing is filled in.

        Raises ValueError when ``text`` is not this label.
        """
        match = _expression(self.before, self.after).fullmatch(text)
        if match is None:
            raise ValueError(text)
        inner = match[1].strip()
        number = _number(inner)
        return number - self.offset if number is not None else inner or None


@cache
def _expression(before: str, after: str) -> re.Pattern[str]:
    return re.compile(f"\\s*{_loose(before)}(.*){_loose(after)}\\s*", re.DOTALL)


def _loose(text: str) -> str:
    """An expression for ``text`` with any blanks between its characters, full or half width."""
    marks = (mark for mark in unicodedata.normalize("NFKC", text) if not mark.isspace())
    return "".join(f"(?:{re.escape(mark)}|{re.escape(_wide(mark))})\\s*" for mark in marks)


def _wide(mark: str) -> str:
    """The full-width form of an ASCII character; other characters as they are."""
    return chr(ord(mark) + 0xFEE0) if "!" <= mark <= "~" else mark


def pattern_in(text: str | None) -> Pattern | None:
    """The pattern written in ``text``; None when it holds no place."""
    match = _PLACE.search(text or "")
    if match is None or text is None:
        return None
    return Pattern(text[: match.start()], match[1], int(match[2] or 0), text[match.end() :])


def _number(value: CellValue) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str) or not _NUMBER.fullmatch(unicodedata.normalize("NFKC", value).strip()):
        return None
    return Decimal(unicodedata.normalize("NFKC", value).replace(",", "").strip())
