"""File names of issued papers: number, unit's code, short title; the same on every system."""

from __future__ import annotations

import unicodedata
from datetime import date

from ..drafting import safe_name

_TITLE = 40
_MOST = 200  # bytes of a name without its ending; file systems take 255


def stem(number: str, kind: str, unit: str | None, title: str, day: date) -> str:
    """Return the name of a paper's file without ending; without a number its kind and day stand first."""
    first = safe_name(plain(number), 60) if number else f"{safe_name(plain(kind))}_{day:%Y%m%d}"
    parts = [first, *([safe_name(plain(unit), 20)] if unit else [])]
    room = _MOST - len("_".join(parts).encode()) - 1
    short = safe_name(plain(title), _TITLE)
    while short and len(short.encode()) > room:
        short = short[:-1]
    return "_".join([*parts, *([short.rstrip(". ")] if short and short != "未命名" else [])])


def enclosed(first: str, name: str) -> str:
    """Return the name of a file that goes with a paper: the paper's number or kind, then its own name."""
    start, dot, ending = plain(name).rpartition(".")
    room = _MOST - len(first.encode()) - len(ending.encode()) - 2
    short = safe_name(start or ending, 60)
    while len(short.encode()) > room:
        short = short[:-1]
    return f"{first}_{short}{dot}{ending if start else ''}"


def plain(text: str) -> str:
    """Return `text` composed (NFC) and without what cannot be seen."""
    composed = unicodedata.normalize("NFC", text)
    return "".join(
        c
        for c in composed
        if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
    )
