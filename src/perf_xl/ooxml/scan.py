"""Workbooks read at the speed of their bytes: the container's directory, one part inflated, all its cells in one pass.

For files as Excel, WPS, LibreOffice, openpyxl and this package write them. Whatever is unusual (prefixes, comments, rich
text in cells, another encoding, a damaged entry) is answered with None, never guessed: then the full reader reads it.
"""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Callable, Mapping

from perf_xl.ooxml.markup import decode_hex, unescape

_END = struct.Struct("<4s4xHHII")
_ENTRY = struct.Struct("<4s4xHH4xIIIHHH8xI")
_LOCAL = struct.Struct("<26xHH")
_LARGEST = 64 * 1024 * 1024
_UTF8 = re.compile(rb"<\?xml[^>]*?(?:encoding=[\"'](?i:utf-8)[\"'])?[^>]*\?>")

_USUAL = b'<?xml version="1.0" encoding="UTF-8"'

_CELL = re.compile(
    r'<c r="([^>]*")>(?:<f[^>]*/>|<f[^>]*>[^<]*</f>)?'
    r"<(?:v|is><t(?: xml:space=\"preserve\")?)>([^<]*)</(?:v|t></is)></c>"
)
_HEAD = re.compile(r'([A-Z]{1,3}[0-9]+)"(?: s="([0-9]+)")?(?: t="([a-zA-Z]+)")?(?: s="([0-9]+)")?')
_ITEM = re.compile(r"<si><t(?: xml:space=\"preserve\")?>([^<]*)</t>(?:<phoneticPr [^>]*/>)?</si>|<si><t/></si>|<si/>")
_RUN = re.compile(r"<t(?: xml:space=\"preserve\")?>([^<]*)</t>")
_PRESERVE, _FIRST, _LAST, _END_OF_TABLE = ' xml:space="preserve"', "<si><t>", "</t></si>", "</t></si></sst>"
_PHONETIC = re.compile(r"<rPh .*?</rPh>", re.DOTALL)

_Part = tuple[int, int, int, int, int]
"""Method, checksum, packed size, size, offset."""
RawCell = tuple[str, str]
"""The head of a cell (``B2" s="3" t="s"``), and its value or inline text as stored, entities not resolved."""


def _engine() -> tuple[Callable[..., bytes], Callable[[bytes], int]]:
    """Inflate and checksum; of isal where it is installed (an extra): twice as quick."""
    try:
        from isal import isal_zlib  # noqa: PLC0415
    except ImportError:
        return zlib.decompress, zlib.crc32
    return isal_zlib.decompress, isal_zlib.crc32


_INFLATE, _CRC = _engine()


class Scan:
    """The parts of a workbook file that is all in memory."""

    __slots__ = ("_data", "_parts")

    def __init__(self, data: bytes, parts: Mapping[bytes, _Part]) -> None:
        self._data = data
        self._parts = parts

    def crc(self, name: bytes) -> int:
        """The checksum the directory gives for a part, 0 when it is not there."""
        part = self._parts.get(name)
        return part[1] if part else 0

    def read(self, name: bytes) -> bytes | None:
        """A part's content; None when it is missing, damaged, or larger than a form can be."""
        part = self._parts.get(name)
        if part is None or part[3] > _LARGEST:
            return None
        method, crc, packed, size, offset = part
        data = self._data
        if offset + 30 > len(data):
            return None
        name_length, extra_length = _LOCAL.unpack_from(data, offset)
        start = offset + 30 + name_length + extra_length
        content: bytes = data[start : start + packed]
        if method == 8:
            try:
                content = _INFLATE(content, -15, size or 1)
            except Exception:  # noqa: BLE001 - zlib and isal have errors of their own; the full reader says it in words
                return None
        elif method != 0:
            return None
        return content if len(content) == size and _CRC(content) == crc else None

    def text(self, name: bytes) -> str | None:
        """A part's text; None unless it is plain UTF-8."""
        content = self.read(name)
        if content is None:
            return None
        if not content.startswith((_USUAL, b"<worksheet", b"<sst")):
            head = _UTF8.match(content)
            if head is None or (b"encoding=" in head[0] and b"utf-8" not in head[0].lower()):
                return None
        try:
            return content.decode()
        except UnicodeDecodeError:
            return None


def scan(data: bytes) -> Scan | None:
    """The directory of a file; None when it is not a plain zip."""
    end = data.rfind(b"PK\x05\x06", max(0, len(data) - 65_557))
    if end < 0 or end + 22 > len(data):
        return None
    _, on_disk, count, _, position = _END.unpack_from(data, end)
    if on_disk != count or position == 0xFFFFFFFF:
        return None
    parts: dict[bytes, _Part] = {}
    for _ in range(count):
        if position + 46 > end:
            return None
        signature, flags, method, crc, packed, size, name_length, extra, comment, offset = _ENTRY.unpack_from(
            data, position
        )
        if signature != b"PK\x01\x02" or flags & 1:
            return None
        position += 46
        parts[data[position : position + name_length]] = (method, crc, packed, size, offset)
        position += name_length + extra + comment
    names = b"".join(parts)
    return Scan(data, parts) if len(parts) == count and names.isascii() and b"\\" not in names else None


def cells_of(sheet: str) -> list[RawCell] | None:
    """Every cell of a sheet's XML that holds something; None when a cell is written in a way this does not know."""
    start, end = sheet.find("<sheetData>"), sheet.rfind("</sheetData>")
    if start < 0 or end < 0 or ("!" in sheet and sheet.find("<!", start, end) >= 0):
        return None
    found = _CELL.findall(sheet, start, end)
    others = sheet.count("</c>", start, end) - len(found)
    return found if others == 0 or others == sheet.count('"></c>', start, end) else None  # blank, or not understood


def cell_head(head: str) -> tuple[str, str, str] | None:
    """Address, style and type of a cell's head; None when it is written in a way this does not know."""
    match = _HEAD.fullmatch(head)
    return (match[1], match[2] or match[4] or "", match[3] or "") if match else None


def shared_texts(table: str) -> list[str] | None:
    """The shared texts as stored, the runs of rich text joined; None where an item is written in a way unknown here."""
    if "!" in table and "<!" in table:
        return None
    plain = table.replace(_PRESERVE, "") if _PRESERVE in table else table
    start, end = plain.find(_FIRST), plain.rfind(_LAST)
    if 0 < start < end and plain.find("<si") == start and plain.endswith(_END_OF_TABLE, end):
        start += len(_FIRST)
        found = plain[start:end].split(_LAST + _FIRST)
        if plain.count("<", start, end) == 4 * (len(found) - 1):
            return found
    return _all_items(table)


def _all_items(table: str) -> list[str] | None:
    """As :func:`shared_texts`, item by item."""
    count = table.count("<si")
    found = _ITEM.findall(table)
    if len(found) == count:
        return found
    pieces = table.replace("<si/>", "<si></si>").split("</si>")[:-1]
    items = [_joined_runs(piece) for piece in pieces]
    return items if len(items) == count and None not in items else None  # type: ignore[return-value]


def _joined_runs(item: str) -> str | None:
    """The text of an item with runs; None where item or run are written in a way unknown here."""
    item = _PHONETIC.sub("", item)
    runs = _RUN.findall(item)
    if "<si>" not in item or len(runs) != item.count("<t>") + item.count("<t ") or (len(runs) > 1 and "_x" in item):
        return None
    return "".join(runs)


def plain_text(stored: str) -> str:
    """A stored text as a person reads it."""
    return decode_hex(unescape(stored)) if "&" in stored or "_x" in stored or "\r" in stored else stored
