"""Files of the demo that nobody can read: cut off, or locked with a password."""

from __future__ import annotations

import hashlib
import struct

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_ENCRYPTION = b"""<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<encryption xmlns="http://schemas.microsoft.com/office/2006/encryption">
<keyData saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES"
 cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512" saltValue="AAAAAAAAAAAAAAAAAAAAAA=="/>
</encryption>"""


def cut_off(data: bytes) -> bytes:
    """Return a workbook whose upload stopped half way."""
    return data[: len(data) * 55 // 100]


def locked_package() -> bytes:
    """Return what Excel saves for a workbook with a password to open: an OLE file of two streams.

    The content is noise; there is no workbook inside.  Source: [MS-CFB], [MS-OFFCRYPTO] 2.3.4.
    """
    info = struct.pack("<HHI", 4, 4, 0x40) + _ENCRYPTION
    noise = b"".join(hashlib.sha256(bytes([n])).digest() for n in range(256))
    return compound_file({"EncryptionInfo": info.ljust(4096, b" "), "EncryptedPackage": noise})


def compound_file(streams: dict[str, bytes]) -> bytes:
    """Return an OLE compound file with these streams, each of 4096 bytes at least."""
    chains: list[int] = []
    body = b""
    starts = {}
    for name, data in streams.items():
        padded = data.ljust(-(-len(data) // _SECTOR) * _SECTOR, b"\0")
        count = len(padded) // _SECTOR
        starts[name] = 2 + len(chains)
        chains += [2 + len(chains) + i + 1 for i in range(count - 1)] + [_END]
        body += padded
    table = [_FAT, _END, *chains]
    table += [_FREE] * (_SECTOR // 4 - len(table))
    entries = [_entry("Root Entry", 5, 1, _END, 0)]
    names = list(streams)
    entries += [
        _entry(
            n, 2, _FREE, starts[n], len(streams[n]), right=2 if i == 0 and len(names) > 1 else _FREE
        )
        for i, n in enumerate(names)
    ]
    entries += [b"\0" * 128] * (4 - len(entries))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 16
    header += struct.pack(
        "<HHHHH6xIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, 1, 0, 4096, _END, 0, _END, 0
    )
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    return header + struct.pack("<128I", *table) + b"".join(entries) + body


def _entry(name: str, kind: int, child: int, start: int, size: int, right: int = _FREE) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    head = text.ljust(64, b"\0") + struct.pack("<HBB", len(text), kind, 1)
    return (
        head
        + struct.pack("<III", _FREE, right, child)
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )
