"""Phrases torn by a slip of the hand or of a scanner: 6月3口日, 6口月30日, 第口季度末, 每月2X日.

What is left of such a phrase often reads as another day (6月3, 30日, 季度末, 每月); whatever stands
right beside it shows that it was longer.
"""

from __future__ import annotations

import re

from ..patterns import regex
from .items import Item
from .pieces import Sort

_HAN = "\u4e00-\u9fff"
_NUMERALS = "一二三四五六七八九十"
_CLOSE = r"(?=$|[,;)\n]|之?前|以前|完|报|交)"
#: Signs that no writer puts between a number and what it counts.
_JUNK = "口囗曰目臼末底内半某第每周天旬上中下后"

#: In front of 30日, 月底, 季度末: a number or a word that belonged to them.
_BEFORE_NAKED = regex(
    rf"(?<![\d第])\d{{1,2}}[^\d\s,;、\n)]$|\d{{1,2}}[日号]?[-~至到]+$|(?<!\d)\d{{1,2}}\($|月$|\d个?工作?$|□工作?$"
    rf"|(?:^|[^{_HAN}第])[{_NUMERALS}]{{1,3}}[{_JUNK}至到~-]$|第(?:\d|[{_NUMERALS}]){{0,2}}(?:[{_JUNK}月日号]|[^\w\n])?$"
    rf"|年□?$|(?:^|[,;(\n])[{_JUNK}]$|□[{_JUNK}]$|本[{_JUNK}]$|[两几](?:[{_JUNK}]|[,、-])?$"
)
#: 每口25日, 每/6月底: what was 每月 or 每年.
_EVERY = regex(rf"每[{_JUNK}至到_]?$|每[^\w\s,;]$")
#: In front of a month: 202末年1月, 口年3月, 明目3月.
_BEFORE_DATE = regex(
    rf"\d(?:[{_JUNK}]|[^\w\s,;、()])?年$|(?:^|[,;(\n])(?:[明今后次来去翌]?(?!第)[{_JUNK}?]年?|[^,;\n\d同当该本两双]年)$"
    r"|(?:^|[,;(\n])明(?![确白])[^,;\n]$"
)
#: Between a year and its month: 2023年口1月15日.
_AFTER_YEAR_ITSELF = regex(rf"[{_JUNK}?]{{1,2}}|[末中底旬天至个]年?")
#: In front of 2月底: 十口二月底 was 十二月底.
_BEFORE_MONTH = regex(rf"(?<![\d第])1[{_JUNK}]$|(?:^|[^{_HAN}])十[{_JUNK}]$")
#: Between a date and the bare day behind it: 6月上1日, 12月下10日.
_BETWEEN = regex(rf"[{_HAN}](?<![至到和及与或、前])")
#: Behind a number that ends a date: 6月3口日, 2022.6.3口, 6月3三十日, 2022-06-3 0.
_AFTER_NUMBER = regex(
    rf"[^\d\s,;、(][日号]{_CLOSE}|[{_JUNK}]+{_CLOSE}|[{_NUMERALS}]| \d$|\(\d+(?:[日号]|$)"
)
_AFTER_DAY = regex(rf"[底末初]{_CLOSE}|月[上中下底末初]|[第每]\d|个?工作(?:日|$)")
_AFTER_YEAR = regex(rf"[,、.]?[半前末]?月(?:[底末初]|{_CLOSE})")
_AFTER_WEEK = regex(
    rf"(?![内末中初底之以])[^,;\d](?=前)|[^,;\d]?[{_NUMERALS}](?=之?前|$)|\([{_NUMERALS}]"
)
_AFTER_MONTH = regex(
    rf"[日号个]?个工作|[上下](?:[^、\n]?旬|完成|前|$|[^{_HAN}\s、])|中[^旬、\n]旬|\d{{1,2}}个?(?:前|$)"
)
_AFTER_FESTIVAL = regex(rf"[,、(]?[节底中末]?前{_CLOSE}")
#: Behind 每月, 每周: a number of which only a part could be read.
_AFTER_EVERY_WEEK = regex(rf"[^,;\n]{{0,2}}[{_NUMERALS}]天?前|[^\d,;末内底之以\n]前")
_AFTER_RHYTHM = regex(r"[^,;\n□(]{0,2}\d{1,3}[^,;\n□]{0,2}(?:[日号前]|$)|\d(?![^,;\n]{0,3}□)")


def torn(item: Item, previous: Item | None) -> str:
    """Return the words that show `item` to be a torn phrase, "" where none do."""
    piece, before, after = item.piece, item.before, item.after
    if piece.sort is Sort.RHYTHM:
        weekly = item.text.endswith(("周", "星期", "礼拜")) and _AFTER_EVERY_WEEK.match(after)
        return item.text + after[:4] if weekly or _AFTER_RHYTHM.match(after) else ""
    naked = piece.bare_day or not any(c.isdecimal() for c in item.text)
    if piece.lapse is not None:
        cut = re.search(rf"[\d□]个?工作?$|(?<![\d第])\d(?:[{_JUNK}个]|\()$", before)
        return before[-4:] + item.text if cut else ""
    if _EVERY.search(before):
        return before[-3:] + item.text
    if naked and piece.weekday is None and _BEFORE_NAKED.search(before):
        return before[-4:] + item.text
    if previous is not None and before == "" and _is_cut_off(previous):
        return previous.text + item.text
    if piece.bare_day and previous is not None and _BETWEEN.fullmatch(before):
        return previous.text + before + item.text
    if item.text[0].isdecimal() and piece.year is None:
        if _BEFORE_MONTH.search(before) or _BEFORE_DATE.search(before):
            return before[-4:] + item.text
        year = previous is not None and previous.piece.bare_year and previous.piece.year
        if year and previous is not None and _AFTER_YEAR_ITSELF.fullmatch(before):
            return previous.text + before + item.text
    return item.text + after[:4] if _cut_short(item) else ""


def _is_cut_off(item: Item) -> bool:
    """Whether what stands in front names a time itself that nothing settles (6天30日)."""
    told = item.piece.lapse is not None or item.text.endswith(("日", "号", "月"))
    return told and item.piece.sort is Sort.EVENT


def _cut_short(item: Item) -> bool:
    after, grain = item.after, item.piece.grain
    if item.text[-1:].isdecimal() and _AFTER_NUMBER.match(after):
        return True
    if "needs-end" in item.piece.marks and grain == "day" and _AFTER_FESTIVAL.match(after):
        return True
    by_grain = {
        "day": _AFTER_DAY,
        "year": _AFTER_YEAR,
        "week": _AFTER_WEEK,
        "month": _AFTER_MONTH,
    }.get(grain)
    return by_grain is not None and by_grain.match(after) is not None
