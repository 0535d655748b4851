"""Days and parts of months in words: 6月30日, 本月15号, 6月底, 5月下旬, 3、6、9月, 5-6月."""

from __future__ import annotations

import re
from dataclasses import replace

from ...registry import phrase
from ..pieces import Frame, NoSuchDate, Piece, Settled, Sort
from ..spots import MONTH, YEAR, Spot, or_broken, piece, written_month, written_year

#: Never a day: 3号楼, 17号文.
HAO = (
    r"号(?!楼|线|文|院|门|公寓|宿舍|教|机|馆|令|公告|通知|桌|岗|窗|车|井|泵|炉|实验|厅|球|地|召集|食堂|餐厅|门|大门|校门|仓|库|场|配电|电梯|梯|变|箱|塔|桥|路|站|口|房|柜|阶梯|标段|片区|区|任务|项目|问题"
    r"|文件|议题|议案|提案|清单|附件|表|学生|选手|岗位|会议室|室|栋|单元|员工|样)"
)
_DAY_SIGN = rf"(?:日|{HAO})"
#: 6月30前: the sign left out, as long as the number counts nothing else.
_NO_SIGN = (
    r"(?![\d.的日号月年天个次项人名场家篇份期轮批%万元多余条类件周点时:级班栋楼套台张季所种])"
)
_PART = (
    r"(?P<part>上、?中旬|中、?下旬|中、?上旬|下、?中旬|上旬|中旬|下旬|上半月|下半月|月?底|月?末|月?初(?!\d)|尾|头(?=$|[^\u4e00-\u9fff]|前|上)"
    r"|月?中(?!旬|心|期|国|央|考|级|秋|层|小|高|文|共|标|华|的|、?下旬)|的?最后[1一]天)"
)
_RANGE = r"(?:-+|~+|至|到)"
_TEN_DAYS = {
    "上旬": (1, 10),
    "中旬": (11, 20),
    "下旬": (21, 0),
    "上半月": (1, 15),
    "下半月": (16, 0),
    "上中旬": (1, 20),
    "中上旬": (1, 20),
    "下中旬": (11, 0),
    "中下旬": (11, 0),
}
_ENDS = ("底", "末", "尾", "天")


@phrase(
    "month-day",
    rf"{YEAR}{MONTH}(?:的|[-/.](?=\d{{1,2}}(?:[日号]|$|[,;)\s]|之?前)))?(?P<d>\d{{1,3}})(?:{_DAY_SIGN}|{_NO_SIGN})",
)
@or_broken
def month_day(match: re.Match[str]) -> Piece | None:
    """Read 6月30日, 2022年6月30日, 明年3月1号, 下月15日, 6月30 (sign left out)."""
    year, year_shift = written_year(match)
    month, month_shift = written_month(match)
    return piece(_day(month, match["d"], year, year_shift, month_shift))


@phrase(
    "day-range",
    rf"{YEAR}{MONTH}的?(?P<a>\d{{1,2}}){_DAY_SIGN}?{_RANGE}(?P<b>\d{{1,2}})(?:{_DAY_SIGN}|(?![\d月.:点时年个天周项人次]))",
    needs="- ~ 至 到",
)
@or_broken
def day_range(match: re.Match[str]) -> Piece | None:
    """Read 6月1日至30日, 4月12-19日."""
    year, year_shift = written_year(match)
    month, month_shift = written_month(match)
    first = piece(_day(month, match["a"], year, year_shift, month_shift))
    if int(match["b"]) < int(match["a"]):
        return Piece(Sort.EVENT, why=f"“{match[0]}”的先后不清楚")
    first.until = piece(_day(month, match["b"], year, year_shift, month_shift))
    return first


@phrase(
    "day-list",
    rf"{YEAR}{MONTH}的?(?P<list>\d{{1,2}}(?:[、,/和及与]\d{{1,2}})+){_DAY_SIGN}",
    needs="、 , / 和 及 与",
)
@or_broken
def day_list(match: re.Match[str]) -> Piece | None:
    """Read 6月10、20、30日."""
    year, year_shift = written_year(match)
    month, month_shift = written_month(match)
    days = [
        piece(_day(month, d, year, year_shift, month_shift))
        for d in re.findall(r"\d+", match["list"])
    ]
    days[0].more = tuple(days[1:])
    return days[0]


def _day(
    month: int | None, day: str, year: int | None, year_shift: int | None, month_shift: int | None
) -> Spot:

    if not 1 <= int(day) <= 31 or len(day) > 2:
        raise NoSuchDate(f"没有“{day}日”这一天")
    return Spot(month, int(day), None, year, year_shift, month_shift)


@phrase("month", rf"{YEAR}{MONTH}(?:{_PART}|(?!\d{{1,3}}[日号]))")
@or_broken
def month(match: re.Match[str]) -> Piece | None:
    """Read 6月, 6月底, 5月下旬, 下月初, 2022年9月中旬: the last day of what is named."""
    year, year_shift = written_year(match)
    number, month_shift = written_month(match)
    spot = part_of_month(match["part"] or "", number)
    return piece(spot._replace(year=year, year_shift=year_shift, month_shift=month_shift))


@phrase(
    "month-range",
    rf"{YEAR}(?P<a>(?<!\d)(?:(?<!\.)|(?<=\d{{4}}\.))\d{{1,2}}){_RANGE}(?P<next>次年|翌年|来年|明年)?(?P<b>\d{{1,2}})月份?{_PART}?",
    needs="- ~ 至 到",
)
@or_broken
def month_range(match: re.Match[str]) -> Piece | None:
    """Read 5-6月, 9至12月底, 11月-次年3月 with the first 月 left out."""
    year, year_shift = written_year(match)
    first = piece(part_of_month("", _month(match["a"]))._replace(year=year, year_shift=year_shift))
    last = part_of_month(match["part"] or "", _month(match["b"]))
    if match["next"] and year is not None:
        last = last._replace(year=year + 1)
    elif not match["next"]:
        last = last._replace(year=year, year_shift=year_shift)
        if int(match["b"]) < int(match["a"]):
            last = last._replace(year=None, year_shift=None)
    first.until = piece(last)
    if match["next"] and year is None:
        first.marks.add("next-year")
    return first


@phrase(
    "month-list",
    rf"{YEAR}(?P<list>(?<!\d)(?:(?<!\.)|(?<=\d{{4}}\.))\d{{1,2}}(?:(?:[、,和及与]\d{{1,2}})+|(?:/\d{{1,2}})+))月份?{_PART}?",
    needs="、 , / 和 及 与",
)
@or_broken
def month_list(match: re.Match[str]) -> Piece | None:
    """Read 3、6、9、12月底前: as many stages."""
    year, year_shift = written_year(match)
    months = [
        piece(
            part_of_month(match["part"] or "", _month(m))._replace(year=year, year_shift=year_shift)
        )
        for m in re.findall(r"\d+", match["list"])
    ]
    months[0].more = tuple(months[1:])
    return months[0]


def _month(text: str) -> int:

    if not 1 <= int(text) <= 12:
        raise NoSuchDate(f"没有“{text}月”这个月份")
    return int(text)


def part_of_month(part: str, month: int | None) -> Spot:
    """Return the spot of a month's part as written: "" 底 末 初 中 上旬 中旬 下旬 ..."""
    part = part.replace("、", "").removeprefix("的").removeprefix("月")
    if part in _TEN_DAYS:
        first, last = _TEN_DAYS[part]
        note = f"{part}指{first}日至{last or '月末最后一'}日".replace("最后一日", "最后一天")
        return Spot(month, last, (0, first), note=note, grain="ten")
    if part in ("初", "头"):
        return Spot(month, 10, (0, 1), note="月初按上旬，到10日", grain="ten")
    if part == "中":
        return Spot(month, 20, (0, 11), note="月中按中旬，到20日", grain="ten")
    if part.endswith(_ENDS):
        return Spot(month, 0, None, note="月底指当月最后一天", grain="end")
    return Spot(month, 0, (0, 1), note="只写到月份，以当月最后一天为限", grain="month")


@phrase(
    "week-of-month",
    rf"{YEAR}{MONTH}的?(?:第(?:\d|[一二三四五])|最后[一1]?)个?(?:周|星期|礼拜)(?![一二三四五六日天末])"
    r"(?:的?(?:周|星期)[一二三四五六日天末])?",
    needs="第 最后",
)
def week_of_month(match: re.Match[str]) -> Piece | None:
    """Ask about 6月第二周: whether a week that began in May counts is not said."""
    return Piece(Sort.EVENT, why=f"“{match[0]}”从哪天到哪天不清楚，请写明日期")


@phrase(
    "bare-day",
    rf"(?<![\d月第年.])(?P<d>\d{{1,2}}){_DAY_SIGN}(?!内|之内|以内|以?后|之后|间|历)",
    order=60,
)
def bare_day(match: re.Match[str]) -> Piece | None:
    """Read 15日, 30号前: of this month, unless already past."""
    day = int(match["d"])
    if not 1 <= day <= 31:
        return Piece(Sort.EVENT, why=f"“{match[0]}”不是某月的某一天，也没有写明从哪天算起")
    return piece(Spot(None, day))


@phrase(
    "bare-day-range",
    rf"(?<![\d月第年./-])(?P<a>[12]\d|3[01]|\d){_DAY_SIGN}?{_RANGE}(?P<b>[123]\d){_DAY_SIGN}(?!内|之内|以内|以?后|之后|间|历)",
    order=59,
    needs="- ~ 至 到",
)
def bare_day_range(match: re.Match[str]) -> Piece | None:
    """Read 20-25日 and 20日至25日: days of the month in which the last one is still to come."""
    a, b = int(match["a"]), int(match["b"])
    if not 1 <= a < b <= 31 or (a <= 12 and match[0][len(match["a"])] not in "日号"):
        return None  # 9-12日 may be 12 September
    last = piece(Spot(None, b))
    settle = last.settle
    assert settle is not None

    def first_day(frame: Frame) -> Settled:
        end = settle(frame)
        return end._replace(due=end.due.replace(day=a), start=None)

    return replace(piece(Spot(None, a)), settle=first_day, until=last)


@phrase(
    "bare-day-list",
    rf"(?<![\d月第年.、])(?P<list>[12]\d(?:、[123]\d)+){_DAY_SIGN}(?!内|之内|以内|以?后|之后|间)",
    needs="、",
)
def bare_day_list(match: re.Match[str]) -> Piece | None:
    """Read 29、30日: days of this month, or of an earlier phrase's."""
    days = [int(d) for d in re.findall(r"\d+", match["list"])]
    if days != sorted(set(days)) or days[-1] > 31:
        return Piece(Sort.EVENT, why=f"“{match[0]}”不能确定是哪几天")
    pieces = [piece(Spot(None, d)) for d in days]
    pieces[0].more = tuple(pieces[1:])
    return pieces[0]


@phrase(
    "bare-part",
    r"(?<![月\d上中下])(?P<part>月底|月末|月尾|月初|月头(?=$|前)|月中(?!旬)|上旬|中旬|下旬|上半月|下半月|上、?中旬|中、?下旬)",
)
def bare_part(match: re.Match[str]) -> Piece | None:
    """Read 月底, 下旬: of this month, unless already past."""
    return piece(part_of_month(match["part"], None))


@phrase("this-month", r"(?<![个\d月来多半])月内", needs="月内")
def this_month(match: re.Match[str]) -> Piece | None:
    """Read 月内: by the end of the month of writing."""
    return piece(Spot(None, 0, (0, 1), month_shift=0, note="月内以当月最后一天为限", grain="month"))
