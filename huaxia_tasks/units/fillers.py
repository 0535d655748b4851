"""What a list of units is strung together with: connectives, labels, verbs, numbering."""

from __future__ import annotations

from collections.abc import Iterator

from .phrases import Phrase
from .pieces import Item
from .stretches import crossed
from .words import (
    CONNECTIVE,
    COUNTED_KIND,
    DUTY_LABEL,
    FILLER,
    FILLER_BEGINNINGS,
    INSTITUTIONAL,
    NUMBERING,
    VERB,
)

_COUNTS = frozenset("0123456789一二两三四五六七八九十")


def fillers_at(item: Item, start: int) -> Iterator[Phrase]:
    """Yield connectives, labels, verbs and numbering that begin at `start`."""
    text = item.chars
    match = CONNECTIVE.match(text, start)
    if match:
        yield Phrase("connective", start, match.end(), 1.0)
    ends = set()
    for pattern in (DUTY_LABEL, FILLER, VERB) if text[start] in FILLER_BEGINNINGS else ():
        match = pattern.match(text, start)
        if match and match.group() == "组织" and _begins_a_word(item, start, match.end()):
            continue
        if match and match.group() in ("主", "辅") and not _ends_there(item, match.end()):
            continue  # 马克思主义学院
        if match and match.group() and match.end() not in ends:
            ends.add(match.end())
            yield Phrase("filler", start, match.end(), 1.0 + crossed(item, start, match.end()))
    counted = text[start] in _COUNTS and start and start not in item.gaps
    listed = bool(item.before) and item.before in "、,"  # 信工、商学院两个学院
    counted = counted and (listed or text[start - 1] not in INSTITUTIONAL)
    match = COUNTED_KIND.match(text, start) if counted else None
    if match:  # 土建、生药两学院: read with the names before it
        yield Phrase("filler", start, match.end(), 1.0)
    if text[start].isascii() and text[start].isalpha() and start + 1 in item.gaps:
        yield Phrase("number", start, start + 1, 1.0)
    match = NUMBERING.match(text, start) if text[start] in _COUNTS else None
    if match:
        yield Phrase("number", start, match.end(), 1.0)


def _ends_there(item: Item, end: int) -> bool:
    return end == len(item.chars) or end in item.gaps


def _begins_a_word(item: Item, start: int, end: int) -> bool:
    """Whether 组织 heads a compound (组织统战部) and is no task that a unit has."""
    apart = start == 0 or start in item.gaps or item.chars.endswith("党委", 0, start)
    return apart and end < len(item.chars) and end not in item.gaps
