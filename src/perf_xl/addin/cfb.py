"""Writing a compound file ([MS-CFB] version 3): the container of vbaProject.bin.

512-byte sectors; streams under 4096 bytes live in 64-byte mini sectors; the entries of a storage form a red-black tree
ordered by length and upper-case name. Streams, mini stream, mini FAT, directory and FAT follow each other.
"""

from __future__ import annotations

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Union

Tree = Mapping[str, Union[bytes, "Tree"]]
"""Storages and streams by name."""

SECTOR = 512
MINI_SECTOR = 64
MINI_STREAM_CUTOFF = 4096
FREE, END_OF_CHAIN, FAT_SECTOR, NO_ENTRY = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_HEADER_FAT_ENTRIES = 109
_MAGIC = bytes.fromhex("d0cf11e0a1b11ae1")


class _Kind(IntEnum):
    STORAGE = 1
    STREAM = 2
    ROOT = 5


class _Colour(IntEnum):
    RED = 0
    BLACK = 1


@dataclass(slots=True)
class _Entry:
    name: str
    kind: _Kind
    data: bytes = b""
    colour: _Colour = _Colour.BLACK
    left: int = NO_ENTRY
    right: int = NO_ENTRY
    child: int = NO_ENTRY
    start: int = 0
    size: int = 0

    def pack(self) -> bytes:
        """The 128 bytes of the directory entry: no class id, no times."""
        name = self.name.encode("utf-16-le") + b"\0\0"
        head = struct.pack("<HBBIII", len(name), self.kind, self.colour, self.left, self.right, self.child)
        return name.ljust(64, b"\0") + head + bytes(36) + struct.pack("<IQ", self.start, self.size)


class _Chains:
    """Sectors of one size and the table that chains them."""

    def __init__(self, sector: int) -> None:
        self.sector = sector
        self.data = bytearray()
        self.table: list[int] = []

    def add(self, data: bytes) -> int:
        """Append ``data`` as one chain; its first sector, END_OF_CHAIN for no data."""
        if not data:
            return END_OF_CHAIN
        first = len(self.table)
        count = -(-len(data) // self.sector)
        self.data += data.ljust(count * self.sector, b"\0")
        self.table += [*range(first + 1, first + count), END_OF_CHAIN]
        return first


def write_compound_file(tree: Tree) -> bytes:
    """A compound file that holds ``tree``; ValueError for names of more than 31 characters or over 7 MB of content."""
    entries = _entries(tree)
    sectors, minis = _Chains(SECTOR), _Chains(MINI_SECTOR)
    for entry in entries:
        if entry.kind is _Kind.STREAM:
            entry.size = len(entry.data)
            entry.start = (minis if entry.size < MINI_STREAM_CUTOFF else sectors).add(entry.data)
    entries[0].start, entries[0].size = sectors.add(bytes(minis.data)), len(minis.data)
    mini_fat = b"".join(struct.pack("<I", index) for index in minis.table)
    mini_fat += b"\xff" * (-len(mini_fat) % SECTOR)
    mini_fat_start = sectors.add(mini_fat)
    directory_start = sectors.add(_directory(entries))
    fat = _fat(sectors.table)
    header = _header(directory_start, mini_fat_start, len(mini_fat) // SECTOR, len(sectors.table), len(fat) // SECTOR)
    return header + bytes(sectors.data) + fat


def _entries(tree: Tree) -> list[_Entry]:
    entries = [_Entry("Root Entry", _Kind.ROOT)]
    _add_children(entries, 0, tree)
    return entries


def _add_children(entries: list[_Entry], parent: int, tree: Tree) -> None:
    children = []
    for name, content in tree.items():
        if not 0 < len(name) < 32:
            raise ValueError(f"name of a stream: {name!r}")
        children.append(len(entries))
        if isinstance(content, bytes):
            entries.append(_Entry(name, _Kind.STREAM, content))
        else:
            entries.append(_Entry(name, _Kind.STORAGE))
            _add_children(entries, children[-1], content)
    children.sort(key=lambda index: (len(entries[index].name), entries[index].name.upper()))
    # A balanced tree is red-black when only an incomplete deepest level is red.
    depth = (len(children) + 1).bit_length() - 1
    red = depth if (len(children) + 1) & len(children) else None
    entries[parent].child = _balance(entries, children, 0, red)


def _balance(entries: list[_Entry], ids: Sequence[int], depth: int, red: int | None) -> int:
    if not ids:
        return NO_ENTRY
    middle = len(ids) // 2
    entry = entries[ids[middle]]
    entry.colour = _Colour.RED if depth == red else _Colour.BLACK
    entry.left = _balance(entries, ids[:middle], depth + 1, red)
    entry.right = _balance(entries, ids[middle + 1 :], depth + 1, red)
    return ids[middle]


def _directory(entries: Sequence[_Entry]) -> bytes:
    packed = b"".join(entry.pack() for entry in entries)
    unused = bytes(68) + struct.pack("<III", NO_ENTRY, NO_ENTRY, NO_ENTRY) + bytes(48)
    return packed + unused * (-len(entries) % (SECTOR // len(unused)))


def _fat(table: Sequence[int]) -> bytes:
    """The FAT, which also chains itself; it stands behind all other sectors."""
    per_sector = SECTOR // 4
    count = 1
    while len(table) + count > count * per_sector:
        count += 1
    if count > _HEADER_FAT_ENTRIES:
        raise ValueError("too large for a compound file without DIFAT sectors")
    full = [*table, *[FAT_SECTOR] * count]
    full += [FREE] * (count * per_sector - len(full))
    return struct.pack(f"<{len(full)}I", *full)


def _header(directory: int, mini_fat: int, mini_fat_sectors: int, fat: int, fat_sectors: int) -> bytes:
    difat = [*range(fat, fat + fat_sectors), *[FREE] * (_HEADER_FAT_ENTRIES - fat_sectors)]
    version = struct.pack("<HHHHH", 0x003E, 3, 0xFFFE, 9, 6)
    counts = struct.pack("<III", 0, fat_sectors, directory)
    minis = struct.pack("<IIIIII", 0, MINI_STREAM_CUTOFF, mini_fat, mini_fat_sectors, END_OF_CHAIN, 0)
    return _MAGIC + bytes(16) + version + bytes(6) + counts + minis + struct.pack(f"<{len(difat)}I", *difat)
