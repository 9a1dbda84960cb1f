"""Number formats of one workbook: their codes in Excel's spelling, and whether they mean dates or truth values."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from xlwings_libreoffice.bridge import UnoException, struct
from xlwings_libreoffice.values import DATE, LOGICAL, TIME

_STANDARD = "General"
_LITERAL = re.compile(r'("[^"]*"|\\.|\[[^\]]*\]|AM/PM|A/P)')
_COLOURS = {"[BLACK]", "[BLUE]", "[CYAN]", "[GREEN]", "[MAGENTA]", "[RED]", "[WHITE]", "[YELLOW]"}


class NumberFormats:
    """The number formats and the date origin of a document."""

    def __init__(self, document: Any) -> None:
        self._formats = document.NumberFormats
        self._locale = struct("lang.Locale", Language="en", Country="US")
        self._kinds: dict[int, int] = {}
        self._codes: dict[int, str] = {}
        self._keys: dict[str, int] = {}
        origin = document.NullDate
        self.epoch = dt.datetime(origin.Year, origin.Month, origin.Day)  # noqa: DTZ001 - worksheets have no zones

    def kind(self, key: int) -> int:
        """The bits of what a format shows."""
        if key not in self._kinds:
            self._kinds[key] = self._formats.getByKey(key).Type
        return self._kinds[key]

    def code(self, key: int) -> str:
        """The English format code, in Excel's spelling."""
        if key not in self._codes:
            self._codes[key] = self._english_code(key)
        return self._codes[key]

    def key(self, code: str) -> int:
        """The key of a format code, added to the document if it is new; ValueError if it is none."""
        if code not in self._keys:
            self._keys[code] = self._find_or_add(code)
        return self._keys[code]

    def give_kind(self, cell: Any, value: bool | dt.date) -> None:
        """Give a cell that takes a date or truth value a format that shows it, unless it has one."""
        moment = isinstance(value, dt.datetime) and value.time() != dt.time()
        wanted = LOGICAL if isinstance(value, bool) else DATE | TIME if moment else DATE
        if not self.kind(cell.NumberFormat) & wanted:
            code = {LOGICAL: "BOOLEAN", DATE: "yyyy-mm-dd"}.get(wanted, "yyyy-mm-dd hh:mm:ss")
            cell.NumberFormat = (
                self._formats.getStandardFormat(LOGICAL, self._locale) if wanted == LOGICAL else self.key(code)
            )

    def _find_or_add(self, code: str) -> int:
        key = self._formats.queryKey(code, self._locale, False)
        if key != -1:
            return int(key)
        try:
            return int(self._formats.addNew(code, self._locale))
        except UnoException as error:
            raise ValueError(f"Invalid number format: {code!r}") from error

    def _english_code(self, key: int) -> str:
        known = self._formats.getByKey(key)
        code, locale = known.FormatString, known.Locale
        if locale.Language not in ("en", ""):
            english = self._formats.addNewConverted(code, locale, self._locale)
            code = self._formats.getByKey(english).FormatString
        return excel_spelling(code, dates=bool(known.Type & (DATE | TIME)))


def excel_spelling(code: str, *, dates: bool) -> str:
    """LibreOffice writes ``YYYY-MM-DD`` and ``[RED]`` where Excel writes ``yyyy-mm-dd`` and ``[Red]``.

    >>> excel_spelling('YYYY"年"M"月"', dates=True)
    'yyyy"年"m"月"'
    """
    if code.lower() == _STANDARD.lower():
        return _STANDARD
    parts = _LITERAL.split(code)
    return "".join(_spelled(part, dates=dates) for part in parts)


def _spelled(part: str, *, dates: bool) -> str:
    if part in _COLOURS:
        return part.title()
    if part.startswith(("[H", "[M", "[S")):
        return part.lower()
    if not dates or _LITERAL.fullmatch(part):
        return part
    return part.lower()
