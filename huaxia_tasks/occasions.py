"""When a job of the plan runs: its nominal times between two moments.

A nominal time is what the plan's words mean (每个工作日 8:30), whether or not anything ran then.
All times are those of the office's place, whatever the machine's own zone is.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from .model import Plan, WorkCalendar

ZONE = ZoneInfo("Asia/Shanghai")
_FARTHEST_DAYS = 800
_EPOCH = datetime(1970, 1, 1, tzinfo=ZONE)


class RunTime(Protocol):
    """A run time understood; see ``workbooks.plan_when.When``."""

    @property
    def kind(self) -> str:
        """workday | day | weekday | monthday | month_end | month_workday | phase | hours."""

    @property
    def at(self) -> time:
        """The time of day."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """What the kind counts."""

    @property
    def anchor(self) -> str:
        """开始 or 截止 for a phase."""


def local(moment: datetime) -> datetime:
    """Return a moment in the office's zone; one without a zone is taken as the office's own."""
    return moment.replace(tzinfo=ZONE) if moment.tzinfo is None else moment.astimezone(ZONE)


def slots(when: RunTime, plan: Plan, after: datetime, until: datetime) -> Iterator[datetime]:
    """Yield the nominal times after `after` up to and including `until`, in order.

    Raises CalendarError where the plan's calendar cannot say which days are working days.
    """
    after, until = local(after), local(until)
    if until <= after:
        return
    if when.kind == "hours":
        yield from _hours(when.numbers[0], after, until)
        return
    for day in _days(when, plan, after.date(), until.date()):
        slot = datetime.combine(day, when.at, ZONE)
        if after < slot <= until:
            yield slot


def next_slot(when: RunTime, plan: Plan, after: datetime) -> datetime | None:
    """Return the first nominal time after `after`, None where the plan has no further one."""
    after = local(after)
    for days in (10, 80, _FARTHEST_DAYS):
        until = min(after + timedelta(days=days), datetime(9999, 12, 30, tzinfo=ZONE))
        found = next(slots(when, plan, after, until), None)
        if found is not None:
            return found
    return None


def last_slot(when: RunTime, plan: Plan, until: datetime) -> datetime | None:
    """Return the latest nominal time up to and including `until`, None where there was none."""
    until = local(until)
    for days in (10, 80, _FARTHEST_DAYS):
        found: datetime | None = None
        for slot in slots(when, plan, until - timedelta(days=days), until):
            found = slot
        if found is not None:
            return found
    return None


def _hours(every: int, after: datetime, until: datetime) -> Iterator[datetime]:
    """Yield multiples of `every` hours since an epoch at midnight: every 2 hours at even hours."""
    step = timedelta(hours=every)
    slot = _EPOCH + ((after - _EPOCH) // step + 1) * step
    while slot <= until:
        yield slot
        slot += step


def _days(when: RunTime, plan: Plan, first: date, last: date) -> Iterator[date]:
    if when.kind == "phase":
        yield from (d for d in _phase_days(when, plan) if first <= d <= last)
        return
    day = first
    while day <= last:
        if _is_meant(when, plan.calendar, day):
            yield day
        day += timedelta(days=1)


def _is_meant(when: RunTime, calendar: WorkCalendar, day: date) -> bool:
    match when.kind:
        case "workday":
            return calendar.is_workday(day)
        case "day":
            return True
        case "weekday":
            return day.weekday() in when.numbers
        case "monthday":
            return day.day in when.numbers or (_is_last(day) and max(when.numbers) > day.day)
        case "month_end":
            return _is_last(day) and (not when.numbers or day.month in when.numbers)
        case "month_workday":
            return calendar.is_workday(day) and any(
                day == _month_workday(day, n, calendar) for n in when.numbers
            )
    return False


def _is_last(day: date) -> bool:
    return (day + timedelta(days=1)).day == 1


def _month_workday(day: date, n: int, calendar: WorkCalendar) -> date | None:
    """Return the n-th working day of the month of `day` (negative: from its end), None if too few."""
    first = day.replace(day=1)
    after = (first + timedelta(days=31)).replace(day=1)
    found = calendar.workdays_after(first - timedelta(days=1) if n > 0 else after, n)
    return found if (found.year, found.month) == (day.year, day.month) else None


def _phase_days(when: RunTime, plan: Plan) -> Sequence[date]:
    """Return the days meant relative to each phase, in order.

    阶段结束前N个工作日 counts back from the last working day on or before the phase's last day, as
    reminders do; 当天 on a rest day is the last working day before it (截止), the next one (开始).
    """
    calendar, n, days = plan.calendar, when.numbers[0], set()
    for phase in plan.phases:
        if when.anchor == "开始":
            day = phase.start if n else calendar.next_workday_from(phase.start)
        else:
            day = phase.due if n > 0 else calendar.last_workday_until(phase.due)
        days.add(calendar.workdays_after(day, n))
    return sorted(days)
