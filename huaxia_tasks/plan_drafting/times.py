"""Finds the words for time in a heading or sentence, and the days they mean."""

from __future__ import annotations

import re
from datetime import date
from typing import NamedTuple

from ..deadlines import parse_deadline
from ..model import Due, DueKind
from ..patterns import regex

_POINT = (
    r"(?:(?:20\d\d年|当年|今年|明年|次年|翌年)?(?:1[0-2]|0?[1-9])月(?:份)?(?:(?:3[01]|[12]\d|0?[1-9])日|[上中下]旬|月?底|初|末|中旬)?"
    r"|20\d\d年(?:底|年底|末|上半年|下半年|第[一二三四]季度|[春秋]季学期)?|(?:本|今|当)?年(?:底|末)|[上下]半年|第[一二三四]季度|(?:本|下|春季|秋季)学期(?:初|末|结束|开学)?)"
)
_SPAN = regex(
    rf"(?:即日起|从|自)?\s*(?:{_POINT})?\s*(?:起)?\s*(?:至|到|[-—–－~～]{{1,2}})?\s*(?:(?:3[01]|[12]\d|0?[1-9])日|{_POINT})(?:之?前|以前|前后|左右|止)?"
)
_BRACKETED = regex(r"[（(]([^（）()]{2,40})[）)]")
_GOOD = (DueKind.BY_DATE, DueKind.RANGE, DueKind.ONGOING)


class When(NamedTuple):
    """Words for time and what they mean."""

    words: str
    due: Due


def time_of(text: str, written: date | None) -> When | None:
    """Return the time that brackets of a heading name (（6月底前）), or the first words for time in it."""
    for content in reversed(_BRACKETED.findall(text)):
        found = _read(content, written)
        if found is not None:
            return found
    for match in _SPAN.finditer(text):
        found = _read(match.group(), written)
        if found is not None:
            return found
    return None


def without_time(title: str) -> str:
    """Return a heading without the brackets that hold its time."""
    return re.sub(
        r"\s*[（(][^（）()]*(?:月|旬|年|日|学期|季度|周)[^（）()]*[）)]\s*$", "", title
    ).strip()


def _read(words: str, written: date | None) -> When | None:
    tidy = re.sub(r"\s+", "", words).strip("，,：:")
    if not re.search(r"[月年旬周日期度]|长期", tidy) or re.search(r"^\d+年级|学年$", tidy):
        return None
    due = parse_deadline(tidy, written=written or date(2000, 1, 1))
    if due.kind not in _GOOD or (due.due is None and due.kind is not DueKind.ONGOING):
        return None
    return When(tidy, due)
