"""Working days, from the notices of days off and the school's own anchors."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta


@dataclass(frozen=True)
class WorkCalendar:
    """Public holidays, make-up days and the school's own anchors.

    ``days_off`` and ``make_up`` map a day to the festival's name.  ``known_years`` are the years
    whose notice is loaded; a day of another year is provisional (Saturdays, Sundays and the
    statutory days only).  ``anchors`` holds ``term_start``, ``term_end``, ``next_term_start``, ...
    Methods are in ``deadlines.calendar``; this class only holds the data.
    """

    days_off: Mapping[date, str] = field(default_factory=dict)
    make_up: Mapping[date, str] = field(default_factory=dict)
    known_years: frozenset[int] = frozenset()
    anchors: Mapping[str, date] = field(default_factory=dict)
    sources: Mapping[int, str] = field(default_factory=dict)

    def is_provisional(self, day: date) -> bool:
        """Whether the answer for `day` rests on the law alone, its year's notice being unknown.

        31 December belongs to the notice of the following year when that one is loaded.
        """
        return day.year not in self.known_years

    def is_workday(self, day: date) -> bool:
        """Whether `day` is a working day: make-up days count, days off do not."""
        if day in self.make_up:
            return True
        if day in self.days_off:
            return False
        if self.is_provisional(day) and (day.month, day.day) in STATUTORY_DAYS:
            return False
        return day.weekday() < 5

    def workdays_after(self, anchor: date, n: int) -> date:
        """Return the n-th working day after `anchor` (before it where `n` is negative).

        Day 1 is the first working day after `anchor`; n = 0 gives `anchor` itself.
        """
        step = timedelta(days=1 if n > 0 else -1)
        day, left = anchor, abs(n)
        while left:
            day += step
            if self.is_workday(day):
                left -= 1
        return day

    def last_workday_until(self, day: date) -> date:
        """Return the last working day on or before `day`."""
        while not self.is_workday(day):
            day -= timedelta(days=1)
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
        """Whether `day` is the last working day before a published break."""
        if not self.is_workday(day):
            return False
        following = day + timedelta(days=1)
        while not self.is_workday(following):
            if following in self.days_off:
                return True
            following += timedelta(days=1)
        return False

    @staticmethod
    def standard(anchors: Mapping[str, date] | None = None) -> WorkCalendar:
        """Return the calendar of the shipped notices (2022-2026) with the school's `anchors`."""
        from ..notices import DAYS_OFF, KNOWN_YEARS, MAKE_UP, SOURCES

        return WorkCalendar(DAYS_OFF, MAKE_UP, KNOWN_YEARS, dict(anchors or {}), SOURCES)


#: Statutory days with a fixed date in the solar calendar, used for years without a notice.
#: Source: 全国年节及纪念日放假办法 as amended for 2025.  Lunar festivals cannot be told by it.
STATUTORY_DAYS = frozenset({(1, 1), (5, 1), (5, 2), (10, 1), (10, 2), (10, 3)})
