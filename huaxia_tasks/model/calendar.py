"""Working days, from the notices of days off and the school's own anchors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache

from ..errors import CalendarError
from .festivals import statutory_festivals

#: No break was ever longer; more days off in a row mean a damaged calendar.
_LONGEST_BREAK_DAYS = 60
_MOST_WORKDAYS = 20_000


@dataclass(frozen=True)
class WorkCalendar:
    """Public holidays, make-up days and the school's own anchors.

    ``days_off`` and ``make_up`` map a day to the festival's name.  ``known_years`` are the years
    whose notice is loaded; a day of another year is provisional (Saturdays, Sundays and the
    statutory days only).  ``anchors`` holds ``term_start``, ``term_end``, ``next_term_start``, ...
    """

    days_off: Mapping[date, str] = field(default_factory=dict)
    make_up: Mapping[date, str] = field(default_factory=dict)
    known_years: frozenset[int] = frozenset()
    anchors: Mapping[str, date] = field(default_factory=dict)
    sources: Mapping[int, str] = field(default_factory=dict)

    def is_provisional(self, day: date) -> bool:
        """Whether the answer for `day` rests on the law alone, a notice being unknown.

        The last days of December need the notice of the following year as well: 31 December
        2022 stands in the notice for 2023.
        """
        if day.year not in self.known_years:
            return True
        if day.month != 12 or day.year + 1 in self.known_years:
            return False
        return day not in self.days_off and day not in self.make_up and _is_new_year_eve(day)

    def is_workday(self, day: date) -> bool:
        """Whether `day` is a working day: make-up days count, days off do not."""
        if day in self.make_up:
            return True
        if day in self.days_off:
            return False
        if day.year not in self.known_years and day in _statutory(day.year):
            return False
        return day.weekday() < 5

    def workdays_after(self, anchor: date, n: int) -> date:
        """Return the n-th working day after `anchor` (before it where `n` is negative).

        Day 1 is the first working day after `anchor`; n = 0 gives `anchor` itself.
        Raises CalendarError where that day is out of all reason.
        """
        if abs(n) > _MOST_WORKDAYS:
            raise CalendarError(f"{abs(n)}个工作日太长，推算不了")
        step = 1 if n > 0 else -1
        day, left, idle = anchor, abs(n), 0
        while left:
            day = _shift(day, step)
            if self.is_workday(day):
                left, idle = left - 1, 0
            else:
                idle = _count_idle(idle, day)
        return day

    def last_workday_until(self, day: date) -> date:
        """Return the last working day on or before `day`."""
        idle = 0
        while not self.is_workday(day):
            day, idle = _shift(day, -1), _count_idle(idle, day)
        return day

    def next_workday_from(self, day: date) -> date:
        """Return the first working day on or after `day`."""
        idle = 0
        while not self.is_workday(day):
            day, idle = _shift(day, 1), _count_idle(idle, day)
        return day

    def workdays_between(self, start: date, end: date) -> int:
        """Return how many working days lie after `start` up to and including `end`.

        Negative when `end` is before `start`.
        """
        if end < start:
            return -self.workdays_between(end, start)
        days = (end - start).days
        return sum(self.is_workday(start + timedelta(days=i)) for i in range(1, days + 1))

    def is_eve_of_break(self, day: date) -> bool:
        """Whether `day` is the last working day before a break (a mere week-end is none)."""
        if not self.is_workday(day):
            return False
        following, idle = _shift(day, 1), 0
        while not self.is_workday(following):
            if self._festival(following):
                return True
            following, idle = _shift(following, 1), _count_idle(idle, following)
        return False

    def break_around(self, festival_day: date) -> tuple[date, date] | None:
        """Return the first and last day of the break that holds `festival_day`.

        As published; where the year's notice is unknown, the statutory days in a row.  None where
        the day is in no break.
        """
        if not self._festival(festival_day):
            return None
        first = last = festival_day
        while self._festival(_shift(first, -1)) and (festival_day - first).days < 30:
            first = _shift(first, -1)
        while self._festival(_shift(last, 1)) and (last - festival_day).days < 30:
            last = _shift(last, 1)
        return first, last

    def _festival(self, day: date) -> str:
        """Return the name of the festival on account of which `day` is off, or ""."""
        name = self.days_off.get(day, "")
        if name or day in self.make_up or day.year in self.known_years:
            return name
        return _statutory(day.year).get(day, "")

    @staticmethod
    def standard(anchors: Mapping[str, date] | None = None) -> WorkCalendar:
        """Return the calendar of the shipped notices (2022-2026) with the school's `anchors`."""
        from ..notices import DAYS_OFF, KNOWN_YEARS, MAKE_UP, SOURCES

        return WorkCalendar(DAYS_OFF, MAKE_UP, KNOWN_YEARS, dict(anchors or {}), SOURCES)


def _shift(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise CalendarError("日期超出了历法范围，推算不了") from None


def _count_idle(idle: int, day: date) -> int:
    if idle >= _LONGEST_BREAK_DAYS:
        todo = "请核对校历中的放假日期。"
        raise CalendarError(
            f"{day:%Y-%m-%d}前后连续{_LONGEST_BREAK_DAYS}天没有工作日，校历可能有误", todo=todo
        )
    return idle + 1


def _is_new_year_eve(day: date) -> bool:
    """Whether the break around the next 1 January may take `day`.

    31 December always may.  29 and 30 December only when 1 January is a Tuesday: then the Monday
    before is off and a day of that week-end is worked (as for 2019).
    """
    if day.day == 31:
        return True
    return day.day >= 29 and day.year < 9999 and date(day.year + 1, 1, 1).weekday() == 1


@lru_cache(maxsize=64)
def _statutory(year: int) -> Mapping[date, str]:
    return statutory_festivals(year)


#: Statutory days with a fixed date in the solar calendar; lunar ones: `festivals`.
#: Source: 全国年节及纪念日放假办法 as amended for 2025.
STATUTORY_DAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
