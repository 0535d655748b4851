"""Names that share what stands round their numbers: 第一、第二附属医院; 机关第一、二党总支."""

from __future__ import annotations

import re

from ..patterns import regex
from .roster import Hit, Roster, plain

_NUMBER = "[一二三四五六七八九十]|[1-9]"
_ROW = regex(
    rf"(?P<th>第?)(?P<first>{_NUMBER})(?P<more>(?:\s*(?:、|，|,|/|和|及|与)\s*第?(?:{_NUMBER}))+)"
    r"(?P<tail>[\u4e00-\u9fff]{2,12})"
)
_HEAD = regex(r"[\u4e00-\u9fff]{0,6}$")
_NUMERALS = frozenset("二三四五六七八九十23456789")
_HAN = str.maketrans("123456789", "一二三四五六七八九")


def numbered_row(text: str, roster: Roster) -> tuple[int, int, list[tuple[str, Hit]]] | None:
    """Return where a row of numbered names stands and what it names; None where there is none.

    Every number must make a name of the roster with the same words before and behind it.
    """
    row = None if _NUMERALS.isdisjoint(text) else _ROW.search(text)
    if row is None:
        return None
    numbers = [row["first"], *re.findall(_NUMBER, row["more"])]
    if len({number.isascii() for number in numbers}) > 1:
        return None  # 1、二大队 2、三大队: the figures number the list
    head = _HEAD.search(text[: row.start()])
    before, behind = head.group() if head else "", row["tail"]
    for first in range(len(before) + 1):
        for size in range(len(behind), 1, -1):
            named = _named(before[first:] + row["th"], numbers, behind[:size], roster)
            start = row.start() - len(before) + first
            told = bool(row["th"] or before[first:]) or text.strip() == text[start : row.end()]
            told = told or text[:start].endswith(("、", "和", "与", "及"))
            if named and told:
                return start, row.start("tail") + size, named
    return None


def _named(head: str, numbers: list[str], tail: str, roster: Roster) -> list[tuple[str, Hit]]:
    """Return the names that all numbers make, [] where one of them makes none."""
    found = []
    for number in numbers:
        written = f"{head}{number.translate(_HAN)}{tail}"
        hit = roster.named(plain(written))
        if hit is None or hit.unit is None:
            return []
        found.append((written, hit))
    return found
