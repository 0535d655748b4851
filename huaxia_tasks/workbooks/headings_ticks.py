"""One field over several columns of which one is ticked: 完成情况 over 已完成, 推进中, 未启动.

The heading of the ticked column is what the row says; the cell with the tick is its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

from .headings import Heading, HeadingIndex
from .squeeze import squeeze

if TYPE_CHECKING:
    from .headings_ambiguous import Beside
    from .headings_block import Head

TICKS = frozenset("√✓✔☑✅●■★▲◆vVyY1是对")
#: Marks that leave a box open.
_OPEN_BOXES = frozenset("□☐○◯×✗✘☒否0/-—")
_YES_OR_NO = frozenset({"是", "否"})


def mark_ticked(heads: Sequence[Head], index: HeadingIndex) -> None:
    """Give headings that are answers (已完成, 推进中) the field that they answer."""
    for _, run in groupby(heads, key=lambda h: h.texts[:-1]):
        group = list(run)
        asked = index.read(group[0].texts[-2]).keys if len(group[0].texts) > 1 else ()
        for field, answers in _answers(asked, index):
            matching = [h for h in group if _answer(h) in answers and (asked or not h.heading.keys)]
            if len(matching) > 1 and _side_by_side(matching):
                for head in matching:
                    head.heading = Heading((field,), _answer(head), 2)
                break


def _answers(asked: tuple[str, ...], index: HeadingIndex) -> Iterator[tuple[str, frozenset[str]]]:
    for field in asked:
        if choices := index.choices.get(field):
            yield field, choices
    if "status" in asked or "progress" in asked:
        yield "status", index.states | _YES_OR_NO
    elif not asked:
        yield "status", index.states


def _side_by_side(heads: Sequence[Head]) -> bool:
    return all(b.column == a.column + 1 for a, b in pairwise(heads))


def ticked(beside: Beside) -> dict[str, list[Head]]:
    """Return by field the columns that hold nothing but ticks under its answers."""
    groups: dict[str, list[Head]] = {}
    for head in beside.heads:
        keys = head.heading.keys
        if len(keys) == 1 and head.heading.rank == 2 and head.heading.word == _answer(head):
            groups.setdefault(keys[0], []).append(head)
    return {
        field: heads
        for field, heads in groups.items()
        if len(heads) > 1 and all(_is_mark(c.text) for h in heads for _, c in beside.cells(h))
    }


def _answer(head: Head) -> str:
    return squeeze(head.texts[-1])


def _is_mark(text: str) -> bool:
    return text.strip() in TICKS | _OPEN_BOXES


def is_ticked(text: str) -> bool:
    """Whether a cell holds a tick."""
    return text.strip() in TICKS
