"""What the gaps inside a stretch of an item tell: one name broken by a blank, or two in a row."""

from __future__ import annotations

from .pieces import DASH, LINE, Item
from .roster import Roster


def crossed(item: Item, start: int, end: int) -> float:
    """Return what the gaps inside a stretch cost: a name broken by a blank is still a name."""
    if not item.gaps:
        return 0.0
    weights = {LINE: 1.5, DASH: 4.0}
    return sum(weights.get(item.gaps[i], 0.5) for i in range(start + 1, end) if i in item.gaps)


def restarts(item: Item, start: int, end: int) -> bool:
    """Whether 各 begins a new word inside a stretch (机关党总支 各党支部)."""
    return any(item.chars[i] == "各" for i in item.gaps if start < i < end)


def named_at(text: str, start: int, roster: Roster, least: int = 0) -> bool:
    """Whether a name of the roster begins at `start` (工会 机关第一党支部).

    Names of offices and colleges count only from `least` characters on, 0 for none of them.
    """
    sizes = roster.initials.get(text[start : start + 1], ())
    found = (roster.names.get(text[start : start + size]) for size in sizes)
    return any(
        hit is not None and (hit.facet != "admin" or 0 < least <= size)
        for hit, size in zip(found, sizes, strict=True)
    )


def lists_another(item: Item, start: int, end: int, roster: Roster) -> bool:
    """Whether another unit's name begins behind a gap in a stretch that ends as a branch does."""
    return any(
        start <= gap < end and named_at(item.chars, gap, roster, least=3) for gap in item.gaps
    )
