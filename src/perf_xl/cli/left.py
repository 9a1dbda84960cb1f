"""The list 未转入.txt: everything that could not be carried, was emptied or needs a look, by file and cell."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from typing import IO, Self

import typer

from perf_xl.bulk.folder import Folder
from perf_xl.bulk.manifest import Line
from perf_xl.hosts.regenerate import note_fields

LEFT = "未转入.txt"
"""Not .csv: other commands take a .csv in a folder for data that somebody forgot. Excel takes tabs as columns."""
HEADINGS = ("生成的文件", "来源文件", "工作表", "单元格", "栏目", "内容", "说明")
_SHOWN = 10
_IN_MEMORY = 1 << 20


class LeftList:
    """Gathers the lines as the files are made; a long list waits on disk."""

    def __init__(self) -> None:
        self._text: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY)  # noqa: SIM115 - closed on leaving
        self._text.write(b"\xef\xbb\xbf")
        self._write(HEADINGS)
        self._first: list[str] = []
        self._count = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *exception: object) -> None:
        self._text.close()

    def add(self, line: Line) -> None:
        """The remarks of one made file."""
        for fields in note_fields(line.notes):
            self._write((line.name, *fields))
            self._count += 1
            if len(self._first) < _SHOWN:
                file, sheet, cell, column, value, reason = fields
                where = f"{sheet}!{cell}" if cell else sheet
                self._first.append(f"  {file} {where} “{column}”为“{value}”：{reason}")

    def _write(self, values: Sequence[str]) -> None:
        self._text.write(("\t".join(_harmless(value) for value in values) + "\r\n").encode())

    def save(self, folder: Folder) -> None:
        """Write the list, if there is anything to tell, and print its first lines."""
        if not self._count:
            return
        self._text.seek(0)
        folder.write(LEFT, self._text.read())
        folder.sweep()
        typer.echo(f"有 {self._count} 处没有原样转入，全部列在“{LEFT}”：")
        for line in self._first:
            typer.echo(line)
        if self._count > len(self._first):
            typer.echo(f"  ……还有 {self._count - len(self._first)} 处")


def _harmless(value: str) -> str:
    """A value on one line that no spreadsheet takes for a formula when it opens the list."""
    value = " ".join(value.split())
    return f"'{value}" if value.startswith(("=", "+", "-", "@")) else value
