"""A small .xlsb as Excel writes it, or as a program that leaves the columns of neighbouring cells out."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
SHEET = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
Lines = Sequence[Sequence[str | float | None]]


def xlsb(path: Path, sheets: Mapping[str, Lines], *, short: bool = False, fonts: bool = False) -> Path:
    """A workbook of texts and numbers. ``short``: cells beside others without their column; ``fonts``: rich texts."""
    with zipfile.ZipFile(path, "w") as package:
        relations = [
            f'<Relationship Id="rId{n}" Type="{SHEET}" Target="worksheets/sheet{n}.bin"/>'
            for n in range(1, len(sheets) + 1)
        ]
        package.writestr(
            "xl/_rels/workbook.bin.rels", f'<Relationships xmlns="{RELATIONS}">{"".join(relations)}</Relationships>'
        )
        bundles = [
            record(156, struct.pack("<II", 0, n) + text(f"rId{n}") + text(name)) for n, name in enumerate(sheets, 1)
        ]
        package.writestr("xl/workbook.bin", record(131) + record(143) + b"".join(bundles) + record(144) + record(132))
        for number, lines in enumerate(sheets.values(), 1):
            package.writestr(f"xl/worksheets/sheet{number}.bin", sheet(lines, short=short, fonts=fonts))
    return path


def sheet(lines: Lines, *, short: bool, fonts: bool) -> bytes:
    """The part of one sheet."""
    widest = max(len(line) for line in lines)
    parts = [record(129), record(148, struct.pack("<IIII", 0, len(lines) - 1, 0, widest - 1)), record(145)]
    for row, line in enumerate(lines):
        parts.append(record(0, struct.pack("<IIHBBBI", row, 0, 300, 0, 0, 0, 0)))
        before = None
        for column, value in enumerate(line):
            if value is not None:
                parts.append(cell(column, value, short=short and before is not None, fonts=fonts))
            before = value
    return b"".join([*parts, record(146), record(130)])


def cell(column: int, value: str | float, *, short: bool, fonts: bool) -> bytes:
    """One cell: text 6 or 17, rich text 62, number 5 or 16."""
    place = b"" if short else struct.pack("<I", column)
    style = bytes(4)
    if isinstance(value, str):
        if fonts and not short:
            return record(62, place + style + b"\x00" + text(value))
        return record(17 if short else 6, place + style + text(value))
    return record(16 if short else 5, place + style + struct.pack("<d", value))


def text(value: str) -> bytes:
    """A text with its length."""
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def record(kind: int, data: bytes = b"") -> bytes:
    """A record: its kind, its length, what it says."""
    head = bytes([kind]) if kind < 0x80 else bytes([kind & 0x7F | 0x80, kind >> 7])
    length = len(data)
    while length >= 0x80:
        head, length = head + bytes([length & 0x7F | 0x80]), length >> 7
    return head + bytes([length]) + data
