"""Workbooks encrypted as Excel does it: with a password of their owner's, or with Excel's own."""

from __future__ import annotations

import io
import struct
from hashlib import md5

from msoffcrypto.format.ooxml import OOXMLFile
from msoffcrypto.method.rc4 import DocumentRC4
from xls_writer import compound_file, record

#: What Excel encrypts workbooks with that are only protected; it opens them without asking.
EXCELS_OWN = "VelvetSweatshop"
_SALT = bytes(range(16))
_BOF, _FILEPASS, _BOUNDSHEET = 0x809, 0x2F, 0x85
#: What stays readable of a record: all of these kinds, and the head of each.
_OPEN = {_BOF, _FILEPASS, 0xE1, 0x13D, 0x194, 0x195, 0x196}


def lock_xlsx(package: bytes, password: str = EXCELS_OWN) -> bytes:
    """Return a package encrypted with a password ([MS-OFFCRYPTO], agile)."""
    locked = io.BytesIO()
    OOXMLFile(io.BytesIO(package)).encrypt(password, locked)
    return locked.getvalue()


def lock_xls(stream: bytes, password: str = EXCELS_OWN) -> bytes:
    """Return a compound file of a workbook stream encrypted with a password ([MS-OFFCRYPTO], RC4)."""
    known = bytes(range(16, 32))
    proof = DocumentRC4.decrypt(password, _SALT, io.BytesIO(known + md5(known).digest())).read()
    told = struct.pack("<HHH", 1, 1, 1) + _SALT + proof
    plain = _records(stream)
    plain.insert(1, (_FILEPASS, told))
    shift = 4 + len(told)
    content = b"".join(record(kind, _moved(kind, data, shift)) for kind, data in plain)
    content = content.ljust(4096, b"\0")
    veiled = DocumentRC4.decrypt(password, _SALT, io.BytesIO(content), blocksize=1024).read()
    return compound_file(_with_open_places(content, veiled))


def _records(stream: bytes) -> list[tuple[int, bytes]]:
    found, at = [], 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        found.append((kind, stream[at + 4 : at + 4 + size]))
        at += 4 + size
    return found


def _moved(kind: int, data: bytes, shift: int) -> bytes:
    """Return a record's data; what tells where a sheet begins tells it after the insertion."""
    if kind != _BOUNDSHEET:
        return data
    return struct.pack("<I", struct.unpack_from("<I", data)[0] + shift) + data[4:]


def _with_open_places(content: bytes, veiled: bytes) -> bytes:
    out, at = bytearray(veiled), 0
    while at + 4 <= len(content):  # zeros behind the last record are open as well
        kind, size = struct.unpack_from("<HH", content, at)
        shown = 4 + (size if kind in _OPEN else 4 if kind == _BOUNDSHEET else 0)
        out[at : at + shown] = content[at : at + shown]
        at += 4 + size
    return bytes(out)
