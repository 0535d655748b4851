"""Zip packages with fixed dates and order, so that the same parts give the same bytes.

Members are carried as deflated bytes: copying a package costs no inflating and deflating.
Source: PKWARE APPNOTE 6.3 (local header, central directory, end record; no zip64, no encryption).
"""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from datetime import date
from io import BytesIO
from typing import NamedTuple

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_FIRST_DAY = 0x0021  # 1 January 1980, the earliest date a zip can hold
_UTF8 = 0x0800
_STORED, _DEFLATED = 0, 8

#: A third of the time of level 6 for parts a tenth larger.
LEVEL = 3

#: Parts that readers look for at the front of a package.
_FIRST = ("mimetype", "[Content_Types].xml", "_rels/.rels")


class Member(NamedTuple):
    """One part of a package, deflated (``method`` 8) or stored (0); ``size`` is the inflated one."""

    name: str
    data: bytes
    size: int
    crc: int
    method: int = _DEFLATED

    def content(self) -> bytes:
        """Return the part's inflated bytes."""
        return zlib.decompress(self.data, -15) if self.method == _DEFLATED else self.data


def compressor(size: int, level: int = LEVEL) -> zlib._Compress:
    """Return what deflates `size` bytes.

    A window that holds all of them gives the same bytes as a larger one, and most of the time for a
    small part goes into laying out the window.
    """
    window = 13 if size < 7_900 else 14 if size < 16_000 else 15
    return zlib.compressobj(level, zlib.DEFLATED, -window)


def member(name: str, content: bytes, level: int = LEVEL) -> Member:
    """Return `content` deflated under `name`."""
    squeeze = compressor(len(content), level)
    data = squeeze.compress(content) + squeeze.flush()
    return Member(name, data, len(content), zlib.crc32(content))


def stored(name: str, content: bytes) -> Member:
    """Return `content` under `name` without deflating it: for what is packed already."""
    return Member(name, content, len(content), zlib.crc32(content), _STORED)


def members(package: bytes) -> tuple[Member, ...]:
    """Return the parts of a zip as they are, without inflating them; folders are left out.

    Raises ``zipfile.BadZipFile`` where the package is damaged, encrypted, holds a name twice or a
    method other than stored and deflated.
    """
    found: dict[str, Member] = {}
    with zipfile.ZipFile(BytesIO(package)) as archive:
        for info in archive.infolist():
            if info.is_dir():
                continue
            if info.flag_bits & 0x1 or info.compress_type not in (_STORED, _DEFLATED):
                raise zipfile.BadZipFile(f"{info.filename}: encrypted or unknown method")
            if info.filename in found:
                raise zipfile.BadZipFile(f"{info.filename}: twice in the package")
            start = info.header_offset
            head = package[start : start + _LOCAL.size]
            if len(head) < _LOCAL.size or not head.startswith(b"PK\x03\x04"):
                raise zipfile.BadZipFile(f"{info.filename}: no local header")
            name_size, extra_size = struct.unpack("<2H", head[26:30])
            start += _LOCAL.size + name_size + extra_size
            data = package[start : start + info.compress_size]
            if len(data) != info.compress_size:
                raise zipfile.BadZipFile(f"{info.filename}: cut off")
            found[info.filename] = Member(
                info.filename, data, info.file_size, info.CRC, info.compress_type
            )
    return tuple(found.values())


class Trunk(NamedTuple):
    """The unchanging front of a package, laid out once; `close` adds what changes."""

    body: bytes
    directory: bytes
    names: frozenset[str]

    @staticmethod
    def of(parts: Iterable[Member]) -> Trunk:
        """Lay out `parts` in the order given."""
        body, directory, names = bytearray(), bytearray(), set[str]()
        for part in parts:
            if part.name in names:
                raise ValueError(f"{part.name} is twice in the package")
            names.add(part.name)
            _append(body, directory, part)
        return Trunk(bytes(body), bytes(directory), frozenset(names))

    def close(self, parts: Iterable[Member]) -> bytes:
        """Return the whole package: the trunk, then `parts`."""
        body, directory, count = bytearray(self.body), bytearray(self.directory), len(self.names)
        seen = set[str]()
        for part in parts:
            if part.name in self.names or part.name in seen:
                raise ValueError(f"{part.name} is twice in the package")
            seen.add(part.name)
            _append(body, directory, part)
        count += len(seen)
        end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(directory), len(body), 0)
        return bytes(body + directory + end)


def _append(body: bytearray, directory: bytearray, part: Member) -> None:
    name = part.name.encode("utf-8")
    flags = 0 if name.isascii() else _UTF8
    sizes = (part.crc, len(part.data), part.size)
    offset = len(body)
    body += _LOCAL.pack(b"PK\x03\x04", 20, flags, part.method, 0, _FIRST_DAY, *sizes, len(name), 0)
    body += name
    body += part.data
    directory += _CENTRAL.pack(
        b"PK\x01\x02", 20, 20, flags, part.method, 0, _FIRST_DAY, *sizes, len(name), 0, 0, 0, 0, 0, offset
    )  # fmt: skip
    directory += name


def pack(parts: Sequence[Member]) -> bytes:
    """Return a package of `parts`, in order, dated 1 January 1980."""
    return Trunk.of(parts).close(())


def ordered(parts: Iterable[Member]) -> list[Member]:
    """Return `parts` in the fixed order: what readers look for first, then by name."""

    def rank(part: Member) -> tuple[int, str]:
        place = _FIRST.index(part.name) if part.name in _FIRST else len(_FIRST)
        return place, part.name

    return sorted(parts, key=rank)


def seal(package: bytes, day: date | None = None) -> bytes:
    """Return the package with fixed order and dates; repeating it changes nothing.

    With `day`, the times of creation and change in docProps/core.xml become that day at midnight
    (openpyxl and Word write the clock there).
    """
    parts = [
        _dated(part, day) if day and part.name == "docProps/core.xml" else part
        for part in members(package)
    ]
    return pack(ordered(parts))


def _dated(part: Member, day: date) -> Member:
    text = part.content()
    stamp = f"{day.isoformat()}T00:00:00Z".encode()
    text = re.sub(
        rb"(<dcterms:(created|modified)\b[^>]*>)[^<]*(</dcterms:\2>)",
        lambda m: m.group(1) + stamp + m.group(3),
        text,
    )
    return member(part.name, text)
