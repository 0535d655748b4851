"""Days named from the day of writing: 今天, 后天, 下周三, 本周末, 六月第一个周五."""

from __future__ import annotations

import re
from datetime import date, timedelta

from ...registry import phrase
from ...wording import day as in_words
from ..pieces import Frame, NoSuchDate, Piece, Settle, Settled, Sort, add_days, days_in_month
from ..spots import (
    MONTH,
    YEAR,
    Spot,
    broken,
    or_broken,
    piece,
    settle_spot,
    written_month,
    written_year,
)

_OFFSETS = {
    "今天": 0,
    "今": 0,
    "今日": 0,
    "本日": 0,
    "今晚": 0,
    "今夜": 0,
    "明天": 1,
    "明日": 1,
    "明晚": 1,
    "明早": 1,
    "后天": 2,
    "后日": 2,
    "大后天": 3,
    "昨晚": -1,
    "昨夜": -1,
    "昨天": -1,
    "昨日": -1,
    "前天": -2,
    "大前天": -3,
}
_WEEK = r"(?P<w>下+[一1]?个?|本|这[一1]?个?|上+[一1]?个?|当)?(?:周的?|星期的?|礼拜的?)"
#: What makes 周五 the beginning of another word; 周五17:00 is a day and a time of day.
_NO_DAY = r"[次个年月]|\d(?!\d?[:点时])"
_DAY = r"(?:周|星期|礼拜)?(?P<d>[一二三四五六日天末1-7])"


@phrase(
    "near-day",
    r"(?<!每)(?:今明[2两二](?:天|日)|明后[2两二](?:天|日)|大后天|大前天|(?:今|明|(?<![会最之以然先此假课])后|昨|前)(?:天|日(?!期))|本日|今(?=日?起)|今晚|今夜|明晚|明早|昨[晚夜])",
)
def near_day(match: re.Match[str]) -> Piece | None:
    """Read 今天, 明天, 后天, 大后天."""
    if match[0].startswith(("今明", "明后")):
        offset: int | None = 1 if match[0][0] == "今" else 2
    else:
        offset = _OFFSETS.get(match[0])
    if offset is None:
        return None

    def settle(frame: Frame) -> Settled:
        day = add_days(frame.written, offset)
        return Settled(day, notes=(f"按填写日期{in_words(frame.written)}推算",))

    return Piece(Sort.DATE, settle=settle, grain="day")


def _week_shift(word: str) -> int:
    if word.startswith("下"):
        return word.count("下")
    return -word.count("上")


@phrase(
    "weekday",
    rf"(?<![\d每第两半双单隔]){_WEEK}{_DAY}(?!{_NO_DAY}|日|天|[、/][一二三四五六日天](?![\u4e00-\u9fff前])|[一二三四五六]{{1,4}}(?:$|[,;、)前之完])|(?<=[周期拜]末)考)",
    needs="周 星期 礼拜 期末考 周末考",
)
def weekday(match: re.Match[str]) -> Piece | None:
    """Read 周五, 本周五, 下周三, 下下周一, 周末: weeks begin on Monday."""
    word, name = match["w"] or "", match["d"]
    shift = _week_shift(word)
    number = 7 if name in "日天末7" else "一二三四五六".find(name) + 1 or int(name)
    found = Piece(
        Sort.DATE, settle=on_weekday(number, shift, bool(word), name == "末"), grain="day"
    )
    if name == "末":
        found.grain = "week"
        found.marks.add("needs-end")
    else:
        found.weekday = number
        if word:
            found.marks.add("named-week")
    return found


@phrase(
    "weekday-list",
    rf"(?<![\d每逢第两半双单隔]){_WEEK}[一二三四五六日天](?:[、/][一二三四五六日天])+(?=$|[,;)\d]|之?前|以前|完成|上午|下午)",
    needs="周 星期 礼拜",
)
def weekday_list(match: re.Match[str]) -> Piece:
    """Ask about 周一、三、五: one of them, or every week."""
    return Piece(Sort.EVENT, why=f"“{match[0]}”写了几个星期几，请写明是哪一天")


@phrase("no-weekday", r"(?:星期|礼拜|周)[八九](?=$|[,;)]|之?前|以前)", needs="周 星期 礼拜")
def no_weekday(match: re.Match[str]) -> Piece:
    """Refuse 周八: no week has such a day."""
    return broken(f"没有“{match[0]}”这一天")


@phrase(
    "weekday-range",
    rf"(?<![\d每第两半双单隔]){_WEEK}{_DAY}(?:-|~|至|到|(?<=[一二三四五六])(?=[二三四五六日天](?![一二三四五六日天])))(?:周|星期|礼拜)?(?P<e>[一二三四五六日天])(?!{_NO_DAY})",
    needs="周 星期 礼拜",
)
def weekday_range(match: re.Match[str]) -> Piece | None:
    """Read 周一至周五, 本周三到五."""
    first = weekday(match)
    if first is None:
        return None
    word = match["w"] or ""
    number = 7 if match["e"] in "日天" else "一二三四五六".index(match["e"]) + 1
    begun, first.weekday = first.weekday, None
    side_by_side = match[0][-2:-1] in tuple("一二三四五六")
    if side_by_side and begun is not None and number != begun + 1:
        why = f"“{match[0]}”写了几个星期几，请写明是哪一天"
        return Piece(Sort.EVENT, why=why)  # 周一三: not every day from one to the other
    last = on_weekday(number, _week_shift(word), bool(word), False)
    first.until = Piece(Sort.DATE, settle=last, grain="day")
    if not word and begun is not None and begun <= number:
        days = number - begun

        def settle(frame: Frame) -> Settled:
            """Let the last day tell the week: on a Tuesday 周一至周五 is still this week's."""
            end = last(frame)
            return Settled(add_days(end.due, -days), None, end.notes)

        first.settle = settle
    return first


def on_weekday(number: int, shift: int, named: bool, weekend: bool) -> Settle:
    def settle(frame: Frame) -> Settled:
        monday = frame.written - timedelta(days=frame.written.weekday())
        day = add_days(monday, 7 * shift + number - 1)
        note = f"按填写日期{in_words(frame.written)}所在的一周推算"
        if not named and day < frame.written:
            day, note = add_days(day, 7), "本周的这一天已过，按下一周"
        if frame.after is not None and not named and day < frame.after:
            day = add_days(day, 7)
        start = add_days(day, -1) if weekend else None
        return Settled(day, start, (note,))

    return settle


@phrase(
    "week",
    r"(?<![\d每第两半双单隔])(?P<w>下+[一1]?个?|本|这[一1]?个?|上+[一1]?个?|当)(?:周|星期|礼拜)(?:内|之内|以内)?(?![一二三四五六日天末1-7期])",
    needs="周 星期 礼拜",
)
def week(match: re.Match[str]) -> Piece | None:
    """Read 本周, 下周内: to the Sunday of that week."""
    shift = _week_shift(match["w"])

    def settle(frame: Frame) -> Settled:
        monday = add_days(frame.written, 7 * shift - frame.written.weekday())
        note = f"按填写日期{in_words(frame.written)}推算，到该周星期日"
        return Settled(add_days(monday, 6), monday, (note,))

    return Piece(Sort.DATE, settle=settle, grain="week")


@phrase("week-within", r"(?<![\d每第两半双单隔本这下上当个一])周内", needs="周内")
def week_within(match: re.Match[str]) -> Piece | None:
    """Read 周内: to the Sunday of the week of writing."""

    def settle(frame: Frame) -> Settled:
        monday = add_days(frame.written, -frame.written.weekday())
        return Settled(add_days(monday, 6), monday, ("按填写日期所在的一周推算，到星期日",))

    return Piece(Sort.DATE, settle=settle, grain="week")


@phrase(
    "nth-of-month",
    rf"{YEAR}{MONTH}的?(?:第(?P<n>\d|[一二三四五])|(?P<last>最后)|首(?=个))[一1]?个?(?:(?P<work>工作日)|(?:周|星期|礼拜)(?P<d>[一二三四五六日天末]))",
    needs="第 最后 首",
)
@or_broken
def nth_of_month(match: re.Match[str]) -> Piece | None:
    """Read 6月第3个星期日, 8月的最后一个周五, 6月最后一个工作日."""
    year, year_shift = written_year(match)
    month, month_shift = written_month(match)
    spot = Spot(month, 0, None, year, year_shift, month_shift)
    nth = (
        0
        if match["last"]
        else 1
        if match["n"] is None
        else int(match["n"])
        if match["n"].isdecimal()
        else "一二三四五".index(match["n"]) + 1
    )

    def settle(frame: Frame) -> Settled:
        whole = settle_spot(spot, frame)
        first = whole.due.replace(day=1)
        if match["work"]:
            due = nth_workday(first, nth, frame)
        else:
            name = match["d"]
            due = nth_weekday(first, nth, 7 if name in "日天末" else "一二三四五六".index(name) + 1)
        return Settled(due, None, whole.notes, whole.warnings)

    return Piece(Sort.DATE, settle=settle, grain="day", year=year)


def nth_weekday(first: date, nth: int, number: int) -> date:
    """Return the `nth` Monday (1) .. Sunday (7) of the month of `first`; 0 is the last one."""
    days = days_in_month(first.year, first.month)
    matching = [d for d in range(1, days + 1) if first.replace(day=d).isoweekday() == number]
    if nth > len(matching):
        raise NoSuchDate(
            f"{first.year}年{first.month}月没有第{nth}个星期{'一二三四五六日'[number - 1]}"
        )
    return first.replace(day=matching[nth - 1])


def nth_workday(first: date, nth: int, frame: Frame) -> date:
    """Return the `nth` working day of the month of `first`; 0 is the last one."""
    if nth == 0:
        return frame.calendar.last_workday_until(
            first.replace(day=days_in_month(first.year, first.month))
        )
    return frame.calendar.workdays_after(add_days(first, -1), nth)


@phrase(
    "weeks-on",
    r"(?<![\d.第])(?P<n>\d{1,2})个?(?:周|星期|礼拜)(?:以|之|过)?后的?(?:周|星期|礼拜)(?P<d>[一二三四五六日天])",
    needs="后",
)
def weeks_on(match: re.Match[str]) -> Piece | None:
    """Read 3周后的周五: the Friday of the week three weeks on."""
    number = 7 if match["d"] in "日天" else "一二三四五六".index(match["d"]) + 1
    return Piece(Sort.DATE, settle=on_weekday(number, int(match["n"]), True, False), grain="day")


@phrase(
    "months-on",
    r"(?<![\d.第])(?:(?P<y>\d{1,2})年后的?(?P<m>\d{1,2})月|(?P<n>\d{1,2})个月后的?)"
    r"(?P<d>\d{1,2})(?:日|号(?!楼))",
    needs="后",
)
@or_broken
def months_on(match: re.Match[str]) -> Piece | None:
    """Read 3个月后10号 and 2年后3月5号."""
    day = int(match["d"])
    if match["m"] is not None:
        month, years = int(match["m"]), int(match["y"])
        return piece(Spot(month, day, year_shift=years))
    return piece(Spot(None, day, month_shift=int(match["n"])))
