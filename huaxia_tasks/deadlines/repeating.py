"""Cells that name what comes again, and the days beside it that frame or refine it."""

from __future__ import annotations

import re
from datetime import date

from ..model import DueKind
from ..patterns import regex
from ..wording import day as in_words
from ..wording import weekday
from .items import Item
from .pieces import Frame, Sort, add_months
from .settling import try_to_settle
from .verdicts import Verdict

#: 每周五 says more than 周报.
_EXACT = regex(r"\d|[一二三四五六日天底末初旬]$")


def belongs_to_rhythm(times: list[Item], items: list[Item]) -> bool:
    """Whether the days only frame what recurs: a span, a start, a bare day after 每月."""
    rhythm = next(n for n, i in enumerate(items) if i.piece.sort is Sort.RHYTHM)
    for item in times:
        after_rhythm = items.index(item) > rhythm if item in items else False
        if item.role in ("start", "old", "tail", "done", "name") or item.span is not None:
            continue
        if after_rhythm and (item.piece.bare_day or item.piece.weekday is not None):
            continue
        if after_rhythm and _is_turn(item, items[rhythm], several=len(times) > 1):
            item.role = "turn"
            continue
        if _frames(item, items, rhythm):
            item.span = item.days
            continue
        if item.piece.bare_year or item.piece.sort is Sort.EVENT:
            continue
        return False
    return True


def _frames(item: Item, items: list[Item], rhythm: int) -> bool:
    """Whether a named span stands right before what recurs (6月份每周五)."""
    if rhythm == 0 or items[rhythm - 1] is not item:
        return False
    spans = item.days is not None and item.days.start is not None
    return spans and re.fullmatch(r"(?:份|内|的|里|期间|中)*", items[rhythm].before) is not None


def _is_turn(item: Item, rhythm: Item, *, several: bool) -> bool:
    """Whether a bracket or a list names the days of the year on which it comes (每年两次（6月、12月）)."""
    yearly = re.match(r"每(?:半|1|一)?年|1?年|按半年", rhythm.text) is not None
    dated = item.days is not None and item.piece.year is None and item.piece.lapse is None
    return yearly and (item.bracketed or several) and dated


def _from(begin: date, day: date) -> date:
    """Return the first day of a year, same month and day, on or after `begin`."""
    day = add_months(day, 12 * max(0, begin.year - day.year))
    return day if day >= begin else add_months(day, 12)


def recurring(rhythms: list[Item], times: list[Item], frame: Frame) -> Verdict:
    tail = next((i for i in times if i.role == "tail"), None)
    if tail is not None:
        return Verdict(DueKind.RECURRING, f"按周期重复，“{tail.before}{tail.text}”的日子要由人确定")
    turns = [i.days.due for i in times if i.role == "turn" and i.days is not None]
    if turns:
        due = min(_from(frame.written, day) for day in turns)
        return Verdict(DueKind.RECURRING, f"按周期重复，最近一次是{in_words(due)}", due)
    begin = next((i for i in times if i.role == "start" or i.span is not None), None)
    after = None
    if begin is not None and begin.span is not None:
        after = begin.span.start or begin.span.due
    elif begin is not None and begin.days is not None:
        after = begin.days.start or begin.days.due
    exact = next((i for i in times if i.piece.bare_day or i.piece.weekday), None)
    if exact is not None and exact.days is not None:
        due, notes = exact.days.due, exact.days.notes
        if rhythms[0].days is not None and re.search(r"[\d底末初旬]", rhythms[0].text):
            due = min(due, rhythms[0].days.due)
        if due < frame.written:
            return Verdict(DueKind.RECURRING, "按周期重复，下一次是哪天要由人确定", None, after)
        why = "，".join(("按周期重复", *notes, f"最近一次是{in_words(due)}"))
        return Verdict(DueKind.RECURRING, why, due, after)
    rhythm = next((r for r in rhythms if _EXACT.search(r.text)), rhythms[0])
    if after is not None and rhythm.piece.settle is not None:
        rhythm.days = rhythm.trouble = None
        try_to_settle(rhythm, rhythm.piece, frame._replace(after=after))
    if rhythm.days is None:
        return Verdict(
            DueKind.RECURRING,
            f"按周期重复，{rhythm.trouble.why if rhythm.trouble else ''}",
            None,
            after,
        )
    due = rhythm.days.due
    if begin is not None and begin.span is not None and begin.days and due > begin.days.due:
        return Verdict(DueKind.RECURRING, "按周期重复，写明的期间已经过去", None, after)
    why = f"按周期重复，{rhythm.days.notes[0]}是{in_words(due)}（{weekday(due)}）"
    return Verdict(DueKind.RECURRING, why, due, after, provisional=rhythm.days.provisional)
