"""A stranger's zip package, part by part: inflated only when asked for, refused when odd."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sized
from functools import lru_cache
from typing import TypeVar, TypeVarTuple, cast

from .seal import Member, members

_Part = TypeVar("_Part", bound=Sized | None)
_More = TypeVarTuple("_More")
_Made = TypeVar("_Made")
#: What so many parts of at most so many bytes come to is kept in mind.
_KEPT, _SMALL = 128, 16_384

#: No part of a real workbook comes near this (measured maximum 60 MB for a whole package).
PART_LIMIT = 64 * 1024 * 1024


class Refused(Exception):
    """This package is not one that can be patched safely; the reason is for the log."""


class Package:
    """A zip package held in memory.  Part names are looked up without case and leading slash."""

    def __init__(self, data: bytes) -> None:
        self.members = members(data)
        self._by_key = {part_key(member.name): member for member in self.members}
        if len(self._by_key) != len(self.members):
            raise Refused("two parts of one name")

    def stored_name(self, part: str) -> str | None:
        """Return the name under which a part is stored, or None where it is not there."""
        member = self._by_key.get(part_key(part))
        return member.name if member else None

    def read(self, part: str) -> bytes:
        """Return a part inflated and checked.  Raises Refused where it is missing or too large."""
        member = self._member(part)
        data = _inflate(member, PART_LIMIT)
        if len(data) != member.size or zlib.crc32(data) != member.crc:
            raise Refused(f"{part}: damaged or too large")
        return data

    def head(self, part: str, limit: int) -> bytes:
        """Return at most the first `limit` bytes of a part, inflating no more than these."""
        return _inflate(self._member(part), limit)

    def _member(self, part: str) -> Member:
        member = self._by_key.get(part_key(part))
        if member is None:
            raise Refused(f"no part {part}")
        return member


def _inflate(member: Member, limit: int) -> bytes:
    if member.method:
        return zlib.decompressobj(-15).decompress(member.data, limit)
    return member.data[:limit]


def part_key(name: str) -> str:
    """Return the form under which part names are equal: no case, no leading slash."""
    return name.replace("\\", "/").lstrip("/").lower()


def kept_if_small(
    function: Callable[[_Part, *_More], _Made],
) -> Callable[[_Part, *_More], _Made]:
    """Keep in mind what a function makes of small parts: in the workbooks of most units these are alike.

    What it makes must not be changed by anybody.
    """
    known = cast("Callable[[_Part, *_More], _Made]", lru_cache(maxsize=_KEPT)(function))

    def asked(part: _Part, *more: *_More) -> _Made:
        small = part is None or len(part) <= _SMALL
        return (known if small else function)(part, *more)

    return asked
