"""The first and the last day of a named time: 下个月第一天, 今年最后一天, 下周最后一天."""

from __future__ import annotations

import re

from ...registry import phrase
from ...wording import day as in_words
from ..pieces import Frame, Piece, Settled, Sort, add_days, add_months
from ..spots import MONTH, YEAR, Spot, or_broken, piece, written_month, written_year

_FIRST = r"(?:第[1一]天|首日|头[1一]天|首天)"
_LAST = r"(?:最后[1一]?天|末日|最末[1一]?天)"


@phrase("first-of-month", rf"{YEAR}{MONTH}的?{_FIRST}", needs="第 首 头")
@or_broken
def first_of_month(match: re.Match[str]) -> Piece:
    """Read 下个月第一天, 7月首日."""
    year, year_shift = written_year(match)
    month, month_shift = written_month(match)
    return piece(Spot(month, 1, None, year, year_shift, month_shift))


@phrase(
    "edge-of-year",
    rf"{YEAR.removesuffix('?')}(?:(?P<last>{_LAST})|{_FIRST})",
    needs="第 首 头 最",
)
def edge_of_year(match: re.Match[str]) -> Piece:
    """Read 今年最后一天, 2023年第一天."""
    year, shift = written_year(match)
    month, day = (12, 31) if match["last"] else (1, 1)
    return piece(Spot(month, day, None, year, shift))


@phrase(
    "edge-of-week",
    rf"(?P<w>下+[一1]?个?|本|这个?)(?:周|星期|礼拜)的?(?:(?P<last>{_LAST})|{_FIRST})",
    needs="第 首 头 最",
)
def edge_of_week(match: re.Match[str]) -> Piece:
    """Read 下周第一天, 本周最后一天: its Monday, its Sunday."""
    weeks, days = match["w"].count("下"), 6 if match["last"] else 0

    def settle(frame: Frame) -> Settled:
        monday = add_days(frame.written, 7 * weeks - frame.written.weekday())
        note = f"按填写日期{in_words(frame.written)}所在的一周推算"
        return Settled(add_days(monday, days), None, (note,))

    return Piece(Sort.DATE, settle=settle, grain="day")


@phrase(
    "this-day-of-another-month",
    r"(?P<w>下下|[上下])个?月的?今[天日]",
    needs="今天 今日",
)
def this_day_of_another_month(match: re.Match[str]) -> Piece:
    """Read 下个月的今天: the corresponding day."""
    months = {"上": -1, "下": 1, "下下": 2}[match["w"]]

    def settle(frame: Frame) -> Settled:
        note = f"按填写日期{in_words(frame.written)}推算"
        return Settled(add_months(frame.written, months), None, (note,))

    return Piece(Sort.DATE, settle=settle, grain="day")
