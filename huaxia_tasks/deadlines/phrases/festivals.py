"""Festivals: 国庆节前, 元旦前, 教师节, 春节期间, 农历八月十五."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import NamedTuple

from ...model.festivals import lunar_day, qingming
from ...registry import phrase
from ...wording import day as in_words
from ..numerals import number
from ..pieces import Frame, NoSuchDate, Piece, Settled, Sort, Unsettled, add_days
from ..spots import YEAR, or_broken, written_year
from .near_days import nth_weekday

#: A festival is of the coming round, unless the last one was less than this ago.
_JUST_PAST = timedelta(days=92)


def _lunar(month: int, day: int, shift: int = 0) -> Callable[[int], date | None]:
    def of(year: int) -> date | None:
        found = lunar_day(year, month, day)
        return found and found + timedelta(days=shift)

    return of


def _last_lunar_month(day: int) -> Callable[[int], date | None]:
    """小年 and 腊八 of a solar year stand before its New Year, in the lunar year before."""
    return lambda year: lunar_day(year - 1, 12, day)


def _nth(month: int, nth: int, weekday: int) -> Callable[[int], date | None]:
    return lambda year: nth_weekday(date(year, month, 1), nth, weekday)


_FIXED = {
    "元旦": (1, 1),
    "妇女节": (3, 8),
    "三八": (3, 8),
    "植树节": (3, 12),
    "消费者权益日": (3, 15),
    "愚人节": (4, 1),
    "国家安全日": (4, 15),
    "国家安全教育日": (4, 15),
    "读书日": (4, 23),
    "劳动节": (5, 1),
    "五一": (5, 1),
    "青年节": (5, 4),
    "五四": (5, 4),
    "护士节": (5, 12),
    "儿童节": (6, 1),
    "六一": (6, 1),
    "建党节": (7, 1),
    "建党日": (7, 1),
    "党的生日": (7, 1),
    "七一": (7, 1),
    "建军节": (8, 1),
    "八一": (8, 1),
    "教师节": (9, 10),
    "国庆": (10, 1),
    "十一": (10, 1),
    "记者节": (11, 8),
    "双十一": (11, 11),
    "宪法日": (12, 4),
    "公祭日": (12, 13),
    "圣诞": (12, 25),
    "平安夜": (12, 24),
    "万圣节": (10, 31),
    "女生节": (3, 7),
    "光棍节": (11, 11),
    "环境日": (6, 5),
    "禁毒日": (6, 26),
    "情人节": (2, 14),
    "学雷锋纪念日": (3, 5),
    "学雷锋日": (3, 5),
    "雷锋日": (3, 5),
    "水日": (3, 22),
    "地球日": (4, 22),
    "防灾减灾日": (5, 12),
    "心理健康日": (5, 25),
    "无烟日": (5, 31),
    "抗战胜利纪念日": (9, 3),
    "烈士纪念日": (9, 30),
    "消防日": (11, 9),
    "119消防日": (11, 9),
    "艾滋病日": (12, 1),
    "交通安全日": (12, 2),
}
_MOVING: dict[str, Callable[[int], date | None]] = {
    "春节": _lunar(1, 1),
    "农历新年": _lunar(1, 1),
    "大年初一": _lunar(1, 1),
    "新春": _lunar(1, 1),
    "除夕": _lunar(1, 1, -1),
    "大年三十": _lunar(1, 1, -1),
    "元宵": _lunar(1, 15),
    "清明": qingming,
    "端午": _lunar(5, 5),
    "七夕": _lunar(7, 7),
    "中元": _lunar(7, 15),
    "中秋": _lunar(8, 15),
    "重阳": _lunar(9, 9),
    "腊八": _last_lunar_month(8),
    "小年": _last_lunar_month(23),
    "母亲节": _nth(5, 2, 7),
    "父亲节": _nth(6, 3, 7),
    "感恩节": _nth(11, 4, 4),
}
_BREAKS = (
    "元旦",
    "春节",
    "农历新年",
    "清明",
    "劳动节",
    "五一",
    "端午",
    "中秋",
    "国庆",
    "十一",
    "除夕",
    "大年初一",
    "新春",
    "大年三十",
)
#: Short names are festivals only before words that make them so (十一前, not 十一个).
_SHORT_NAMES = r"(?<![一二三四五六七八九十/\d])(?:五一|六一|七一|八一|十一|三八|五四)(?=(?:前|后|之|以|期间|放假|小长假|假|长假|节|黄金周|当天|国际|劳动|儿童|建党|建军|国庆|妇女|青年|到|至|-|~|$|[,;)\n完]|、(?![一二三四五六七八九十\d])))"
#: Names that are festivals wherever they stand.
FESTIVAL_NAMES = "|".join(
    sorted(
        (
            n
            for n in {**_FIXED, **_MOVING}
            if n not in ("五一", "六一", "七一", "八一", "十一", "三八", "五四")
        ),
        key=len,
        reverse=True,
    )
)


_NAMES = {*_FIXED, *_MOVING}
_NEEDS = " ".join(
    sorted(n for n in _NAMES if not any(other in n for other in _NAMES if other != n))
)


class _Festival(NamedTuple):
    name: str
    relation: str  # "", 前, 前日, 期间
    find: Callable[[int], date | None]
    has_break: bool

    def days(self, year: int, frame: Frame) -> Settled:
        """Return the days that the words name for the festival of `year`."""
        festival = self.find(year)
        if festival is None:
            raise Unsettled(f"不知道{year}年的{self.name}是哪一天，请写明日期")
        span = frame.calendar.break_around(festival) if self.has_break else None
        first, last = span or (festival, festival)
        provisional = self.has_break and frame.calendar.is_provisional(first)
        notes = [f"{year}年{self.name}是{festival.month}月{festival.day}日"]
        if self.relation == "前":
            if span:
                notes.append(f"放假从{in_words(first)}开始，以放假前一天为限")
            else:
                notes.append("以前一天为限")
            return Settled(add_days(first, -1), None, tuple(notes), (), provisional)
        if self.relation == "前日":
            if first != festival:
                raise Unsettled(f"{self.name}放假从{in_words(first)}开始，“前一天”不清楚是哪天")
            return Settled(add_days(festival, -1), None, tuple(notes), (), provisional)
        if self.relation == "期间":
            notes.append("以假期最后一天为限")
            return Settled(last, first, tuple(notes), (), provisional)
        return Settled(festival, None, tuple(notes))


_WHEN = r"(?P<r>节?的?前[1一]天|(?:节?的?(?:放假|小?长假|假期|假日)|黄金周)(?:之前|以前|前夕?)(?!后)|放假前夕?|假期前夕?|节?前夕|节?之前|节?以前|节?前(?!后|[1-9一二两三四五六七八九十半]?(?:个)?(?:周|天|月))|节?前(?P<ago>[\d一二两三四五六七八九十半]*个?(?:周|天|月|星期))|节?前后|(?:长假|假期|放假|节日?|小长假)?(?:期间|假内|假期)|长假|黄金周|(?:节|长假|假期|放假)?(?:之后|以后|后(?!勤))|当[天日])?"


@phrase(
    "festival",
    rf"{YEAR}(?:(?:国际|全国|中国|世界|我国|全民|大学生)?(?P<name>{FESTIVAL_NAMES}|{_SHORT_NAMES})(?:国际)?(?P<also>劳动节|儿童节|建党节|建军节|妇女节|青年节|国庆节|国庆|节)?){_WHEN}",
    needs=_NEEDS,
)
def festival(match: re.Match[str]) -> Piece | None:
    """Read 国庆节前 (the day before the break), 教师节, 春节期间."""
    year, shift = written_year(match)
    name, when = match["name"], match["r"] or ""
    if match["ago"] is not None or "前后" in when or when.endswith("后"):
        return Piece(Sort.EVENT, why=f"“{match[0]}”没有说到哪一天为止")
    relation = (
        "前日"
        if when.endswith("天") and "前" in when
        else "前"
        if "前" in when
        else "期间"
        if when and not when.startswith("当")
        else ""
    )
    has_break = name in _BREAKS
    if name in _FIXED:
        month, day = _FIXED[name]
        what = _Festival(name, relation, lambda y: date(y, month, day), has_break)
    else:
        what = _Festival(name, relation, _MOVING[name], has_break)
    second = _second(match["also"] or "", what)
    return Piece(
        Sort.DATE,
        settle=lambda frame: _settle_both(what, second, match[0], year, shift, frame),
        grain="day",
        year=year,
        marks=set() if relation.startswith("前") else {"needs-end"},
    )


def _second(also: str, first: _Festival) -> _Festival | None:
    """Return 国庆 of 中秋国庆前; 十一国庆 and 五一劳动节 name one festival only."""
    found = _named(also, before=False)
    if found is None or _FIXED.get(found.name) == _FIXED.get(first.name):
        return None
    return found._replace(relation=first.relation)


def _settle_both(
    first: _Festival,
    second: _Festival | None,
    text: str,
    year: int | None,
    shift: int | None,
    frame: Frame,
) -> Settled:
    settled = _settle(first, year, shift, frame)
    if second is not None and _settle(second, year, shift, frame).due != settled.due:
        raise Unsettled(f"“{text}”说的两个节日不在一个假期里，请写明是哪一天")
    return settled


def day_in_its_year(
    name: str, relation: str, find: Callable[[int], date | None], match: re.Match[str]
) -> Piece:
    """Return the piece of a day that comes once a year and brings no days off (冬至, 立秋前)."""
    year, shift = written_year(match)
    what = _Festival(name, relation, find, False)
    return Piece(
        Sort.DATE,
        settle=lambda frame: _settle(what, year, shift, frame),
        grain="day",
        year=year,
    )


def _settle(what: _Festival, year: int | None, shift: int | None, frame: Frame) -> Settled:
    if year is not None:
        return what.days(year, frame)
    base = frame.year or frame.sheet_year or frame.written.year
    if shift is not None:
        return what.days(base + shift, frame)
    if frame.year is not None:
        return what.days(frame.year, frame)
    if frame.sheet_year is not None:
        return _of_sheet(what, frame.sheet_year, frame)
    for candidate in (base, base + 1):
        settled = what.days(candidate, frame)
        if settled.due.year >= base and settled.due >= frame.written - _JUST_PAST:
            break
    note = f"没有写年份，按填写日期{in_words(frame.written)}推定"
    return settled._replace(notes=(note, *settled.notes))


def _of_sheet(what: _Festival, year: int, frame: Frame) -> Settled:
    """Return the festival whose due day lies in the sheet's year (元旦前: that of the next)."""
    settled = what.days(year, frame)
    if settled.due.year < year:
        settled = what.days(year + 1, frame)
    if settled.due < frame.written - _JUST_PAST and settled.due.month <= 3:
        raise Unsettled(f"没有写年份，“{what.name}”可能是{year}年的，也可能是{year + 1}年的")
    return settled._replace(notes=(f"没有写年份，按表题的{year}年", *settled.notes))


@phrase(
    "two-festivals",
    rf"{YEAR}(?P<a>{FESTIVAL_NAMES})节?(?P<by>[、,和及与/])?(?P<b>{FESTIVAL_NAMES})节?"
    r"(?:(?:双节|两节|两个?节日)(?:放假|假期|期间)?|放假|小?长假|假期|(?(by)(?!)))(?:之前|以前|前夕?)(?!后)",
    needs=_NEEDS,
)
def two_festivals(match: re.Match[str]) -> Piece:
    """Read 国庆、中秋双节前: the day before the break, where both lie in one."""
    year, shift = written_year(match)
    both = [_named(match["a"], before=True), _named(match["b"], before=True)]

    def settle(frame: Frame) -> Settled:
        first, last = (_settle(what, year, shift, frame) for what in both if what)
        if first.due != last.due:
            raise Unsettled(f"“{match[0]}”说的两个节日不在一个假期里，请写明是哪一天")
        return first

    return Piece(Sort.DATE, settle=settle, grain="day", year=year)


@phrase(
    "between-festivals",
    r"(?:两节|双节|新年|节日|节假日|节|年|节后|年后|节日期间|两会|假期|中秋国庆)(?:前夕?|之前|后|期间)(?=$|[,;、()\n完报落整办提做要第首上]|之?前)",
    order=80,
    needs="节 年 两会 假 中秋",
)
def some_festival(match: re.Match[str]) -> Piece | None:
    """Ask about 节前, 年后, 两节期间: which one is not said."""
    return Piece(Sort.EVENT, why=f"“{match[0]}”没有写明是哪一个节日或哪一天")


_LUNAR_DAY = r"(?:初(?P<c>[一二三四五六七八九十\d])(?![次个批是系项周期天旬方级届步])|(?P<d>\d{1,2}|[十廿][一二三四五六七八九]?|[二三]十|卅)日?(?!次|个|项|前后))"


@phrase(
    "lunar",
    rf"(?P<sign>农历|阴历|旧历)?{YEAR}(?P<sign2>农历|阴历|旧历)?(?P<leap>闰)?(?:(?P<m>(?<!\d)\d{{1,2}})月|(?P<name>正月|腊月|冬月|大年(?=初)))的?{_LUNAR_DAY}?",
    order=55,
)
@or_broken
def lunar(match: re.Match[str]) -> Piece | None:
    """Read 农历八月十五, 正月十五, 腊月二十三; the lunar year is the solar year of its start."""
    plain = not (match["sign"] or match["sign2"] or match["name"] or match["leap"])
    if plain and not match["c"] and (match["d"] or "")[:1] not in tuple("廿卅"):
        return None
    year, shift = written_year(match)
    month = {"正月": 1, "大年": 1, "冬月": 11, "腊月": 12}.get(match["name"] or "") or int(
        match["m"]
    )
    day = _lunar_number(match)
    leap = bool(match["leap"])

    def settle(frame: Frame) -> Settled:
        base = frame.year or frame.sheet_year or frame.written.year
        wanted = year if year is not None else base + (shift or 0)
        due = lunar_day(wanted, month, day or 30, leap=leap)
        if due is None:
            raise Unsettled(f"推算不了“{match[0]}”是公历哪一天，请写公历日期")
        if year is None and shift is None and due < frame.written - 2 * _JUST_PAST:
            due = lunar_day(wanted + 1, month, day or 30, leap=leap) or due
        return Settled(due, None, ("农历换算为公历",))

    return Piece(Sort.DATE, settle=settle, grain="day" if day else "month", year=year)


def _lunar_number(match: re.Match[str]) -> int:

    text = match["c"] or match["d"] or ""
    value = (number(text) or 0) if text else 0
    if value > 30:
        raise NoSuchDate("农历一个月最多三十天")
    return value


def _named(name: str, *, before: bool) -> _Festival | None:
    """Return the festival of this name, with or without 节; None where there is none."""
    known = name if name in {**_FIXED, **_MOVING} else name.removesuffix("节")
    relation = "前" if before else ""
    if known in _FIXED:
        month, day = _FIXED[known]
        return _Festival(known, relation, lambda y: date(y, month, day), known in _BREAKS)
    if known in _MOVING:
        return _Festival(known, relation, _MOVING[known], known in _BREAKS)
    return None


def festival_days(name: str, *, before: bool) -> Callable[[int, Frame], date | None] | None:
    """Return the day of the named festival (or the last one before it) by year, None if unknown."""
    what = _named(name, before=before)
    if what is None:
        return None

    def of(year: int, frame: Frame) -> date | None:
        try:
            return what.days(year, frame).due
        except Unsettled:
            return None

    return of
