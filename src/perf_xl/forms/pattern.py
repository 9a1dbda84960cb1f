"""Labels that hold a value: ``（{年度}）年度``, ``其中: 一般公共预算: {一般公共预算}``, ``{年度-1}年决算数``.

The value is read out of the label by the words around it, whatever the author did to spaces, widths and brackets.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

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
            return _BLANK_YEAR if self._is_year else ""
        number = _number(value)
        if number is None:
            return str(value)
        return plain(number + self.offset)

    @property
    def _is_year(self) -> bool:
        return self.after.lstrip("）) ").startswith("年")

    def value(self, text: str) -> CellValue:
        """The value in ``text``, a number where it is one; None when nothing is filled in.

        Raises ValueError when ``text`` is not this label.
        """
        found = _squeeze(text)
        before, after = _squeeze(self.before), _squeeze(self.after)
        if not (found.startswith(before) and found.endswith(after) and len(found) >= len(before) + len(after)):
            raise ValueError(text)
        inner = found[len(before) : len(found) - len(after)]
        number = _number(inner)
        return number - self.offset if number is not None else inner or None


def pattern_in(text: str | None) -> Pattern | None:
    """The pattern written in ``text``; None when it holds no place."""
    match = _PLACE.search(text or "")
    if match is None or text is None:
        return None
    return Pattern(text[: match.start()], match[1], int(match[2] or 0), text[match.end() :])


def _squeeze(text: str) -> str:
    """Without spaces and line breaks, full width as half width: what people change without meaning it."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def _number(value: CellValue) -> Decimal | None:
    if isinstance(value, Decimal):
        return value
    if not isinstance(value, str) or not _NUMBER.fullmatch(value.strip()):
        return None
    try:
        return Decimal(value.replace(",", "").strip())
    except InvalidOperation:
        return None
