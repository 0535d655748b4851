"""Days and years that lines around a table name plainly; deadlines are read elsewhere."""

from __future__ import annotations

from datetime import date, datetime
from functools import lru_cache

from ..patterns import regex

_DIGITS = str.maketrans(
    "\u3007零\u25cb一二三四五六七八九０１２３４５６７８９", "0001234567890123456789"
)
_TENS = regex(r"(?<=[年月])([一二三]?)十([一二三四五六七八九]?)(?=[月日号])")
_CENTURY = frozenset("2二２")
_FULL_DAY = regex(
    r"(?<!\d)((?:19|20)\d\d)\s*[年./\-－]\s*(\d{1,2})\s*[月./\-－]\s*(\d{1,2})(?!\d)\s*[日号]?"
)
_EIGHT_DIGITS = regex(r"(?<!\d)(20\d\d)([01]\d)([0-3]\d)(?!\d)")
_SHORT_DAY = regex(r"(?<!\d)(\d{1,2})\s*[月.]\s*(\d{1,2})\s*[日号]")
_YEAR = regex(r"(?<![\d.])(20\d\d)\s*(?:年度?|学年)")
_NUMBER_YEAR = regex(r"[〔\[［【(（]\s*(20\d\d)\s*[〕\]］】)）]")
_SCHOOL_YEAR = regex(r"20\d\d\s*[-—–－~至/]\s*(?:20)?\d\d\s*学?年")


def plain_day(content: object, year: int | None = None) -> date | None:
    """Return the day that a cell's content or a text names plainly, None otherwise.

    `year` stands in where the text has none (6月28日); a month alone is no day.
    """
    if isinstance(content, datetime):
        return content.date()
    if isinstance(content, date):
        return content
    if not isinstance(content, str):
        return None
    text = _arabic(content)
    if found := _FULL_DAY.search(text) or _EIGHT_DIGITS.search(text):
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if year and (found := _SHORT_DAY.search(text)):
        return _day(year, int(found[1]), int(found[2]))
    return None


def _arabic(text: str) -> str:
    """Turn 二〇二二年六月二十八日 into 2022年6月28日; leave other words alone."""
    if "年" not in text and "月" not in text:
        return text.translate(_DIGITS) if any("０" <= c <= "９" for c in text) else text
    if "十" in text:
        text = _TENS.sub(lambda m: f"{m[1] or '一'}{m[2] or '0'}", text)
    return text.translate(_DIGITS)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


@lru_cache(maxsize=512)
def title_year(text: str) -> int | None:
    """Return the year that a title names (2022年度, 〔2022〕), None for none or several."""
    if _CENTURY.isdisjoint(text):
        return None
    text = _arabic(text)
    if _SCHOOL_YEAR.search(text):
        return None
    years = {int(y) for y in _YEAR.findall(text)} or {int(y) for y in _NUMBER_YEAR.findall(text)}
    return years.pop() if len(years) == 1 else None
