"""Dates in figures: 2022-06-30, 22.6.30, 6/30/2022, 6.30, 2022.6, 20220630."""

from __future__ import annotations

import re
from datetime import date

from ...registry import phrase
from ..pieces import Frame, NoSuchDate, Piece, Settled, Sort, Unsettled
from ..spots import (
    YEAR,
    Spot,
    broken,
    full_year,
    make_date,
    or_broken,
    piece,
    settle_spot,
    written_year,
)
from .month_days import part_of_month

_SIGN = r"(?:日(?!(?:之|以)?内)|号)?"
#: What may follow a date in figures: no further digit, no unit that would make it a count.
_END = r"(?!\d|日(?:之|以)?内|天|周(?![一二三四五六日末])|\.(?=\d)|/(?=\d)(?!\d{1,2}\.\d)|-\d{1,2}(?![\d./-])|[%元万亿倍米吨度克折版个人次项名家篇份亩分小月年季]|公里|平方|:\d(?!\d{0,3}[月年./-])|班|千|公顷|公分|星(?!期)|毫|厘|升|斤|兆|页|包邮|块|瓦|伏|寸|成(?!立|果|效|型|稿)|期(?!间|末|中|满)|宿舍|寝室|室|栋|楼|座|教室|单元|房|床)"


@phrase(
    "figures-ymd",
    r"(?<![\d./])(?P<a>\d{1,4})(?P<s>[-./])(?P<b>\d{1,2})(?P<t>[-./])(?P<c>\d{4}|\d{1,2})"
    + _SIGN
    + r"(?:T?\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)?|"
    + _END
    + ")",
    needs="- . /",
)
@or_broken
def figures_ymd(match: re.Match[str]) -> Piece | None:
    """Read 2022-6-30, 22.6.30, 6/30/2022, 13.5.2015; unclear orders are asked about."""
    a, b, c = match["a"], match["b"], match["c"]
    if match["s"] != match["t"] and len(a) <= 2 and len(c) <= 2:
        return _days_of(a, b, c) if match["t"] == "-" else None
    if len(a) == 4:
        if len(c) == 4:
            return None
        if match["s"] != match["t"] and match["t"] == "-" and int(b) < int(c) <= 12:
            why = f"“{match[0]}”可能是{a}年{int(b)}月{int(c)}日，也可能是{a}年{int(b)}至{int(c)}月"
            return Piece(Sort.EVENT, why=why)
        return piece(_spot(int(a), int(b), int(c)))
    if len(a) == 3 or len(c) == 3:
        raise NoSuchDate(f"“{match[0]}”不是日期")
    return Piece(
        Sort.DATE, settle=lambda frame: _unclear_order(match[0], a, b, c, frame), grain="day"
    )


def _spot(year: int | None, month: int, day: int) -> Spot:
    if not 1 <= month <= 12:
        raise NoSuchDate(f"没有“{month}月”这个月份")
    if not 1 <= day <= 31:
        raise NoSuchDate(f"没有“{day}日”这一天")
    return Spot(month, day, None, year)


def _days_of(month: str, day: str, last: str) -> Piece:
    """Read 5.20-30: two days of one month."""
    first = piece(_spot(None, int(month), int(day)))
    if int(last) <= int(day):
        return Piece(Sort.EVENT, why=f"“{month}.{day}-{last}”的先后不清楚")
    first.until = piece(_spot(None, int(month), int(last)))
    return first


def _unclear_order(text: str, a: str, b: str, c: str, frame: Frame) -> Settled:
    """Settle 22-6-30, 6/30/22, 6/30/2022 where only one order gives a likely date."""
    found: dict[date, str] = {}
    for order, (y, m, d) in {"年月日": (a, b, c), "月日年": (c, a, b), "日月年": (c, b, a)}.items():
        if len(y) == 1 or len(m) > 2 or len(d) > 2:
            continue
        try:
            day = make_date(full_year(int(y)), int(m), int(d) or 99)
        except NoSuchDate:
            continue
        found.setdefault(day, order)
    if not found:
        raise NoSuchDate(f"“{text}”不是日期")
    as_year = len(a) == 2 and len(c) < 3 and -1 <= full_year(int(a)) - frame.written.year <= 5
    if as_year and "年月日" not in found.values() and 1 <= int(b) <= 12:
        raise NoSuchDate(f"“{text}”不是日期")
    near = {d: o for d, o in found.items() if -1 <= d.year - frame.written.year <= 5}
    likely = near or found
    nearest = min(abs(d.year - frame.written.year) for d in likely)
    by_year = [
        d
        for d, order in likely.items()
        if order == "年月日" and abs(d.year - frame.written.year) <= nearest + 1
    ]
    if len(likely) > 1 and len(by_year) != 1:
        days = "、".join(f"{d.year}年{d.month}月{d.day}日" for d in sorted(likely))
        raise Unsettled(f"“{text}”的年月日先后不清楚，可能是{days}")
    day = by_year[0] if by_year else next(iter(likely))
    order = likely[day]
    warnings = () if order == "年月日" else (f"“{text}”按“{order}”的顺序理解",)
    settled = settle_spot(Spot(day.month, day.day, None, day.year), frame)
    return settled._replace(
        notes=(f"按{order}的顺序理解",), warnings=(*settled.warnings, *warnings)
    )


@phrase(
    "figures-comma",
    r"(?<![\d./])(?P<y>20\d\d)(?P<s>[,、])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})" + _SIGN + _END,
    needs=", 、",
)
@or_broken
def figures_comma(match: re.Match[str]) -> Piece | None:
    """Read 2022、6、30 and 2022，6，30."""
    return piece(_spot(int(match["y"]), int(match["m"]), int(match["d"])))


@phrase(
    "figures-days",
    r"(?<![\d./])(?:(?P<y>\d{4})(?P<s>[./])(?P<m>\d{1,2})(?P=s)|(?P<m2>\d{1,2})[./](?=\d{1,2}[~至到]))(?P<a>\d{1,2})(?:-|~|至|到)(?P<b>\d{1,2})"
    + _SIGN
    + r"(?![\d./-]|月|[个天周年人项]|日(?:之|以)?内)",
    needs="- ~ 至 到",
)
@or_broken
def figures_days(match: re.Match[str]) -> Piece | None:
    """Read 2022.5.20-30: two days of one month."""
    year, month = int(match["y"]) if match["y"] else None, int(match["m"] or match["m2"])
    first = piece(_spot(year, month, int(match["a"])))
    if int(match["b"]) <= int(match["a"]):
        return Piece(Sort.EVENT, why=f"“{match[0]}”的先后不清楚")
    first.until = piece(_spot(year, month, int(match["b"])))
    return first


@phrase(
    "figures-ym",
    r"(?<![\d./])(?P<y>\d{4})[-./](?P<m>\d{1,2})(?:月份?)?(?P<part>底|末|初|上旬|中旬|下旬)?"
    + _END,
    needs="- . /",
)
@or_broken
def figures_ym(match: re.Match[str]) -> Piece | None:
    """Read 2022.6, 2022-06, 2022/6底: the month."""
    month = int(match["m"])
    if not 1 <= month <= 12:
        raise NoSuchDate(f"没有“{match['m']}月”这个月份")
    return piece(part_of_month(match["part"] or "", month)._replace(year=int(match["y"])))


@phrase(
    "figures-md",
    r"(?:(?<![\d./])|(?<=\.\d/)|(?<=\.\d\d/))(?P<a>\d{1,2})(?P<s>[./])(?P<b>\d{1,2})"
    + _SIGN
    + _END,
    needs=". /",
)
@or_broken
def figures_md(match: re.Match[str]) -> Piece | None:
    """Read 6.30 and 6/30 as month and day; 30/6 only as day and month."""
    a, b = int(match["a"]), int(match["b"])
    if a > 12 and 1 <= b <= 12 and a <= 31 and match["s"] == "/":
        found = piece(_spot(None, b, a))
        found.warnings = (f"“{match[0]}”按“日/月”的顺序理解",)
        return found
    if a > 12 and b <= 12 and match["s"] == ".":
        return Piece(Sort.EVENT, why=f"“{match[0]}”不能确定是不是日期")
    return piece(_spot(None, a, b))


@phrase(
    "figures-md-hyphen",
    r"(?<![\d./])(?P<a>\d{1,2})-(?P<b>\d{1,2})(?:日|号(?!楼))?(?![\d./-]|[%月年天周个人次项名家篇份季栋楼级班岁时点分室座房床页]|宿舍|寝室|教室|单元)",
    needs="-",
)
@or_broken
def figures_md_hyphen(match: re.Match[str]) -> Piece | None:
    """Read 6-30 as month and day; 6-12 could as well be June to December."""
    a, b = int(match["a"]), int(match["b"])
    if a < b <= 12 and match[0][-1].isdecimal():
        why = f"“{match[0]}”可能是{a}月{b}日，也可能是{a}至{b}月"
        return Piece(Sort.EVENT, why=why)
    if match[0][-1] in "日号" and 12 < a < b <= 31:
        return None  # two days of a month that is not named
    if match[0][-1] in "日号" and a > 12:
        return Piece(Sort.EVENT, why=f"“{match[0]}”没有写月份")
    return piece(_spot(None, a, b))


@phrase(
    "figures-year-md",
    rf"{YEAR.removesuffix('?')}(?P<a>\d{{1,2}})(?P<s>[-./])(?P<b>\d{{1,2}}){_SIGN}{_END}(?!月)",
    needs="- . /",
)
@or_broken
def figures_year_md(match: re.Match[str]) -> Piece | None:
    """Read 2022年6.30, 明年3/15: the year in words, the rest in figures."""
    year, shift = written_year(match)
    a, b = int(match["a"]), int(match["b"])
    if match["s"] == "-" and a < b <= 12:
        why = f"“{match[0]}”可能是{a}月{b}日，也可能是{a}至{b}月"
        return Piece(Sort.EVENT, why=why)
    return piece(_spot(year, a, b)._replace(year_shift=shift))


@phrase(
    "figures-blank",
    r"(?<![\d./])(?P<y>(?:19|20)\d\d) (?P<m>\d{1,2})(?: (?P<d>\d{1,2}))?日?(?![\d./:-])",
)
@or_broken
def figures_blank(match: re.Match[str]) -> Piece | None:
    """Read 2022 06 30: blanks instead of signs."""
    if match["d"] is None:
        return Piece(Sort.EVENT, why=f"“{match[0]}”缺少日期的分隔符号")
    return piece(_spot(int(match["y"]), int(match["m"]), int(match["d"])))


@phrase(
    "figures-compact",
    r"(?<![\d./])(?P<y>(?:19|20)\d\d)(?P<m>\d\d)(?P<d>\d\d)(?:T\d{4,6}(?:Z|[+-]\d{2}:?\d{2})?|日?)(?!\d|[%元万人])",
)
@or_broken
def figures_compact(match: re.Match[str]) -> Piece | None:
    """Read 20220630."""
    return piece(_spot(int(match["y"]), int(match["m"]), int(match["d"])))


@phrase(
    "figures-compact-month",
    r"(?<![\d./])(?P<y>\d{4})(?P<m>\d\d)(?:[底末](?=$|之?前|以前|完成|[,;)])|(?=之?前|以前|完成|至|到|-(?:19|20)\d{4}(?!\d)))",
)
def figures_compact_month(match: re.Match[str]) -> Piece | None:
    """Read 202206前; six other figures are asked about."""
    if match["y"][:2] in ("19", "20") and 1 <= int(match["m"]) <= 12:
        return piece(part_of_month("", int(match["m"]))._replace(year=int(match["y"])))
    return Piece(Sort.EVENT, why=f"“{match[0]}”不能确定是不是日期，请写明年月日")


@phrase(
    "figures-years",
    r"(?<![\d./])(?P<a>(?:19|20)\d\d)(?:年|[./](?P<m>\d{1,2}))?(?:-+|~+|至|到)(?P<b>(?:19|20)\d\d)年?(?:底|末)?(?![\d./-]|年\d|学|级|届)",
    needs="- ~ 至 到",
)
@or_broken
def figures_years(match: re.Match[str]) -> Piece | None:
    """Read 2022-2025 and 2022年至2025年: whole years; 2022.3-2025."""
    if match["m"]:
        month = _spot(int(match["a"]), int(match["m"]), 1).month
        first = piece(part_of_month("", month)._replace(year=int(match["a"])))
    else:
        first = piece(Spot(12, 0, (1, 1), int(match["a"]), grain="year"))
    first.until = piece(Spot(12, 0, (1, 1), int(match["b"]), grain="year"))
    return first


@phrase(
    "figures-lost-signs",
    r"(?<!\d)(?:\d{4,}月份?|\d{3,}[日号](?!内|之内|以内|以?后|之后|楼|文)|\d{3}年|\d{5,}年)(?:\d{1,2}日)?",
    order=40,
)
def figures_lost_signs(match: re.Match[str]) -> Piece | None:
    """Refuse 202310月 and 1031日: signs got lost, nothing is repaired in silence."""
    return broken(f"“{match[0]}”像是丢了年月日的分隔，不是日期")


@phrase(
    "figures-odd-sign",
    r"(?<![\d])\d{4}[-./]\d{1,2}[-./](?!(?:19|20)\d\d(?!\d)|\d\d\d\d:\d\d)\d{3,}(?!\d)|(?<!\d)\d{4}[-./]\d{3}(?!\d)|(?<!\d)\d{5}[-./]\d{1,2}[-./]\d{1,2}(?!\d)",
    order=40,
    needs="- . /",
)
def figures_odd(match: re.Match[str]) -> Piece | None:
    """Refuse 2022-6-300 and 2022-630."""
    return broken(f"“{match[0]}”不是日期")
