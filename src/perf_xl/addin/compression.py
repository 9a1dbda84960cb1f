"""The run-length compression of VBA sources ([MS-OVBA] 2.4.1): chunks of 4096 bytes, copy tokens within a chunk."""

from __future__ import annotations

from collections.abc import Iterator

CHUNK = 4096
_SIGNATURE = 0x01
_RAW_HEADER = 0x3000 | (CHUNK - 1)
_PACKED_FLAGS = 0xB000
_SHORTEST_COPY = 3


def compress(data: bytes) -> bytes:
    """``data`` as a CompressedContainer."""
    out = bytearray([_SIGNATURE])
    for start in range(0, len(data), CHUNK):
        chunk = data[start : start + CHUNK]
        body = _pack(chunk)
        if len(body) > CHUNK - 1:
            out += _RAW_HEADER.to_bytes(2, "little") + chunk.ljust(CHUNK, b"\0")
        else:
            out += (_PACKED_FLAGS | (len(body) - 1)).to_bytes(2, "little") + body
    return bytes(out)


def decompress(container: bytes) -> bytes:
    """The inverse of :func:`compress`; ValueError if ``container`` is none."""
    if not container or container[0] != _SIGNATURE:
        raise ValueError("no compressed container")
    out = bytearray()
    position = 1
    while position < len(container):
        header = int.from_bytes(container[position : position + 2], "little")
        end = position + (header & 0x0FFF) + 3
        body = container[position + 2 : end]
        out += _unpack(body) if header & 0x8000 else body
        position = end
    return bytes(out)


def _copy_bits(done: int) -> int:
    """How many of a copy token's 16 bits hold the offset, ``done`` bytes into the chunk (2.4.1.3.19.1)."""
    return max((done - 1).bit_length(), 4) if done else 4


def _pack(chunk: bytes) -> bytes:
    body = bytearray()
    tokens = _tokens(chunk)
    group = [token for _, token in zip(range(8), tokens, strict=False)]
    while group:
        body.append(sum(1 << bit for bit, token in enumerate(group) if len(token) == 2))
        body += b"".join(group)
        group = [token for _, token in zip(range(8), tokens, strict=False)]
    return bytes(body)


def _tokens(chunk: bytes) -> Iterator[bytes]:
    """Literal tokens (one byte) and copy tokens (two bytes) that spell ``chunk``."""
    seen: dict[bytes, list[int]] = {}
    position = 0
    while position < len(chunk):
        bits = _copy_bits(position)
        length, offset = _longest_match(chunk, position, seen, (0xFFFF >> bits) + _SHORTEST_COPY)
        if length >= _SHORTEST_COPY:
            yield ((offset - 1) << (16 - bits) | (length - _SHORTEST_COPY)).to_bytes(2, "little")
        else:
            length = 1
            yield chunk[position : position + 1]
        for index in range(position, position + length):
            seen.setdefault(chunk[index : index + 3], []).append(index)
        position += length


def _longest_match(chunk: bytes, position: int, seen: dict[bytes, list[int]], longest: int) -> tuple[int, int]:
    """Length and distance of the longest earlier run equal to what stands at ``position``; ``(0, 0)`` for none."""
    limit = min(longest, len(chunk) - position)
    best = (0, 0)
    if limit < _SHORTEST_COPY:
        return best
    for start in reversed(seen.get(chunk[position : position + 3], ())):
        length = _SHORTEST_COPY
        while length < limit and chunk[start + length] == chunk[position + length]:
            length += 1
        if length > best[0]:
            best = (length, position - start)
        if length == limit:
            break
    return best


def _unpack(body: bytes) -> bytes:
    out = bytearray()
    position = 0
    while position < len(body):
        flags = body[position]
        position += 1
        for bit in range(8):
            if position >= len(body):
                break
            if flags >> bit & 1:
                token = int.from_bytes(body[position : position + 2], "little")
                bits = _copy_bits(len(out))
                offset, length = (token >> (16 - bits)) + 1, (token & (0xFFFF >> bits)) + _SHORTEST_COPY
                if offset > len(out):
                    raise ValueError("copy from before the chunk")
                for _ in range(length):
                    out.append(out[-offset])
                position += 2
            else:
                out.append(body[position])
                position += 1
    return bytes(out)
