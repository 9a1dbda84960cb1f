"""Relative links from the summary to the workbooks it was made from."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from perf_xl.rollup.book.paper import Column, Link, local
from perf_xl.rollup.entries import Place

_WIDEST = 60.0
"""Characters: a longer name is broken into lines, or cut off, rather than making the sheet unreadable."""
_ESCAPED = re.compile(r'[\s%"<>\[\]^`{}|?#\\]')


class Links:
    """Makes links; ``folder`` is where the summary will stand (None: no links, names only).

    Files are shown relative to the folder that holds them all.
    """

    def __init__(self, folder: Path | None, files: Iterable[str] = ()) -> None:
        self._folder = folder
        names = list(files)
        self._top = _common_folder(names)
        self._longest = max((_width(self.shown(name)) for name in names), default=0)
        self._targets: dict[str, str | None] = {}

    def fitted(self, columns: Sequence[Column]) -> tuple[Column, ...]:
        """The columns, that of files as wide as the longest name: LibreOffice does not break the text of a link."""
        wanted = min(self._longest + 2.0, _WIDEST)
        return tuple(
            replace(column, width=max(column.width, wanted)) if column.heading.endswith("文件") else column
            for column in columns
        )

    def to(self, text: object, place: Place | None) -> Link:
        """``text`` leading to a cell of another workbook."""
        if place is None or self._folder is None:
            return Link(text)
        return Link(text, self._target(place.file), local(place.sheet, place.cell) if place.cell else None)

    def file(self, file: str) -> Link:
        """The file's name leading to the file."""
        return Link(self.shown(file), self._target(file) if self._folder else None)

    def shown(self, file: str) -> str:
        """How a file is called on the sheets."""
        return file.removeprefix(self._top) or file

    def _target(self, file: str) -> str | None:
        if file not in self._targets:
            self._targets[file] = self._relative(file)
        return self._targets[file]

    def _relative(self, file: str) -> str | None:
        try:
            relative = os.path.relpath(Path(file).absolute(), (self._folder or Path()).absolute())
        except ValueError:  # another drive on Windows: no relative way there
            return None
        return _ESCAPED.sub(lambda mark: f"%{ord(mark[0]):02X}", relative.replace("\\", "/"))


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def _common_folder(files: Iterable[str]) -> str:
    """The folder all ``files`` are under, with its separator; "" when there is none."""
    parents = {str(Path(file).parent) for file in files}
    try:
        top = os.path.commonpath(parents) if parents else ""
    except ValueError:  # different drives, or relative beside absolute
        return ""
    return "" if top in ("", ".") else top.rstrip("/\\") + os.sep
