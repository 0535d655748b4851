"""Large zip members from pieces that were deflated one by one, without deflating them again.

A piece is deflated to a byte boundary and depends on nothing before it, so that pieces can be kept
and put together in any order; the checksum of the whole follows from those of the pieces.  Pieces
wait in files on disk once they are many, and the package is written forward only.
"""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from .seal import Member, compressor

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_FIRST_DAY = 0x0021  # 1 January 1980: a package made here carries no clock
_UTF8 = 0x0800
_DEFLATED = 8
_KEPT_IN_MEMORY = 4 * 1024 * 1024
_CHUNK = 1 << 20


class Piece(NamedTuple):
    """A stretch of a member: deflated to a byte boundary, its checksum, inflated size, rows."""

    data: bytes
    crc: int
    size: int
    rows: int


def piece(text: str, rows: int = 0) -> Piece:
    """Return `text` as a piece that others may follow."""
    if not text:
        return Piece(b"", 0, 0, rows)
    raw = text.encode()
    squeezer = compressor(len(raw))
    data = squeezer.compress(raw) + squeezer.flush(zlib.Z_SYNC_FLUSH)
    return Piece(data, zlib.crc32(raw), len(raw), rows)


def last_piece(text: str) -> Piece:
    """Return `text` as the piece that ends a member."""
    raw = text.encode()
    squeezer = compressor(len(raw))
    return Piece(squeezer.compress(raw) + squeezer.flush(), zlib.crc32(raw), len(raw), 0)


def joined_crc(first: int, second: int, size: int) -> int:
    """Return the CRC-32 of two stretches from their own; `size` is the second one's in bytes."""
    bit = 0
    while len(_OVER) < size.bit_length():
        _OVER.append(_advance(len(_OVER)))
    while size:
        if size & 1:
            a, b, c, d = _OVER[bit]
            first = a[first & 255] ^ b[first >> 8 & 255] ^ c[first >> 16 & 255] ^ d[first >> 24]
        size >>= 1
        bit += 1
    return first ^ second


#: What `_advance` gives for each power of two, as far as was asked.
_OVER: list[tuple[list[int], ...]] = []


def _advance(bit: int) -> tuple[list[int], ...]:
    """Return tables, one for each byte of a CRC, that carry it over 2**bit bytes of zeros.

    CRC-32 is linear: what a byte's value becomes does not depend on the other bytes.
    """
    if bit:
        half = _OVER[bit - 1]
        return tuple(_table(lambda crc: _apply(half, _apply(half, crc)), 8 * n) for n in range(4))
    empty = zlib.crc32(b"\0", 0)
    return tuple(_table(lambda crc: zlib.crc32(b"\0", crc) ^ empty, 8 * n) for n in range(4))


def _table(step: Callable[[int], int], shift: int) -> list[int]:
    table = [0] * 256
    for bit in range(8):
        value = step(1 << bit + shift)
        for low in range(1 << bit):
            table[1 << bit | low] = table[low] ^ value
    return table


def _apply(tables: tuple[list[int], ...], crc: int) -> int:
    a, b, c, d = tables
    return a[crc & 255] ^ b[crc >> 8 & 255] ^ c[crc >> 16 & 255] ^ d[crc >> 24]


class Joined:
    """Pieces of one member, in order; kept in a temporary file where they are many."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(_KEPT_IN_MEMORY)  # noqa: SIM115
        self.crc = self.size = self.packed = self.rows = 0

    def append(self, one: Piece) -> None:
        """Add a piece behind the others."""
        if one.data:
            self._file.write(one.data)
            self.crc = joined_crc(self.crc, one.crc, one.size)
            self.size += one.size
            self.packed += len(one.data)
        self.rows += one.rows

    def chunks(self) -> Iterator[bytes]:
        """Yield the deflated bytes and close the file."""
        with self._file as file:
            file.seek(0)
            while chunk := file.read(_CHUNK):
                yield chunk

    def close(self) -> None:
        """Give the temporary file back."""
        self._file.close()


class ZipStream:
    """Writes members one after the other to a stream, and the directory at the end."""

    def __init__(self, target: BinaryIO) -> None:
        self._target = target
        self._at = 0
        self._directory: list[bytes] = []

    def add(self, part: Member) -> None:
        """Write a member from memory."""
        self._head(part.name, part.method, part.crc, len(part.data), part.size)
        self._put(part.data)

    def add_joined(self, name: str, head: Piece, body: Joined, tail: Piece) -> None:
        """Write a member from its first piece, what was joined, and its last piece."""
        crc = joined_crc(joined_crc(head.crc, body.crc, body.size), tail.crc, tail.size)
        packed = len(head.data) + body.packed + len(tail.data)
        self._head(name, _DEFLATED, crc, packed, head.size + body.size + tail.size)
        self._put(head.data)
        for chunk in body.chunks():
            self._put(chunk)
        self._put(tail.data)

    def _head(self, name: str, method: int, crc: int, packed: int, size: int) -> None:
        path = name.encode()
        flags = 0 if name.isascii() else _UTF8
        facts = (20, flags, method, 0, _FIRST_DAY, crc, packed, size, len(path))
        entry = _CENTRAL.pack(b"PK\x01\x02", 20, *facts, 0, 0, 0, 0, 0, self._at)
        self._directory.append(entry + path)
        self._put(_LOCAL.pack(b"PK\x03\x04", *facts, 0) + path)

    def close(self) -> None:
        """Write the directory.  The stream stays open: it belongs to the caller."""
        start = self._at
        for entry in self._directory:
            self._put(entry)
        n = len(self._directory)
        self._put(_END.pack(b"PK\x05\x06", 0, 0, n, n, self._at - start, start, 0))

    def _put(self, data: bytes) -> None:
        self._target.write(data)
        self._at += len(data)
