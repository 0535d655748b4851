"""Tables that count what lists hold (学院 | 问题 | 任务 | 完成, below them 4 3 0): they are none."""

from __future__ import annotations

from collections.abc import Sequence

from ..patterns import regex
from .headings_block import Found

#: Under these a list says what the matter is.
_MATTERS = frozenset({"problem", "task"})
COUNT = regex(r"\d{1,5}(?:\.\d+)?[项个条件%％]?")
#: What may stand in a cell of such a table that counts nothing.
_NOTHING = frozenset("-—–/无")


def holds_counts(found: Found, rows: Sequence[int]) -> bool:
    """Whether nothing but counts stands where a list would say what its matters are."""
    columns = [h.column for h in found.heads if not _MATTERS.isdisjoint(h.heading.keys)]
    if not columns or not rows or not _counts(found, rows[:1], columns):
        return False
    return _counts(found, rows, columns)


def _counts(found: Found, rows: Sequence[int], columns: Sequence[int]) -> bool:
    texts = [found.view.sheet.text(row, c).strip() for row in rows for c in columns]
    said = [text for text in texts if text and text not in _NOTHING]
    return bool(said) and all(map(COUNT.fullmatch, said))
