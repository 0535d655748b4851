"""The zip package around a modern workbook, opened with mistrust.

Only the parts that are asked for are inflated, piece by piece, counting what comes out; sizes in
the headers are believed by nobody.  Two entries of one name are refused: two programs would see
two different workbooks.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from struct import unpack_from

from . import grid_refusals as refuse
from .grid_limits import Budget

_PIECE = 1 << 18
_SLICE = 1 << 16
_STORED, _DEFLATED = 0, 8


class Package:
    """The parts of a zip file by name, without regard to case, ``/`` between folders."""

    def __init__(self, data: bytes, budget: Budget) -> None:
        self._data = data
        self._budget = budget
        most = budget.limits.entries
        if len(data) > 12 * most and data.count(b"PK\x01\x02") > 3 * most:
            raise refuse.too_large("压缩包内的条目过多")
        try:
            with zipfile.ZipFile(io.BytesIO(data)) as directory:
                entries = directory.infolist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise refuse.damaged(f"zip directory: {error}") from None
        except Exception as error:  # zipfile lets struct.error and others out of odd extra fields
            raise refuse.damaged(f"zip directory: {error!r}") from None
        if len(entries) > most:
            raise refuse.too_large("压缩包内的条目过多")
        self._entries = {e.filename.replace("\\", "/").lstrip("/").lower(): e for e in entries}
        if len(self._entries) < len(entries):
            raise refuse.unsafe("two entries of one name")

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._entries

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names of all parts, in lower case."""
        return iter(self._entries)

    def true_name(self, name: str) -> str:
        """Return the name of a part as it is spelt in the file."""
        return self._entries[name.lower()].filename

    def has_any(self, prefix: str) -> bool:
        """Whether the name of any part begins with `prefix` (lower case)."""
        return any(name.startswith(prefix) for name in self._entries)

    def read(self, name: str) -> bytes:
        """Return a whole part; Unreadable where it is missing or broken."""
        return b"".join(self.pieces(name))

    def pieces(self, name: str) -> Iterator[bytes]:
        """Return a part in pieces of at most 256 KiB; checks length and CRC at its end."""
        entry = self._entries.get(name.lower())
        if entry is None:
            raise refuse.damaged(f"part {name} is missing")
        start, end = self._place(entry)
        if entry.compress_type == _DEFLATED and end - start <= _SLICE:
            stream = zlib.decompressobj(-15)
            try:
                piece = stream.decompress(self._data[start:end], _PIECE)
            except zlib.error as error:
                raise refuse.damaged(f"part {name}: {error}") from None
            if stream.eof:
                return iter((self._checked(piece, entry),))
        return self._in_pieces(entry, start, end, name)

    def _checked(self, piece: bytes, entry: zipfile.ZipInfo) -> bytes:
        """Return the whole of a part, taken off the account."""
        self._budget.spend_bytes(len(piece))
        if len(piece) != entry.file_size or zlib.crc32(piece) != entry.CRC:
            raise refuse.damaged(f"part {entry.filename}: wrong checksum or length")
        return piece

    def _in_pieces(
        self, entry: zipfile.ZipInfo, start: int, end: int, name: str
    ) -> Iterator[bytes]:
        if entry.compress_type == _STORED:
            source = self._stored(start, end)
        elif entry.compress_type == _DEFLATED:
            source = self._inflated(start, end, name)
        else:
            raise refuse.damaged(f"part {name}: compression {entry.compress_type}")
        crc = length = 0
        for piece in source:
            crc = zlib.crc32(piece, crc)
            length += len(piece)
            self._budget.spend_bytes(len(piece))
            yield piece
        if crc != entry.CRC or length != entry.file_size:
            raise refuse.damaged(f"part {name}: wrong checksum or length")

    def _place(self, entry: zipfile.ZipInfo) -> tuple[int, int]:
        """Return where the packed bytes of an entry begin and end."""
        data, offset = self._data, entry.header_offset
        if entry.flag_bits & 0x1:
            raise refuse.encrypted("encrypted zip entry")
        if offset < 0 or data[offset : offset + 4] != b"PK\x03\x04" or offset + 30 > len(data):
            raise refuse.damaged(f"part {entry.filename}: no local header")
        name_length, extra_length = unpack_from("<HH", data, offset + 26)
        start = offset + 30 + name_length + extra_length
        end = start + entry.compress_size
        if end > len(data):
            raise refuse.damaged(f"part {entry.filename} runs over the end")
        return start, end

    def _stored(self, start: int, end: int) -> Iterator[bytes]:
        for at in range(start, end, _PIECE):
            yield self._data[at : min(at + _PIECE, end)]

    def _inflated(self, start: int, end: int, name: str) -> Iterator[bytes]:
        """Inflate slice by slice: the packed rest is never copied again and again."""
        stream = zlib.decompressobj(-15)
        try:
            for at in range(start, end, _SLICE):
                packed = self._data[at : min(at + _SLICE, end)]
                while packed and not stream.eof:
                    piece = stream.decompress(packed, _PIECE)
                    packed = stream.unconsumed_tail
                    if piece:
                        yield piece
                if stream.eof:
                    break
            while piece := stream.decompress(stream.unconsumed_tail, _PIECE):
                yield piece
        except zlib.error as error:
            raise refuse.damaged(f"part {name}: {error}") from None
        if not stream.eof:
            raise refuse.damaged(f"part {name} is cut off")
