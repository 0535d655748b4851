"""Reads a State Council notice of days off, pasted as text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from ..errors import CalendarError
from ..model import WorkCalendar
from ..patterns import regex
from .cleaning import clean_notice

Days = dict[date, str]

_TODO = "请把国务院办公厅通知里“一、元旦：……”到“七、国庆节：……”的原文整段粘贴进来。"
_FESTIVALS = ("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
_NAMES = {
    "清明": "清明节",
    "五一": "劳动节",
    "端午": "端午节",
    "中秋": "中秋节",
    "国庆": "国庆节",
    "劳动": "劳动节",
}
_FESTIVAL = r"(?:元旦|春节|清明|国际劳动|劳动|五一|端午|中秋|国庆)节?"
_HEAD = regex(
    rf"(?:^|[\n;])\s*(?:\(?[一二三四五六七八九十\d]+[、.)]\s*)?(?P<names>{_FESTIVAL}(?:\s*[、和与及]\s*{_FESTIVAL})*)\s*[:,]?\s*(?=\S)"
)
_DAY = r"(?:(?P<y{0}>\d{{4}})年)?(?:(?P<m{0}>\d{{1,2}})月)?(?P<d{0}>\d{{1,2}})日(?P<note{0}>\([^)]*\))?"
_WEEKDAY = regex(r"(?:周|星期|礼拜)([一二三四五六日天])")
_SPAN = regex(_DAY.format(1) + r"(?:\s*(?:至|到|-|~)\s*" + _DAY.format(2) + r")?")
_WEEKDAYS = "一二三四五六日"


def read_notice(text: str, year: int | None = None) -> tuple[Days, Days]:
    """Return the days off and the make-up days that a notice names, each with its festival.

    `year` is the year the notice is for (in its title: 2027年部分节假日安排); read from the title
    where it is None.  Weekdays in brackets and the count of days are checked.  Raises CalendarError.
    """
    plain = clean_notice(text)
    year = year or _year_of(plain)
    days_off: Days = {}
    make_up: Days = {}
    for names, body in _sections(plain):
        off, work = _read_section(names, body, year)
        _enter(days_off, off, names, make_up)
        _enter(make_up, work, names, days_off)
    if not days_off:
        raise CalendarError("没有读到任何放假日期", todo=_TODO)
    return days_off, make_up


def read_notice_calendar(text: str, year: int | None = None) -> WorkCalendar:
    """Return a calendar that knows the one year of a notice.

    A notice pasted in part counts as well; `missing_festivals` tells what it leaves out.  Raises
    CalendarError.
    """
    plain = clean_notice(text)
    year = year or _year_of(plain)
    days_off, make_up = read_notice(text, year)
    number = re.search(r"国办发明电\s*\((\d{4})\)\s*(\d+)\s*号", plain)
    source = f"国办发明电〔{number[1]}〕{number[2]}号" if number else "粘贴的放假通知"
    return WorkCalendar(days_off, make_up, frozenset({year}), {}, {year: source})


def missing_festivals(days_off: Mapping[date, str]) -> tuple[str, ...]:
    """Return the festivals of the law that `days_off` of one notice says nothing about."""
    named = "、".join(days_off.values())
    return tuple(festival for festival in _FESTIVALS if festival not in named)


def _year_of(text: str) -> int:
    title = re.search(r"(20\d\d)年(?:部分|全年)?[^。;\n]{0,6}(?:节假日|放假|假期)", text)
    found = title or re.search(r"(20\d\d)年(?=1月1日|元旦)", text)
    if found is None:
        raise CalendarError(
            "通知里看不出是哪一年的放假安排", todo="请连同标题一起粘贴，或在旁边填写年份。"
        )
    return int(found[1])


def _sections(text: str) -> Iterator[tuple[str, str]]:
    heads = list(_HEAD.finditer(text))
    heads = [
        h
        for h in heads
        if re.match(r"[^\n]{0,40}?\d{1,2}月", text[h.end() :])
        or re.match(r"\s*\n", text[h.end() :])
    ]
    ends = [head.start() for head in heads[1:]] + [len(text)]
    for head, end in zip(heads, ends, strict=False):
        body = text[head.end() : end]
        names = [_full_name(n) for n in re.split(r"\s*[、和与及]\s*", head["names"].strip())]
        yield "、".join(dict.fromkeys(names)), body


def _full_name(name: str) -> str:
    bare = name.removeprefix("国际").removesuffix("节")
    return _NAMES.get(bare, "春节" if bare == "春" else bare)


def _read_section(names: str, body: str, year: int) -> tuple[list[date], list[date]]:
    off: list[date] = []
    work: list[date] = []
    last: date | None = None
    where = f"“{names}”"
    for sentence in re.split(
        r"[;\n]|(?<=假)[,](?=[^;]*上班)|(?<=休)[,](?=[^;]*上班)|(?<=天)[,](?=[^;]*上班)", body
    ):
        told = any(word in sentence for word in ("放假", "调休", "补休", "上班"))
        if not told or re.search("鼓励|带薪|结合|建议|值班", sentence):
            continue
        if "上班" in sentence and "放假" in sentence:
            raise CalendarError(
                f"“{sentence.strip()[:30]}”里放假和上班写在一句，分不清", where, _TODO
            )
        days, last = _days(sentence, year, last, names, where)
        if "上班" in sentence:
            work += days
        elif days:
            _check_count(sentence, days, where)
            off += days
    if not off:
        raise CalendarError("没有读到放假日期", where, _TODO)
    return off, work


def _days(
    sentence: str, year: int, last: date | None, names: str, where: str
) -> tuple[list[date], date | None]:
    days: list[date] = []
    for span in _SPAN.finditer(sentence):
        first = _one(span, "1", year, last, names, where)
        end = _one(span, "2", year, first, names, where) if span["d2"] else first
        if not first <= end <= first + timedelta(days=20):
            raise CalendarError(f"“{span[0]}”的起止日期不对", where, "请核对通知原文。")
        days += [first + timedelta(days=n) for n in range((end - first).days + 1)]
        last = end
    return days, last


def _one(
    span: re.Match[str], which: str, year: int, last: date | None, names: str, where: str
) -> date:
    month = int(span["m" + which]) if span["m" + which] else (last.month if last else 0)
    number = int(span["d" + which])
    if not month:
        raise CalendarError(f"“{span[0]}”没有写月份", where, "请核对通知原文。")
    if span["y" + which]:
        of_year = int(span["y" + which])
    elif names.startswith("元旦") and month == 12:
        of_year = year - 1
    else:
        of_year = year
    try:
        day = date(of_year, month, number)
    except ValueError:
        raise CalendarError(f"“{span[0]}”不是日期", where, "请核对通知原文。") from None
    said = _WEEKDAY.search(span["note" + which] or "")
    if said and _WEEKDAYS.index(said[1].replace("天", "日")) != day.weekday():
        actual = _WEEKDAYS[day.weekday()]
        what = f"{of_year}年{month}月{number}日是星期{actual}，通知里写的是星期{said[1]}"
        raise CalendarError(what, where, "请核对通知原文和年份。")
    return day


def _check_count(sentence: str, days: list[date], where: str) -> None:
    count = re.search(r"共(?:计)?(\d{1,2})天", sentence)
    if count and int(count[1]) != len(days):
        what = f"写的是共{count[1]}天，读出来是{len(days)}天"
        raise CalendarError(what, where, "请核对通知原文。")


def _enter(table: Days, days: list[date], names: str, other: Days) -> None:
    for day in days:
        if day in other:
            what = f"{day.year}年{day.month}月{day.day}日既写了放假又写了上班"
            raise CalendarError(what, f"“{names}”", "请核对通知原文。")
        table[day] = names
