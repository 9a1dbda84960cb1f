"""A workbook's bytes with all parts fixed but one, which comes last: what filling writes a hundred thousand times."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from perf_xl.ooxml.container import Entry
from perf_xl.ooxml.zipping import directory_record, local_header

Engine = Literal["zlib", "isal"]
"""``isal`` (the ``fast`` extra) compresses about three times as fast, to files some 5 % larger."""

_SIZES = struct.Struct("<LLL")
_OFFSET = struct.Struct("<L")
_END = struct.Struct("<4s4H2LH")
_LOCAL_SIZES, _DIRECTORY_SIZES = 14, 16


@dataclass(frozen=True, slots=True)
class Compressor:
    """How the changing part is compressed: raw deflate, and the checksum."""

    deflate: Callable[[bytes], bytes]
    checksum: Callable[[bytes], int]


def compressor(engine: Engine = "zlib", level: int = 6) -> Compressor:
    """The compressor of an engine; for ``isal`` the levels are 0 to 3. ImportError if it is not installed."""
    if engine == "isal":
        from isal import isal_zlib  # noqa: PLC0415 - optional

        def fast(content: bytes) -> bytes:
            stream = isal_zlib.compressobj(min(level, 3), isal_zlib.DEFLATED, -15)
            return bytes(stream.compress(content)) + bytes(stream.flush())

        return Compressor(fast, isal_zlib.crc32)

    def deflate(content: bytes) -> bytes:
        stream = zlib.compressobj(level, zlib.DEFLATED, -15, 9)
        return stream.compress(content) + stream.flush()

    return Compressor(deflate, zlib.crc32)


class Packing:
    """The fixed parts as one run of bytes, with the headers of the last part ready but for its sizes."""

    def __init__(self, fixed: Sequence[Entry], name: str, compress: Compressor) -> None:
        self._compress = compress
        last = Entry(name, 8, 0, 0, b"")
        pieces: list[bytes] = []
        records: list[bytes] = []
        offset = 0
        for entry in fixed:
            header = local_header(entry)
            records.append(directory_record(entry, offset))
            pieces += (header, entry.data)
            offset += len(header) + len(entry.data)
        header = local_header(last)
        self._before = b"".join(pieces) + header[:_LOCAL_SIZES]
        self._header_end = header[_LOCAL_SIZES + 12 :]
        record = directory_record(last, offset)
        self._directory = b"".join(records) + record[:_DIRECTORY_SIZES]
        self._record_end = record[_DIRECTORY_SIZES + 12 :]
        self._data_offset = offset + len(header)
        self._directory_size = sum(map(len, records)) + len(record)
        self._count = len(records) + 1

    def pack(self, content: bytes) -> bytes:
        """The file with ``content`` as its last part."""
        data = self._compress.deflate(content)
        sizes = _SIZES.pack(self._compress.checksum(content), len(data), len(content))
        start = self._data_offset + len(data)
        end = _END.pack(b"PK\x05\x06", 0, 0, self._count, self._count, self._directory_size, start, 0)
        return b"".join(
            (self._before, sizes, self._header_end, data, self._directory, sizes, self._record_end, end),
        )
