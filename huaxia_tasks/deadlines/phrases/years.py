"""Years, halves and quarters: 年底, 2022年, 上半年, 第三季度, 2022Q3, 前三季度."""

from __future__ import annotations

import re

from ...patterns import regex
from ...registry import phrase
from ...wording import day as in_words
from ..numerals import number as numeral
from ..pieces import Frame, NoSuchDate, Piece, Settle, Settled, Sort, Unsettled, add_months
from ..spots import YEAR, Spot, full_year, or_broken, piece, settle_spot, written_year
from .month_days import part_of_month

_NEEDED_YEAR = YEAR.removesuffix("?")
_RANGE = r"(?:-+|~+|至|到)"
_HERE = r"(?!期|考|国|央|层|级|秋|心|旬|的|高|文|共|学|小|医|医|间)"


#: Behind 今底, 明末: nothing that goes on.
_AT_AN_END = regex(r"$|[^\u4e00-\u9fff]|[前之以完报交全务必要须建见]")


@phrase(
    "year",
    rf"{_NEEDED_YEAR}(?P<part>年?底|[年岁]?末(?!月)|年?终(?!总结|考核|述职|奖|评)|年?尾|年?初|年?中{_HERE}|伊始|全年|年?内|年?[以之]内)?"
    r"(?(part)|(?!级|届|\d))",
    order=70,
)
def year(match: re.Match[str]) -> Piece | None:
    """Read 2022年, 2022年底, 今年内, 明年年底: 31 December; 年中 is 30 June."""
    number, shift = written_year(match)
    if match["ys"] in ("今", "明") and not (
        match["part"] and _AT_AN_END.match(match.string, match.end())
    ):
        return None  # 明末农民 is no 明年末
    spot = part_of_year((match["part"] or "").lstrip("年岁以之"))
    if spot is None:
        return _start_of_year()
    found = piece(spot._replace(year=number, year_shift=shift), bare_year=not match["part"])
    if match["y"] and not match["y"][:4].isdecimal():
        within = match[0].endswith("内")
        ago = re.match(r"之?前|以前", match.string[match.end() :]) is not None
        found.settle = _short_year(spot._replace(year=number), int(match["y"][:2]), within, ago)
    return found


@phrase(
    "year-part",
    r"(?<![\d个])(?P<part>年底|年末|年终(?!总结|考[核评绩]|述职|奖|评|分配)|岁末(?!年初)|年尾|年内|年度内|全年|年中"
    + _HERE
    + "|年初)",
    order=71,
)
def year_part(match: re.Match[str]) -> Piece | None:
    """Read 年底, 年内, 全年, 年中 without a year."""
    spot = part_of_year(
        match["part"].replace("年度", "").replace("年", "").replace("岁", "") or "内"
    )
    return piece(spot) if spot else _start_of_year()


def part_of_year(part: str) -> Spot | None:
    """Return the spot of 底 末 终 尾 内 中 or the whole year; None for 初, which names no day."""
    if part in ("初", "伊始"):
        return None
    if part == "中":
        return Spot(6, 0, None, note="年中按6月底", grain="end")
    if part in ("底", "末", "终", "尾"):
        return Spot(12, 0, None, note="年底指12月31日", grain="end")
    return Spot(12, 0, (1, 1), note="只写到年份，以12月31日为限", grain="year")


def _start_of_year() -> Piece:

    return Piece(Sort.EVENT, why="“年初”没有确定的日子")


def _short_year(spot: Spot, number: int, within: bool, ago: bool) -> Settle:
    """Take 22年 for 2022 only near the day of writing; 20年 could be a length of time, 10年内 is."""

    def settle(frame: Frame) -> Settled:
        passed = ago and (spot.year or 0) < frame.written.year  # 20年前 is long ago
        if passed or abs((spot.year or 0) - frame.written.year) > 5:
            if within and number <= 30:
                due = add_months(frame.written, 12 * number)
                return Settled(due, None, (f"从{in_words(frame.written)}起{number}年",))
            raise Unsettled(f"“{number:02d}年”可能是{full_year(number)}年，也可能是年数")
        return settle_spot(spot, frame)

    return settle


@phrase(
    "year-number",
    r"(?<![\d./-])(?P<y>20\d\d|19\d\d(?=[-~至到]))(?P<part>底|末)?(?=之?前|以前|完成|$|(?:-+|~+|至|到)\d{2,4}年\d{1,2}月)",
)
def year_number(match: re.Match[str]) -> Piece | None:
    """Read 2022底前, 2022前 and 2022 of 2022到24年9月: the sign 年 left out."""
    spot = part_of_year(match["part"] or "")
    found = spot and piece(spot._replace(year=int(match["y"])), bare_year=not match["part"])
    return found or None


#: 验收后半年内 is half a year after something, 请于后半年 the second half of the year.
_EARLY_LATE = r"(?:(?<![\u4e00-\u9fff])|(?<=[年于在到至的为度]))[前后]"


@phrase("half", rf"{YEAR}(?P<h>上|下|{_EARLY_LATE})半年度?(?:末|底|内)?(?!以来)", needs="半")
def half(match: re.Match[str]) -> Piece | None:
    """Read 上半年, 2022年下半年: the last day of the half."""
    number, shift = written_year(match)
    if match["h"] in ("上", "前"):
        spot = Spot(6, 0, (1, 1), number, shift, note="上半年到6月30日", grain="half")
    else:
        spot = Spot(12, 0, (7, 1), number, shift, note="下半年到12月31日", grain="half")
    return piece(spot)


_QUARTER = (
    r"(?:第?(?P<q>\d)(?:(?:(?<=第\d)个)?季度|季(?![一度]))|(?P<word>首|末)季度|(?P<qs>本|这个?|当|下个?|上个?)季度"
    r"|[Qq](?P<qq>[1-4])(?![\d.]))"
)


@phrase("quarter", rf"{YEAR}{_QUARTER}(?P<part>末|底|内|初|中(?=$|[,;前]))?", needs="季 Q q")
@or_broken
def quarter(match: re.Match[str]) -> Piece | None:
    """Read 第三季度, 一季度末, 本季度, 2022年Q3: the quarter's last day."""
    number, shift = written_year(match)
    if match["part"] in ("初", "中"):
        return Piece(Sort.EVENT, why=f"“{match[0]}”没有确定的日子")
    if match["qs"]:
        return quarter_of_writing({"下": 1, "上": -1}.get(match["qs"][0], 0))
    which = {"首": 1, "末": 4}.get(match["word"] or "") or int(match["q"] or match["qq"])
    return piece(quarter_spot(which, which, number, shift))


@phrase(
    "quarter-list",
    rf"{YEAR}(?<!\d)第?(?P<a>\d|(?<=第)[一二三四])(?P<by>[、,/和及与]|{_RANGE})第?(?P<b>\d)(?:个)?季度?(?:末|底|内)?",
    needs="季",
)
@or_broken
def quarter_list(match: re.Match[str]) -> Piece | None:
    """Read 二、三季度 and 1-3季度: to the end of the later one."""
    number, shift = written_year(match)
    first, last = numeral(match["a"]) or 0, int(match["b"])
    if last < first:
        raise NoSuchDate(f"“{match[0]}”的先后不对")
    found = piece(quarter_spot(first, first, number, shift))
    later = piece(quarter_spot(last, last, number, shift))
    if match["by"][0] in "-~至到":
        found.until = later
    else:
        found.more = (later,)
    return found


@phrase("quarters-so-far", rf"{YEAR}前(?P<n>[23两三二])个?季度", needs="季")
def quarters_so_far(match: re.Match[str]) -> Piece | None:
    """Read 前三季度: to 30 September."""
    number, shift = written_year(match)
    last = {"两": 2, "二": 2, "三": 3}.get(match["n"]) or int(match["n"])
    return piece(quarter_spot(1, last, number, shift))


@phrase(
    "quarter-english",
    r"(?<!\d)(?P<y>\d{4}|\d{2})年?[-/ ]?[Qq](?P<q>\d)(?![-./]?\d)|[Qq](?P<q2>[1-4])[-/ ,]?(?P<y2>\d{4})(?!\d)",
    needs="Q q",
)
@or_broken
def quarter_english(match: re.Match[str]) -> Piece | None:
    """Read 2022Q3, Q3 2022."""
    which = int(match["q"] or match["q2"])
    return piece(quarter_spot(which, which, full_year(int(match["y"] or match["y2"])), None))


@phrase(
    "half-english",
    r"(?<!\d)(?P<y>20\d\d)年?[-/ ]?[Hh](?P<h>[12])(?!\d)|(?<![A-Za-z])[Hh](?P<h2>[12])[-/ ,]?(?P<y2>20\d\d)(?!\d)",
    needs="H h",
)
def half_english(match: re.Match[str]) -> Piece | None:
    """Read 2022H1, H2 2022."""
    year, which = int(match["y"] or match["y2"]), int(match["h"] or match["h2"])
    return piece(Spot(6 * which, 0, (6 * which - 5, 1), year, grain="half"))


@phrase("quarter-end", r"(?<![\d个])(?:季度末(?!月)|季度底|季末(?!月)|季度内|季内)", needs="季")
def quarter_end(match: re.Match[str]) -> Piece | None:
    """Read 季度末: of the quarter of writing."""
    return quarter_of_writing(0)


def quarter_spot(first: int, last: int, year: int | None, shift: int | None) -> Spot:
    """Return the spot from the start of quarter `first` to the end of quarter `last`."""
    if not (1 <= first <= 4 and 1 <= last <= 4):
        raise NoSuchDate("一年只有四个季度")
    month = 3 * last
    days = {3: 31, 6: 30, 9: 30, 12: 31}[month]
    note = f"第{last}季度到{month}月{days}日"
    return Spot(month, 0, (3 * first - 2, 1), year, shift, note=note, grain="quarter")


def quarter_of_writing(shift: int) -> Piece:

    def settle(frame: Frame) -> Settled:
        index = frame.written.year * 4 + (frame.written.month - 1) // 3 + shift
        number, which = divmod(index, 4)
        return settle_spot(quarter_spot(which + 1, which + 1, number, None), frame)

    return Piece(Sort.DATE, settle=settle, grain="quarter")


@phrase("months-so-far", rf"{_NEEDED_YEAR}前(?P<n>\d{{1,2}})个?月(?!内)", needs="前")
@or_broken
def months_so_far(match: re.Match[str]) -> Piece | None:
    """Read 2022年前十一个月: to the end of November."""
    number, shift = written_year(match)
    if not 1 <= int(match["n"]) <= 12:
        raise NoSuchDate("一年只有十二个月")
    return piece(Spot(int(match["n"]), 0, (1, 1), number, shift, grain="month"))


@phrase(
    "nth-month",
    rf"{_NEEDED_YEAR}(?:第(?P<n>\d{{1,2}})个月|(?P<first>首个?月)|(?:末|最后[一1]?个)月)(?![底末初中])",
    needs="第 首 末月 最后",
)
@or_broken
def nth_month(match: re.Match[str]) -> Piece | None:
    """Read 2022年第8个月, 2023年首月: that month."""
    number, shift = written_year(match)
    month = int(match["n"]) if match["n"] else 1 if match["first"] else 12
    if not 1 <= month <= 12:
        raise NoSuchDate("一年只有十二个月")
    return piece(part_of_month("", month)._replace(year=number, year_shift=shift))


@phrase(
    "five-year-plan",
    r"(?<![\d一二三四五六七八九十])十(?P<n>[一二三四五六七八九])五(?:规划期末|规划末期|规划末|规划期|规划|计划|时期|期间|收官|期末|末期|末|内|结束)*(?P<mid>中期|初期)?(?![一二三四五六七八九十])",
    needs="五",
)
def five_year_plan(match: re.Match[str]) -> Piece | None:
    """Read 十四五, 十四五期间: the plan period's last day (十四五: 31 December 2025)."""

    if match["mid"]:
        return Piece(Sort.EVENT, why=f"“{match[0]}”没有确定的日子")
    last = 2025 + 5 * ("一二三四五六七八九".index(match["n"]) - 3)
    note = f"“十{match['n']}五”时期到{last}年12月31日"
    return piece(Spot(12, 0, (1, 1), last, note=note, grain="year"))


@phrase(
    "season",
    rf"{YEAR}(?<![\u4e00-\u9fff])[春夏秋冬](?:季|天|初|末)(?!学期|开学|招|供)",
    needs="春 夏 秋 冬",
)
def season(match: re.Match[str]) -> Piece | None:
    """Ask about 今年秋季: a season has no last day."""
    return Piece(Sort.EVENT, why=f"“{match[0]}”没有确定的日子")
