"""What comes again: 每月25日前, 每周五, 每季度末, 每年12月, 每学期末, 每两周."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date

from ...registry import phrase
from ...wording import day as in_words
from ..numerals import number
from ..pieces import (
    Frame,
    NoSuchDate,
    Piece,
    Settled,
    Sort,
    Unsettled,
    add_days,
    add_months,
    days_in_month,
)
from .festivals import FESTIVAL_NAMES, festival_days
from .near_days import nth_weekday, nth_workday

Days = Callable[[date, Frame], Iterator[date]]
_TEN = {
    "上旬": 10,
    "初": 10,
    "中旬": 20,
    "中": 20,
    "下旬": 31,
    "上中旬": 20,
    "中下旬": 31,
    "底": 31,
    "末": 31,
    "": 31,
}
_PART = r"上中旬|中下旬|月?底|月?末|月?初|上旬|中旬|下旬|月?中|最后[1一]天"
_DAYS = r"\d{1,2}(?:[日号]?(?:[、,/和及与]|-|~|至|到)\d{1,2})*(?:[日号](?!楼)|(?=$|[,;)\n前之以]))"


def rhythm(days: Days, note: str = "") -> Piece:
    """Return a piece whose next day on or after writing is the first that `days` yields."""

    def settle(frame: Frame) -> Settled:
        begin = max(frame.written, frame.after) if frame.after else frame.written
        due = next((d for d in days(begin, frame) if d >= begin), None)
        if due is None:
            raise Unsettled(f"{note}，校历里还没有填今后的日期" if note else "没有写明从哪一天起算")
        why = f"{note}，" if note else ""
        return Settled(due, None, (f"{why}{in_words(begin)}起最近的一次",))

    return Piece(Sort.RHYTHM, settle=settle, grain="day")


def no_day(why: str) -> Piece:
    def settle(frame: Frame) -> Settled:
        raise Unsettled(why)

    return Piece(Sort.RHYTHM, settle=settle)


def months_from(begin: date, step: int = 1, phase: int = 0) -> Iterator[date]:
    """Yield the first day of the months whose number is `phase` modulo `step`, from `begin`'s."""
    first = begin.replace(day=1)
    for n in range(0, 30):
        month = add_months(first, n)
        if month.month % step == phase % step:
            yield month


def in_month(first: date, day: int) -> date:
    return first.replace(day=min(day, days_in_month(first.year, first.month)))


@phrase(
    "every-month-after",
    r"(?:每个?月|按月|月度)[^,;。\n]{0,8}[,]?[^,;。\n]{0,8}(?:次月|下个?月|翌月)(?:的)?(?P<days>\d{1,2})[日号]",
    order=30,
    needs="次月 下月 下个月 翌月",
)
def every_month_after(match: re.Match[str]) -> Piece | None:
    """Read 每月统计，次月5日前: on the 5th of every month."""
    return _monthly_days(match["days"])


@phrase(
    "every-month",
    rf"(?:每逢?(?:个|1个?|一个?)?月份?(?!月)|按月|逐月|月月)度?的?(?:[底末]?的?(?P<nth>第(?:\d|[一二三四五])|最后|倒数第(?:\d|[一二三四五]))[一1]?个?(?:(?P<work>工作日)|(?:周|星期|礼拜)(?P<wd>[一二三四五六日天])|周(?:的?(?:周|星期)[一二三四五六日天])?)"
    r"|月?[底末]的?(?:周|星期|礼拜)(?P<lwd>[一二三四五六日天])"
    rf"|前(?P<first>\d{{1,2}})个?(?P<fu>工作日|天|日)|(?P<part>{_PART})|(?P<days>{_DAYS}))?",
    needs="每 按月 逐月 月月",
)
def every_month(match: re.Match[str]) -> Piece | None:
    """Read 每月25日前, 每月底, 每月5日和20日, 每月最后一个工作日, 每月."""
    if match["days"]:
        return _monthly_days(match["days"])
    if match["nth"]:
        return _monthly_nth(match["nth"], match["work"], match["wd"])
    if match["lwd"]:
        return _monthly_nth("最后", None, match["lwd"])
    if match["first"]:
        n = int(match["first"])
        if match["fu"] == "工作日":
            return rhythm(lambda b, f: (nth_workday(m, n, f) for m in months_from(b)))
        return _monthly_days(str(n))
    part = (match["part"] or "").removeprefix("月")
    day = 31 if part.startswith("最后") else _TEN[part]
    return rhythm(lambda b, f: (in_month(m, day) for m in months_from(b)))


def _monthly_days(text: str) -> Piece:
    """Read 5日、20日 as two days a month, 20-25日 as its end."""
    numbers = [int(d) for d in re.findall(r"\d+", text)]
    if re.search("[-~至到]", text):
        numbers = numbers[-1:]
    if not all(1 <= n <= 31 for n in numbers):
        return Piece(Sort.BROKEN, why=f"每月没有“{text}”")
    wanted = sorted(numbers)
    return rhythm(lambda b, f: (in_month(m, d) for m in months_from(b) for d in wanted))


def _monthly_nth(nth: str, work: str | None, weekday: str | None) -> Piece:
    n = 0 if nth == "最后" else number(nth[-1]) or 0
    if nth.startswith("倒数"):
        if not work:
            return no_day(f"“{nth}”没有确定的日子")
        return rhythm(
            lambda b, f: (f.calendar.workdays_after(add_months(m, 1), -n) for m in months_from(b))
        )
    if work:
        return rhythm(lambda b, f: (nth_workday(m, n, f) for m in months_from(b)))
    if weekday is None:
        return no_day("“第几周”没有确定的日子")
    day = 7 if weekday in "日天" else "一二三四五六".index(weekday) + 1

    def days(begin: date, frame: Frame) -> Iterator[date]:
        for month in months_from(begin):
            try:
                yield nth_weekday(month, n, day)
            except NoSuchDate:
                continue

    return rhythm(days)


_WEEK_DAY = r"[一二三四五六日天]"


@phrase(
    "every-week",
    rf"(?:每逢?(?:个|1个?|一个?)?|逢)(?:周|星期|礼拜)(?!年)的?(?:(?:周|星期|礼拜)?(?P<a>{_WEEK_DAY})(?![次])(?:(?P<to>至|到|-|~)(?:周|星期|礼拜)?(?P<b>{_WEEK_DAY}))?(?P<more>{_WEEK_DAY}{{1,5}}(?=$|[^\u4e00-\u9fff]|[前上下晚完报提])|(?:,(?:周|星期|礼拜)?{_WEEK_DAY}(?=$|[^\u4e00-\u9fff]|[前上下晚完报])|[、/和及与](?:周|星期|礼拜)?{_WEEK_DAY}(?![是月季年级方式事审名项次个类批期周天楼层号所家教等议餐人份班科处院支]|、是))*)|末)?"
    r"|按周|逐周|周周",
    needs="每 逢 按周 逐周 周周",
)
def every_week(match: re.Match[str]) -> Piece | None:
    """Read 每周五, 每周一、四, 每周一至周五, 每周 (to Sunday)."""
    names = "一二三四五六日"

    def index(name: str) -> int:
        return names.index(name.replace("天", "日"))

    if match["a"] and match["to"]:
        wanted = set(range(index(match["a"]), index(match["b"]) + 1))
    elif match["a"]:
        wanted = {index(c) for c in match["a"] + (match["more"] or "") if c in names + "天"}
    else:
        wanted = {6}
    return rhythm(
        lambda b, f: (d for d in (add_days(b, i) for i in range(14)) if d.weekday() in wanted)
    )


@phrase(
    "every-day",
    r"每个?工作日|工作日每[天日]|每[天日晚](?!内)|天天|逐日|日日|每个?上班日",
    needs="每 天天 逐日 日日",
)
def every_day(match: re.Match[str]) -> Piece | None:
    """Read 每天, 每个工作日."""
    if "工作日" in match[0] or "上班" in match[0]:
        return rhythm(lambda b, f: iter((f.calendar.next_workday_from(b),)))
    return rhythm(lambda b, f: iter((b,)))


@phrase(
    "every-quarter",
    rf"(?:每(?:个|1个?|一个?)?季度?|按季度?|逐季度?)的?(?:(?P<which>最后[一1]个?月|末月|首月|第[一二三123]个?月)份?的?(?:(?P<d>\d{{1,2}})[日号]|(?P<part>{_PART}))?|末?的?(?:次月|下个?月)份?的?(?P<next>\d{{1,2}})[日号]|(?P<work>末?的?最后[一1]?个?工作日)|(?P<vague>前\d+个?(?:工作日|日|天)|的?最后[一1两2]?个?(?:周|星期|旬))|(?P<end>末|底|初)(?P<week>的?最后[一1两2]?个?(?:周|星期))?|(?P<d2>\d{{1,2}})[日号])?",
    needs="季",
)
def every_quarter(match: re.Match[str]) -> Piece | None:
    """Read 每季度末, 每季度最后一个月25日前, 每季度首月10日前."""
    which, end = match["which"], match["end"]
    if (end == "初" or match["d2"] or match["week"] or match["vague"]) and not which:
        return no_day(f"“{match[0]}”没有写明是季度里的哪一天")
    if match["work"]:
        return rhythm(lambda b, f: (nth_workday(m, 0, f) for m in months_from(b, 3)))
    if match["next"]:
        wanted = int(match["next"])
        if not 1 <= wanted <= 31:
            return Piece(Sort.BROKEN, why=f"没有“{wanted}日”这一天")
        return rhythm(lambda b, f: (in_month(m, wanted) for m in months_from(b, 3, 1)))
    phase = 0
    if which and which != "末月":
        phase = {"首": 1, "一": 1, "1": 1, "二": 2, "2": 2}.get(which.lstrip("第最")[0], 0)
    if which and which.startswith("最后"):
        phase = 0
    part = (match["part"] or "").removeprefix("月")
    day = int(match["d"]) if match["d"] else 31 if part.startswith("最后") else _TEN[part]
    return rhythm(lambda b, f: (in_month(m, day) for m in months_from(b, 3, phase)))


@phrase("every-half", r"每(?:个)?半年(?:末|底)?|按半年", needs="半年")
def every_half(match: re.Match[str]) -> Piece | None:
    """Read 每半年: 30 June and 31 December."""
    return rhythm(lambda b, f: (in_month(m, 31) for m in months_from(b, 6)))


_YEAR_DAY = rf"\d{{1,2}}(?:[./]\d{{1,2}}日?(?![\d./])|月份?(?:\d{{1,2}}(?:[日号]|(?=前|$))|{_PART})?)(?:之前|以前|前)?"


@phrase(
    "every-year",
    rf"(?:每(?:1|一)?学?年度?|年年|逐年|按年度?)的?(?:(?P<list>(?:\d{{1,2}}(?P<to2>-|~|至|到))?(?:\d{{1,2}}[、,/和及与])*{_YEAR_DAY}(?:(?P<to>-|~|至|到)|[、,/和及与])?(?:{_YEAR_DAY}[、,/和及与]?)*)|(?P<both>年中[、和及与]年?[底末])|(?P<part>年?底|年?末|年?终|上半年|下半年|第?[一二三四1-4]季度末?|年?中(?!秋|考|期|旬|招)|年?初(?!中|三|秋|冬|春|夏))|(?P<other>(?:{FESTIVAL_NAMES})节?|[\u4e00-\u9fff]{{1,5}}节|[春夏秋冬]季?学期|[春夏秋冬、]+[两二2]?季|开学|寒暑?假|暑假|毕业季|毕业|[\u4e00-\u9fff]{{1,8}}?(?:之前|以前|前夕?|之后|以后|后|期间))(?P<before>[之以]?前)?)?",
    needs="每 年年 逐年 按年",
)
def every_year(match: re.Match[str]) -> Piece | None:
    """Read 每年12月, 每年6月30日前, 每年3月、9月, 每年年底."""
    if match[0].startswith("每学年") and not match["list"]:
        return None  # the school calendar tells
    if match["other"]:
        return _every_year_other(match)
    if match["list"]:
        return _every_year_days(match["list"], ranged=bool(match["to"] or match["to2"]))
    part = (match["part"] or "").removeprefix("年")
    if match["both"]:
        return _yearly([(6, 31), (12, 31)])
    if part in ("初",):
        return no_day("“年初”没有确定的日子")
    month = {"上半年": 6, "中": 6}.get(part, 12)
    quarter = re.match(r"第?([一二三四1-4])季度", part)
    if quarter:
        month = 3 * (number(quarter[1]) or 4)
    return _yearly([(month, 31)])


def _every_year_days(text: str, *, ranged: bool) -> Piece:
    wanted: list[tuple[int, int]] = []
    for m in re.finditer(
        rf"(?P<m>\d{{1,2}})(?:[./](?P<md>\d{{1,2}})|月份?(?:(?P<d>\d{{1,2}})|(?P<p>{_PART}))?[日号]?)?",
        text,
    ):
        part = (m["p"] or "").removeprefix("月")
        written = m["d"] or m["md"]
        day = int(written) if written else 31 if part.startswith("最后") else _TEN[part]
        if not 1 <= int(m["m"]) <= 12 or (day > days_in_month(2024, int(m["m"])) and written):
            return Piece(Sort.BROKEN, why=f"没有“{m[0]}”这一天")
        wanted.append((int(m["m"]), day))
    return _yearly(wanted[-1:] if ranged else sorted(wanted))


def _yearly(wanted: list[tuple[int, int]]) -> Piece:
    def days(begin: date, frame: Frame) -> Iterator[date]:
        for year in range(begin.year, begin.year + 9):
            for month, day in wanted:
                yield in_month(date(year, month, 1), day)

    return rhythm(days)


def _every_year_other(match: re.Match[str]) -> Piece | None:

    find = festival_days(match["other"], before=bool(match["before"]))
    if find is None:
        return no_day(f"“{match['other']}”每年的日子要看校历")
    return rhythm(lambda b, f: (d for y in range(b.year, b.year + 3) if (d := find(y, f))))


@phrase(
    "every-term",
    r"(?:每(?:个|1个?|一个?)?学期|按学期)(?:的)?(?P<part>期末|初[、和及与](?:学期|期)?末|末|结束前?|初|开学(?:[前后初时]|第?\d*周|当[天日])?|开始前?|第\d+(?:[、,和及-]第?\d+)*周|期中)?|每(?:个)?学年(?:末|第[一二12]学期)?|(?:每逢?|逢)(?:开学季?|寒暑假|寒假|暑假|假期|(?:重大|法定)?(?:节假日|节日)|小?长假)|每届",
    needs="每 逢 按学期",
)
def every_term(match: re.Match[str]) -> Piece | None:
    """Read 每学期末: the term's last day, where the calendar has it."""
    part = match["part"] or ""
    if (
        "学期" not in match[0]
        or part.startswith(("第", "期中", "初"))
        or part.endswith(("初", "后", "时", "周", "天", "日"))
    ):
        return no_day(f"“{match[0]}”要看校历")
    keys = ("term_start", "next_term_start") if part.startswith("开") else ("term_end",)
    shift = -1 if part.endswith("前") and part.startswith("开") else 0

    def days(begin: date, frame: Frame) -> Iterator[date]:
        for key in keys:
            if key in frame.calendar.anchors:
                yield add_days(frame.calendar.anchors[key], shift)

    return rhythm(days, "按校历")


@phrase(
    "every-even-month",
    rf"(?:每逢|每个?|逢)?(?P<which>[双单])数?月份?的?(?:(?P<part>月?底|月?末|上旬|中旬|下旬|最后[1一]天)|(?P<days>{_DAYS}))"
    r"|(?:每逢|逢)(?P<bare>[双单])数?月份?(?![\d底末初中上下第])",
    needs="双 单",
)
def every_even_month(match: re.Match[str]) -> Piece | None:
    """Read 每双月25日前, 逢单月底: in February, April ... or in January, March ..."""
    phase = 0 if (match["which"] or match["bare"]) == "双" else 1
    if match["days"]:
        wanted = [int(d) for d in re.findall(r"\d+", match["days"])]
        if re.search("[-~至到]", match["days"]):
            wanted = wanted[-1:]
        if not all(1 <= d <= 31 for d in wanted):
            return Piece(Sort.BROKEN, why=f"没有“{match[0]}”这一天")
        days = sorted(wanted)
    else:
        part = (match["part"] or "").removeprefix("月")
        days = [31 if part.startswith("最后") else _TEN[part]]
    return rhythm(lambda b, f: (in_month(m, d) for m in months_from(b, 2, phase) for d in days))


@phrase("every-ten-days", r"每(?:个|1)?旬|逐旬|按旬", needs="旬")
def every_ten_days(match: re.Match[str]) -> Piece | None:
    """Read 每旬: the 10th, the 20th and the last day."""
    return rhythm(lambda b, f: (in_month(m, d) for m in months_from(b) for d in (10, 20, 31)))


@phrase(
    "every-so-often",
    r"每(?:间?隔)?(?:\d{1,2}(?!\d)|[两几半]|[二三四五六七八九十]+)(?:个|1)?(?:半)?(?:月|周|星期|礼拜|天|日|年|小时|分钟|工作日|季度|学期)(?![日号])(?:的?(?:周|星期)[一二三四五六日天])?|隔[日月天年季]|隔周(?:的?(?:周|星期)[一二三四五六日天])?|每?[双单]周(?:的?(?:周|星期)?[一二三四五六日天])?|每?逢?[双单]月(?:份)?(?:\d{1,2}[日号])?|半月报|每小时|每次(?:[\u4e00-\u9fff]{0,6}后)?",
    needs="每 隔 双周 单周 双月 单月 半月报",
)
def every_so_often(match: re.Match[str]) -> Piece | None:
    """Read 每两周, 隔周: recurring, but nobody said from when."""
    return no_day("没有写明从哪一天起算，下一次是哪天要由人确定")


@phrase(
    "so-often-a",
    r"(?<![第\d])(?:\d{1,2}|[一二两三四五])次/(?:每)?(?P<a>周|月|季度?|学期|半年|年|天|日)|(?<![第\d每])1?个?(?P<b>周|月|季度|学期|半年|年|天)(?:至少|不少于)?[\d一二两三四五]次|(?<![\u4e00-\u9fff\d])(?P<c>月|季|周|旬)度?(?:报(?![表纸社刊亭制])|(?=$|[;,(]))",
)
def so_often_a(match: re.Match[str]) -> Piece | None:
    """Read 1次/月, 一学期两次, 月报: as 每月, 每学期."""
    unit = match["a"] or match["b"] or match["c"]
    if match["c"] and match[0] in ("月", "季", "周", "旬"):
        return None
    if unit == "月":
        return rhythm(lambda b, f: (in_month(m, 31) for m in months_from(b)))
    if unit == "半年":
        return rhythm(lambda b, f: (in_month(m, 31) for m in months_from(b, 6)))
    if unit == "年":
        return _yearly([(12, 31)])
    if unit in ("季", "季度"):
        return rhythm(lambda b, f: (in_month(m, 31) for m in months_from(b, 3)))
    if unit == "周":
        return rhythm(lambda b, f: iter((add_days(b, 6 - b.weekday()),)))
    if unit in ("天", "日"):
        return rhythm(lambda b, f: iter((b,)))
    if unit == "旬":
        return rhythm(lambda b, f: (in_month(m, d) for m in months_from(b) for d in (10, 20, 31)))
    return no_day("要看校历")
