"""The school's own time: 学期末, 开学前, 第10周, 放假前, 暑假期间; needs the sheet 校历."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ...registry import phrase
from ...wording import day as in_words
from ..numerals import number
from ..pieces import Frame, Piece, Settle, Settled, Sort, Unsettled, add_days
from ..spots import YEAR, full_year, written_year

_BEFORE = r"(?:之前|以前|前)"
_STALE = timedelta(days=92)
_LONGEST_TERM_WEEKS = 26
#: A term that began this long ago is nobody's 新学期 any more.
_NO_LONGER_NEW = timedelta(weeks=6)


def _piece(settle: Settle, year: int | None = None, grain: str = "day") -> Piece:
    return Piece(Sort.DATE, settle=settle, grain=grain, year=year)


def _anchor(frame: Frame, key: str, what: str) -> date:
    day = frame.calendar.anchors.get(key)
    if day is None:
        names = {"term_start": "学期开始", "term_end": "学期结束", "next_term_start": "下学期开始"}
        raise Unsettled(f"“{what}”要看校历，校历里还没有填“{names.get(key, key)}”的日期")
    return day


def _term_end(frame: Frame, what: str) -> date:
    day = _anchor(frame, "term_end", what)
    if day < frame.written - _STALE:
        raise Unsettled(f"“{what}”要看校历，校历里的学期{in_words(day)}已经结束")
    return day


def _next_start(frame: Frame, what: str) -> date:
    """Return the next first day of a term after writing."""
    start = frame.calendar.anchors.get("term_start")
    if start is not None and start >= frame.written:
        return start
    day = _anchor(frame, "next_term_start", what)
    if day < frame.written - _STALE:
        raise Unsettled(f"“{what}”要看校历，校历里的开学日期{in_words(day)}早已过去")
    return day


@phrase(
    "term-end",
    rf"{YEAR}(?:(?P<y1>(?<!\d)(?:20)?\d\d)-(?P<y2>(?:20)?\d\d)学年度?)?(?P<term>第[一二12]|上|下|春季|秋季|春|秋|本|这个?|新|下个|上个)?"
    rf"(?:学期(?P<part>期末|末|底|内|结束|中期?|初)?|期末)(?!考|开学|开始|第|测)(?:{_BEFORE})?",
    needs="学期 期末",
)
def term_end(match: re.Match[str]) -> Piece | None:
    """Read 学期末, 本学期, 期末, 2022年春季学期: the last day of the term."""
    year, _ = written_year(match)
    term, part, text = match["term"] or "", match["part"] or "", match[0]

    def settle(frame: Frame) -> Settled:
        if part.startswith(("中", "初")) or term in ("下", "上", "下个", "上个", "新"):
            raise Unsettled(f"“{text}”没有确定的日子，请写明日期")
        end = _term_end(frame, text)
        start = frame.calendar.anchors.get("term_start")
        autumn = term.startswith("秋") or term in ("第一", "第1")
        spring = term.startswith("春") or term in ("第二", "第2")
        in_spring = end.month in (5, 6, 7, 8)
        first_year = full_year(int(match["y1"])) if match["y1"] else None
        wrong_year = year is not None and year not in (end.year, (start or end).year)
        if first_year is not None and first_year != (end.year - 1 if end.month < 9 else end.year):
            wrong_year = True
        if wrong_year or (autumn and in_spring) or (spring and not in_spring):
            raise Unsettled(f"“{text}”不是校历里填写的那个学期，请写明日期")
        span = start if part in ("", "内") else None
        return Settled(end, span, (f"按校历，学期到{in_words(end)}结束",))

    return _piece(settle, year, "term")


@phrase(
    "school-year-end",
    rf"{YEAR}(?:(?<!\d)(?:20)?\d\d-(?:20)?\d\d|本|这个?)?(?<!每)学年度?(?:末|底|内|结束)?(?!第)(?:{_BEFORE})?",
    needs="学年",
)
def school_year_end(match: re.Match[str]) -> Piece | None:
    """Read 学年末, 本学年: the end of the term that ends in summer."""
    text = match[0]

    def settle(frame: Frame) -> Settled:
        end = _term_end(frame, text)
        if end.month not in (6, 7, 8) or re.search(r"\d\d-", text):
            raise Unsettled(f"“{text}”要看校历，请写明日期")
        return Settled(end, None, (f"按校历，学年到{in_words(end)}结束",))

    return _piece(settle, grain="term")


@phrase(
    "before-holidays",
    rf"{YEAR}(?:放(?P<a>寒|暑)?假|(?P<b>寒|暑)假(?:放假)?|(?P<c>暑)期|学期放假)(?:开始)?(?:{_BEFORE})",
    needs="放假 寒假 暑假 放寒 放暑 暑期",
)
def before_holidays(match: re.Match[str]) -> Piece | None:
    """Read 放假前, 暑假前: the last day of the term."""
    season, text = match["a"] or match["b"] or match["c"], match[0]
    year, _ = written_year(match)

    def settle(frame: Frame) -> Settled:
        end = _term_end(frame, text)
        _check_season(season, end, text)
        if year is not None and end.year != year:
            raise Unsettled(f"“{text}”要看校历，校历里没有那个假期")
        return Settled(end, None, (f"按校历，学期到{in_words(end)}结束，以放假前最后一天为限",))

    return _piece(settle, year)


def _check_season(season: str | None, end: date, text: str) -> None:
    summer = end.month in (5, 6, 7, 8)
    if (season == "暑" and not summer) or (season == "寒" and summer):
        raise Unsettled(f"“{text}”要看校历，校历里没有那个假期")


@phrase(
    "holidays",
    rf"{YEAR}(?:(?P<a>寒|暑)假|暑期|假期)(?:期间|内|中|里|末|结束前?)?(?!生|社会|作业|留校|工作|活动|值班|通知|{_BEFORE})",
    needs="寒假 暑假 暑期 假期",
)
def holidays(match: re.Match[str]) -> Piece | None:
    """Read 暑假期间: to the day before the next term begins."""
    season, text = match["a"], match[0]

    def settle(frame: Frame) -> Settled:
        end = _term_end(frame, text)
        _check_season(season or ("暑" if "暑" in text else None), end, text)
        start = _anchor(frame, "next_term_start", text)
        return Settled(add_days(start, -1), add_days(end, 1), (f"按校历，{in_words(start)}开学",))

    return _piece(settle, grain="term")


@phrase(
    "before-term",
    rf"{YEAR}(?:(?:\d{{1,2}})月份?)?(?:新学期|下学期|下个学期|下一学期|春季学期|秋季学期|学期|春季|秋季)?(?:开学|开始|报到)(?:的?前[1一]天|(?:之前|以前|前(?!后|\d|[一两三])))(?<!学期前)",
    needs="学",
)
def before_term(match: re.Match[str]) -> Piece | None:
    """Read 开学前, 下学期开学前: the day before the next term begins."""
    if "学" not in match[0]:
        return None
    text = match[0]

    def settle(frame: Frame) -> Settled:
        start = _next_start(frame, text)
        return Settled(add_days(start, -1), None, (f"按校历，{in_words(start)}开学，以前一天为限",))

    return _piece(settle)


@phrase(
    "after-term-start",
    rf"{YEAR}(?:\d{{1,2}}月份?)?(?:新学期|下学期)?(?:开学|学期)(?:之后|以后|后|初|时|当[天日]|季|前后|前\d*周|之?初|起)?(?P<in>第?(?P<n>\d{{1,2}})个?(?P<u>周|天|工作日|月)(?:内|之内|以内)?)?(?!前|开始|报到)",
    order=75,
    needs="开学",
)
def after_term_start(match: re.Match[str]) -> Piece | None:
    """Read 开学后两周内 from the first day of the term; 开学 alone names no last day."""
    if "开学" not in match[0]:
        return None
    text = match[0]

    def settle(frame: Frame) -> Settled:
        if not match["in"] or "第" in match["in"] or match["u"] == "月":
            raise Unsettled(f"“{text}”要看校历，请写明日期")
        start, n = _next_start(frame, text), int(match["n"])
        if match["u"] == "工作日":
            due = frame.calendar.workdays_after(start, n)
        else:
            due = add_days(start, n * (7 if match["u"] == "周" else 1))
        return Settled(due, None, (f"按校历，{in_words(start)}开学，从次日算起",))

    return _piece(settle)


@phrase(
    "term-week",
    rf"(?:{YEAR}(?P<term>本|这个?|下一?1?个?|新|[春秋]季?)?(?P<what>学期|开学|教学))?第(?P<n>\d{{1,2}}|[一二三四五六七八九十]+)(?:(?:-|~|至|到|、)第?(?P<to>\d{{1,2}}))?(?:教学|个?教学|个)?周(?!年)(?:(?:的)?(?:周|星期)?(?P<d>[一二三四五六日天末](?!次)))?(?:内)?",
    needs="周",
)
def term_week(match: re.Match[str]) -> Piece | None:
    """Read 第10周, 第8-10周, 第3周周五: the Sunday of that week of the term."""

    text, first = match[0], number(match["n"]) or 0
    last = int(match["to"] or first)
    if not 1 <= first <= last:
        return None
    term, year = match["term"] or "", written_year(match)[0]
    counted_anew = match["what"] == "开学"

    def settle(frame: Frame, week: int = first) -> Settled:
        start = _first_day_of(term, year, frame, text)
        if counted_anew and add_days(start, 7 * last + 14) < frame.written:
            start = _anchor(frame, "next_term_start", text)
        end = frame.calendar.anchors.get("term_end")
        end = end if end and end > start else None
        if last > _LONGEST_TERM_WEEKS or (end and end < start + timedelta(weeks=last - 1)):
            raise Unsettled(f"“{text}”超出了校历里的学期，请写明日期")
        monday = start - timedelta(days=start.weekday())
        name = match["d"] or "日"
        weekday = 6 if name in "日天末" else "一二三四五六".index(name)
        begin = add_days(monday, 7 * (week - 1))
        note = f"按校历，第1周从{in_words(monday)}开始"
        return Settled(add_days(begin, weekday), None if match["d"] else begin, (note,))

    found = _piece(settle, grain="week")
    if last > first:
        found.until = _piece(lambda frame: settle(frame, last), grain="week")
    return found


def _first_day_of(term: str, year: int | None, frame: Frame, text: str) -> date:
    """Return the first day of the term that is meant: this one's, or the next one's (下学期第2周)."""
    if term == "新":
        begun = frame.calendar.anchors.get("term_start")
        if begun is None or begun > frame.written - _NO_LONGER_NEW:
            raise Unsettled(f"“{text}”可能是本学期，也可能是下学期，请写明日期")
        return _anchor(frame, "next_term_start", text)
    if term.startswith("下"):
        return _anchor(frame, "next_term_start", text)
    for key in ("term_start", "next_term_start"):
        start = _anchor(frame, key, text)
        season = "春" if start.month < 6 else "秋"
        if term[:1] in ("", "本", "这", season) and year in (None, start.year):
            return start
    raise Unsettled(f"“{text}”不是校历里填写的学期，请写明日期")


@phrase(
    "school-event",
    r"(?:期中|中期)(?:检查|考试|考核)?(?:之?前|后|时)?(?=$|[,;、()\n完前报落整办提])|期末考(?:试|核)?周?(?:之?前|后|结束)?",
    order=76,
    needs="期中 中期 期末考",
)
def school_event(match: re.Match[str]) -> Piece | None:
    """Ask about 期中, 期末考试前: the calendar names no such day."""
    return Piece(Sort.EVENT, why=f"“{match[0]}”要看校历，请写明日期")
