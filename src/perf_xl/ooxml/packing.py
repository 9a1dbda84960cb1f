"""A workbook's bytes with all parts fixed but one, which comes last: what filling writes a hundred thousand times."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Literal

from perf_xl.ooxml.container import Entry
from perf_xl.ooxml.zipping import directory_record, local_header

Engine = Literal["zlib", "isal"]
"""``isal`` (the ``fast`` extra) compresses about three times as fast, to files some 5 % larger."""

_WINDOW, _MEMORY = -14, 7
"""16 kB are enough for what changes, and less memory to clear is faster."""

_SIZES = struct.Struct("<LLL")
_END = struct.Struct("<4s4H2LH")
_LOCAL_SIZES, _DIRECTORY_SIZES = 14, 16


@dataclass(frozen=True, slots=True)
class Compressor:
    """How parts are compressed: raw deflate to the end or to a byte boundary, and the running checksum."""

    deflate: Callable[[bytes, bool], bytes]
    checksum: Callable[[bytes, int], int]


def compressor(engine: Engine = "zlib", level: int = 6) -> Compressor:
    """The compressor of an engine; for ``isal`` the levels are 0 to 3. ImportError if it is not installed."""
    if engine == "isal":
        from isal import isal_zlib  # noqa: PLC0415 - optional

        return Compressor(_deflater(partial(isal_zlib.compressobj, min(level, 3), zlib.DEFLATED, -15)), isal_zlib.crc32)
    return Compressor(_deflater(partial(zlib.compressobj, level, zlib.DEFLATED, _WINDOW, _MEMORY)), zlib.crc32)


def _deflater(new_stream: Callable[[], Any]) -> Callable[[bytes, bool], bytes]:
    finish, flush = zlib.Z_FINISH, zlib.Z_FULL_FLUSH

    def deflate(content: bytes, last: bool) -> bytes:
        stream = new_stream()
        data: bytes = stream.compress(content) + stream.flush(finish if last else flush)
        return data

    return deflate


class Packing:
    """The fixed parts as one run of bytes, with the headers of the last part ready but for its sizes.

    Head and tail of the last part are compressed beforehand; deflate streams may be joined at byte boundaries, so only
    what lies between is compressed for each file.
    """

    def __init__(self, fixed: Sequence[Entry], name: str, head: bytes, tail: bytes, compress: Compressor) -> None:
        self._compress = compress
        self._head_size, self._tail = len(head), tail
        self._head_checksum = compress.checksum(head, 0)
        head_data = compress.deflate(head, False)
        self._tail_data = compress.deflate(tail, True)
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
        record = directory_record(last, offset)
        self._before = b"".join(pieces) + header[:_LOCAL_SIZES]
        self._after_sizes = header[_LOCAL_SIZES + _SIZES.size :] + head_data
        self._directory = b"".join(records) + record[:_DIRECTORY_SIZES]
        self._record_end = record[_DIRECTORY_SIZES + _SIZES.size :]
        self._data_start = offset + len(header)
        self._fixed_data = len(head_data) + len(self._tail_data)
        self._directory_size = sum(map(len, records)) + len(record)
        self._count = len(records) + 1

    def pack(self, middle: bytes) -> bytes:
        """The file whose last part is head, ``middle`` and tail."""
        compress = self._compress
        data = compress.deflate(middle, False)
        checksum = compress.checksum(self._tail, compress.checksum(middle, self._head_checksum))
        length = self._fixed_data + len(data)
        sizes = _SIZES.pack(checksum, length, self._head_size + len(middle) + len(self._tail))
        end = _END.pack(
            b"PK\x05\x06", 0, 0, self._count, self._count, self._directory_size, self._data_start + length, 0
        )
        return b"".join((
            self._before, sizes, self._after_sizes, data, self._tail_data,
            self._directory, sizes, self._record_end, end,
        ))  # fmt: skip
