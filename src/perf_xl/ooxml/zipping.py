"""Writes a zip container: entries in the given order, fixed date, no extra fields; the same input gives the same bytes."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable

from perf_xl.ooxml.container import Entry

LEVEL = 6
"""Compression level of parts we write, as Excel's own."""

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_DATE = 0x0021  # 1 January 1980, the first day a zip can name
_UTF8 = 0x0800


def deflated(name: str, content: bytes, level: int = LEVEL) -> Entry:
    """``content`` as a compressed entry."""
    engine = zlib.compressobj(level, zlib.DEFLATED, -15)
    data = engine.compress(content) + engine.flush()
    return Entry(name, 8, zlib.crc32(content), len(content), data)


def local_header(entry: Entry) -> bytes:
    """The header that stands before an entry's data."""
    name = entry.name.encode()
    sizes = (entry.crc, len(entry.data), entry.size)
    return _LOCAL.pack(b"PK\x03\x04", 20, _flags(name), entry.method, 0, _DATE, *sizes, len(name), 0) + name


def directory_record(entry: Entry, offset: int) -> bytes:
    """The entry's record in the directory at the end; ``offset`` is where its local header stands."""
    name = entry.name.encode()
    sizes = (entry.crc, len(entry.data), entry.size)
    fixed = (b"PK\x01\x02", 20, 20, _flags(name), entry.method, 0, _DATE, *sizes, len(name))
    return _CENTRAL.pack(*fixed, 0, 0, 0, 0, 0, offset) + name


def end_record(count: int, directory_size: int, directory_offset: int) -> bytes:
    """The record that closes the file."""
    return _END.pack(b"PK\x05\x06", 0, 0, count, count, directory_size, directory_offset, 0)


def write_zip(entries: Iterable[Entry]) -> bytes:
    """The container's bytes."""
    pieces: list[bytes] = []
    records: list[bytes] = []
    offset = 0
    for entry in entries:
        header = local_header(entry)
        records.append(directory_record(entry, offset))
        pieces += (header, entry.data)
        offset += len(header) + len(entry.data)
    directory = b"".join(records)
    return b"".join([*pieces, directory, end_record(len(records), len(directory), offset)])


def _flags(name: bytes) -> int:
    return 0 if name.isascii() else _UTF8
