"""Parts of what comes again: 每月第一天, 每季度第一个工作日, 每周最后一天, 每月10日以后.

What is no whole period and no day that can be counted is asked about: its next day would be that of
another rhythm.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from ...registry import phrase
from ..pieces import Frame, Piece, add_days, add_months, days_in_month
from .recurring import no_day, rhythm

_EVERY = r"(?:每(?:个|1个?|一个?)?|按|逐)"
_PERIOD = r"(?P<u>周|星期|礼拜|月|季度?|半年|年)(?:度|份)?的?"
_MONTHS = {"月": 1, "季": 3, "季度": 3, "半年": 6, "年": 12}


@phrase(
    "edge-of-period",
    rf"{_EVERY}{_PERIOD}(?:(?P<first>第1|第一|首|头1?|头一)个?(?P<fu>天|日|工作日)|(?P<last>最后1?|最后一|末)个?(?P<lu>天|日(?=前|之|以|$|[,;)])|工作日))",
    order=45,
    needs="每 按 逐",
)
def edge_of_period(match: re.Match[str]) -> Piece:
    """Read 每月第一天, 每季度首个工作日, 每周最后一个工作日: the edge of the period."""
    unit, at_end = match["u"], match["last"] is not None
    is_workday = (match["fu"] or match["lu"]) == "工作日"

    def days(begin: date, frame: Frame) -> Iterator[date]:
        for first, last in _periods(unit, begin):
            if not is_workday:
                yield last if at_end else first
            elif at_end:
                yield frame.calendar.last_workday_until(last)
            else:
                yield frame.calendar.next_workday_from(first)

    return rhythm(days)


def _periods(unit: str, begin: date) -> Iterator[tuple[date, date]]:
    """Yield first and last day of the periods from the one of `begin` on."""
    if unit not in _MONTHS:
        monday = add_days(begin, -begin.weekday())
        for n in range(3):
            yield add_days(monday, 7 * n), add_days(monday, 7 * n + 6)
        return
    step = _MONTHS[unit]
    first = begin.replace(month=(begin.month - 1) // step * step + 1, day=1)
    for _ in range(3):
        end = add_months(first, step - 1)
        yield first, end.replace(day=days_in_month(end.year, end.month))
        first = add_months(first, step)


@phrase("half-of-month", rf"{_EVERY}月(?:份)?的?(?P<half>上|前|下|后)半(?:个)?月", needs="半")
def half_of_month(match: re.Match[str]) -> Piece:
    """Read 每月上半月: the 15th; 每月下半月: the last day."""
    early = match["half"] in "上前"

    def days(begin: date, frame: Frame) -> Iterator[date]:
        for first, last in _periods("月", begin):
            yield first.replace(day=15) if early else last

    return rhythm(days)


_N = r"(?:\d+|[一二两三四五六七八九十几]+)"
_NTH = rf"(?:第|首个?|头|前|后|最后|倒数第?){_N}?个?(?:天|日|周|星期|旬|次|工作日)"


@phrase(
    "some-part-of-period",
    rf"{_EVERY}(?:(?:周|星期|礼拜)(?:的?{_NTH}|的?工作日)|月份?的?(?:首个?周|头{_N}[天日周]|后{_N}[天日周]|倒数第?{_N}[天日周]|最后{_N}[天日周]|逢\d|(?:{_N}[日号][、,]?)+(?:以后|之后|后|起|开始))"
    rf"|(?:季度?|半年|年)(?:度|份)?的?(?:{_NTH}|(?:第|首|头|前|后|最后){_N}?个?月(?!\d|份?的?\d)|[上中下]旬|逢\d|终了[之以]?后|结束[之以]?后(?!\d))"
    r"|(?:周|星期|月|季度?|半年|年)度?份?的?[\u4e00-\u9fff]{0,4}(?:例会|会议|大会|党日|考核|检查|调度会|党委会|办公会)(?:之|以)?[前后])",
    order=52,
    needs="每 按 逐",
)
def some_part_of_period(match: re.Match[str]) -> Piece:
    """Ask about 每季度前两周, 每月10日以后, 每月例会前: which day is not said."""
    return no_day(f"“{match[0]}”没有确定的日子")


@phrase(
    "days-with", r"(?:每?月?逢\d{1,2}(?:[、,]?逢?\d{1,2})*(?:的?[日号]子?)?)(?=$|[,;)])", needs="逢"
)
def days_with(match: re.Match[str]) -> Piece:
    """Ask about 逢5逢10."""
    return no_day(f"“{match[0]}”没有确定的日子")
