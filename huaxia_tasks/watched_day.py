"""A day that notes for how long what was concluded from it holds.

What is found out about a unit today mostly holds tomorrow too: its rules ask whether a due day is
past, not how long.  A run passes such a day where ``today`` is wanted; afterwards `since` and `until`
tell the first and last day on which every answer given would have been the same.  Whatever is more
than a comparison (a number of days, the day in words) holds for this day alone.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, NamedTuple

_DAY = timedelta(days=1)


class Span(NamedTuple):
    """The days, both inclusive, on which a conclusion holds."""

    since: date
    until: date

    def holds_on(self, day: date) -> bool:
        """Whether the conclusion holds on `day`."""
        return self.since <= day <= self.until

    def and_also(self, other: Span) -> Span:
        """Return the days on which both hold."""
        return Span(max(self.since, other.since), min(self.until, other.until))


_FIRST, _LAST = date.min, date.max
ALWAYS = Span(_FIRST, _LAST)


class WatchedDay(date):
    """A ``date`` that watches what it is asked.  Equal to, and sorted like, the day it stands for."""

    __slots__ = ("_plain", "_since", "_until")
    _plain: date
    _since: date
    _until: date

    @staticmethod
    def of(day: date) -> WatchedDay:
        """Return `day`, watched from now on."""
        watched = WatchedDay(day.year, day.month, day.day)
        watched._plain = date(day.year, day.month, day.day)
        watched.forget()
        return watched

    def forget(self) -> None:
        """Begin to watch anew."""
        self._since, self._until = _FIRST, _LAST

    @property
    def span(self) -> Span:
        """For how long the answers given since `forget` hold."""
        since, until = self._since, self._until
        return ALWAYS if since is _FIRST and until is _LAST else Span(since, until)

    def heed(self, span: Span) -> None:
        """Note something that was concluded before and holds on the days of `span`."""
        self._not_before(span.since)
        self._not_after(span.until)

    @property
    def plain(self) -> date:
        """The day itself; asking for it says that the answer holds for this day alone."""
        self._exactly()
        return self._plain

    def _exactly(self) -> None:
        self._since = self._until = self._plain

    def _not_after(self, day: date) -> None:
        if day < self._until:
            self._until = day

    def _not_before(self, day: date) -> None:
        if day > self._since:
            self._since = day

    # Comparisons: of two dates the one of the subclass is asked first, on whichever side it stands.

    def __lt__(self, other: Any) -> Any:
        if not isinstance(other, date):
            return NotImplemented
        day = _bare(other)
        if self._plain < day:
            if day <= self._until:
                self._until = day - _DAY
            return True
        if day > self._since:
            self._since = day
        return False

    def __le__(self, other: Any) -> Any:
        if not isinstance(other, date):
            return NotImplemented
        day = _bare(other)
        if self._plain <= day:
            if day < self._until:
                self._until = day
            return True
        if day >= self._since:
            self._since = day + _DAY
        return False

    def __gt__(self, other: Any) -> Any:
        below = self.__le__(other)
        return below if below is NotImplemented else not below

    def __ge__(self, other: Any) -> Any:
        below = self.__lt__(other)
        return below if below is NotImplemented else not below

    def __eq__(self, other: object) -> bool:
        self._exactly()
        return self._plain == other

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        self._exactly()
        return hash(self._plain)

    # Everything else holds for this day alone.

    @property
    def year(self) -> int:
        """The year."""
        return self.plain.year

    @property
    def month(self) -> int:
        """The month."""
        return self.plain.month

    @property
    def day(self) -> int:
        """The day of the month."""
        return self.plain.day

    def __sub__(self, other: Any) -> Any:
        return self.plain - (other.plain if isinstance(other, WatchedDay) else other)

    def __rsub__(self, other: Any) -> Any:
        return other - self.plain

    def __add__(self, other: Any) -> Any:
        return self.plain + other

    __radd__ = __add__

    def __reduce__(self) -> Any:
        day = self.plain
        return date, (day.year, day.month, day.day)

    def __repr__(self) -> str:
        return repr(self.plain)

    def __str__(self) -> str:
        return str(self.plain)

    def __format__(self, spec: str) -> str:
        return format(self.plain, spec)


def _let_through(name: str) -> Any:
    """Return a method that asks the plain day."""

    def method(self: WatchedDay, *given: Any, **named: Any) -> Any:
        return getattr(self.plain, name)(*given, **named)

    return method


for _name in (
    "ctime",
    "isocalendar",
    "isoformat",
    "isoweekday",
    "replace",
    "strftime",
    "timetuple",
    "toordinal",
    "weekday",
):
    setattr(WatchedDay, _name, _let_through(_name))


def unwatched(day: date) -> date:
    """Return the plain day, for what is worked out anew on every day."""
    return day._plain if isinstance(day, WatchedDay) else day


def plain_day(day: date) -> date:
    """Return the plain day, for a conclusion that holds for this day alone."""
    return day.plain if isinstance(day, WatchedDay) else day


def _bare(day: date) -> date:
    """Return a day that watches nothing, whatever kind of day it is given as."""
    if type(day) is date:
        return day
    return day._plain if isinstance(day, WatchedDay) else date(day.year, day.month, day.day)
