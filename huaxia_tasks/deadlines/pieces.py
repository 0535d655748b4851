"""What a phrase of a deadline cell turned out to be, and against what it is read."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from ..model import DueKind, WorkCalendar


class Sort(StrEnum):
    """What a phrase names."""

    DATE = "date"  # one day or a named span; has a way to settle it
    RHYTHM = "rhythm"  # recurring
    NOW = "now"  # at once
    ALWAYS = "always"  # no end by intention
    VAGUE = "vague"  # words of time that name no day (定期, 及时, 尽快)
    BLANK = "blank"  # a placeholder (无, 待定, 见附件)
    DONE = "done"  # a state that stands in the wrong column (已完成)
    EVENT = "event"  # waits for something whose day is not known here
    CLOCK = "clock"  # a time of day
    NAME = "name"  # a name or a count with a number in it: no time at all
    BROKEN = "broken"  # no such date


class Unsettled(Exception):
    """A phrase names no day for certain; ``kind`` is invalid or ambiguous, ``why`` says so."""

    def __init__(self, why: str, kind: DueKind = DueKind.AMBIGUOUS) -> None:
        self.why, self.kind = why, kind
        super().__init__(why)


class NoSuchDate(Unsettled):
    """The calendar has no such day (6月31日)."""

    def __init__(self, why: str) -> None:
        super().__init__(why, DueKind.INVALID)


class Frame(NamedTuple):
    """What a text is read against: the day it was written, the sheet's year, the calendar.

    ``year`` and ``month`` come from an earlier phrase of the cell (2022年6月10日、20日); ``until`` says
    that the second end of a span is read, which never precedes the first.
    """

    written: date
    sheet_year: int | None
    calendar: WorkCalendar
    year: int | None = None
    month: int | None = None
    after: date | None = None
    until: bool = False


class Settled(NamedTuple):
    """A phrase as days.  ``notes`` are parts of the Chinese sentence that derives them."""

    due: date
    start: date | None = None
    notes: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    provisional: bool = False


Settle = Callable[[Frame], Settled]


@dataclass(slots=True)
class Piece:
    """A phrase found in a cell, at ``begin``:``end`` of the cleaned text."""

    sort: Sort
    settle: Settle | None = None
    why: str = ""
    #: How coarse the named time is: year, half, quarter, month, ten, week, day; "" for no date.
    grain: str = ""
    #: The year as written (2022) and whether the phrase is nothing but a year.
    year: int | None = None
    bare_year: bool = False
    #: The phrase needs an earlier one's month (20日, 下旬).
    bare_day: bool = False
    weekday: int | None = None
    #: Further days of an enumeration (3、6、9月), and the second end of a range (5-6月).
    more: tuple[Piece, ...] = ()
    until: Piece | None = None
    #: A length of time that can be counted from another day than the day of writing.
    lapse: Callable[[date, Frame], Settled] | None = None
    warnings: tuple[str, ...] = ()
    begin: int = 0
    end: int = 0
    text: str = ""
    marks: set[str] = field(default_factory=set)


def add_months(day: date, months: int) -> date:
    """Return the corresponding day `months` later, or the last day of a short month."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    if not 1 <= year <= 9998:
        raise Unsettled("年份超出范围，推算不了")
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def days_in_month(year: int, month: int) -> int:
    """Return 28..31."""
    return monthrange(year, month)[1]


def add_days(day: date, days: int) -> date:
    """Return the day `days` later; raises Unsettled beyond the calendar."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise Unsettled("时间太长，推算不了") from None
