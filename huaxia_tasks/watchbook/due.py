"""Which runs are due, and what is kept of them when they are begun, end, fail or are passed over."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import NamedTuple

from ..errors import CalendarError
from ..model import Job, Plan
from ..occasions import ZONE, local, next_slot, slots
from ..workbooks.plan_when import When, parse_when
from .book import Book, JobRecord
from .book import clock_words as _time

#: A run this late is still that run; later it is one that was missed.
PUNCTUAL = timedelta(minutes=30)
#: Waits before a job that failed is tried again; after the last one it is given up until its next time.
BACK_OFF = (timedelta(minutes=5), timedelta(minutes=20), timedelta(hours=1))
_LONGEST_LOOK = timedelta(days=400)


class Due(NamedTuple):
    """A run that is due: for which nominal time, and as of which past day (None: as of today).

    `passed` are the earlier times that this run makes needless or that are beyond the limit.
    """

    job: Job
    slot: datetime
    as_of: date | None = None
    passed: tuple[datetime, ...] = ()


def jobs_on(plan: Plan) -> Iterator[tuple[Job, When]]:
    """Yield the jobs that are switched on and whose time is understood."""
    for job in plan.jobs:
        when = parse_when(job.when)
        if job.on and when is not None:
            yield job, when


def due_runs(plan: Plan, book: Book, now: datetime) -> tuple[list[Due], tuple[str, ...]]:
    """Return the runs that are due at `now`, oldest nominal time first, and jobs that cannot be placed.

    The first time a job is met, its times of today count.  A job cannot be placed where the plan's
    calendar does not say which days are working days.
    """
    now = local(now)
    due: list[Due] = []
    lost: list[str] = []
    for job, when in jobs_on(plan):
        record = book.jobs.get(job.name)
        if record is not None and record.next_try is not None and now < record.next_try:
            continue
        settled = record.settled if record else midnight(now) - timedelta(seconds=1)
        try:
            pending = list(slots(when, plan, max(settled, now - _LONGEST_LOOK), now))
        except CalendarError as error:
            lost.append(f"“{job.name}”排不出时间：{error}")
            continue
        if pending:
            due += _to_run(job, pending, now)
    return sorted(due, key=lambda d: (d.slot, d.job.name)), tuple(lost)


def _to_run(job: Job, pending: list[datetime], now: datetime) -> Iterator[Due]:
    """Yield which of the pending times are run, by the job's rule for missed ones."""
    missed = [s for s in pending if now - s > PUNCTUAL]
    if job.catch_up == "逐次补":
        kept = missed[-job.limit :] if job.limit else []
        passed = tuple(missed[: len(missed) - len(kept)])
        for slot in (*kept, *pending[len(missed) :]):
            yield Due(job, slot, slot.date() if slot.date() != now.date() else None, passed)
            passed = ()
        if not kept and len(missed) == len(pending):
            yield Due(job, missed[-1], None, tuple(missed))
    elif job.catch_up == "不补" and len(missed) == len(pending):
        yield Due(job, pending[-1], None, tuple(pending))
    else:
        yield Due(job, pending[-1], None, tuple(pending[:-1]))


def is_passed_over(due: Due) -> bool:
    """Whether nothing is run: every time was missed and the plan does not want it made up for."""
    return due.slot in due.passed


def midnight(at: datetime) -> datetime:
    """Return the beginning of a day."""
    return datetime.combine(local(at).date(), time(0), ZONE)


def next_due(plan: Plan, book: Book, now: datetime) -> tuple[datetime, Job] | None:
    """Return the next time at which something is to run, None where the plan has none."""
    found: list[tuple[datetime, Job]] = []
    for job, when in jobs_on(plan):
        record = book.jobs.get(job.name)
        if record is not None and record.next_try is not None and record.next_try > now:
            found.append((record.next_try, job))
        with contextlib.suppress(CalendarError):
            slot = next_slot(when, plan, now)
            if slot is not None:
                found.append((slot, job))
    return min(found, key=lambda f: f[0], default=None)


# --------------------------------------------------------------------------- what became of it


def passed_over(book: Book, due: Due, now: datetime) -> None:
    """Keep that times of a job are not run."""
    record = book.jobs.get(due.job.name) or JobRecord(due.slot)
    count = record.passed_over + len(due.passed)
    book.jobs[due.job.name] = record._replace(settled=due.slot, passed_over=count)
    book.note(now, f"“{due.job.name}”有{len(due.passed)}次没有补（{_times(due.passed)}）。")


def begun(book: Book, due: Due, now: datetime) -> None:
    """Keep that a run begins, before it does: one that takes the machine down is not tried for ever."""
    record = book.jobs.get(due.job.name)
    before = due.slot - timedelta(seconds=1) if record is None else record.settled
    again = record is not None and record.slot == due.slot
    tries = record.tries + 1 if record is not None and again else 1
    count = (record.passed_over if record else 0) + (0 if again else len(due.passed))
    wait = BACK_OFF[min(tries, len(BACK_OFF)) - 1]
    book.jobs[due.job.name] = JobRecord(
        settled=before,
        slot=due.slot,
        tries=tries,
        next_try=now + wait,
        passed_over=count,
        failed="上次没有运行完。",
    )
    if due.passed and not again:
        book.note(
            now, f"“{due.job.name}”错过{len(due.passed)}次，并为一次（{_times(due.passed)}）。"
        )


def ended(book: Book, due: Due, now: datetime, code: int, trouble: str = "") -> None:
    """Keep how a run ended.  `trouble` "" is a good end; another lets it be tried again, a few times."""
    record = book.jobs[due.job.name]
    if not trouble:
        book.jobs[due.job.name] = record._replace(
            settled=due.slot, ended=now, code=code, tries=0, next_try=None, failed=""
        )
        return
    given_up = record.tries > len(BACK_OFF)
    book.jobs[due.job.name] = record._replace(
        settled=due.slot if given_up else record.settled,
        ended=now,
        code=code,
        tries=0 if given_up else record.tries,
        next_try=None if given_up else now + BACK_OFF[record.tries - 1],
        failed=trouble,
    )
    after = "，不再重试，到下一个时间再运行" if given_up else ""
    book.note(now, f"“{due.job.name}”（{_time(due.slot)}）没有办成：{trouble}{after}")


def put_off(book: Book, due: Due, now: datetime, wait: timedelta) -> None:
    """Keep that a run could not begin because another one was at work: that is no failure."""
    record = book.jobs[due.job.name]
    tries = max(0, record.tries - 1)
    book.jobs[due.job.name] = record._replace(tries=tries, next_try=now + wait, failed="")


def _times(times: Iterable[datetime]) -> str:
    listed = list(times)
    return "、".join(_time(t) for t in listed[-3:]) + ("等" if len(listed) > 3 else "")
