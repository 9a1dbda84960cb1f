"""Whether every cell of an .xlsb can be read: calamine passes over some kinds of cells without a word.

Excel writes each cell with its column. Other programs (SheetJS) may leave the column out of cells that stand side by
side; those cells would be blank, so such a file is to be refused.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

_SHEET = re.compile(r"xl/worksheets/sheet\d+\.bin", re.IGNORECASE)
_UNREAD = frozenset({13, 14, 15, 16, 17, 18, 19, 62})
"""The kinds of filled cells that are passed over: those without a column of their own, and texts with fonts in them."""


def has_unread_cells(path: Path) -> bool:
    """Whether a sheet of the file has cells that calamine does not give; ValueError for a torn file."""
    try:
        with zipfile.ZipFile(path) as package:
            parts = (package.read(name) for name in package.namelist() if _SHEET.fullmatch(name))
            return any(not _UNREAD.isdisjoint(_kinds(part)) for part in parts)
    except (zipfile.BadZipFile, IndexError) as error:
        raise ValueError(str(error)) from error


def _kinds(part: bytes) -> Iterator[int]:
    """The kind of each record: one or two bytes, then its length in one to four, then what it says."""
    at = 0
    while at < len(part):
        kind, at = part[at], at + 1
        if kind & 0x80:
            kind, at = kind & 0x7F | part[at] << 7, at + 1
        length = shift = 0
        while True:
            byte, at = part[at], at + 1
            length |= (byte & 0x7F) << shift
            shift += 7
            if not byte & 0x80:
                break
        yield kind
        at += length
