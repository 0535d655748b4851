"""A place in the calendar (6月底, 本月15日, 第三季度) and the year it falls into."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from ..wording import day as in_words
from .pieces import Frame, NoSuchDate, Piece, Settled, Sort, Unsettled, add_months
from .pieces import days_in_month as month_length

FIRST_YEAR, LAST_YEAR = 1900, 2100
_FAR_YEARS = 10
#: What systems export for a date that was never filled in.
_EMPTY_DATES = (date(1900, 1, 1), date(1970, 1, 1))

#: A year in front of a month, a quarter ...; always followed by the groups y, ys.
YEAR = (
    r"(?:(?P<y>(?<!\d)\d{4}(?:年度?|[-./](?=\d{1,2}(?:[-~至到、]\d{1,2})?月)|(?=[上下]半年|第?[1-4]季度))|(?<!\d)\d{2}年度?)(?:的|内)?"
    r"|(?P<ys>今年度?|本年度?|(?<![想减步宝忆勇])当年度?|明年度?|次年|来年|翌年|下[一1]?年度?|(?<![今明大])后年|去年|上[一1]?年度?|大?(?<![目以之提节生])前年(?!度)|大后年|(?:(?<![\u4e00-\u9fff])|(?<=[于在到至前和及]))[今明])的?)?"
)
YEAR_SHIFTS = {
    "今": 0,
    "本": 0,
    "当": 0,
    "明": 1,
    "次": 1,
    "来": 1,
    "翌": 1,
    "下": 1,
    "后": 2,
    "去": -1,
    "上": -1,
    "前": -2,
    "大": -3,
}
#: A month by number or from the month of writing; groups m, ms.
MONTH = r"(?:(?P<m>(?<!\d)\d{1,3})月份?|(?P<ms>本月份?|当月|这个?月|下下个?月|下(?:[一1]?个)?月份?|次月|上(?:[一1]?个)?月|上月份?|同月))"
MONTH_SHIFTS = {"本": 0, "当": 0, "这": 0, "同": 0, "下": 1, "次": 1, "上": -1}


class Spot(NamedTuple):
    """Where in the calendar: ``month`` None is the month of writing or of an earlier phrase.

    ``day`` is the last day (0: the month's last), ``first`` month and day of a named span.
    ``year_shift`` 1 is 明年, ``month_shift`` 1 is 下月.  ``note`` says how the words are taken.
    """

    month: int | None
    day: int = 0
    first: tuple[int, int] | None = None
    year: int | None = None
    year_shift: int | None = None
    month_shift: int | None = None
    note: str = ""
    grain: str = "day"
    warnings: tuple[str, ...] = ()


def written_year(match: re.Match[str]) -> tuple[int | None, int | None]:
    """Return the year as written and the shift from the base year (明年: 1) of groups y and ys."""
    if match["y"]:
        return full_year(int(match["y"][: 4 if match["y"][:4].isdecimal() else 2])), None
    if match["ys"]:
        return None, 3 if match["ys"].startswith("大后") else YEAR_SHIFTS[match["ys"][0]]
    return None, None


def full_year(year: int) -> int:
    """Return 2022 for 22 and 1998 for 98."""
    return year if year >= 100 else year + (2000 if year < 70 else 1900)


def written_month(match: re.Match[str]) -> tuple[int | None, int | None]:
    """Return month and month shift of groups m and ms; raises NoSuchDate for 13月."""
    if match["m"]:
        month = int(match["m"])
        if not 1 <= month <= 12 or len(match["m"]) > 2:
            raise NoSuchDate(f"没有“{match['m']}月”这个月份")
        return month, None
    shift = MONTH_SHIFTS[match["ms"][0]]
    return None, shift * (2 if match["ms"].startswith("下下") else 1)


def piece(spot: Spot, *, bare_year: bool = False) -> Piece:
    """Return the piece that settles `spot`; raises NoSuchDate where no year has such a day."""
    if spot.month and spot.day > month_length(spot.year or 2024, spot.month):
        year = f"{spot.year}年" if spot.year else ""
        raise NoSuchDate(f"{year}{spot.month}月没有{spot.day}日")
    return Piece(
        Sort.DATE,
        settle=lambda frame: settle_spot(spot, frame),
        grain=spot.grain,
        year=spot.year,
        bare_year=bare_year,
        bare_day=spot.month is None and spot.month_shift is None,
    )


def broken(why: str) -> Piece:
    """Return a piece for a date that does not exist."""
    return Piece(Sort.BROKEN, why=why)


def or_broken(
    read: Callable[[re.Match[str]], Piece | None],
) -> Callable[[re.Match[str]], Piece | None]:
    """Turn NoSuchDate raised while reading a match into a broken piece."""

    def reader(match: re.Match[str]) -> Piece | None:
        try:
            return read(match)
        except NoSuchDate as trouble:
            return broken(trouble.why)

    reader.__doc__ = read.__doc__
    return reader


def settle_spot(spot: Spot, frame: Frame) -> Settled:
    """Return the days of `spot`; raises NoSuchDate or Unsettled."""
    if spot.month_shift is not None:
        first = add_months(frame.written.replace(day=1), spot.month_shift)
        year = first.year + (spot.year_shift or 0)
        note = f"按填写日期{in_words(frame.written)}推算"
        return _place(spot, year, first.month, frame, note)
    if spot.month is None:
        return _bare_day(spot, frame)
    if spot.year is not None:
        return _place(spot, spot.year, spot.month, frame, "")
    if spot.year_shift is not None:
        base = frame.sheet_year or frame.written.year
        settled = _place(spot, base + spot.year_shift, spot.month, frame, f"以{base}年为“今年”")
        if frame.sheet_year and frame.sheet_year != frame.written.year:
            warning = f"“今年”“明年”是按表题的{base}年推算的，请核对"
            settled = settled._replace(warnings=(*settled.warnings, warning))
        return settled
    month, day = spot.month, spot.day
    year, why = choose_year(frame, lambda y: _rough(y, month, day))
    return _place(spot, year, month, frame, why)


def choose_year(frame: Frame, due_in: Callable[[int], date]) -> tuple[int, str]:
    """Return the year of a day written without one, and why.

    The year of an earlier phrase, else of the sheet, else of writing; the next year where that
    day lies more than six months back; never a year back.
    """
    if frame.year is not None:
        year = frame.year
        if frame.after is not None and due_in(year) < frame.after and _is_next_year(frame, due_in):
            return year + 1, f"早于前一个日期，顺延到{year + 1}年"
        return year, f"年份承前文按{year}年"
    if frame.sheet_year is not None:
        return frame.sheet_year, f"没有写年份，按表题的{frame.sheet_year}年"
    year = frame.written.year
    if due_in(year) < add_months(frame.written, -6):
        return year + 1, f"没有写年份，{year}年的这一天已过去半年以上，按{year + 1}年"
    return year, f"没有写年份，按填写日期{in_words(frame.written)}推定为{year}年"


def _is_next_year(frame: Frame, due_in: Callable[[int], date]) -> bool:
    """Whether a day that precedes the one before it is more likely the next year's than named late.

    2022年11月底…，1月15日… goes on into 2023; 2022年12月31日（11月30日完成调研） does not.
    """
    assert frame.year is not None
    assert frame.after is not None
    return frame.until or due_in(frame.year + 1) <= add_months(frame.after, 6)


def _bare_day(spot: Spot, frame: Frame) -> Settled:
    """Settle 15日 or 月底: this month's unless already past."""
    if frame.month is not None:
        year = frame.year or frame.written.year
        settled = _place(spot, year, frame.month, frame, f"月份承前文按{frame.month}月")
        if frame.after is not None and settled.due < frame.after:
            later = add_months(date(year, frame.month, 1), 1)
            settled = _place(spot, later.year, later.month, frame, "早于前一个日期，顺延到下一个月")
        return settled
    this, length = frame.written, month_length(frame.written.year, frame.written.month)
    if spot.day > length:
        raise Unsettled(f"没有写月份，而{this.month}月没有{spot.day}日")
    due = date(this.year, this.month, spot.day or length)
    if due >= this:
        return _place(spot, this.year, this.month, frame, f"没有写月份，按{this.month}月")
    later = add_months(this.replace(day=1), 1)
    note = f"没有写月份，本月的这一天已过，按{later.month}月"
    if spot.day > month_length(later.year, later.month):
        raise Unsettled(f"{note}，而{later.month}月没有{spot.day}日")
    return _place(spot, later.year, later.month, frame, note)


def _place(spot: Spot, year: int, month: int, frame: Frame, note: str) -> Settled:
    if year < FIRST_YEAR:
        raise NoSuchDate(f"年份{year}不合常理，不是完成时限")
    if year > LAST_YEAR:
        raise Unsettled(f"年份{year}不合常理，请核对")
    due = make_date(year, month, spot.day)
    if due in _EMPTY_DATES and spot.day == 1:
        raise NoSuchDate(f"{in_words(due)}是系统里的空日期，不是完成时限")
    start = None
    if spot.first is not None:
        start = make_date(year, spot.first[0] or month, spot.first[1])
    warnings = spot.warnings
    if abs(year - frame.written.year) > _FAR_YEARS:
        warnings = (*warnings, f"{year}年离填写日期较远，请核对年份")
    return Settled(due, start, tuple(n for n in (note, spot.note) if n), warnings)


def make_date(year: int, month: int, day: int) -> date:
    """Return the day, the month's last for `day` 0; raises NoSuchDate."""
    if not 1 <= month <= 12:
        raise NoSuchDate(f"没有“{month}月”这个月份")
    length = month_length(year, month)
    if day > length:
        raise NoSuchDate(f"{year}年{month}月没有{day}日")
    return date(year, month, day or length)


def _rough(year: int, month: int, day: int) -> date:
    """Return the day for comparing years, 28 February where `year` has no 29th."""
    return date(year, month, min(day or 31, month_length(year, month)))
